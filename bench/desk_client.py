"""One person at a desk, over HTTP: opens a draft, saves it, uploads three files, submits, keeps the receipt.

A thread and one kept-alive connection each, nothing but the standard library. Odd numbers upload in chunks as the
page's script does, even ones by the plain form.
"""

import json
import random
import re
import threading
import time
import zlib
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

CODES = ("A1", "A2", "A3")
SIZE = 1_000_000
TOKEN = "a" * 32  # a CSRF token is a secret the browser sends twice
RECEIPT = re.compile(r'class="paper-code">([0-9A-Z-]{19})<')  # by its place: a key in an address may look like one
BOUNDARY = "----a-boundary-that-no-file-holds"


class Failed(Exception):
    """The server did not do what was asked and did not say that it was too late."""


class TooLate(Exception):
    """Refused because the window is closed."""


def pdf(seed):
    """A PDF of one page and about a megabyte, another for each seed: noise in a stream no page shows."""
    noise = random.Random(seed).randbytes(SIZE)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(noise), noise),
    ]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    return body + head + table + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


class Form(HTMLParser):
    """The values of the form on a page that carries a `version`."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.select, self.text = [{}], None, None
        self.feed(page)
        found = [form for form in self.forms if "version" in form]
        if not found:
            raise Failed("the page has no form with a version")
        self.values = found[0]

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and given.get("name") and given.get("type") not in ("file", "submit"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.forms[-1][given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self.text = given.get("name")
            self.forms[-1][self.text] = ""
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and self.select and "selected" in given:
            self.forms[-1][self.select] = given.get("value", "")

    def handle_endtag(self, tag):
        self.text, self.select = (None if tag in ("textarea", "form") else self.text), self.select

    def handle_data(self, data):
        if self.text:
            self.forms[-1][self.text] += data


BROKEN = (Failed, OSError, HTTPException)


@dataclass
class Step:
    """One request: what for, when it was sent and answered (seconds since the epoch), and the status (0: broken)."""

    action: str
    sent: float
    answered: float
    status: int


@dataclass
class Staff:
    """Until `gives_up_at` it presses again where the server broke off. All times are seconds since the epoch."""

    number: int
    port: int
    session: str
    submission: str
    begins_at: float
    closes_at: float
    gives_up_at: float = 0.0
    steps: list = field(default_factory=list)
    digests: list = field(default_factory=list)
    receipt: str = ""
    outcome: str = ""
    told: str = ""
    connection: HTTPConnection = None

    def run(self):
        time.sleep(max(0.0, self.begins_at - time.time()))
        try:
            self.insist(self.save)
            for code in CODES:
                self.insist(lambda code=code: self.upload(code))
            self.insist(self.submit)
            self.outcome = "accepted"
        except TooLate:
            self.outcome = "late"
        except BROKEN as problem:
            self.outcome, self.told = "failed", f"{type(problem).__name__}: {problem}"

    def insist(self, act):
        while True:
            try:
                return act()
            except BROKEN:
                self.connection = None
                if time.time() >= self.gives_up_at:
                    raise
                time.sleep(random.uniform(0.3, 1.0))

    # --- the acts ---

    def save(self):
        path = f"/workbench/submissions/{self.submission}/edit/"
        values = Form(self.get("open", path)[1]).values
        values |= {"summary": f"第 {self.number} 号，{time.time():.3f} 保存。", "lead_unit": "市司法局"}
        status, page = self.post("save", path, values)
        self.expect(status == 302, status, page)

    def upload(self, code):
        content = pdf(f"{self.submission} {code}")
        if self.number % 2:
            self.upload_in_chunks(code, content)
        else:
            self.upload_by_form(code, content)
        self.digests.append(sha256(content).hexdigest())

    def upload_by_form(self, code, content):
        head = 'Content-Disposition: form-data; name="{}"'.format
        token = f"--{BOUNDARY}\r\n{head('csrfmiddlewaretoken')}\r\n\r\n{TOKEN}\r\n"
        file = f'--{BOUNDARY}\r\n{head("files")}; filename="{code}.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        body = (token + file).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        status, page = self.ask("upload", "POST", self.materials(f"add/{code}/"), body, kind)
        self.expect(status == 302, status, page)

    def upload_in_chunks(self, code, content):
        asked = {"requirement": code, "name": f"{code}.pdf", "size": len(content), "anew": "1"}
        begin = re.search(r'data-begin="([^"]+)"', self.get("open", self.materials(""))[1])
        told = self.json("begin", begin[1], urlencode(asked))
        place = told["received"]
        while place < len(content):
            piece = content[place : place + told["chunk"]]
            place = self.json("chunk", f"{told['address']}chunk/?offset={place}", piece)["received"]
        self.json("finish", f"{told['address']}finish/", urlencode({"crc": zlib.crc32(content)}))

    def json(self, action, path, body):
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/x-www-form-urlencoded"
        status, page = self.ask(action, "POST", path, body, kind)
        self.expect(status in (200, 201), status, page)
        return json.loads(page)

    def submit(self):
        """Pressing again after the answer was lost finds the receipt of what was handed in."""
        if any(step.action == "submit" for step in self.steps) and self.keep_receipt():
            return
        path = f"/workbench/submissions/{self.submission}/moves/submit/"
        values = Form(self.get("open", path)[1]).values
        sent = time.time()
        status, page = self.post("submit", path, values)
        if status != 302 and status < 500 and time.time() >= self.closes_at:
            raise TooLate
        self.expect(status == 302 and sent < self.closes_at, status, page)
        self.expect(self.keep_receipt(), status, "no receipt")

    def keep_receipt(self):
        status, page = self.get("receipt", f"/workbench/submissions/{self.submission}/versions/1/receipt/", (200, 404))
        found = RECEIPT.search(page) if status == 200 else None
        self.receipt = found[1].replace("-", "") if found else ""
        return bool(found)

    # --- the wire ---

    def materials(self, rest):
        return f"/workbench/submissions/{self.submission}/materials/{rest}"

    def expect(self, well, status, page):
        if not well:
            said = re.findall(r'<div class="error-summary".*?</div>', page, re.S) or [page[:200]]
            words = re.sub(r"(<[^>]*>|\s)+", " ", said[0])[:300]
            raise Failed(f"{self.steps[-1].action} answered {status}: {words}")

    def get(self, action, path, well=(200,)):
        status, page = self.ask(action, "GET", path)
        self.expect(status in well, status, page)
        return status, page

    def post(self, action, path, values):
        body = urlencode(values | {"csrfmiddlewaretoken": TOKEN})
        return self.ask(action, "POST", path, body, "application/x-www-form-urlencoded")

    def ask(self, action, method, path, body=None, kind=None):
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        headers |= {"Content-Type": kind} if kind else {}
        step = Step(action, time.time(), 0.0, 0)
        self.steps.append(step)
        try:
            self.connection = self.connection or HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            page = answer.read().decode()
            step.status = answer.status
            return answer.status, page
        finally:
            step.answered = time.time()


def started(staff):
    """A thread for each, running."""
    threads = [threading.Thread(target=one.run) for one in staff]
    for thread in threads:
        thread.start()
    return threads
