"""What follows a meeting: 5, 15 and 20 working days, and whose step it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.domain.after_meeting import DECISIONS, RECORD, SENT, Facts, Whose, after, now
from sightline.domain.calendar import england
from sightline.domain.practice_files import handbook
from sightline.domain.standing import Standing

COMPLETED = date(2026, 12, 7)  # a Monday; Christmas and New Year follow
DONE: dict[str, Any] = {
    "decisions_issued_on": date(2026, 12, 9), "record": "finished", "record_finished_on": date(2026, 12, 20),
    "issued": True, "recipients": 2, "sent": 2, "sent_on": date(2027, 1, 4),
}  # fmt: skip


def steps(on: date = COMPLETED, **facts: Any) -> dict[str, Any]:
    told = after(Facts(COMPLETED, **facts), practice=handbook(), calendar=england(), on=on)
    return {step.key: step for step in told}


def test_the_three_limits_leave_out_bank_holidays() -> None:
    """5, 15 and 20 working days; Christmas Day, the day in lieu of Boxing Day and New Year's Day do not count."""
    due = {key: step.due for key, step in steps().items()}
    assert due == {DECISIONS: date(2026, 12, 14), RECORD: date(2026, 12, 30), SENT: date(2027, 1, 7)}


@pytest.mark.parametrize(
    ("issued", "standing"),
    [(date(2026, 12, 14), Standing.MET), (date(2026, 12, 15), Standing.LATE), (None, Standing.OVERDUE)],
)
def test_the_last_day_is_in_time_and_the_next_is_late(issued: date | None, standing: Standing) -> None:
    assert steps(date(2026, 12, 15), decisions_issued_on=issued)[DECISIONS].standing is standing


def test_each_clock_is_its_own() -> None:
    told = steps(date(2027, 1, 4), **{**DONE, "record_finished_on": date(2027, 1, 2)})
    assert [told[key].standing for key in (DECISIONS, RECORD, SENT)] == [Standing.MET, Standing.LATE, Standing.MET]


def test_a_record_that_was_opened_again_was_in_time_and_is_to_be_finished_again() -> None:
    """Its limit was met the first time; whose step it is now is another question."""
    facts = {**DONE, "record": "writing"}
    told = steps(date(2027, 1, 4), **facts)
    assert (told[RECORD].met_on, told[RECORD].standing) == (date(2026, 12, 20), Standing.MET)
    assert now(Facts(COMPLETED, **facts)) == (RECORD, Whose.CHAIR, "Correct the record and finish it again")
    never = {**facts, "record_finished_on": None}
    assert steps(date(2027, 1, 4), **never)[RECORD].standing is Standing.OVERDUE
    assert now(Facts(COMPLETED, **never)) == (RECORD, Whose.CHAIR, "Write the record")


@pytest.mark.parametrize(
    ("change", "whose", "key"),
    [
        ({"decisions_issued_on": None}, Whose.CHAIR, DECISIONS),
        ({"record": "not_started"}, Whose.CHAIR, RECORD),
        ({"record": "writing"}, Whose.CHAIR, RECORD),
        ({"record": "typing"}, Whose.TYPIST, RECORD),
        ({"record": "checking"}, Whose.CHAIR, RECORD),
        ({"sent": 1, "sent_on": None, "draft": 1}, Whose.CHAIR, SENT),
        ({"sent": 1, "sent_on": None, "in_window": 1}, Whose.MANAGER, SENT),
        ({"sent": 0, "sent_on": None, "recipients": 0}, Whose.SUPPORT, SENT),
        ({"sent": 0, "sent_on": None, "issued": False}, Whose.SUPPORT, SENT),
        ({"sent": 1, "sent_on": None}, Whose.SUPPORT, SENT),
        ({"sent": 1, "sent_on": None, "queried": 1}, Whose.SUPPORT, SENT),
        ({}, Whose.NOBODY, ""),
        ({"draft": 1}, Whose.NOBODY, ""),
    ],
)
def test_whose_step_it_is(change: dict[str, Any], whose: Whose, key: str) -> None:
    told = now(Facts(COMPLETED, **{**DONE, **change}))
    assert (told[1], told[0]) == (whose, key)


def test_beyond_the_list_of_bank_holidays_nothing_is_guessed() -> None:
    far = england().last
    told = after(Facts(far), practice=handbook(), calendar=england(), on=far)
    assert {(step.due, step.standing) for step in told} == {(None, Standing.UNKNOWN)}
    assert "cannot be said" in told[0].why
