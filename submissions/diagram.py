"""The workflow as a page of the documentation, drawn from the table of moves and nothing else."""

from django.utils import translation

from .models import Status
from .moves import BACK, MOVES

HEAD = """# The workflow

Drawn from `submissions/moves.py` by `python manage.py draw_workflow > docs/workflow.md`; a test compares them. Who
makes a move stands in `submissions/permissions.py` under its name, why it may be refused in `submissions/guards.py`.

"""
WIDE = 2  # from more statuses than this a move is told below the picture: its arrows would hide the others


def arrows():
    """Lines of a Mermaid state diagram: every move from few statuses to a known one."""
    yield f"    [*] --> {Status.DRAFT}"
    for name, step in MOVES.items():
        for source in sorted(step.sources):
            if step.target != BACK and len(step.sources) <= WIDE:
                yield f"    {source} --> {step.target}: {name}"


def row(name, step):
    target = "where it came from" if step.target == BACK else step.target
    sources = ", ".join(status for status in Status.values if status in step.sources)
    needs = ", ".join(guard.__name__ for guard in (*step.needs, *step.checks)) or "–"
    return f"| {name} | {step.label} | {sources} | {target} | {', '.join(step.asks) or '–'} | {needs} |"


def drawn():
    """The whole page, in the language of the code."""
    with translation.override("en"):
        rows = [row(name, step) for name, step in MOVES.items()]
    picture = "\n".join(["```mermaid", "stateDiagram-v2", *arrows(), "```"])
    table = "\n".join(["| move | label | from | to | asks | guards |", "| --- | --- | --- | --- | --- | --- |", *rows])
    return f"{HEAD}{picture}\n\n{table}\n"
