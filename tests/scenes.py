"""Pages of the workbench in the states the ground of test_urls.py does not have: each scene makes its state by the same
steps as the offices and yields what they are answered. Together they show every template (test_workbench_axe.py).
"""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from registry.clock import Term
from registry.models import Category, Counting, Entry, Notice, Outcome, ReleaseKind, Round, SourceKind
from registry.objecting import announce
from registry.record import Source, Statement, issue
from submissions import objections, publishing, statements, tasks
from submissions.bulk import tick
from submissions.gathering.headings import token
from submissions.models import DraftRelease, RoundRules, Submission
from submissions.publishing import noticing

from .backfill import FACTS, FIRST, table
from .desk import form_of
from .made_files import pdf, zipped
from .objecting import WAYS, code_of, objection, publish, send, url
from .record import DECISION, PUBLISHED, again, synthetic_round
from .sheets import book, single, uploaded

LONG = "二百字的标题" * 33 + "到此"


def scenes(cast, arrive):
    """Yields answers; one that leads elsewhere is a step on the way. `arrive(user)` is a client, signed in if asked."""
    for scene in (objector, register, notices, titles, earlier_list, publication, outcomes, gathering, sheets):
        yield from scene(cast, arrive)
    yield from candidates(cast, arrive)
    yield from strangers(cast, arrive)


def objector(cast, arrive):
    """The public form with errors, the receipt, its state, and the form of a notice that is over."""
    client = arrive()
    RoundRules.objects.filter(round=cast.round).update(takes_objections_online=True, tells_objection_totals=True)
    release = publish(cast, cast.at_last_stage(title="甲项目"), cast.at_last_stage(title=LONG))
    yield send(client, release, reasons="", name="", answer="x")
    receipt = send(client, release)
    yield receipt
    yield client.post("/objections/follow/", {"code": code_of(receipt)})
    yield client.post("/objections/follow/", {"code": "x"})
    over = url(notice_that_is_over())
    yield client.get(over)
    yield client.post(over, {"reasons": LONG, "grounds": "见附件"})


def notice_that_is_over():
    [proposed] = synthetic_round(1, code="2024", outcome=Outcome.RECOMMENDED, name="公示已满的项目")
    term = Term(date(2026, 1, 1), 7, Counting.CALENDAR)
    stated = [again(proposed, "公示已满的项目", Outcome.PROPOSED)]
    release, _items = issue(proposed.round, ReleaseKind.NOTICE, DECISION, stated, PUBLISHED, term=term)
    announce(release, takes_online=True, tells_totals=True)
    return release


def register(cast, arrive):
    """An objection in each of its states, with the candidate's page and the list."""
    office = arrive(cast.regional_office)
    for state in WAYS:
        made = objection(cast, cast.at_last_stage(title=f"异议{state}"), state)
        yield office.get(reverse("objection", args=[made.pk]))
    yield office.get(reverse("submission", args=[made.submission_id]))
    made = objection(cast, cast.at_last_stage(title=LONG), "verified", reasons=LONG, grounds=LONG)
    for name in objections.OBJECTION_MOVES:
        yield office.get(reverse("objection_step", args=[made.pk, name]))
    yield office.get(reverse("objection_list"))
    yield office.get(reverse("objection_list"), {"state": "received"})
    yield office.get(reverse("objection_list"), {"state": "x"})
    yield arrive(cast.second_person).get(reverse("workbench"))


def notices(cast, arrive):
    """A notice that runs, its three forms, and one that is paused."""
    office, release = arrive(cast.regional_office), publish(cast, cast.at_last_stage(title="公示中的项目"))
    forms = [reverse(f"notice_{name}", args=[release.number]) for name in ("extend", "pause", "resume")]
    yield office.get(reverse("published", args=[release.number]))
    for address in forms:
        yield office.get(address)
        yield office.post(address, {"reason": "", "days": "-1"})
    tomorrow = timezone.localdate() + timedelta(days=1)
    noticing.pause(Notice.objects.get(release=release), cast.regional_office, tomorrow, "暂停的理由")
    yield office.get(reverse("published", args=[release.number]))
    yield office.get(forms[2])


def titles(cast, arrive):
    """Titles due for a re-check, a draft on them, and the form in which they are chosen."""
    Round.objects.filter(pk=cast.round.pk).update(valid_months=36, recheck_months=24)
    source = Source(kind=SourceKind.DOCUMENT, title="关于命名的决定", organ="自治区办公室", issued_on=date(2024, 1, 1))
    names = ("甲 逾期", "乙 逾期", LONG)
    told = [Statement(Category.SINGLE, cast.places["松山区"], Outcome.NAMED, name) for name in names]
    issue(cast.round, ReleaseKind.NAMING, source, told, PUBLISHED)
    office, document = arrive(cast.regional_office), cast.document(issued_on=date(2026, 11, 1))
    yield office.get(reverse("recheck_list"))
    yield office.get(reverse("recheck_list"), {"months": "x"})
    yield arrive(cast.city_office).get(reverse("recheck_list"))
    yield arrive(cast.city_office).get(reverse("workbench"))
    chosen = {"kind": "recheck_retention", "document": document.pk}
    yield office.get(reverse("draft_about"), chosen)
    yield office.post(reverse("draft_about"), chosen)
    entries = [str(one.pk) for one in Entry.objects.filter(items__text__name__endswith="逾期").distinct()]
    yield office.post(reverse("draft_about"), {**chosen, "entry": entries}, follow=True)


def earlier_list(cast, arrive):
    """The list of an earlier round: sound, faulty, as a draft, and published already."""
    office, facts = arrive(cast.regional_office), {**FACTS, "level": "national"}
    faulty = table(("comprehensive", "青山区", "", ""), ("x", "乙", "150400", ""))

    def check(content):
        return office.post(reverse("release_import"), {**facts, "file": SimpleUploadedFile("名单.csv", content)})

    yield office.post(reverse("release_import"), {"organ": LONG})
    yield check(faulty)
    yield check(b"%PDF-1.7")
    sound = check(table(*FIRST))
    yield sound
    sent = {field.name: field.value() for field in sound.context["facts"]}
    sent |= {"checked": sound.context["sealed"], "seen_digest": sound.context["plan"].digest}
    yield office.post(reverse("release_import_draft"), sent, follow=True)
    yield check(table(*FIRST))
    draft = DraftRelease.objects.latest("pk")
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(statements.printed_lines(draft)))
    for asked in ("secrecy_review", "approval"):
        publishing.sign_off(draft, asked, cast.regional_office, statements.digest_of(draft))
    publishing.confirm(draft, cast.second_person, statements.digest_of(draft))
    yield check(table(*FIRST))


def publication(cast, arrive):
    """Drafts of lists: one that differs from the signed text, one signed off, one discarded; a notice's."""
    office = arrive(cast.regional_office)
    candidate = cast.submission_in("recommended", title=LONG)
    draft = publishing.start(
        cast.round, ReleaseKind.RECOMMENDATION, cast.document(LONG), cast.regional_office, submissions=[candidate]
    )
    address = reverse("draft", args=[draft.pk])
    publishing.paste_signed_text(draft, cast.regional_office, "松山县\n宁城县")
    yield office.get(address)
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(statements.printed_lines(draft)))
    for asked in draft.round.rules.asked_sign_offs:
        publishing.sign_off(draft, asked, cast.regional_office, statements.digest_of(draft), note="已审核")
    yield office.get(address)
    yield arrive(cast.second_person).get(address)
    publishing.discard(draft, cast.regional_office)
    yield office.get(address)
    term = {"starts_on": timezone.localdate(), "days": 7, "counting": Counting.CALENDAR}
    proposed = [cast.at_last_stage()]
    notice = publishing.start(
        cast.round, ReleaseKind.NOTICE, cast.document(), cast.regional_office, submissions=proposed, **term
    )
    yield office.get(reverse("draft", args=[notice.pk]))


def candidates(cast, arrive):
    """A candidate that was returned, mended, handed in again; edited by two; ranked; substituted."""
    drafter, city = arrive(cast.drafter), arrive(cast.city_office)
    cast.requirement("A7", name=LONG, wanted=LONG, required=False)
    returned = cast.draft(title=LONG)
    cast.material(returned, "A7", name=f"{LONG[:150]}.pdf")
    cast.play(returned, "submit")
    address = reverse("submission_move", args=[returned.pk, "return"])
    yield city.get(address)
    yield city.post(address, {"reason": ""})
    cast.play(returned, "return", parts={"title": "请写明", "material:A7": "请重新扫描"})
    for name in ("submission", "submission_edit", "materials"):
        yield drafter.get(reverse(name, args=[returned.pk]))
    yield from edited_by_two(cast, drafter, returned)
    returned.refresh_from_db()
    cast.material(returned, "A7", b"%PDF-1.7 \xe6\x96\xb0", "重新扫描.pdf")
    cast.play(returned, "resubmit")
    yield city.get(reverse("submission", args=[returned.pk]))
    yield city.get(reverse("version_changes", args=[returned.pk, 2]))
    yield from ranked(cast, city)


def edited_by_two(cast, drafter, returned):
    address = reverse("submission_edit", args=[returned.pk])
    form = form_of(drafter.get(address))
    yield drafter.post(address, {**form, "title": "先改的题目"})
    yield drafter.post(address, {**form, "title": "后改的题目"})
    RoundRules.objects.filter(round=cast.round).update(closed=True)
    yield drafter.get(reverse("submission_edit", args=[cast.draft(title="截止后的草稿").pk]))
    yield drafter.get(reverse("submission_new"))
    RoundRules.objects.filter(round=cast.round).update(closed=False)


def ranked(cast, city):
    cast.quota(2)
    first, leaving = (cast.submission_in("recommended", title=title) for title in ("甲", "乙"))
    cast.play(cast.submission_in("submitted", title="备选"), "reserve")
    cast.play(leaving, "withdraw")
    yield city.get(reverse("ranking", args=[cast.round.code]))
    yield city.get(reverse("submission", args=[first.pk]))
    yield city.get(reverse("submission_substitute", args=[leaving.pk]))


def outcomes(cast, arrive):
    """Outcomes of many at once: chosen, looked at, recorded."""
    office = arrive(cast.regional_office)
    asked = {"round": cast.round.code, "move": "advance", "all": "1"}
    chosen = [cast.submission_in("under_review", title=title) for title in ("丙项目", LONG)]
    picks = [tick(one) for one in Submission.objects.filter(pk__in=[one.pk for one in chosen])]
    sent = {**asked, "pick": picks, "document": cast.document("关于入围的通知").pk}
    yield office.get(reverse("outcomes"), asked)
    yield office.post(reverse("outcomes_check"), sent)
    yield office.post(reverse("outcomes_check"), {**sent, "pick": []})
    yield office.post(reverse("outcomes_record"), sent, follow=True)


def gathering(cast, arrive):
    """Departments' answers: a task changed meanwhile, evidence in a zip."""
    drafter, draft = arrive(cast.drafter), cast.draft(title="任务齐备的草稿")
    made = tasks.add(draft, cast.drafter, [{"department": "财政局"}, {"department": "公安局", "wanted": LONG}])
    out = token(made[0])
    tasks.answer(made[0], cast.drafter, "电话反馈")
    sheet = book(["T01", "已办结", out], ["T02", "已报", ""], head=["任务编号", "反馈内容", "任务版本"])
    yield drafter.post(reverse("task_check", args=[draft.pk]), {"file": SimpleUploadedFile("反馈.xlsx", sheet)})
    packed = SimpleUploadedFile("材料.zip", zipped({"T01/a.pdf": pdf(), "b.pdf": pdf(2)}))
    yield drafter.post(reverse("task_evidence", args=[draft.pk]), {"file": packed}, follow=True)
    yield drafter.get(reverse("task_list", args=[draft.pk]))


def sheets(cast, arrive):
    """Imports: with a row that is refused, never checked, put aside, done."""
    drafter = arrive(cast.drafter)
    faulty = uploaded(book(single("甲"), single("末", 类别="")), cast.drafter, cast.round).staged
    yield drafter.get(reverse("sheet_import", args=[faulty.pk]))
    drafter.post(reverse("sheet_discard", args=[faulty.pk]))
    yield drafter.get(reverse("sheet_import", args=[faulty.pk]))
    sound = uploaded(book(single("新的项目")), cast.drafter, cast.round).staged
    yield drafter.post(reverse("sheet_confirm", args=[sound.pk]))
    yield drafter.get(reverse("sheet_import", args=[sound.pk]))
    unchecked = uploaded(book(single("又一个项目")), cast.drafter, cast.round).staged
    type(unchecked).objects.filter(pk=unchecked.pk).update(report={})
    yield drafter.get(reverse("sheet_import", args=[unchecked.pk]))
    yield drafter.get(reverse("sheets"))


def strangers(cast, arrive):
    """Who is not let in: a wrong password, an account locked, a form without its token, what is not theirs."""
    yield arrive().post("/accounts/login/", {"username": "x", "password": "x"})
    with override_settings(AXES_ENABLED=True):
        yield [arrive().post("/accounts/login/", {"username": "wulan", "password": "x"}) for _try in range(5)][-1]
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = arrive().cookies
    yield checked.post("/accounts/logout/")
    yield arrive(cast.drafter).post("/accounts/password/", {"old_password": "x"})
    yield arrive(cast.administrator).get(reverse("workbench"))
    yield arrive(cast.city_office).get(reverse("draft_list"))
    yield arrive(cast.evaluator).get(reverse("workbench"))
    yield arrive(cast.city_office).get("/workbench/nowhere/")
