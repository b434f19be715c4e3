"""What a practice file may say, and what is told of one that may not be taken."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.domain.calendar import england
from sightline.domain.practice import DateBasis
from sightline.domain.practice_files import PracticeError, handbook, read, shipped, understand
from sightline.domain.practice_words import differences
from sightline.domain.practices import Basis, Practice, TargetKind
from sightline.indicators.catalogue import INDICATORS

HEAD = 'name = "ours"\ntitle = "Our council"\n'


def ours(text: str = "") -> Practice:
    return read(HEAD + text, indicators=INDICATORS)


def problems(text: str) -> list[str]:
    with pytest.raises(PracticeError) as refused:
        read(text, indicators=INDICATORS)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("name", shipped())
def test_every_practice_that_comes_with_sightline_can_be_taken(name: str) -> None:
    assert read(shipped()[name], indicators=INDICATORS).name == name


@pytest.mark.parametrize("name", [name for name in shipped() if name != "handbook"])
def test_what_was_read_in_a_report_says_the_line(name: str) -> None:
    sources = read(shipped()[name]).sources
    assert sources
    assert all("line" in source for source in sources.values())


def test_what_a_file_does_not_say_is_as_the_handbook_has_it() -> None:
    practice = ours()
    assert practice.words == handbook().words
    assert (practice.caseload.lower, practice.caseload.upper, practice.caseload.local) == (50, 70, None)
    assert practice.limits == {}


def test_a_council_has_its_own_words_for_what_the_handbook_names() -> None:
    practice = ours('[words]\nreview = { one = "statutory review" }\n')
    assert practice.word("review") == "statutory review"
    assert practice.word("review", plural=True) == "statutory reviews"
    assert practice.word("child_in_care", plural=True) == "children in care"


def test_a_word_that_cannot_be_understood_is_the_handbooks() -> None:
    practice, problems = understand(HEAD + "[words]\nreview = 10\n")
    assert problems
    assert practice.word("review") == "review"


def test_a_word_for_nothing_known_is_told_with_the_nearest() -> None:
    assert problems(HEAD + '[words]\nreveiw = { one = "meeting" }\n') == [
        "line 4, words.reveiw: There is no such key here. Take it out. Did you mean review?"
    ]


def test_a_limit_may_be_shorter_than_law() -> None:
    practice = ours("[limits]\ncla-review-1 = { working_days = 15 }\n")
    assert practice.clock("cla-review-1", date(2026, 6, 1), england()).due == date(2026, 6, 22)
    assert ours().clock("cla-review-1", date(2026, 6, 1), england()).due == date(2026, 6, 29)


def test_a_limit_may_not_be_longer_than_law() -> None:
    assert ours("[limits]\ncla-review-1 = { working_days = 20 }\n").limits == {"cla-review-1": 20}
    assert problems(HEAD + "[limits]\ncla-review-1 = { working_days = 21 }\n") == [
        "line 4, limits.cla-review-1.working_days: Longer than law: 20 working days (SI 2010/959 reg 33(1)). "
        "Give 20 or fewer."
    ]


def test_more_time_than_guidance_gives_is_allowed_and_known() -> None:
    practice = ours("[limits]\nreview-record = { working_days = 25 }\nreview-decisions = { working_days = 5 }\n")
    assert practice.beyond_guidance() == ("review-record",)


def test_a_limit_before_something_is_looser_when_it_is_shorter() -> None:
    assert ours("[limits]\nreview-invitations = { working_days = 5 }\n").beyond_guidance() == (
        "review-invitations",
    )
    assert ours("[limits]\nreview-invitations = { working_days = 15 }\n").beyond_guidance() == ()


def test_a_limit_is_given_in_its_own_unit() -> None:
    [problem] = [text for text in problems(HEAD + "[limits]\ncla-review-1 = { days = 20 }\n") if "Give it" in text]
    assert problem == "line 4, limits.cla-review-1: Give it in working_days: { working_days = 20 }."


def test_a_limit_without_a_number_cannot_be_given_one() -> None:
    [problem, *_] = problems(HEAD + '[limits]\nreview-midway = { event = "soon" }\n')
    assert "half-way to the next due date" in problem


def test_targets_are_by_year_and_the_latest_said_counts() -> None:
    practice = ours(
        '[[target]]\nof = "reviews-in-time-review"\nyear = 2025\nvalue = 95\n'
        '[[target]]\nof = "reviews-in-time-review"\nyear = 2027\nvalue = 98\nkind = "aspiration"\n'
    )
    in_2026, in_2027 = (practice.target("reviews-in-time-review", year) for year in (2026, 2027))
    assert in_2026 is not None
    assert in_2027 is not None
    assert (in_2026.value, in_2027.value, in_2027.kind) == (95, 98, TargetKind.ASPIRATION)
    assert practice.target("reviews-in-time-review", 2024) is None


def test_a_target_is_of_an_indicator_or_a_limit_that_there_is() -> None:
    assert ours('[[target]]\nof = "icpc"\nyear = 2027\nvalue = 95\n').target("icpc", 2027) is not None
    [problem] = problems(HEAD + '[[target]]\nof = "reviews-on-time"\nyear = 2027\nvalue = 95\n')
    assert problem.startswith("line 4, target.1.of: There is no such indicator or time limit.")


def test_age_bands_follow_each_other() -> None:
    bands = "[age_bands]\nlocal = [{{ band = 'a', from = 0, to = 9 }}, {{ band = 'b', from = {} }}]\n"
    assert [band.band for band in ours(bands.format(10)).bands] == ["a", "b"]
    assert next(band.band for band in ours().bands) == "Under 1"
    assert "without gap or overlap" in problems(HEAD + bands.format(11))[0]


def test_ethnicity_details_roll_up_to_codes_of_the_department() -> None:
    assert ours('[ethnicity_details]\n"Slovak Roma" = "WROM"\n').ethnicity_details == {"Slovak Roma": "WROM"}
    assert (
        "ethnicity_details.Slovak Roma: Give one of"
        in problems(HEAD + '[ethnicity_details]\n"Slovak Roma" = "XX"')[0]
    )


def test_all_problems_are_told_at_once_each_at_its_line() -> None:
    text = 'name = "Ours!"\ntitle = 4\n[caseload]\nlower = 80\nupper = "many"\nlocal = 0\n'
    assert [problem.partition(":")[0] for problem in problems(text)] == [
        "line 1, name",
        "line 2, title",
        "line 5, caseload.upper",
        "line 5, caseload.upper",
        "line 6, caseload.local",
    ]


def test_a_file_that_is_no_toml_says_where() -> None:
    assert problems('name = "ours"\ntitle = Our council\n') == [
        "line 2, the file: This is not TOML here: Invalid value. Mend this first."
    ]


@pytest.mark.parametrize("file", [b"\xff\xfe", b"a = " + b"[" * 3000, b"a = " + b"9" * 5000, b"x" * 300_000, b""])
def test_no_file_is_a_crash(file: bytes) -> None:
    with pytest.raises(PracticeError):
        read(file)


def test_derby_as_its_report_tells_it() -> None:
    derby = read(shipped()["derby"])
    assert derby.word("challenge") == "QA notification"
    assert next(stage.name for stage in derby.ladder if not stage.informal) == "Stage one"
    assert derby.sources["limits.dispute-informal"] == "report 2017-18, line 266"
    assert [level.name for level in derby.tracking_levels] == ["High", "Medium", "Low"]
    assert derby.caseload.basis is Basis.HEADCOUNT
    assert derby.timeliness == "reviews-in-time-child"


def test_a_limit_that_law_has_too_is_no_difference() -> None:
    derby = read(shipped()["derby"])
    labels = {each.label for each in differences(handbook(), derby)}
    assert "First review of a looked-after child" not in labels
    [informal] = [each for each in differences(ours("[limits]\ndispute-informal = { hours = 48 }"), derby)
                  if each.label == "Informal response to a dispute"]  # fmt: skip
    assert (informal.before, informal.after) == ("48 hours", "72 hours")


@pytest.mark.parametrize("name", shipped())
def test_a_practice_does_not_differ_from_itself(name: str) -> None:
    practice = read(shipped()[name])
    assert differences(practice, practice) == []
    assert differences(practice, handbook()) or name == "handbook"


def test_enfield_counts_a_review_by_the_day_it_was_recorded() -> None:
    assert read(shipped()["enfield"]).counting.review_date_basis is DateBasis.RECORDED
    assert read(shipped()["derby"]).counting.review_date_basis is DateBasis.COMPLETED


def test_middlesbrough_has_a_line_above_the_handbooks() -> None:
    assert read(shipped()["middlesbrough"]).caseload.local == 80
