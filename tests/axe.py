"""axe in the browser: what breaks a rule of accessibility on the page as it stands."""

from axe_playwright_python.base import AXE_SCRIPT

# A function, so that the browser hands back nothing but what is broken: not every rule that was looked at.
RUN = "async options => (await axe.run(options)).violations"
VIOLATIONS = {"resultTypes": ["violations"]}


def broken(page, options=VIOLATIONS):
    """What axe finds, as axe reports it: `id`, `nodes` with their `target`, and more."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, options)
