"""Two of a city's office at once: rankings, substitutions, and a recommendation beside them."""

import pytest

from submissions import ranking, substitution
from submissions.models import Quota, Submission
from submissions.workflow import MoveRefused, Stale, move

from .test_races import everything_holds, rivals, seen

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def recommended(cast, *ranks):
    made = [cast.submission_in("submitted", title=f"第{rank}个") for rank in ranks]
    for one, rank in zip(made, ranks, strict=True):
        cast.play(one, "recommend", rank=rank)
    return made


def in_reserve(cast, place=1):
    one = cast.submission_in("submitted", title=f"备选{place}")
    cast.play(one, "reserve", reserve=place)
    return one


def kinds(answers):
    return sorted(type(answer).__name__ for answer in answers)


def test_of_two_rankings_one_is_written_whole_and_the_other_not_at_all(cast):
    first, second, third = recommended(cast, 1, 2, 3)
    versions = {one.pk: one.version for one in (first, second, third)}
    orders = [{first.pk: 3, second.pk: 2, third.pk: 1}, {first.pk: 2, second.pk: 3, third.pk: 1}]
    answers = rivals(
        *[
            lambda ranks=ranks: ranking.set_ranks(cast.city_office, cast.round, "single", versions, ranks)
            for ranks in orders
        ]
    )
    assert kinds(answers) == ["Stale", "list"]
    written = orders[[isinstance(answer, list) for answer in answers].index(True)]
    assert dict(Submission.objects.values_list("pk", "rank")) == written
    everything_holds()


def test_ranking_and_withdrawing_at_once_leaves_one_of_them(cast):
    first, second = recommended(cast, 1, 2)
    versions, leaving = {one.pk: one.version for one in (first, second)}, seen(second)
    answers = rivals(
        lambda: ranking.set_ranks(cast.city_office, cast.round, "single", versions, {first.pk: 2, second.pk: 1}),
        lambda: move(leaving, "withdraw", cast.city_office, reason="退出"),
    )
    assert sum(isinstance(answer, Stale) for answer in answers) == 1
    everything_holds()


def test_the_same_reserve_candidate_takes_one_place_of_two(cast):
    cast.quota(2)
    leaving, coming = recommended(cast, 1, 2), in_reserve(cast)
    acts = [(seen(one), seen(coming)) for one in leaving]
    answers = rivals(*[lambda pair=pair: substitution.substitute(*pair, cast.city_office, "退出") for pair in acts])
    assert kinds(answers) == ["Stale", "Transition"]
    coming.refresh_from_db()
    left = Submission.objects.filter(status="withdrawn")
    assert (coming.status, left.count(), Quota.objects.get().used) == ("recommended", 1, 2)
    everything_holds()


def test_a_substitution_and_a_recommendation_of_whom_it_brings_do_not_block_each_other(cast):
    cast.quota(2)
    [leaving], coming = recommended(cast, 1), in_reserve(cast)
    pair, alone = (seen(leaving), seen(coming)), seen(coming)
    answers = rivals(
        lambda: substitution.substitute(*pair, cast.city_office, "退出"),
        lambda: move(alone, "recommend", cast.city_office, rank=2),
    )
    assert kinds(answers) == ["Stale", "Transition"]
    everything_holds()


def test_two_reserve_candidates_do_not_both_take_the_place_that_became_free(cast):
    cast.quota(1)
    [left] = recommended(cast, 1)
    cast.play(left, "withdraw")
    coming = [in_reserve(cast, 1), in_reserve(cast, 2)]
    acts = [(seen(left), seen(one)) for one in coming]
    answers = rivals(*[lambda pair=pair: substitution.substitute(*pair, cast.city_office) for pair in acts])
    assert sum(isinstance(answer, MoveRefused) for answer in answers) == 1
    assert (Quota.objects.get().used, Submission.objects.filter(status="recommended").count()) == (1, 1)
    everything_holds()
