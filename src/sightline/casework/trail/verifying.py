"""Is the trail whole? Every seal is worked out again from its entry; the first that does not fit is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from sightline.casework.trail.chain import START, link
from sightline.casework.trail.models import Entry, Seal, Waiting

_BATCH = 2_000


class Head(NamedTuple):
    """The end of the chain: how many entries are sealed, and the last hash."""

    place: int
    hash: str


class Kind(StrEnum):
    """How a chain is broken."""

    ENTRY_ALTERED = "an entry was altered"
    SEAL_ALTERED = "a seal was altered"
    LAST_ALTERED = "the last entry, or its seal, was altered"
    ENTRY_REMOVED = "an entry was removed"
    SEAL_REMOVED = "a seal was removed"
    BOTH_REMOVED = "an entry and its seal were removed"
    UNSEALED = "an entry was added without a seal, or lost it"
    CUT_OFF = "the end of the chain was removed"
    REWRITTEN = "the chain was made anew: the hash written down elsewhere is not in its place"


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold; `entry` is the number of the entry's row, where known."""

    kind: Kind
    place: int | None
    entry: int | None


@dataclass(frozen=True)
class Verdict:
    """What was found: up to where the chain holds, how many entries wait for a seal, and where it breaks."""

    head: Head
    waiting: int
    broken: Break | None

    @property
    def holds(self) -> bool:
        """Whether nothing was altered, removed or added."""
        return self.broken is None


def head() -> Head:
    """The end of the chain now. Written down elsewhere, it lets `verify` find a tail that was cut off."""
    last = Seal.objects.order_by("-place").values_list("place", "hash").first()
    return Head(*last) if last else Head(0, START)


def verify(progress: Callable[[int], None] | None = None, *, expected: tuple[int, str] | None = None) -> Verdict:
    """Go through the whole chain, in constant memory. `expected` is a head that was written down before.

    Whoever can write to the database and has this program can make a whole new chain: only a head kept elsewhere
    shows that. `progress` is told the places gone through.
    """
    walk = _Walk(expected=Head(*expected) if expected else None)
    for seal in _seals():
        if not walk.take(seal):
            break
        if progress and seal.place % _BATCH == 0:
            progress(seal.place)
    return Verdict(head=walk.reached, waiting=Waiting.objects.count(), broken=walk.broken or _at_the_end(walk))


class _Sealed(NamedTuple):
    place: int
    hash: str
    number: int
    entry: Entry | None  # None where there is none, or none that can be read
    there: bool


@dataclass
class _Walk:
    """Goes along the chain one seal at a time; one that does not fit is judged by whether the next fits on it."""

    expected: Head | None
    reached: Head = field(default=Head(0, START))
    broken: Break | None = None
    _doubted: tuple[_Sealed, str] | None = None  # a seal that does not fit, and the hash that would

    def take(self, seal: _Sealed) -> bool:
        """Whether to go on."""
        if self._doubted:
            self.broken = self._judged(seal)
        elif seal.place != self.reached.place + 1:
            self.broken = _missing(self.reached.place + 1)
        elif not seal.there:
            self.broken = Break(Kind.ENTRY_REMOVED, seal.place, seal.number)
        elif seal.entry is None:
            self.broken = Break(Kind.ENTRY_ALTERED, seal.place, seal.number)
        else:
            self._fit(seal, link(self.reached.hash, seal.entry))
        return self.broken is None

    def _fit(self, seal: _Sealed, hash: str) -> None:
        if seal.hash != hash:
            self._doubted = seal, hash
            return
        self.reached = Head(seal.place, seal.hash)
        if self.expected and self.expected.place == seal.place and self.expected.hash != seal.hash:
            self.broken = Break(Kind.REWRITTEN, seal.place, seal.number)

    def _judged(self, following: _Sealed) -> Break:
        assert self._doubted
        seal, hash = self._doubted
        fits = following.entry is not None and following.hash == link(hash, following.entry)
        return Break(Kind.SEAL_ALTERED if fits else Kind.ENTRY_ALTERED, seal.place, seal.number)

    def end(self) -> Break | None:
        """What is to be said when the seals are at an end."""
        if self._doubted:
            seal, _ = self._doubted
            return Break(Kind.LAST_ALTERED, seal.place, seal.number)
        if self.expected and self.expected.place > self.reached.place:
            return Break(Kind.CUT_OFF, self.reached.place + 1, None)
        return None


def _at_the_end(walk: _Walk) -> Break | None:
    return walk.end() or _unsealed()


def _missing(place: int) -> Break:
    """A place without a seal: was its entry taken away with it?"""
    left = _unsealed()
    return Break(Kind.SEAL_REMOVED, place, left.entry) if left else Break(Kind.BOTH_REMOVED, place, None)


def _unsealed() -> Break | None:
    number = Entry.objects.filter(seal=None, waiting=None).order_by("pk").values_list("pk", flat=True).first()
    return None if number is None else Break(Kind.UNSEALED, None, number)


def _seals() -> Iterator[_Sealed]:
    """Every seal with its entry, in the order of places."""
    place = -1
    while rows := list(Seal.objects.filter(place__gt=place).order_by("place")[:_BATCH]):
        entries = _entries([row.entry_id for row in rows])
        for row in rows:
            found = entries.get(row.entry_id)
            yield _Sealed(row.place, row.hash, row.entry_id, found, row.entry_id in entries)
        place = rows[-1].place


def _entries(numbers: list[int]) -> dict[int, Entry | None]:
    try:
        found = Entry.objects.in_bulk(numbers)
    except Exception:  # a column altered so that it cannot be read: find which
        return {number: _readable(number) for number in _there(numbers)}
    return {number: entry if entry.at else None for number, entry in found.items()}  # SQLite: no time at all


def _there(numbers: list[int]) -> list[int]:
    return list(Entry.objects.filter(pk__in=numbers).values_list("pk", flat=True))


def _readable(number: int) -> Entry | None:
    try:
        return Entry.objects.get(pk=number)
    except Exception:  # of a row altered by hand any column may be unreadable: that too is a break of the chain
        return None
