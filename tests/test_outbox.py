"""Letters: what they say and what not, and that each arrives once however often server and worker fail.

The mail server is a real one on loopback (tests/smtp.py).
"""

import os
import signal
from datetime import timedelta
from threading import Barrier, Event, Thread, Timer

import pytest
from django.db import connections
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from submissions import worker
from submissions.messages import outbox
from submissions.models import Letter, Message

from .smtp import mail_server

pytestmark = pytest.mark.django_db(transaction=True)  # the worker opens connections and transactions of its own
OFFICE = "office@chifeng.example"


@pytest.fixture
def server(settings):
    with mail_server() as found:
        settings.SENDS_MAIL, settings.SITE_URL = True, "https://shifan.example.org"
        settings.DEFAULT_FROM_EMAIL = "依法治区办 <desk@shifan.example.org>"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.server_address[1], 5
        yield found


@pytest.fixture
def offices(cast):
    """Every unit has an address, the city's office OFFICE."""
    for name, unit in cast.units.items():
        unit.email = OFFICE if name == "赤峰市委依法治市办" else f"unit-{unit.pk}@example.org"
        unit.save()
    return cast


def work(at=None):
    """What a worker does with what is due now; with `at`, as if it were that time for the letter."""
    if at:
        Letter.objects.filter(next_at__lte=at).update(next_at=timezone.now())
        DBTaskResult.objects.filter(run_after__lte=at).update(run_after=timezone.now())
    worker.run_tasks(worker.batch())


def subject(letter):
    """Unfolded: a long one begins on a line of its own."""
    return str(letter["Subject"]).strip()


def test_a_letter_says_what_happened_and_where_to_go(offices, server):
    submission = offices.draft(title="甲项目", contact="张三 0476-1234567", summary="不外传")
    with translation.override("en"):
        offices.play(submission, "submit")
    work()
    [letter] = server.taken
    assert (letter["To"], subject(letter)) == (OFFICE, "提交申报\uff1a甲项目")
    assert (letter["From"].addresses[0].addr_spec, letter["Auto-Submitted"]) == (
        "desk@shifan.example.org",
        "auto-generated",
    )
    assert letter.get_content().splitlines() == [
        "松山区司法局申报的“甲项目”（2026年全区法治政府建设示范创建）已提交申报。",
        "请审核，在名额内推荐上报或者退回补正。",
        "",
        f"请在工作台办理：https://shifan.example.org/workbench/submissions/{submission.pk}/",
        "",
        "--",
        "本邮件由系统自动发给赤峰市委依法治市办，请勿回复。",
    ]
    sent = Letter.objects.get()
    assert (sent.state, sent.attempts, sent.sent_at is not None) == ("sent", 1, True)


@pytest.mark.parametrize("name", ["name", "decline", "stop", "disqualify"])
def test_an_outcome_no_release_has_stated_and_its_reason_are_not_written_into_a_letter(offices, server, name):
    submission = offices.at_last_stage()
    Letter.objects.all().delete()
    offices.play(submission, name, **({"reason": "zq7reason"} if name != "name" else {}))
    work()
    told = {subject(letter).split("\uff1a")[0] for letter in server.taken}
    lines = {letter.get_content().splitlines()[0].split("）")[1] for letter in server.taken}
    assert (told, lines) == ({"办理结果"}, {"已有办理结果，请登录系统查看。"})
    assert [letter.as_string().count("zq7reason") for letter in server.taken] == [0, 0]


def test_nothing_in_a_title_becomes_a_header(offices, server):
    offices.play(offices.draft(title="甲\r\nBcc: thief@example.org\r\n\r\n正文" + "长" * 250), "submit")
    work()
    [letter] = server.taken
    assert (letter["Bcc"], subject(letter)[:33]) == (None, "提交申报\uff1a甲 Bcc: thief@example.org 正文长")
    assert len(subject(letter)) == 200


def test_without_a_mail_server_there_are_messages_and_no_letters(offices):
    offices.submission_in("recommended")
    assert (Message.objects.count(), Letter.objects.count(), DBTaskResult.objects.count()) == (3, 0, 0)


def test_a_unit_without_an_address_gets_no_letter(cast, server):
    cast.submission_in("submitted")
    assert (Message.objects.count(), Letter.objects.count()) == (1, 0)


def test_a_server_that_refuses_for_now_is_asked_again_after_1_5_15_and_60_minutes(offices, server):
    offices.submission_in("submitted")
    server.refusals = ["451 later"] * 4
    for minutes in (1, 5, 15, 60):
        before = timezone.now()
        work(before + timedelta(days=1))
        letter = Letter.objects.get()
        waits = letter.next_at - before
        assert timedelta(minutes=minutes) <= waits < timedelta(minutes=minutes, seconds=20)
        assert (letter.state, letter.error.count("451")) == ("waiting", 1)
        work()  # too early: nothing happens
        assert Letter.objects.get().attempts == letter.attempts
    work(timezone.now() + timedelta(days=1))
    assert (len(server.taken), Letter.objects.get().state, Letter.objects.get().error) == (1, "sent", "")


def test_after_a_day_it_is_given_up_and_says_why(offices, settings):
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://shifan.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    offices.submission_in("submitted")
    for _attempt in range(len(outbox.WAITS) + 3):
        work(timezone.now() + timedelta(days=2))
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.next_at) == ("failed", len(outbox.WAITS) + 1, None)
    assert letter.error.count("Connection refused") == 1
    assert timedelta(hours=23) < sum(outbox.WAITS, timedelta()) < timedelta(hours=24)


@pytest.mark.parametrize(("address", "answer"), [(OFFICE, "550 no such user"), ("a@b\nBcc: c@d.example", None)])
def test_what_can_never_arrive_is_given_up_at_once(offices, server, address, answer):
    offices.submission_in("submitted")
    Letter.objects.update(address=address)
    server.refusals = [answer] if answer else []
    work()
    assert (Letter.objects.get().state, Letter.objects.get().attempts, server.taken) == ("failed", 1, [])


def test_a_letter_whose_task_was_lost_with_its_worker_is_taken_up_again(offices, server):
    offices.submission_in("submitted")
    assert outbox.claim(Letter.objects.get().pk) is not None  # and then the worker is killed
    DBTaskResult.objects.all().delete()
    work(timezone.now() + timedelta(days=1))
    assert outbox.requeue() == 0  # its lease has not run out
    Letter.objects.update(next_at=timezone.now() - outbox.LEASE - timedelta(seconds=1))
    assert (outbox.requeue(), outbox.requeue()) == (1, 0)
    work()
    assert (len(server.taken), Letter.objects.get().attempts) == (1, 2)


def test_a_letter_waits_while_no_server_is_named(offices, server, settings):
    offices.submission_in("submitted")
    settings.SENDS_MAIL = False
    work()
    assert (Letter.objects.get().state, Letter.objects.get().attempts, outbox.requeue()) == ("waiting", 0, 0)


def test_two_letters_of_one_message_are_one(offices, server):
    offices.submission_in("submitted")
    pk = Letter.objects.get().pk
    assert [outbox.deliver.func(pk), outbox.deliver.func(pk)] == ["sent", "nothing to do"]
    assert len(server.taken) == 1


@pytest.mark.postgresql
def test_two_workers_send_each_letter_once(offices, server):
    for number in range(8):
        offices.play(offices.draft(title=f"第{number}件"), "submit")
        outbox.deliver.enqueue(Letter.objects.latest("pk").pk)  # a task too many for each
    together = Barrier(2)

    def run():
        together.wait()
        try:
            work()
        finally:
            connections.close_all()

    workers = [Thread(target=run) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(120)
    subjects = sorted(subject(letter) for letter in server.taken)
    assert subjects == [f"提交申报\uff1a第{number}件" for number in range(8)]
    assert set(Letter.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.fixture
def signals():
    before = {number: signal.getsignal(number) for number in worker.SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", worker.SIGNALS)
def test_the_worker_sends_what_waits_and_ends_when_it_is_told_to(offices, server, signals, number):
    offices.submission_in("submitted")
    ended = Event()
    Timer(0.5, os.kill, (os.getpid(), number)).start()
    worker.work(ended)
    assert (len(server.taken), ended.is_set()) == (1, True)


def test_one_duty_that_fails_does_not_keep_the_others(offices, server, monkeypatch):
    done = []

    def breaks():
        raise RuntimeError("broken")

    monkeypatch.setattr(worker, "BY_THE_CLOCK", (breaks, lambda: done.append(1)))
    worker.look_at_the_clock()
    assert done == [1]
