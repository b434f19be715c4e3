"""Which collection year a name tells of: 2025, 2024-25, 2024_25, 202425 are all the year to 31 March 2025."""

from __future__ import annotations

import re
from pathlib import PurePath

from sightline.domain.years import collection_of
from sightline.returns import specs

_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_WHOLE_DATE = re.compile(rf"(?<!\d)(20\d\d[-_.]?{_MONTH}[-_.]?{_DAY}|{_DAY}[-_.]?{_MONTH}[-_.]?20\d\d)(?!\d)")
_TWO_YEARS = re.compile(r"(?<!\d)(20\d\d) ?[-_/. ]? ?(?:20)?(\d\d)(?!\d)")
_ONE_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


year_of_day = collection_of


def year_in(name: str) -> int | None:
    """The collection year that a name tells of; None where it tells of none, or of several.

    A whole date (the day of an export) is no collection year.
    """
    left = _WHOLE_DATE.sub(" ", name)
    told = {int(match[1]) + 1 for match in _TWO_YEARS.finditer(left) if _follow(match[1], match[2])}
    rest = _TWO_YEARS.sub(lambda match: " " if _follow(match[1], match[2]) else match[0], left)
    told |= {int(match[0]) for match in _ONE_YEAR.finditer(rest)}
    known = {year for year in told if specs.FIRST <= year <= specs.LAST}
    return known.pop() if len(known) == 1 else None


def year_of_folder(folders: str) -> int | None:
    """The collection year that the nearest folder with a year in its name tells of."""
    for part in reversed(PurePath(folders).parts):
        year = year_in(part.removesuffix(".zip").removesuffix(".xml"))
        if year is not None:
            return year
    return None


def _follow(first: str, second: str) -> bool:
    return (int(first) + 1) % 100 == int(second)
