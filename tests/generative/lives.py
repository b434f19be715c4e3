"""Random coherent lives of children in care, for tests that ask whether two ways agree on any life.

Get this module by the fixture `lives` (see tests/conftest.py). Then, with Hypothesis, which can shrink:

    @given(data=st.data())
    def test_something(lives, data):
        life = data.draw(lives.lives())            # one Life
        group = data.draw(lives.groups(3))         # up to three, with different identifiers

or, fast enough for thousands, by a seed:

    for life in lives.many(200, seed=7): ...

A `Life` is the whole truth about a child. `as_returned(life, 2023, 2025)` is the Life as the 903 returns of
those years show it: nothing from before the first year but the episode then open, reviews held in those
years with no other dates, and an episode open at the end of the last. `by_collection` gives each year's
return by itself, and `tables` gives rows (tuples with provenance) to write with
`sightline.engine.tables.write_tables`.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

from sightline.domain.records import Child, EarlyReview, Episode, Review, columns

T = TypeVar("T")

FIRST, LAST = date(2017, 4, 1), date(2025, 9, 30)  # lives in care run between these days
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
ADOPTIVE = ("A3", "A4", "A5", "A6")
FAMILIES = ("U1", "U3", "U4", "U6", "K2", "R1")
LEGAL_CHANGES = {
    "V2": ("C1", "C2"),
    "C1": ("C2", "E1", "V2"),
    "C2": ("E1", "E1", "V2"),
    "E1": ("C2",),
    "J1": ("V2", "C1"),
    "L1": ("V2", "C1"),
}


@dataclass(frozen=True)
class Life:
    """All that happened to one child, in order."""

    child: Child
    episodes: tuple[Episode, ...]
    reviews: tuple[Review, ...]
    early_reviews: tuple[EarlyReview, ...] = ()


class Chance(Protocol):
    """Where choices come from: Hypothesis, or a seeded generator."""

    def between(self, low: int, high: int) -> int: ...
    def choose(self, options: Sequence[T]) -> T: ...
    def sometimes(self, percent: int) -> bool: ...


class Drawn:
    """Choices drawn by Hypothesis; they shrink towards low numbers and first options."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def between(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))

    def choose(self, options: Sequence[T]) -> T:
        return self._draw(st.sampled_from(options))

    def sometimes(self, percent: int) -> bool:
        return self._draw(st.integers(0, 99)) >= 100 - percent


class Seeded:
    """Choices from a seeded generator: the same seed gives the same lives."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def between(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def choose(self, options: Sequence[T]) -> T:
        return self._random.choice(options)

    def sometimes(self, percent: int) -> bool:
        return self._random.randrange(100) < percent


@st.composite
def lives(draw: st.DrawFn, name: str = "C000001") -> Life:
    """One random life."""
    return a_life(Drawn(draw), name)


@st.composite
def groups(draw: st.DrawFn, most: int) -> list[Life]:
    """From one to `most` random lives, each of another child."""
    count = draw(st.integers(1, most))
    return [a_life(Drawn(draw), f"C{number:06}") for number in range(1, count + 1)]


def many(count: int, seed: int) -> list[Life]:
    """`count` random lives by a seed, without Hypothesis."""
    chance = Seeded(seed)
    return [a_life(chance, f"C{number:06}") for number in range(1, count + 1)]


def a_life(chance: Chance, name: str) -> Life:
    """One life: perhaps short breaks, then one to three periods of care with their reviews."""
    started = FIRST + timedelta(chance.between(0, (LAST - FIRST).days - 1))
    born = started - timedelta(chance.choose((0, 3, 200, 1400, 1500, 3000, 5500)) + chance.between(0, 365))
    child = Child(name, chance.choose(("M", "F")), born, chance.choose(("WBRI", "MWAS", "BAFR")))
    life = Life(child, (), ())
    if chance.sometimes(10):
        life, started = _short_breaks(chance, life, started)
    for _ in range(chance.choose((1, 1, 1, 2, 3))):
        episodes = _period(chance, child, started)
        if not episodes:
            break
        life = _with_period(chance, life, episodes)
        ended, reason = episodes[-1].ceased, episodes[-1].reason_ceased
        if ended is None or reason in ("E11", "E12"):  # a child adopted starts a new life under another name
            break
        started = ended + timedelta(chance.choose((1, 2, 20, 300)) + chance.between(0, 40))
    return life


def _with_period(chance: Chance, life: Life, episodes: list[Episode]) -> Life:
    reviews = _reviews(chance, life.child, episodes)
    early = _early_reviews(chance, episodes, reviews) if chance.sometimes(20) else []
    return Life(
        life.child,
        (*life.episodes, *episodes),
        (*life.reviews, *reviews),
        (*life.early_reviews, *early),
    )


# Episodes


def _short_breaks(chance: Chance, life: Life, day: date) -> tuple[Life, date]:
    """Some breaks of an agreed series, and the first day after them on which care may start."""
    legal_status = chance.choose(("V3", "V4"))
    breaks = []
    for _ in range(chance.between(1, 3)):
        ceased = day + timedelta(chance.between(1, 17))
        if ceased > LAST:
            break
        breaks.append(Episode(life.child.child, day, "S", legal_status, "N2", "U6", "PR1", ceased, "E8"))
        day = ceased + timedelta(chance.choose((0, 5, 30)))
    return replace(life, episodes=(*life.episodes, *breaks)), day


def _period(chance: Chance, child: Child, started: date) -> list[Episode]:
    """The episodes of one period of care from `started`; none if the child is grown up or time is over."""
    leaves = min(
        started + timedelta(chance.between(1, chance.choose((5, 40, 200, 700, 2500)))), birthday(child.born, 18)
    )
    if started >= min(LAST, leaves):
        return []
    legal_status = chance.choose(("V2", "C1", "C1", "C2", "E1", "J1", "L1"))
    first = Episode(
        child.child,
        started,
        "S",
        legal_status,
        chance.choose(("N1", "N1", "N5", "N8")),
        "U4",
        "PR1",
        home_postcode="AB1 2CD",
        placement_postcode="AB3 4EF",
    )
    if legal_status == "E1" and chance.sometimes(30):
        first = replace(first, placement="A6")
    elif chance.sometimes(60):
        first = _moved(chance, first)
    episodes = [replace(first, started=started, reason_started="S")]
    while (after := _next_episode(chance, episodes)) is not None and after.started < min(leaves, LAST):
        _close(episodes, after, chance)
        episodes.append(after)
    while episodes[-1].placement in TEMPORARY:  # a child neither enters nor leaves care from a temporary stay
        episodes.pop()
        episodes[-1] = replace(episodes[-1], ceased=None, reason_ceased=None, reason_moved=None)
    if leaves <= LAST and leaves > episodes[-1].started:
        reason = "E12" if episodes[-1].placement in ADOPTIVE else chance.choose(("E4A", "E4B", "E13", "E41", "E8"))
        episodes[-1] = replace(episodes[-1], ceased=leaves, reason_ceased=reason)
    return episodes


def _close(episodes: list[Episode], after: Episode, chance: Chance) -> None:
    before = episodes[-1]
    moved: str | None = None
    if after.reason_started in ("T", "U"):
        moved = "PLACE"
    elif after.reason_started in ("P", "B") and not {before.placement, after.placement} & set(TEMPORARY):
        moved = chance.choose(("CARPL", "CHILD", "LAREQ", "CREQB", "STAND"))
    episodes[-1] = replace(before, ceased=after.started, reason_ceased="X1", reason_moved=moved)


def _next_episode(chance: Chance, episodes: list[Episode]) -> Episode | None:
    now = episodes[-1]
    if now.placement in TEMPORARY:
        return _after_temporary(chance, episodes)
    longest = 3 if now.legal_status == "L1" else chance.choose((2, 15, 60, 120, 300, 600))
    after = replace(now, started=now.started + timedelta(chance.between(1, longest)), reason_moved=None)
    if now.legal_status == "L1":
        return _legal_change(chance, after)
    if now.placement in ADOPTIVE:
        return _after_adoptive(chance, after)
    step = chance.choose(
        ("move", "legal", "legal", "both", "same carer", "same carer both", "temporary", "adoptive")
    )
    if step == "adoptive":
        return _placed_for_adoption(chance, after)
    if step == "temporary":
        return _temporary(chance, after)
    if step == "legal":
        return _legal_change(chance, after)
    if step in ("both", "same carer both"):
        after = _legal_change(chance, after)
    if step in ("move", "both"):
        return replace(_moved(chance, after), reason_started="P" if step == "move" else "B")
    same_carer = replace(after, placement=chance.choose(("U1", "U4", "U6")), provider="PR1")
    return replace(same_carer, reason_started="T" if step == "same carer" else "U")


def _legal_change(chance: Chance, after: Episode) -> Episode:
    return replace(after, reason_started="L", legal_status=chance.choose(LEGAL_CHANGES[after.legal_status]))


def _moved(chance: Chance, after: Episode) -> Episode:
    placement = chance.choose(FAMILIES if after.legal_status == "V2" else (*FAMILIES, "P1"))
    provider = "PR0" if placement == "P1" else chance.choose(("PR1", "PR4"))
    return replace(after, placement=placement, provider=provider, placement_postcode=_postcode(chance))


def _postcode(chance: Chance) -> str:
    return f"AB{chance.between(1, 30)} {chance.between(1, 9)}GH"


def _temporary(chance: Chance, after: Episode) -> Episode:
    return replace(
        after,
        reason_started="P",
        placement=chance.choose(TEMPORARY),
        provider=None,
        placement_postcode=_postcode(chance),
    )


def _after_temporary(chance: Chance, episodes: list[Episode]) -> Episode:
    """Back to the placement that was interrupted; or, at times, a legal change or another stay first."""
    now = episodes[-1]
    after = replace(now, started=now.started + timedelta(chance.between(1, 14)))
    stayed = next(episode for episode in reversed(episodes) if episode.placement not in TEMPORARY)
    if chance.sometimes(10) and stayed.placement not in ADOPTIVE:
        return _legal_change(chance, after)
    if chance.sometimes(5):
        return _temporary(chance, after)
    return replace(
        after,
        reason_started="P",
        placement=stayed.placement,
        provider=stayed.provider,
        placement_postcode=stayed.placement_postcode,
    )


def _placed_for_adoption(chance: Chance, after: Episode) -> Episode:
    ordered = after.legal_status == "E1"
    with_carer = chance.sometimes(30)
    placement = ("A5" if with_carer else "A6") if ordered else ("A3" if with_carer else "A4")
    return replace(
        after,
        reason_started="T" if with_carer else "P",
        placement=placement,
        provider="PR1",
        placement_postcode=after.placement_postcode if with_carer else _postcode(chance),
    )


def _after_adoptive(chance: Chance, after: Episode) -> Episode:
    step = chance.choose(("disrupted", "disrupted", "revoked", "temporary", "other adopters"))
    if step == "temporary":
        return _temporary(chance, after)
    if step == "other adopters":
        other = "A6" if after.legal_status == "E1" else "A4"
        return replace(after, reason_started="P", placement=other, placement_postcode=_postcode(chance))
    moved = replace(_moved(chance, after), reason_started="P")
    if step == "revoked" and after.legal_status == "E1":
        moved = replace(moved, reason_started="B", legal_status="C2")
    return moved


# Reviews


def _reviews(chance: Chance, child: Child, episodes: list[Episode]) -> list[Review]:
    """Reviews of one period: most near the day they fall due, some early, late, adjourned or left out."""
    last = episodes[-1].ceased or LAST
    reviews: list[Review] = []
    before = episodes[0].started
    if chance.sometimes(3):
        reviews.append(_review(chance, child, before))
    while True:
        held = _near(chance, _falls_due(chance, episodes, before, len(reviews)))
        if held <= before:
            held = before + timedelta(1)
        if held > last:
            break
        before = held
        if chance.sometimes(95):
            reviews.append(_review(chance, child, held))
            before = reviews[-1].completed or held
    if chance.sometimes(5) and (not reviews or before < last):
        reviews.append(_review(chance, child, last))
    return reviews


def _falls_due(chance: Chance, episodes: list[Episode], before: date, number: int) -> date:
    """About the day a review is due: by the ordinary limits, or by a change of episode on the way.

    Edges are sought out: a review on the day of a change, one from which the next falls due on the day of a
    change, one on the first day of a return.
    """
    months = 3 if number == 1 else 6
    due = weekdays_after(before, 20) if number == 0 else months_after(before, months)
    changes = [episode.started for episode in episodes if before < episode.started <= due]
    later = [episode.started for episode in episodes if due < episode.started <= months_after(due, 6)]
    if changes and chance.sometimes(60):
        change = chance.choose(changes)
        month = change + timedelta(28)
        return chance.choose((month, months_after(change, 3), change, change, months_after(month, 3)))
    if later and chance.sometimes(20):
        return months_after(chance.choose(later), -chance.choose((3, 6)))
    if chance.sometimes(5):
        return date(due.year, 4, 1)
    return due


def _near(chance: Chance, due: date) -> date:
    low, high = chance.choose(((0, 0), (0, 0), (-2, 2), (-2, 2), (-40, -1), (1, 150)))
    return due + timedelta(chance.between(low, high))


def _review(chance: Chance, child: Child, held: date) -> Review:
    code = (
        "PN0"
        if held < birthday(child.born, 4)
        else chance.choose(("PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7"))
    )
    review = Review(child.child, child.born, held, code, adjourned=chance.choose((None, 0)))
    if chance.sometimes(8):
        low, high = chance.choose(((1, 20), (26, 32), (30, 60)))
        review = replace(review, adjourned=1, completed=held + timedelta(chance.between(low, high)))
    elif chance.sometimes(40):
        review = replace(review, completed=held + timedelta(chance.choose((0, 0, 0, 1, 9))))
    if chance.sometimes(40):
        review = replace(review, recorded=(review.completed or held) + timedelta(chance.between(0, 25)))
    return review


def _early_reviews(chance: Chance, episodes: list[Episode], reviews: list[Review]) -> list[EarlyReview]:
    """Some requests, on any day of the period, the day of a review or the last day."""
    first, last = episodes[0].started, episodes[-1].ceased or LAST
    days = [first + timedelta(chance.between(0, (last - first).days)) for _ in range(chance.between(1, 3))]
    edges = [last, *(review.completed or review.held for review in reviews)]
    asked = sorted({chance.choose((day, day, chance.choose(edges))) for day in days})
    return [
        EarlyReview(episodes[0].child, day, day + timedelta(chance.between(0, 90)), "cla-review-early-iro")
        for day in asked
    ]


# What returns show


def as_returned(life: Life, first: int, last: int) -> Life | None:
    """The life as the 903 returns of the collections `first` to `last` show it; None if they do not."""
    opens, closes = date(first - 1, 4, 1), date(last, 3, 31)
    episodes = tuple(_told_at(episode, closes) for episode in life.episodes if _in_care(episode, opens, closes))
    if not episodes:
        return None
    reviews = tuple(
        Review(review.child, review.born, review.held, review.participation)
        for review in life.reviews
        if opens <= review.held <= closes
    )
    return Life(life.child, episodes, reviews)


def by_collection(group: Iterable[Life], first: int, last: int) -> dict[int, list[Life]]:
    """Each year's return by itself: the lives it tells of, as it tells them."""
    everyone = list(group)
    return {
        year: [seen for life in everyone if (seen := as_returned(life, year, year)) is not None]
        for year in range(first, last + 1)
    }


def _in_care(episode: Episode, opens: date, closes: date) -> bool:
    return episode.started <= closes and (episode.ceased is None or episode.ceased >= opens)


def _told_at(episode: Episode, closes: date) -> Episode:
    if episode.ceased is None or episode.ceased <= closes:
        return episode
    return replace(episode, ceased=None, reason_ceased=None, reason_moved=None)


def tables(
    group: Iterable[Life], first: int | None = None, last: int | None = None
) -> dict[str, list[tuple[Any, ...]]]:
    """Rows with provenance, by table name, for `write_tables`.

    With collections, lives as their returns show them, joined, and the `collections` table; without, the whole
    truth as a register holds it, and no collections.
    """
    if first is None or last is None:
        return _rows(group, last=None)
    seen = [told for life in group if (told := as_returned(life, first, last)) is not None]
    return _rows(seen, last) | {"collections": collections(first, last)}


def collections(first: int, last: int) -> list[tuple[int, date, date]]:
    """Rows of the `collections` table, one a year."""
    return [(year, date(year - 1, 4, 1), date(year, 3, 31)) for year in range(first, last + 1)]


def _rows(group: Iterable[Life], last: int | None) -> dict[str, list[tuple[Any, ...]]]:
    everyone = list(group)
    kinds: dict[str, list[tuple[Any, date | None]]] = {
        "children": [(life.child, life.episodes[-1].ceased if life.episodes else None) for life in everyone],
        "episodes": [(episode, episode.ceased) for life in everyone for episode in life.episodes],
        "reviews": [(review, review.held) for life in everyone for review in life.reviews],
        "early_reviews": [(early, early.asked_on) for life in everyone for early in life.early_reviews],
    }
    return {
        table: [
            (
                *(getattr(record, column.name) for column in columns(type(record))),
                *_told_in(day, last, table, line),
            )
            for line, (record, day) in enumerate(records, start=2)
        ]
        for table, records in kinds.items()
    }


def _told_in(day: date | None, last: int | None, table: str, line: int) -> tuple[int, str, int]:
    """Provenance: the last collection that tells of something that ended on `day`."""
    if last is None:
        return 0, "register", line
    year = last if day is None else min(last, day.year + (day.month > 3))
    return year, f"{table}-{year}.csv", line


# Days


def months_after(day: date, months: int) -> date:
    """The corresponding day some months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def weekdays_after(day: date, count: int) -> date:
    """Some weekdays later, bank holidays not looked at: near enough to aim a review at."""
    while count:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


def birthday(born: date, age: int) -> date:
    """The day somebody reaches an age: 1 March for one born on 29 February, three years in four."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
