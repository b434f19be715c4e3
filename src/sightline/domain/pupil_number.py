"""The unique pupil number (UPN), as schools give it, and the codes of the return that say why there is none.

A number is a check letter and twelve digits; a temporary one ends in a letter. Sources: rule 168 of the 903 (its
form); the department's guide to unique pupil numbers and rule 1510 of the school census (its check letter).
"""

from __future__ import annotations

import re

#: The codes of the return that say why a child has no number.
NO_NUMBER = {
    "UN1": "too young for school",
    "UN2": "never at a state school in England",
    "UN3": "taught outside England",
    "UN4": "came into care in the last week of the year, and not known yet",
    "UN5": "sources disagree",
}

#: The letters of a number in order of what they count for: I, O and S look like figures.
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_FORM = re.compile(rf"[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]")


def tidy(text: str) -> str:
    """As it is kept: in capitals, without spaces."""
    return "".join(text.split()).upper()


def check_letter(rest: str) -> str:
    """The letter that the twelve characters after it ask for: each times its place, the second being 2."""
    counts = (_LETTERS.index(each) if each in _LETTERS else int(each) for each in rest)
    return _LETTERS[sum(place * count for place, count in enumerate(counts, 2)) % len(_LETTERS)]


def wrong_with(upn: str) -> str:
    """What is wrong with a number as it is kept, for people; nothing where it is right, or a code of no number."""
    if upn in NO_NUMBER:
        return ""
    if not _FORM.fullmatch(upn):
        return "a letter and twelve digits (a temporary one ends in a letter), or UN1 to UN5"
    if upn[0] != check_letter(upn[1:]):
        return "its first letter does not fit the rest. Look at each digit again"
    return ""
