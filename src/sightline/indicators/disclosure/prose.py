"""Small numbers in running text: what a table hides must not be written in a sentence beside it.

A number from 1 to t, in figures or words, close to a child, a family, a referral and the like is a warning.
Ages, time limits, dates, percentages, ranges that reach further, and numbers of stages, tables and sections
are not. It is a help to the person who clears the text, and does not replace reading it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sightline.indicators.display import fewer_than

#: How many words may stand between a number and the word that makes it a matter of children.
REACH = 6

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_PHRASES = {"a single": 1, "single": 1, "sole": 1, "a couple": 2, "a pair": 2, "twins": 2, "triplets": 3}
_ABOUT_CHILDREN = re.compile(
    r"""child(ren)?('s|s')? | young\ (person|people)('s)? | bab(y|ies) | infants? | boys? | girls? | teenagers?
    | siblings? | sisters? | brothers? | famil(y|ies) | care\ leavers? | unborns?
    | allegations? | referrals? | referred | placements? | placed""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_UNITS = "(working |school |calendar )?(minute|hour|day|night|week|fortnight|month|quarter|term|year)s?"
_MEASURED = re.compile(
    r"( ?(to|or|and|-|–) ?(\d+|[a-z]+))?"  # 3 to 4 weeks
    rf"(st|nd|rd|th|%| ?per ?cent\b| ?percent(age)?\b|[ -]{_UNITS}\b| ({_MONTHS})\b|pm\b|am\b)",
    re.IGNORECASE,
)
_LABELS = (
    "aged|age|ages|stage|stages|section|sections|table|figure|chart|paragraph|regulation|regulations|reg|part|"
    "chapter|level|page|quarter|grade|step|tier|version|note|appendix|annex|phase|schedule|article|priority|"
    "objective|band|class|type|form|code|item|question|standard|under|over"
)
_LABEL_BEFORE = re.compile(rf"\b({_LABELS})[ \u00a0]$", re.IGNORECASE)
_AGE_LIMIT = re.compile(r"\b(under|over)[ \u00a0]$", re.IGNORECASE)
_IDIOM_BEFORE = re.compile(r"\b(no|any|every|each|some|to)[ -]$", re.IGNORECASE)
_IDIOM_AFTER = re.compile(r"(-to-one| to one\b| another\b| in (\d+|[a-z]+)\b|-[a-z])", re.IGNORECASE)
_RANGE_AFTER = re.compile(r" ?(to|-|–|or|and) ?(?P<top>\d+|[a-z]+)\b", re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"(\d+|\bone|\btwo|\bthree|\bfour) ?(to|-|–) ?$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.,£/#-])(?P<figure>\d{1,3})(?![\w/]|[.,:]\d)"
    r"|\b(?P<word>" + "|".join(_WORDS) + r")\b"
    r"|\b(?P<phrase>" + "|".join(_PHRASES) + r")\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=\S)|\n(?!\s*\n|\s*[-*•]))+")


@dataclass(frozen=True)
class SmallNumber:
    """A small number in a text: where it starts and ends (characters), line and column from 1."""

    start: int
    end: int
    line: int
    column: int
    number: str
    near: str
    suggestion: str

    def __str__(self) -> str:
        return (
            f"line {self.line}, column {self.column}: {self.number!r} near {self.near!r} may point at somebody; "
            f"write {self.suggestion!r} or leave it out"
        )


def scan(text: str, t: int = 5) -> list[SmallNumber]:
    """Every small number near a word about children, in the order of the text."""
    found = []
    for sentence in _SENTENCE.finditer(text):
        topics = [(m.start(), m.end()) for m in _topics(sentence.group())]
        for match in _small_numbers(sentence.group(), t):
            near = _nearest(sentence.group(), match, topics)
            if near is not None:
                found.append(_warning(text, sentence.start() + match.start(), match.group(), near, t))
    return found


def _topics(sentence: str) -> Iterator[re.Match[str]]:
    for match in _ABOUT_CHILDREN.finditer(sentence):
        before, after = sentence[: match.start()][-1:], sentence[match.end() :][:1]
        if not (before.isalnum() or after.isalnum()):
            yield match


def _small_numbers(sentence: str, t: int) -> Iterator[re.Match[str]]:
    for match in _NUMBER.finditer(sentence):
        if 1 <= _value(match) <= t and not _counts_nobody(sentence, match, t):
            yield match


def _value(match: re.Match[str]) -> int:
    if match["figure"]:
        return int(match["figure"])
    word = match.group().lower()
    return _WORDS.get(word) or _PHRASES[word]


def _counts_nobody(sentence: str, match: re.Match[str], t: int) -> bool:
    """An age, a limit in days, a date, a label, a percentage, a range that reaches further, or an idiom."""
    before, after = _RANGE_BEFORE.sub("", sentence[: match.start()]), sentence[match.end() :]
    if _MEASURED.match(after) or _IDIOM_AFTER.match(after):
        return True
    if _LABEL_BEFORE.search(before) and not (_AGE_LIMIT.search(before) and _topic_follows(after)):
        return True
    if match.group().lower() == "one" and _IDIOM_BEFORE.search(before):
        return True
    return _reaches_further(after, t)


def _topic_follows(after: str) -> bool:
    """`over 5 children` counts children; `children under 5` gives an age."""
    return _ABOUT_CHILDREN.match(after.lstrip()) is not None


def _reaches_further(after: str, t: int) -> bool:
    onward = _RANGE_AFTER.match(after)
    if onward is None or onward.group(1).lower() in ("or", "and"):
        return False
    top = onward["top"].lower()
    value = int(top) if top.isdigit() else _WORDS.get(top, 0)
    return value > t


def _nearest(sentence: str, match: re.Match[str], topics: list[tuple[int, int]]) -> str | None:
    """The closest word about children within reach."""
    reach = []
    for start, end in topics:
        between = sentence[match.end() : start] if start >= match.end() else sentence[end : match.start()]
        if match.start() < end and start < match.end():
            between = ""
        reach.append((len(between.split()), start, sentence[start:end]))
    distance, _, word = min(reach, default=(REACH + 1, 0, ""))
    return word if distance <= REACH else None


def _warning(text: str, start: int, number: str, near: str, t: int) -> SmallNumber:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return SmallNumber(start, start + len(number), line, column, number, near, fewer_than(t))
