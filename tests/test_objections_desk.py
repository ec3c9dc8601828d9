"""The register of objections at the desk: entering, reading, steps, files, rules, and what nobody else sees."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from submissions.models import Objection, ObjectionState, RoundRules
from submissions.objections import files

from . import made_files as made
from .desk import desk, errors, form_of, said
from .objecting import REASONS, objection, objection_file, take
from .reading import all_of, page, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("aside")]
NEW = "/workbench/objections/new/"


def address(made, name="objection", *more):
    return reverse(name, args=[made.pk, *more])


def letter(about, **facts):
    known = {"submission": about.pk, "channel": "letter", "received_on": timezone.localdate(), "reasons": REASONS}
    return {**known, "grounds": "附件一", "name": "王五", "contact": "13900000000", **facts}


@pytest.fixture
def office(cast):
    return desk(cast.regional_office)


# --- entering ---


def test_a_letter_is_entered_and_stands_on_its_page_word_for_word(cast, office):
    submission = cast.at_last_stage()
    answer = office.post(NEW, letter(submission, reasons="第一行 “引”\r\n第二行"))
    made = Objection.objects.get()
    assert answer.url == address(made)
    response = office.get(answer.url)
    assert said(response) == ["异议2026-0001已登记。"]
    assert (made.reasons, made.grounds) == ("第一行 “引”\n第二行", "附件一")
    assert (made.name, made.contact) == ("王五", "13900000000")
    assert (made.channel, made.state, made.received_at) == (
        "letter",
        "received",
        timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    facts = dict(zip(all_of(response, "dt"), all_of(response, "dd"), strict=True))
    assert facts["姓名或单位名称"] == "王五"
    assert facts["事实和理由"] == "第一行 “引” 第二行"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"submission": ""}, "异议对象 · 请从列表中选择。"),
        ({"submission": "0" * 32}, "异议对象 · 请从列表中选择。"),
        ({"channel": "form"}, "提出方式 · 请从列表中选择。"),
        ({"received_on": "2999-01-01"}, "收到日期 · 日期太远，请核对年份。"),
        ({"reasons": " "}, "事实和理由 · 该字段是必填项。"),
        (
            {"reasons": "机密★10年"},
            "事实和理由 · 文字中带有密级标志“机密★10年”。本系统不得录入国家秘密，请删去。",
        ),
    ],
)
def test_what_is_wrong_is_a_sentence_and_nothing_is_entered_nor_lost(cast, office, facts, sentence):
    response = office.post(NEW, letter(cast.at_last_stage(), **facts))
    assert errors(response) == [sentence]
    assert form_of(response)["grounds"] == "附件一"
    assert Objection.objects.count() == 0


def test_the_form_asks_only_what_the_round_asks(cast, office):
    asked = ("name", "contact", "address", "identity_number")
    found = [[name for name in asked if name in form_of(office.get(NEW))]]
    RoundRules.objects.update(objections_ask_name=False, objections_ask_identity=True)
    found.append([name for name in asked if name in form_of(office.get(NEW))])
    assert found == [["name", "contact"], ["contact", "identity_number"]]


def test_a_letter_without_the_name_that_is_asked_is_entered_and_says_so(cast, office):
    office.post(NEW, letter(cast.at_last_stage(), name=""))
    response = office.get(address(Objection.objects.get()))
    assert all_of(response, "p", 'class="notice"') == ["本批次要求填写而未填写：姓名或单位名称。"]


def test_only_candidates_anybody_can_have_heard_of_are_offered(cast, office):
    cast.draft(title="草稿")
    cast.submission_in("submitted", title="已提交")
    known = cast.submission_in("recommended", title="已推荐")
    field = office.get(NEW).context["form"].fields["submission"]
    assert list(field.queryset) == [known]


def test_the_candidates_page_lists_its_objections_and_leads_to_entering_one(cast, office):
    submission = cast.at_last_stage()
    made = objection(cast, submission)
    readers = ("regional_office", "auditor", "city_office", "drafter")
    found = reverse("submission", args=[submission.pk])
    texts = {who: desk(cast.people[who]).get(found) for who in readers}
    shown = {who: ("2026-0001" in page(text), NEW in text.content.decode()) for who, text in texts.items()}
    assert shown == {
        "regional_office": (True, True),
        "auditor": (True, False),
        "city_office": (False, False),
        "drafter": (False, False),
    }
    response = office.get(f"{NEW}?submission={submission.pk}")
    assert form_of(response)["submission"] == submission.pk
    assert made.submission == submission


# --- reading ---


def test_the_list_is_narrowed_by_state_round_and_person(cast, office):
    for state in ("received", "assigned", "answered"):
        objection(cast, state=state)
    mine = f"assigned_to={cast.second_person.pk}"
    queries = ("", "state=received", "assigned_to=nobody", mine, "round=2026&state=answered")
    found = {query: [row[0] for row in rows(office.get(f"/workbench/objections/?{query}"))] for query in queries}
    assert list(found.values()) == [
        ["2026-0003", "2026-0002", "2026-0001"],
        ["2026-0001"],
        ["2026-0001"],
        ["2026-0003", "2026-0002"],
        ["2026-0003"],
    ]


@pytest.mark.parametrize("query", ["state=nowhere", "round=none", "assigned_to=x", "state=received&state=answered"])
def test_a_filter_that_means_nothing_is_refused(cast, office, query):
    response = office.get(f"/workbench/objections/?{query}")
    assert (response.status_code, all_of(response, "h2")[0]) == (400, "筛选条件有误")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("objection_list", 8), ("workbench", 18)])
def test_lists_cost_the_same_for_one_and_for_three(cast, office, django_assert_num_queries, count, name, queries):
    submission = cast.at_last_stage()
    for _number in range(count):
        objection(cast, submission, state="verified")
    office.get(reverse(name))
    with django_assert_num_queries(queries):
        office.get(reverse(name))


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_file_and_for_three(cast, office, django_assert_num_queries, count):
    made = objection_file(cast).objection
    for number in range(1, count):
        stored = cast.stored(f"%PDF-1.7 {number}".encode())
        files.add(made, stored, f"{number}.pdf", cast.regional_office)
        take(cast, made, "note")
    office.get(address(made))
    with django_assert_num_queries(8):
        office.get(address(made))


def test_what_waits_is_what_the_office_has_to_do_and_what_is_assigned_to_me(cast):
    submission = cast.at_last_stage()
    for state in ObjectionState.values:
        objection(cast, submission, state=state)
    told = {}
    for who in ("regional_office", "second_person", "auditor", "city_office"):
        context = desk(cast.people[who]).get("/workbench/").context
        told[who] = [one.state for one in context["objections"]]
    office = ["received", "verified", "upheld", "not_upheld", "not_accepted"]
    assert told == {
        "regional_office": office,
        "second_person": ["received", "assigned", *office[1:]],
        "auditor": [],
        "city_office": [],
    }


# --- steps ---


def test_an_objection_goes_its_whole_way_at_the_desk(cast, office):
    made = objection(cast)
    verifier = desk(cast.second_person)
    way = [
        (office, "assign", {"assignee": cast.second_person.pk}),
        (verifier, "verify", {"opinion": "调阅材料，属实"}),
        (office, "uphold", {"opinion": "情况属实"}),
        (office, "answer", {"opinion": "已答复", "answered_on": timezone.localdate(), "answered_by": "telephone"}),
    ]
    for client, name, inputs in way:
        form = form_of(client.get(address(made, "objection_step", name)))
        answer = client.post(address(made, "objection_step", name), {**form, **inputs})
        assert (name, answer.status_code) == (name, 302)
    response = office.get(address(made))
    assert all_of(response, "h3") == ["记录答复", "认定异议成立", "记录核查情况", "交办核查", "收到"]
    made.refresh_from_db()
    assert (made.state, made.finding) == ("answered", "upheld")


def test_the_chooser_offers_only_who_may(cast, office):
    field = office.get(address(objection(cast), "objection_step", "assign")).context["form"].fields["assignee"]
    assert list(field.queryset) == [cast.second_person]


def test_where_nobody_may_the_page_says_why(cast, office):
    made = objection(cast)
    cast.second_person.is_active = False
    cast.second_person.save()
    response = office.get(address(made, "objection_step", "assign"))
    assert "本办没有可以核查的人员：均参与过该对象的审核，应当回避。请增派人员。" in all_of(response, "span", "hint")


def test_what_a_colleague_did_meanwhile_is_told_and_what_was_typed_stays(cast, office):
    made = objection(cast)
    form = form_of(office.get(address(made, "objection_step", "refuse")))
    take(cast, made, "assign")
    response = office.post(address(made, "objection_step", "refuse"), {**form, "opinion": "逾期提出"})
    assert response.status_code == 409
    assert form_of(response)["opinion"] == "逾期提出"
    made.refresh_from_db()
    assert made.state == "assigned"


def test_each_step_is_a_button_or_the_sentence_why_not(cast, office):
    made = objection(cast, state="assigned")
    response = office.get(address(made))
    assert all_of(response, "p", 'class="why-not" id') == [
        "已交由chaolu核查，由其记录核查情况。",
        "异议为“核查中”时，不能“认定异议成立”。",
        "异议为“核查中”时，不能“认定异议不成立”。",
        "异议为“核查中”时，不能“记录答复”。",
        "异议为“核查中”时，不能“记录整改到位”。",
        "异议为“核查中”时，不能“重新打开”。",
    ]
    reader = desk(cast.auditor).get(address(made)).content.decode()
    assert (reader.count("/steps/"), reader.count("disabled"), reader.count('type="file"')) == (0, 0, 0)


# The one primary button of an objection's page in each state, for the office (left) and for whoever looks into it.
ONWARD = """
    received      交办核查    交办核查
    assigned      -          记录核查情况
    verified      -          -
    upheld        记录答复    记录答复
    not_upheld    记录答复    记录答复
    not_accepted  记录答复    记录答复
    answered      -          -
    withdrawn     -          -
"""


@pytest.mark.parametrize("line", ONWARD.strip().splitlines())
def test_the_primary_button_is_the_next_step_of_the_state(cast, line):
    state, *expected = line.split()
    made = objection(cast, state=state)
    pages = [desk(who).get(address(made)) for who in (cast.regional_office, cast.second_person)]
    first = [all_of(page, "a", 'class="button')[:1] for page in pages]
    primary = [all_of(page, "a", 'class="button "') for page in pages]
    assert [labels or ["-"] for labels in primary] == [[label] for label in expected]
    assert all(top == labels for top, labels in zip(first, primary, strict=True) if labels)


# --- files ---


def test_files_pass_the_checks_of_every_upload(cast, office):
    made_ = objection(cast)
    sent = [SimpleUploadedFile("证据.pdf", made.pdf()), SimpleUploadedFile("程序.pdf", b"MZ" + b"\0" * 600)]
    response = office.post(address(made_, "objection_file_add"), {"files": sent})
    assert response.status_code == 422
    assert [one.name for one in made_.files.all()] == ["证据.pdf"]
    held = made_.files.get()
    answer = office.get(address(made_, "objection_file", held.pk))
    assert b"".join(answer.streaming_content) == made.pdf()
    assert answer["Cache-Control"].split(", ")[:2] == ["private", "no-store"]


def test_a_form_without_its_token_adds_no_file(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.regional_office)
    made_ = objection(cast)
    sent = SimpleUploadedFile("证据.pdf", made.pdf())
    assert client.post(address(made_, "objection_file_add"), {"files": sent}).status_code == 403
    assert made_.files.count() == 0
