"""The last minute before a window closes: what it takes, what it refuses, and that no promise breaks when killed.

    .venv/bin/python -m bench.deadline_hour

Starts gunicorn with the configuration we deploy and a PostgreSQL of its own, both on loopback. 300 virtual staff, each
with a session of its own, begin spread over the last minute and a tenth of it beyond: each saves its draft, uploads
three PDF files of a megabyte, submits and keeps the receipt. Once calmly, once with `kill -9` of a worker and of the
whole of PostgreSQL half-way; then people press again. The floor writes the same rows and bytes by bare psycopg and
plain files.

Then every receipt is looked up and every file's digest computed anew from the storage. Exits with 1 if a promise
breaks.
"""

import argparse
import random
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from . import desk_client, desk_floor, desk_server
from .desk_client import BROKEN, CODES, Staff

ACTIONS = ("open", "save", "upload", "begin", "chunk", "finish", "submit", "receipt")
PATIENCE = 20.0  # seconds after the end up to which one presses again where the server broke off
HEAD = "action    count   p50 ms   p99 ms   floor p50      p99   ratio p50     p99"
SLACK = 3.0  # seconds after the server is well again in which an answer may still be broken


@dataclass
class Run:
    name: str
    staff: list
    closes_at: float
    killed: tuple = (0.0, 0.0)  # from when to when the server was not well
    cpu: list = ()  # seconds of gunicorn, PostgreSQL, the staff, and the whole machine
    broken: list = field(default_factory=list)  # promises, in words


def main():
    options = read_options()
    with desk_server.start() as server:
        people = desk_server.people(options.staff)
        calm = play("calm", server, people, options.seconds)
        floor = floor_of(calm, server)
        tell(calm, floor)
        killed = play("kill -9", server, people, options.seconds, kill=True)
        tell(killed, floor)
        broken = [f"✗ {run.name}: {promise}" for run in (calm, killed) for promise in run.broken]
        if broken:
            print("", *broken[:9], f"… {len(broken)} in all", server.last_words(), sep="\n")
            sys.exit(1)
    print("\n✓ every promise held")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--staff", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=60, help="from the beginning until the window closes")
    return parser.parse_args()


def play(name, server, people, seconds, kill=False):
    """One run in a round of its own; returns it, checked."""
    from submissions.models import RoundRules

    round = desk_server.open_round(name.replace(" ", ""), CODES)
    drafts = desk_server.drafts_of(people, round)
    server.warm_up()
    before, begins = server.spent(), time.time() + 1
    run = Run(name, [], begins + seconds)
    RoundRules.objects.filter(round=round).update(closes_at=datetime.fromtimestamp(run.closes_at, UTC))
    dice = random.Random(name)
    for number, ((_user, session), draft) in enumerate(zip(people, drafts, strict=True)):
        at = begins + dice.uniform(0, seconds * 1.1)
        gives_up_at = run.closes_at + PATIENCE if kill else 0
        run.staff.append(Staff(number, server.port, session, str(draft.pk), at, run.closes_at, gives_up_at))
    everybody = desk_client.started(run.staff)
    if kill:
        time.sleep(max(0.0, begins + seconds / 2 - time.time()))
        run.killed = strike(server)
    for one in everybody:
        one.join()
    run.cpu = [after - start for after, start in zip(server.spent(), before, strict=True)]
    check(run, server)
    return run


def strike(server):
    """Kill a worker and PostgreSQL; from when to when the server was not well."""
    from django.db import connection

    began = time.time()
    server.kill_a_worker()
    server.kill_postgresql()
    server.wait_until_well()
    connection.close()
    return began, time.time() + SLACK


# --- what must hold ---


def check(run, server):
    from submissions.models import Submission, Version

    found = Submission.objects.in_bulk([one.submission for one in run.staff], field_name="pk")
    found = {str(pk): submission for pk, submission in found.items()}
    versions = {str(one.submission_id): one for one in Version.objects.filter(submission__in=found)}
    for one in run.staff:
        one.connection = None
        if not one.receipt:
            with suppress(*BROKEN):  # a last look: the answer to its submission may have been lost
                one.keep_receipt()
        problem = receipt_is_kept(one, found, versions) if one.receipt else draft_still_opens(one, found)
        run.broken += [f"no. {one.number}: {problem}"] if problem else []
    for version in versions.values():
        if version.at.timestamp() >= run.closes_at:
            run.broken.append(f"accepted after the end: {version.at}")
    run.broken += [f"no. {one.number} failed: {one.told}" for one in run.staff if one.outcome == "failed"]
    run.broken += outside_the_kill(run)


def receipt_is_kept(one, found, versions):
    """What is wrong with a submission somebody holds a receipt of, or None."""
    version = versions.get(one.submission)
    if version is None or version.code != one.receipt:
        return f"holds the receipt {one.receipt}, which is not there"
    if found[one.submission].status != "submitted":
        return f"holds a receipt and is {found[one.submission].status}"
    listed = sorted(file["sha256"] for file in version.content["materials"])
    if listed != sorted(set(one.digests)) or len(listed) != len(CODES):
        return "its receipt does not list the files it uploaded"
    kept = [row.file for row in version.files.select_related("file")]
    if sorted(row.sha256 for row in kept) != listed or any(digest_of(row) != row.sha256 for row in kept):
        return "a file of it is lost or altered"
    from submissions.versions import findings

    return next(findings(version), None)


def digest_of(stored):
    from submissions.materials import storing

    with stored.file.open("rb") as file:
        return storing.digest_of(file)[0]


def draft_still_opens(one, found):
    if found[one.submission].status != "draft":
        return f"has no receipt and is {found[one.submission].status}"
    status, _page = one.ask("last look", "GET", f"/workbench/submissions/{one.submission}/edit/")
    return None if status == 200 else f"its draft answers {status}"


def outside_the_kill(run):
    """Answers of 500 and more, and broken connections, at any time but that of the kill."""
    begins, ends = run.killed
    for one in run.staff:
        for step in one.steps:
            well = 0 < step.status < 500 or begins <= step.answered <= ends
            if not well:
                yield f"no. {one.number}: {step.action} answered {step.status or 'nothing'}"


# --- figures ---


def tell(run, floor):
    outcomes = Counter(one.outcome for one in run.staff)
    broken_off = sum(not 0 < step.status < 500 for one in run.staff for step in one.steps)
    ends = max(step.answered for one in run.staff for step in one.steps) - run.closes_at
    counts = [outcomes[one] for one in ("accepted", "late", "failed")]
    print("\n{}: {} accepted, {} refused as late, {} failed; ".format(run.name, *counts), end="")
    print(f"{waited(run)} of the late had sent it in time; ", end="")
    print(f"{broken_off} answers broken off; the last answer {ends:.1f} s after the end", flush=True)
    if run.killed[0]:
        print(f"not well for {run.killed[1] - run.killed[0] - SLACK:.1f} s after the kill")
    *ours, machine = run.cpu
    others = machine - sum(ours)
    print("CPU seconds: gunicorn {:.0f}, PostgreSQL {:.0f}, the staff {:.0f}, others {:.0f}".format(*ours, others))
    compare(run, floor)


def waited(run):
    """How many were refused as late though they pressed before the end: what arrives counts, not what is sent."""
    late = [one for one in run.staff if one.outcome == "late"]
    return sum(any(step.action == "submit" and step.sent < run.closes_at for step in one.steps) for one in late)


def floor_of(run, server):
    from django.conf import settings

    accepted = [one.submission for one in run.staff if one.outcome == "accepted"]
    url = f"postgres://shifan@/postgres?host={server.database}"
    return desk_floor.measure(url, settings.MEDIA_ROOT / "floor", accepted)


def compare(run, floor):
    times = {action: [] for action in ACTIONS}
    for one in run.staff:
        for step in one.steps:
            if step.action in times and 0 < step.status < 500:
                times[step.action].append(step.answered - step.sent)
    print(HEAD)
    for action, took in times.items():
        if took:
            print(line(action, took, floor.get(action)), flush=True)


def line(action, took, floor):
    mine = [percentile(took, part) * 1000 for part in (0.5, 0.99)]
    text = f"{action:8} {len(took):6} {mine[0]:8.1f} {mine[1]:8.1f}"
    if not floor:
        return text
    its = [percentile(floor, part) * 1000 for part in (0.5, 0.99)]
    return f"{text}   {its[0]:9.2f} {its[1]:8.2f}   {mine[0] / its[0]:9.1f} {mine[1] / its[1]:7.1f}"


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


if __name__ == "__main__":
    main()
