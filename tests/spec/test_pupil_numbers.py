"""Unique pupil numbers: their form, their check letter, and the codes that say why there is none."""

from __future__ import annotations

import pytest

from sightline.domain.pupil_number import check_letter, tidy, wrong_with


@pytest.mark.parametrize(
    ("upn", "right"),
    [
        ("P207000016049", True),
        ("B207000016049", False),  # another check letter
        ("P207000016094", False),  # two digits changed places
        ("B801200005001", True),
        ("B80120000500", False),  # a digit short
        ("B8012000050010", False),  # one too many
        ("b801200005001", False),  # it is kept in capitals
        ("1801200005001", False),  # no letter first
        ("B80120000A001", False),  # a letter in the middle
        ("UN1", True),
        ("UN5", True),
        ("UN0", False),
        ("UN6", False),
        ("", False),
    ],
)
def test_a_number_is_right_or_not(upn: str, right: bool) -> None:
    assert (wrong_with(upn) == "") is right


@pytest.mark.parametrize(("last", "right"), [("A", True), ("B", True), ("Z", True), ("I", False), ("O", False)])
def test_a_temporary_number_ends_in_a_letter_that_counts(last: str, right: bool) -> None:
    letter = check_letter(f"80120000500{last}") if right else "B"
    assert (wrong_with(f"{letter}80120000500{last}") == "") is right


def test_the_last_letter_of_a_temporary_number_counts_by_its_place_in_the_alphabet_of_numbers() -> None:
    assert check_letter("80120000500A") == check_letter("801200005000")
    assert check_letter("80120000500K") == check_letter("801200005009")
    assert check_letter("80120000500L") != check_letter("801200005009")


@pytest.mark.parametrize(("typed", "kept"), [(" p2070 0001 6049 ", "P207000016049"), ("un3", "UN3"), ("", "")])
def test_it_is_kept_in_capitals_and_without_spaces(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_what_is_wrong_is_said_without_the_number() -> None:
    assert "207000" not in wrong_with("B207000016049")
