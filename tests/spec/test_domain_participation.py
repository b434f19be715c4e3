"""From plain questions to a participation code: every code, each with a near miss."""

from datetime import date

import pytest

from sightline.domain.codes import code_set
from sightline.domain.participation import (
    Question,
    Recorded,
    VideoCountsAs,
    codes_allowed,
    explain,
    first_step,
    fourth_birthday,
    next_step,
    questions,
    reasons,
    record,
)

BORN = date(2020, 5, 10)
FOURTH = date(2024, 5, 10)
OLDER = date(2025, 5, 10)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"present": "in_person", "views_when_there": "spoke"}, "PN1"),
        ({"present": "in_person", "views_when_there": "spoken_for"}, "PN2"),
        ({"present": "in_person", "views_when_there": "without_words"}, "PN3"),
        ({"present": "in_person", "views_when_there": "not_at_all"}, "PN4"),
        ({"present": "no", "views_when_absent": "told_somebody"}, "PN5"),
        ({"present": "no", "views_when_absent": "sent_message", "message": "own_and_current"}, "PN6"),
        ({"present": "no", "views_when_absent": "sent_message", "message": "somebody_else"}, "PN5"),
        ({"present": "no", "views_when_absent": "sent_message", "message": "out_of_date"}, "PN7"),
        ({"present": "no", "views_when_absent": "not_at_all"}, "PN7"),
    ],
)
def test_answers_lead_to_a_code(answers, code):
    assert record(BORN, OLDER, answers).code == code


def test_an_iro_who_reports_what_an_absent_child_said_is_pn5_never_pn6():
    """The trap that made one council's years impossible to compare."""
    spoken_to = {"present": "no", "views_when_absent": "told_somebody"}
    assert record(BORN, OLDER, spoken_to).code == "PN5"


@pytest.mark.parametrize(
    ("held", "may_be"),
    [
        (date(2024, 5, 9), {"PN0"}),
        (FOURTH, {f"PN{n}" for n in range(8)}),
        (date(2024, 5, 11), {f"PN{n}" for n in range(1, 8)}),
    ],
)
def test_the_fourth_birthday(held, may_be):
    assert codes_allowed(BORN, held) == may_be


def test_before_the_fourth_birthday_nothing_is_asked():
    assert first_step(BORN, date(2024, 5, 9)) == explain("PN0")


def test_on_the_fourth_birthday_both_ways_are_open():
    assert record(BORN, FOURTH, {"birthday": "no"}).code == "PN0"
    assert (
        record(BORN, FOURTH, {"birthday": "yes", "present": "in_person", "views_when_there": "spoke"}).code
        == "PN1"
    )


def test_born_on_29_february():
    assert fourth_birthday(date(2020, 2, 29)) == date(2024, 2, 29)
    assert fourth_birthday(date(1896, 2, 29)) == date(1900, 3, 1)


@pytest.mark.parametrize(
    ("video", "answers", "code"),
    [
        (VideoCountsAs.THERE, {"present": "by_video", "views_when_there": "spoke"}, "PN1"),
        (VideoCountsAs.ABSENT, {"present": "by_video", "by_video": "yes"}, "PN6"),
        (VideoCountsAs.ABSENT, {"present": "by_video", "by_video": "no"}, "PN7"),
    ],
)
def test_how_video_counts_is_for_each_service_to_say(video, answers, code):
    assert record(BORN, OLDER, answers, video).code == code


@pytest.mark.parametrize("video", list(VideoCountsAs))
@pytest.mark.parametrize("held", [date(2024, 5, 9), FOURTH, OLDER])
def test_exactly_the_allowed_codes_can_be_reached(held, video):
    assert _reached(first_step(BORN, held), video) == codes_allowed(BORN, held)


def _reached(step, video):
    if isinstance(step, Recorded):
        return {step.code}
    return set().union(*(_reached(next_step(step, answer.key, video), video) for answer in step.answers))


def test_every_question_can_be_reached_and_every_answer_leads_somewhere():
    named = {"present", "birthday"} | {a.goes_to for q in questions().values() for a in q.answers if a.goes_to}
    assert named == set(questions())
    for question in questions().values():
        assert isinstance(question, Question)
        assert all((answer.goes_to is None) != (answer.gives is None) for answer in question.answers)


def test_a_reason_is_needed_where_a_child_did_not_take_part():
    assert {code for code in code_set("review_code") if explain(code).needs_reason} == {"PN4", "PN7"}
    assert set(reasons()) >= {"declined", "not_invited", "communication", "unwell", "missing"}


def test_each_meaning_says_whether_it_counts_as_taking_part():
    for code in code_set("review_code").values():
        took_part = explain(code.code).meaning.endswith("Counts as taking part.")
        assert took_part is (code.group == "Took part")


def test_a_missing_answer_is_named():
    with pytest.raises(KeyError, match="views_when_there"):
        record(BORN, OLDER, {"present": "in_person"})
