"""The stock admin in a real browser under the strict content security policy: a breach or a script error fails the test
(see `visitor`).
"""

import pytest

from accounts.models import User
from submissions.models import Submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "长口令-2026-示范"  # noqa: S105 - of people who exist in these tests alone


def sign_in(page, user, target):
    user.set_password(PASSWORD)
    user.save()
    page.goto(target)
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.click("main button[class=button]")
    page.wait_for_url(f"**{target}")


def test_candidates_are_filtered_and_sent_back_together(cast, page):
    for by in (cast.drafter, cast.other_drafter):
        cast.submission_in("recommended", by=by)
    sign_in(page, cast.regional_office, "/admin/submissions/submission/?status__exact=recommended")
    page.check("#action-toggle")
    page.select_option("select[name=action] >> nth=0", "move_send_back")
    page.click("button[name=index] >> nth=0")
    page.fill("#id_reason", "材料不全")
    page.fill("#id_corrections", "请补充佐证材料")
    page.fill("#id_due_at", "2199-12-31")
    page.click("input[type=submit].default")
    page.wait_for_selector(".messagelist")
    assert page.locator(".messagelist li.success").count() == 2
    assert set(Submission.objects.values_list("status", flat=True)) == {"returned"}


def test_a_user_is_added_with_a_unit_searched_for(cast, page):
    sign_in(page, cast.administrator, "/admin/accounts/user/add/")
    page.fill("#id_username", "xinren")
    page.fill("#id_first_name", "新人")
    page.select_option("#id_role", "drafter")
    page.click(".field-unit .select2-selection")
    page.fill(".select2-search__field", "松山区")
    page.click(".select2-results__option >> text=松山区司法局")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    page.click("input[name=_save]")
    page.wait_for_url("**/change/")
    assert User.objects.get(username="xinren").unit == cast.units["松山区司法局"]
