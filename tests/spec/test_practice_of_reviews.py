"""What a practice file may say of the work of reviews: the record, wordings, drift, midway checks."""

from __future__ import annotations

import pytest

from sightline.domain.practice_files import PracticeError, handbook, read, shipped
from sightline.domain.practice_words import differences, parts
from sightline.domain.practices import Practice

HEAD = 'name = "ours"\ntitle = "Our council"\n'
DENTIST = '[[wording]]\nkey = "dentist"\nwhat = "A dentist is seen."\n'


def ours(text: str = "") -> Practice:
    return read(HEAD + text)


def problems(text: str) -> list[str]:
    with pytest.raises(PracticeError) as refused:
        read(HEAD + text)
    return [str(problem) for problem in refused.value.problems]


def test_a_part_of_the_record_is_added_by_its_name() -> None:
    assert ours('[record]\noptions = ["signs_of_safety"]\n').record_options == {"signs_of_safety"}
    assert ours().record_options == frozenset()


def test_a_part_that_there_is_not_is_told_with_those_there_are() -> None:
    assert problems('[record]\noptions = ["sings_of_safety"]\n') == [
        "line 4, record.options: There is no such option. Those there are: signs_of_safety. "
        "Did you mean signs_of_safety?"
    ]


def test_a_wording_says_what_who_when_and_to_what_end() -> None:
    practice = ours(DENTIST + 'who = "Carer"\ndays = 30\noutcome = "Nothing hurts."\nabout = "health"\n')
    first = practice.wordings[0]
    assert (first.key, first.what, first.who, first.days) == ("dentist", "A dentist is seen.", "Carer", 30)
    assert (first.outcome, first.about) == ("Nothing hurts.", "health")


def test_a_councils_wording_takes_the_place_of_the_handbooks_and_the_others_stay() -> None:
    practice = ours(DENTIST)
    assert [wording.what for wording in practice.wordings if wording.key == "dentist"] == ["A dentist is seen."]
    assert len(practice.wordings) == len(handbook().wordings)
    assert len(ours(DENTIST.replace("dentist", "optician")).wordings) == len(handbook().wordings) + 1


def test_wordings_of_one_key_are_refused() -> None:
    assert problems(DENTIST + DENTIST) == [
        "line 7, wording.2.key: There is a wording of this key already. Give another key, or keep one of them."
    ]
    assert len(ours(DENTIST + DENTIST.replace("dentist", "optician")).wordings) > 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('key = "See The Dentist"\nwhat = "x"\n', "wording.1.key: Give small letters, digits and hyphens"),
        ('key = "x"\n', "wording.1.what: This has to be given."),
        ('key = "x"\nwhat = "x"\ndays = 0\n', "wording.1.days: Give a whole number from 1 to 730."),
        ('key = "x"\nwhat = "x"\nabout = "helth"\n', "Did you mean health?"),
        ('key = "x"\nwhat = "x"\nby_when = 3\n', "wording.1.by_when: There is no such key here."),
    ],
)
def test_what_is_wrong_in_a_wording_is_told(line: str, says: str) -> None:
    assert says in " ".join(problems(f"[[wording]]\n{line}"))


def test_a_threshold_of_drift_is_the_councils_and_the_others_stay_as_they_are() -> None:
    assert ours("[drift]\nsection-20-months = 6\n").drift == {"section-20-months": 6}
    assert ours("[drift]\ndecision-overdue-days = 0\n").drift == {"decision-overdue-days": 0}
    assert ours().drift == {}


def test_a_threshold_that_there_is_not_is_told_with_the_nearest() -> None:
    assert problems("[drift]\nsection-20-month = 6\n") == [
        "line 4, drift.section-20-month: There is no such key here. Take it out. Did you mean section-20-months?"
    ]
    assert "Give a whole number" in problems("[drift]\nsection-20-months = -1\n")[0]


def test_midway_checks_are_made_unless_a_council_says_otherwise() -> None:
    assert ours().midway
    assert not ours("[midway]\nchecks = false\n").midway
    assert problems('[midway]\nchecks = "no"\n') == [
        "line 4, midway.checks: Give true or false, without quotation marks."
    ]


def test_the_handbooks_library_can_be_chosen_from() -> None:
    """Every wording says who and by when, in words that a child may read."""
    library = handbook().wordings
    assert len(library) >= 25
    assert all(wording.who and wording.days and wording.outcome for wording in library)
    assert not [w.key for w in library if {"LAC", "contact", "placement"} & set(w.what.split())]


def test_what_differs_is_said_in_words() -> None:
    text = '[record]\noptions = ["signs_of_safety"]\n[drift]\nsection-20-months = 6\n[midway]\nchecks = false\n'
    told = differences(handbook(), ours(text + DENTIST))
    said = [(each.part, each.before, each.after) for each in told if "challenge" not in each.part]
    assert said == [
        ("The record of a review", "", "asked for"),
        ("Between reviews", "are made half-way to the next review", "are not made"),
        ("When something may be drifting", "12 months", "6 months"),
        ("Library of decisions", said[-1][1], "A dentist is seen"),
    ]


def test_every_line_of_a_practice_has_a_label_of_its_own() -> None:
    for part in parts(handbook()):
        labels = [line.label for line in part.lines]
        assert len(labels) == len(set(labels)), part.title


@pytest.mark.parametrize("council", ["enfield", "milton-keynes"])
def test_councils_of_signs_of_safety_ask_for_it(council: str) -> None:
    assert read(shipped()[council]).record_options == {"signs_of_safety"}
    assert read(shipped()["derby"]).record_options == frozenset()
