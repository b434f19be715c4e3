"""Finding a child by name, sound, number or birthday: in scope, ranked, each with why it was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sightline.casework.register import models, sounds
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.care import age_on
from sightline.domain.explain import MONTHS, in_words

SHOWN = 50
_LOOKED_AT = 300  # candidates ranked: more than anybody reads
_SHORTEST = 3  # characters of a number that may be looked for by its beginning
_THE_NUMBER = "The number is this child's"


@dataclass(frozen=True)
class Match:
    """A child found, and why. `rank` is 0 for the surest."""

    rank: int
    why: str
    pk: int
    name: str
    known_as: str
    born: date | None
    age: int | None
    iro: str

    @property
    def by_number(self) -> bool:
        """Whether one of the child's numbers is the whole of what was typed."""
        return self.why == _THE_NUMBER


@dataclass(frozen=True)
class Found:
    """Children found, the surest first. `more` says that there are others: more must be typed."""

    matches: tuple[Match, ...]
    more: bool


@dataclass(frozen=True)
class Asked:
    """What was typed, understood: a birthday, words of a name, and the whole as a number."""

    words: tuple[str, ...]
    born: date | None
    number: str


def search(text: str, *, seen_by: Viewer) -> Found:
    """The children in scope whom this text may mean. Three queries at most."""
    asked = understand(text)
    if not asked.number:
        return Found((), more=False)
    scope = children(seen_by=seen_by)
    by_number = _by_number(scope, asked)
    candidates = {
        child.pk: child for child in scope.filter(_may_be_meant(asked)).order_by("surname", "pk")[:_LOOKED_AT]
    }
    ranked = _ranked({**candidates, **{pk: child for pk, (child, _) in by_number.items()}}, by_number, asked)
    shown = ranked[:SHOWN]
    return Found(_matches(shown, seen_by), more=len(ranked) > SHOWN)


def understand(text: str) -> Asked:
    """What was typed: any day in it is a birthday, the rest a name or a number."""
    told = " ".join(text.split())[:100]
    born, rest = _day_in(told)
    return Asked(tuple(sounds.words(rest)), born, told)


_DAYS: tuple[tuple[str, Callable[[re.Match[str]], tuple[int, int, int]]], ...] = (
    (r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", lambda m: (int(m[1]), int(m[2]), int(m[3]))),
    (r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b", lambda m: (int(m[3]), int(m[2]), int(m[1]))),
    (
        rf"\b(\d{{1,2}}) ({'|'.join(month[:3] for month in MONTHS)})[a-z]* (\d{{4}})\b",
        lambda m: (int(m[3]), [month[:3].lower() for month in MONTHS].index(m[2].lower()) + 1, int(m[1])),
    ),
)


def _day_in(text: str) -> tuple[date | None, str]:
    for pattern, parts in _DAYS:
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            try:
                return date(*parts(found)), text[: found.start()] + text[found.end() :]
            except ValueError:
                continue
    return None, text


def _by_number(scope: QuerySet[models.Child], asked: Asked) -> dict[int, tuple[models.Child, bool]]:
    """Children one of whose numbers is, or begins with, what was typed; whether it is the whole of it."""
    if len(asked.number) < _SHORTEST or not re.search(r"\d", asked.number):
        return {}
    rows = models.Identifier.objects.filter(value__istartswith=asked.number, child__in=scope).select_related(
        "child"
    )
    found: dict[int, tuple[models.Child, bool]] = {}
    for row in rows.order_by("value")[:SHOWN]:
        whole = row.value.casefold() == asked.number.casefold()
        found[row.child_id] = (row.child, whole or found.get(row.child_id, (None, False))[1])
    return found


def _may_be_meant(asked: Asked) -> Q:
    meant = Q(pk__in=()) if not asked.words and asked.born is None else Q()
    if asked.born is not None:
        meant &= Q(born=asked.born)
    for word in asked.words:
        meant &= _word(word)
    return meant


def _word(word: str) -> Q:
    """Names that begin with a word or sound like it; names whose sounds were not kept are looked at as written."""
    kept = Q(sounds__contains=f" {word}")
    for code in sounds.codes(word):
        kept |= Q(sounds__contains=f" {code} ") | Q(sounds__endswith=f" {code}")
    plain = Q(forename__istartswith=word) | Q(surname__istartswith=word) | Q(known_as__istartswith=word)
    return kept | plain


def _ranked(
    found: dict[int, models.Child], by_number: dict[int, tuple[models.Child, bool]], asked: Asked
) -> list[tuple[int, str, models.Child]]:
    ranked = [(*_why(child, by_number.get(pk), asked), child) for pk, child in found.items()]
    return sorted(ranked, key=lambda each: (each[0], each[2].surname, each[2].forename, each[2].pk))


def _why(child: models.Child, number: tuple[models.Child, bool] | None, asked: Asked) -> tuple[int, str]:
    """How sure it is that this child was meant, and the reason in words."""
    if number is not None:
        return (0, _THE_NUMBER) if number[1] else (3, "One of the child's numbers begins so")
    if not asked.words:
        return 1, "Born on this day"
    born = f", born on {in_words(asked.born)}" if asked.born else ""
    named = sounds.words(f"{child.forename} {child.surname} {child.known_as}")
    if all(word in named for word in asked.words):
        return (0 if asked.born else 1), f"The name{born}"
    if all(any(name.startswith(word) for name in named) for word in asked.words):
        return (1 if asked.born else 2), f"The name begins so{born}"
    return (2 if asked.born else 4), f"The name sounds like it{born}"


def _matches(ranked: Sequence[tuple[int, str, models.Child]], seen_by: Viewer) -> tuple[Match, ...]:
    of = [child.pk for _, _, child in ranked]
    officers = current(models.Involvement.objects.filter(child__in=of, role="iro"), seen_by.on)
    iro = dict(officers.filter(person__isnull=False).values_list("child_id", "person__name"))
    return tuple(
        Match(
            rank,
            why,
            child.pk,
            name_of(child),
            child.known_as,
            child.born,
            age_on(child.born, seen_by.on) if child.born else None,
            iro.get(child.pk, ""),
        )
        for rank, why, child in ranked
    )
