"""Who is suggested as a child's IRO, and why. Beside each example a near miss."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.domain.officers import ChildFacts, Earlier, OfficerFacts, Relative, split_of
from sightline.domain.practices import Caseload
from sightline.planning.allocation import Suggestion, post_share, suggest, weights

ON = date(2026, 11, 20)
LINES = Caseload(50, 70)
CHILD = ChildFacts(child=1)


def officer(number: int, children: int = 50, fte: float | None = 1.0, **told: Any) -> OfficerFacts:
    return OfficerFacts(number, f"Officer {number}", children, fte, told.pop("since", date(2020, 1, 6)), **told)


def first(child: ChildFacts, *officers: OfficerFacts, lines: Caseload = LINES) -> int:
    return suggest(child, officers, lines, on=ON)[0].officer


def keys(suggestion: Suggestion) -> set[str]:
    return {reason.weight.key for reason in suggestion.reasons}


def only(child: ChildFacts, one: OfficerFacts, lines: Caseload = LINES) -> Suggestion:
    return suggest(child, [one], lines, on=ON)[0]


def test_the_one_with_fewer_children_for_a_full_time_post_comes_first():
    assert first(CHILD, officer(1, 60), officer(2, 55)) == 2
    assert first(CHILD, officer(1, 60), officer(2, 55, fte=0.8)) == 1


def test_the_iro_of_a_brother_or_sister_comes_first_though_busier():
    child = ChildFacts(1, siblings=[Relative(2, "a sister, aged 9")])
    assert first(child, officer(1, 50), officer(2, 65)) == 2
    assert "a sister, aged 9" in suggest(child, [officer(2)], LINES, on=ON)[0].reasons[0].says


def test_far_over_the_line_even_the_iro_of_a_brother_or_sister_does_not():
    child = ChildFacts(1, siblings=[Relative(2, "a brother")])
    assert first(child, officer(1, 50), officer(2, 95)) == 1


def test_naming_another_parts_brothers_and_sisters():
    child = ChildFacts(1, siblings=[Relative(2, "a brother")])
    assert split_of(child, 1) == (Relative(2, "a brother"),)
    assert split_of(child, 2) == ()


def test_who_was_the_childs_iro_or_chair_before_comes_first():
    was = Earlier(2, "conference_chair", date(2024, 1, 1), date(2024, 9, 1))
    assert first(ChildFacts(1, earlier=[was]), officer(1, 50), officer(2, 60)) == 2
    assert first(ChildFacts(1, earlier=[was]), officer(1, 50), officer(2, 80)) == 1
    assert weights()["was_iro"].points > weights()["was_chair"].points


@pytest.mark.parametrize("role", ["social_worker", "team_manager"])
def test_who_held_the_childs_case_must_not_be_named(role: str):
    held = Earlier(1, role, date(2022, 1, 1), date(2022, 5, 1))
    suggestion = only(ChildFacts(1, earlier=[held]), officer(1))
    assert suggestion.barred
    assert "from 1 January 2022 to 1 May 2022" in suggestion.reasons[0].says
    assert not only(ChildFacts(1, earlier=[held]), officer(2)).barred


def test_who_held_the_case_of_a_brother_or_sister_must_not_be_named():
    assert only(ChildFacts(1, family_holders=frozenset({1})), officer(1)).barred
    assert not only(ChildFacts(1, family_holders=frozenset({2})), officer(1)).barred


def test_with_a_declared_conflict_nobody_is_named():
    assert only(CHILD, officer(1, declared={1: "A cousin of the family."})).barred
    assert not only(CHILD, officer(1, declared={2: "A cousin of the family."})).barred


def test_a_parent_in_care_and_the_child_have_different_iros():
    child = ChildFacts(1, parents=[Relative(1, "the child's mother")])
    assert only(child, officer(1)).barred
    assert not only(child, officer(2)).barred


def test_who_will_soon_no_longer_be_an_iro_must_not_be_named():
    assert only(CHILD, officer(1, until=date(2026, 12, 1))).barred
    assert not only(CHILD, officer(1, until=date(2027, 6, 1))).barred


def test_those_who_must_not_come_last_with_the_reason():
    child = ChildFacts(1, family_holders=frozenset({1}), siblings=[Relative(1, "a brother")])
    order = suggest(child, [officer(1, 10), officer(2, 90)], LINES, on=ON)
    assert [each.officer for each in order] == [2, 1]
    assert "case_holder" in keys(order[1])


def test_over_the_upper_line_is_said_and_weighs():
    assert "overload" not in keys(only(CHILD, officer(1, 69)))
    assert "overload" in keys(only(CHILD, officer(1, 70)))
    assert "overload" in keys(only(CHILD, officer(1, 62), Caseload(50, 70, local=60)))


def test_a_local_line_above_the_guidance_does_not_stretch_it():
    assert "overload" in keys(only(CHILD, officer(1, 75), Caseload(50, 70, local=80)))


def test_language_area_and_specialism_decide_between_equals():
    child = ChildFacts(
        1, language="Kurdish", areas=frozenset({"North"}), needs=frozenset({"unaccompanied children"})
    )
    equal = officer(1)
    assert first(child, equal, officer(2, languages=frozenset({"kurdish"}))) == 2
    assert first(child, equal, officer(2, areas=frozenset({"North"}))) == 2
    assert first(child, equal, officer(2, specialisms=frozenset({"unaccompanied children"}))) == 2
    assert first(child, equal, officer(2, languages=frozenset({"Polish"}), areas=frozenset({"South"}))) == 1


def test_absence_ahead_weighs_and_a_long_one_more():
    soon = (date(2026, 11, 23), date(2026, 12, 4))
    later = (date(2027, 2, 1), date(2027, 2, 12))
    long = (date(2026, 11, 1), None)
    assert "away" in keys(only(CHILD, officer(1, away=[soon])))
    assert "long_away" in keys(only(CHILD, officer(1, away=[long])))
    assert keys(only(CHILD, officer(1, away=[later]))) == {"caseload"}
    assert keys(only(CHILD, officer(1, away=[(date(2026, 10, 1), date(2026, 11, 19))]))) == {"caseload"}


def test_somebody_new_carries_less_at_first():
    assert post_share(officer(1, since=date(2026, 10, 1)), ON) == 0.5
    assert post_share(officer(1, since=date(2026, 6, 1)), ON) == 0.75
    assert post_share(officer(1, since=date(2026, 5, 20)), ON) == 1.0
    assert first(CHILD, officer(1, 35, since=date(2026, 10, 1)), officer(2, 60)) == 2


def test_without_a_post_in_the_ledger_it_is_said():
    assert "no_post" in keys(only(CHILD, officer(1, fte=None)))
    assert "no_post" not in keys(only(CHILD, officer(1, fte=0.4)))


def test_the_officer_whom_the_child_has_does_not_gain_one():
    suggestion = only(ChildFacts(1, now=1), officer(1, 60))
    assert (suggestion.now, suggestion.after) == (60, 60)
    assert only(ChildFacts(1, now=2), officer(1, 60)).after == 61


def test_children_meant_for_an_officer_in_the_same_go_count():
    order = suggest(CHILD, [officer(1, 50), officer(2, 52)], LINES, on=ON, more={1: 5})
    assert order[0].officer == 2


def test_the_order_is_the_same_whatever_order_they_come_in():
    officers = [officer(n, 50 + n % 3) for n in range(1, 9)]
    forward = suggest(CHILD, officers, LINES, on=ON)
    assert suggest(CHILD, officers[::-1], LINES, on=ON) == forward


def test_every_reason_has_a_title_and_says_where_it_is_from():
    assert all(weight.title and weight.source for weight in weights().values())
    assert {key for key, weight in weights().items() if weight.bars} == {
        "case_holder", "declared", "parent", "leaving",
    }  # fmt: skip
