"""Answers of the test client shown in a real browser: without a server, whoever asked and by whatever method.

So a page that answers a POST, or one that is undone a moment later, can be looked at like any other.
"""

from django.contrib.staticfiles import finders

HOST = "http://testserver"


class Screen:
    """A browser's page that shows what it is given. Styles and scripts come from their folders. A page that leads on by
    itself stays."""

    def __init__(self, chromium, **options):
        self.page = chromium.new_context(base_url=HOST, **options).new_page()
        self.problems = []
        self.page.route("**/*", self._serve)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda line: "Security Policy" in line.text and self.problems.append(line.text))

    def _serve(self, route):
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        if path == self.address:
            headers = {name: value for name, value in self.answer.headers.items() if name != "Set-Cookie"}
            body = self.answer.body.replace(b" data-next=", b" data-was-next=")
            route.fulfill(status=self.answer.status, headers=headers, body=body)
        elif path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:
            route.fulfill(status=204)

    def show(self, address, answer):
        self.address, self.answer = address, answer
        self.page.goto(address)
        return self.page
