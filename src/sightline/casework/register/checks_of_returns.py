"""What the yearly return asks of a row that a person enters: of what it says itself, and of the child's age.

The rules are those of `returns.checks`, whose numbers stand beside each. What they ask of the child's episodes and
of other files is looked at when a return is checked.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sightline.casework.register.checks_of_outcomes import right_outcome
from sightline.domain.care import age_on
from sightline.domain.codes import code_set
from sightline.domain.explain import in_words
from sightline.domain.years import collection_of, days_of, year_in_words

Values = Mapping[str, Any]
Wrong = Iterator[tuple[str, str]]

#: Tables of which a row is told of a child who was in care all year (SL-O2-01): nobody knows before its last day.
OF_WHOLE_YEARS = {"outcomes"}
#: The return warns from 21 on (SL-O3-02); duties after care end at 25 (Children Act 1989, section 23CZB).
GROWN_UP, AFTER_CARE_FROM, AFTER_CARE_TO = 18, 17, 25
FIRST = 1990  # nobody on a register of children was in care in an earlier year


def of_return(table: str, values: Values, *, born: date | None, on: date) -> Wrong:
    """What a return would refuse of a row of a table: the field, and what to do about it."""
    if "collection" in values:
        unlikely = dict(_of_the_year(table, values["collection"], born, on))
        if unlikely:
            yield from unlikely.items()
            return
    if table in _RULES:
        yield from _RULES[table](values, born, on)


def _of_the_year(table: str, year: Any, born: date | None, on: date) -> Wrong:
    if not isinstance(year, int) or not FIRST <= year <= collection_of(on):
        yield "collection", "Year: this has to be this year or one before"
    elif born and days_of(year)[1] < born:
        yield "collection", f"Year: the child was born on {in_words(born)}"
    elif table in OF_WHOLE_YEARS and days_of(year)[1] > on:
        yield "collection", "Year: this is asked of a whole year, from its last day on"


def _unaccompanied(values: Values, born: date | None, on: date) -> Wrong:
    """SL-UA-01, SL-UA-02, SL-UA-04."""
    ended = values["status_ceased"]
    if ended is not None and ended > on:
        yield "status_ceased", "Ended on: this has to be today or a day before. Leave it empty while it lasts"
    if ended and born and ended <= born:
        yield "status_ceased", f"Ended on: the child was born on {in_words(born)}"
    if ended and born and age_on(born, ended - timedelta(days=1)) >= GROWN_UP:
        yield "status_ceased", "Ended on: it ends on the 18th birthday at the latest"


def _outcome(values: Values, born: date | None, on: date) -> Wrong:
    return right_outcome(values, born)


_NOBODY_KNOWS = "0"  # not in touch, died or returned home
_OVER = ("DIED", "RHOM")


def _care_leaver(values: Values, born: date | None, on: date) -> Wrong:
    """SL-O3-01, SL-O3-03 to SL-O3-06, and the codes of the year."""
    year = values["collection"]
    for name in ("activity", "accommodation"):
        codes = code_set(f"care_leaver_{name}", year)
        if values["in_touch"] in _OVER and values[name] != _NOBODY_KNOWS:
            yield name, f"Choose “{codes[_NOBODY_KNOWS].label}”: the young person is"
        elif values["in_touch"] == "YES" and values[name] == _NOBODY_KNOWS:
            yield name, "Choose what is so: the council is in touch with the young person"
        elif values[name] not in codes:
            yield name, f"This was not in use in {year_in_words(year)}. Choose another"
    if born:
        yield from _grown_up(values["accommodation"], born, *days_of(year))


def _grown_up(accommodation: str, born: date, first: date, last: date) -> Wrong:
    if age_on(born, last) < AFTER_CARE_FROM:
        yield "collection", "Year: it is asked from the year of the 17th birthday on"
    elif age_on(born, first - timedelta(days=1)) >= AFTER_CARE_TO:
        yield "collection", "Year: it is asked up to the 25th birthday. Look at the date of birth, too"
    if accommodation in ("Z1", "Z2") and age_on(born, first - timedelta(days=1)) < GROWN_UP - 1:
        yield "accommodation", "Former foster carers are for young people of 18 or over. Choose another"
    if accommodation in ("T1", "T2") and age_on(born, last) < GROWN_UP:
        yield "accommodation", "A foyer is for young people of 18 or over. Choose another"


_ONE, _TWO, _SAME_SEX = ("F1", "M1"), ("FF", "MF", "MM"), ("FF", "MM")


def _adoption(values: Values, born: date | None, on: date) -> Wrong:
    """SL-AD-02, SL-AD-10 to SL-AD-14."""
    who, lives = values["adopters_sex"], values["adopters_legal_status"]
    if values["decided"] > values["matched"]:
        yield "matched", "Matched with the adopters on: this is the day of the decision or a later one"
    if born and values["decided"] < born:
        yield "decided", f"Decided: the child was born on {in_words(born)}"
    if who not in (_ONE if values["adopters"] == "1" else _TWO):
        yield "adopters_sex", "This does not go with how many adopters there are"
    if (
        (lives == "L0") != (who in _ONE)
        or (lives in ("L11", "L3") and who != "MF")
        or (lives in ("L12", "L4") and who not in _SAME_SEX)
    ):
        yield "adopters_legal_status", "This does not go with who the adopters are"


_NONE_BEFORE = "Z1"
_DAY = re.compile(r"((0[1-9]|[12]\d|3[01]|zz)/(0[1-9]|1[0-2])|zz/zz)/[12]\d{3}|zz/zz/zzzz")
_COUNCIL = re.compile(r"\d{3}|SCO|WAL|NIR|NUK")


def _earlier_permanence(values: Values, born: date | None, on: date) -> Wrong:
    """SL-PP-02 to SL-PP-07."""
    before, day, council = values["previous"], values["ordered"], values["authority"]
    if before == _NONE_BEFORE:
        for name in ("ordered", "authority"):
            if values[name]:
                yield name, "Leave it empty, or say what there was before"
        return
    yield from _ordered(day or "", values["collection"], born, on)
    if not council or not _COUNCIL.fullmatch(council):
        yield "authority", "Council that arranged it: three digits, SCO, WAL, NIR or NUK; 999 if it is not known"


def _ordered(day: str, year: int, born: date | None, on: date) -> Wrong:
    """The day of the order, as far as it is known: in the child's life, and before that child came into care."""
    try:
        earliest, latest = _may_be(day)
    except ValueError:
        yield "ordered", "Day of the order: write it as 27/03/2019, with zz for what is not known"
        return
    if earliest > min(on, days_of(year)[1]):
        yield "ordered", "Day of the order: it was before the child came into care"
    elif born and latest < born:
        yield "ordered", f"Day of the order: the child was born on {in_words(born)}"


def _may_be(day: str) -> tuple[date, date]:
    """The earliest and the latest day that may be meant. Raises ValueError where it is no day."""
    if not _DAY.fullmatch(day):
        raise ValueError
    of_month, month, year = day.split("/")
    if year == "zzzz":
        return date.min, date.max
    first, last = (1, 12) if month == "zz" else (int(month), int(month))
    if of_month != "zz":
        return (date(int(year), first, int(of_month)),) * 2
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])


_RULES: Mapping[str, Callable[[Values, date | None, date], Wrong]] = {
    "uasc": _unaccompanied,
    "outcomes": _outcome,
    "care_leavers": _care_leaver,
    "adoptions": _adoption,
    "previous_permanence": _earlier_permanence,
}
