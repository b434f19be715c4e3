"""How a child's names are written and how they sound, in one column that search can look in.

Each word of the names three ways: plain (no accents, small letters), `+` before its NYSIIS code, `*` before its
Metaphone code; a space before each, so that a look for " mar" finds words that begin so.
"""

from __future__ import annotations

import re
import unicodedata

import jellyfish

LONGEST = 200  # of the column
_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def of(forename: str, surname: str, known_as: str = "") -> str:
    """What to keep in `Child.sounds` for these names."""
    told = words(f"{forename} {surname} {known_as}")
    ways = [*told, *(code for word in told for code in codes(word))]
    kept = ""
    for way in dict.fromkeys(ways):
        if len(kept) + len(way) + 1 > LONGEST:
            break
        kept += f" {way}"
    return kept


def words(text: str) -> list[str]:
    """The words of a name or of what was typed: small letters without accents; O'Neil is oneil."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(each for each in plain if not unicodedata.combining(each) and each not in "'’`")
    return list(dict.fromkeys(_WORD.findall(letters)))


def codes(word: str) -> list[str]:
    """How a word sounds: its NYSIIS and Metaphone codes, marked."""
    if not word.isalpha():
        return []
    return [
        f"{mark}{code}" for mark, code in (("+", jellyfish.nysiis(word)), ("*", jellyfish.metaphone(word))) if code
    ]
