"""Indicators of the reviewing service's work reckoned a second time: plain loops over the records, no SQL.

Written apart from the catalogue, from the definitions in words. What the return's reckoning knows (stock, starts,
review clocks) is asked of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from types import ModuleType
from typing import Any

from sightline.domain.calendar import england, months_after

Answer = tuple[int, int, int]
FAR = date(9999, 12, 31)


@dataclass
class Work:
    """All rows of the work, by table; `until` is the last day told of."""

    until: date
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def of(self, table: str, child: str | None = None) -> list[Any]:
        return [row for row in self.rows.get(table, []) if child is None or row.child == child]


@dataclass
class Scene:
    """People as `indicators_reckoning` has them, its module, the work, and the days asked about."""

    people: list[Any]
    plain: ModuleType
    work: Work
    start: date
    end: date

    def has(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


RECKONED: dict[str, Callable[[Scene], Answer]] = {}


def reckons(key: str) -> Callable[[Callable[[Scene], Answer]], Callable[[Scene], Answer]]:
    def note(function: Callable[[Scene], Answer]) -> Callable[[Scene], Answer]:
        RECKONED[key] = function
        return function

    return note


def share(judged: Iterator[bool | None]) -> Answer:
    every = list(judged)
    known = [each for each in every if each is not None]
    return sum(known), len(known), len(every) - len(known)


def later(day: date, working_days: int) -> date:
    return england().add_working_days(day, working_days)


# Reviews and what was done for them


def held(scene: Scene) -> Iterator[tuple[Any, Any, Any]]:
    """Each review held in the period: whose, the review, its process (the latest noted) or None."""
    for person in scene.people:
        for review in person.reviews:
            if scene.has(review.held):
                found = [
                    row for row in scene.work.of("review_processes", person.child.child) if row.held == review.held
                ]
                yield person, review, max(found, key=lambda row: row.number) if found else None


def step(name: str, days: int) -> Callable[[Scene], Answer]:
    def reckon(scene: Scene) -> Answer:
        return share(_step(process, name, days, scene.work.until) for _, _, process in held(scene))

    return reckon


def _step(process: Any, name: str, days: int, until: date) -> bool | None:
    if process is None:
        return None
    done, due = getattr(process, name), later(process.completed, days) if process.completed else None
    if done is None and (due is None or due >= until):
        return None
    return done is not None and due is not None and done <= due


RECKONED["decisions-5wd"] = step("decisions_on", 5)
RECKONED["record-15wd"] = step("recorded", 15)
RECKONED["record-distributed-20wd"] = step("distributed", 20)


@reckons("reviews-adjourned")
def adjourned(scene: Scene) -> Answer:
    return share(None if process is None else process.adjourned == 1 for _, _, process in held(scene))


@reckons("reviews-adjourned-completed")
def completed(scene: Scene) -> Answer:
    def judge(process: Any) -> bool | None:
        due = later(process.held, 20)
        if process.completed is None:
            return None if due >= scene.work.until else False
        return process.completed <= due

    return share(judge(process) for _, _, process in held(scene) if process and process.adjourned == 1)


@reckons("co-chaired")
def chaired(scene: Scene) -> Answer:
    return share(
        None if process is None else process.chaired in ("child", "together")
        for person, review, process in held(scene)
        if scene.plain.age(person, review.held) >= 8
    )


def seen(alone: bool, from_age: int) -> Callable[[Scene], Answer]:
    def reckon(scene: Scene) -> Answer:
        return share(
            None if process is None else _seen(scene, person, review, process, alone)
            for person, review, process in held(scene)
            if from_age == 0 or scene.plain.age(person, review.held) >= from_age
        )

    return reckon


def _seen(scene: Scene, person: Any, review: Any, process: Any, alone: bool) -> bool:
    days = [each.held for each in person.reviews if each.held < review.held]
    days += [chain[0].started for chain in scene.plain.chains(person) if chain[0].started <= review.held]
    if process.seen_on is None or not days:
        return False
    return process.seen_on >= max(days) and (not alone or process.seen_alone == 1)


RECKONED["visited-before-review"] = seen(alone=False, from_age=0)
RECKONED["visited-before-review-4"] = seen(alone=False, from_age=4)
RECKONED["visited-before-review-alone"] = seen(alone=True, from_age=4)


def parents(come: bool) -> Callable[[Scene], Answer]:
    def reckon(scene: Scene) -> Answer:
        judged: list[bool | None] = []
        for person, _, process in held(scene):
            if process is None:
                judged.append(None)
                continue
            asked = [
                row
                for row in scene.work.of("participants", person.child.child)
                if row.review == process.number and row.capacity == "parent" and row.plan != "excluded"
            ]
            if asked:
                judged.append(any(_took_part(row, come) for row in asked))
        return share(iter(judged))

    return reckon


def _took_part(row: Any, come: bool) -> bool:
    return row.came in ("yes", "part", "remote") or (not come and row.sent_views == 1)


RECKONED["parent-attendance"] = parents(come=False)
RECKONED["parent-attendance-came"] = parents(come=True)


@reckons("early-reviews")
def early(scene: Scene) -> Answer:
    days = set()
    for person in scene.people:
        for asked in person.early_reviews:
            after = [review.held for review in person.reviews if review.held >= asked.asked_on]
            if after and scene.has(min(after)):
                days.add((person.child.child, min(after)))
    return len(days), len(days), 0


@reckons("reviews-in-time-recorded")
def recorded(scene: Scene) -> Answer:
    return share(
        None if met is None else _recorded(scene, person, clock, met)
        for person in scene.people
        for clock, met in scene.plain.fell_due(person, _plain(scene))
    )


def _recorded(scene: Scene, person: Any, clock: Any, met: bool) -> bool | None:
    held = clock.review.held if clock.review else None
    found = [row for row in scene.work.of("review_processes", person.child.child) if row.held == held]
    days = [row.recorded for row in found if row.recorded is not None]
    if days and max(days) <= clock.effective_due:
        return True
    return None if met and not found else False


@reckons("permanence-by-second-review")
def permanence(scene: Scene) -> Answer:
    judged: list[bool | None] = []
    for person, review, process in held(scene):
        if _number(scene, person, review) == 2:
            plan = process.permanence_on if process else None
            judged.append(None if process is None else plan is not None and plan <= review.held)
    return share(iter(judged))


def _number(scene: Scene, person: Any, review: Any) -> int | None:
    """The review's place among those of its period of care; of two periods it is the later one's."""
    clocks = [clock for clock in scene.plain.clocks(person, _plain(scene)) if clock.review]
    periods = [clock.period_started for clock in clocks if clock.review.held == review.held]
    if not periods:
        return None
    days = sorted(clock.review.held for clock in clocks if clock.period_started == max(periods))
    return days.index(review.held) + 1


def _plain(scene: Scene) -> Any:
    return scene.plain.Scene(scene.start, scene.end)


# Decisions


def decisions(scene: Scene) -> list[Any]:
    return scene.work.of("decisions")


@reckons("manager-objections")
def objected(scene: Scene) -> Answer:
    return share(_objected(scene, row) for row in decisions(scene) if scene.has(row.issued_on))


def _objected(scene: Scene, row: Any) -> bool | None:
    last = later(row.issued_on, 5)
    if row.queried_on is not None and row.queried_on <= last:
        return True
    return None if last >= scene.work.until else False


@reckons("manager-objections-changed")
def changed(scene: Scene) -> Answer:
    asked = (row for row in decisions(scene) if scene.has(row.issued_on) and _objected(scene, row))
    return share(row.changed == 1 for row in asked)


def waited_for(row: Any) -> bool:
    return row.state not in ("draft", "withdrawn") and row.result != "superseded"


@reckons("recommendations-done")
def done(scene: Scene) -> Answer:
    due = (row for row in decisions(scene) if scene.has(row.by_when) and waited_for(row))
    return share(
        row.result == "done" and row.result_on is not None and row.result_on <= row.by_when for row in due
    )


@reckons("recommendations-done-by-review")
def done_by_review(scene: Scene) -> Answer:
    judged = []
    for person in scene.people:
        processes = sorted(
            scene.work.of("review_processes", person.child.child), key=lambda row: (row.held, row.number)
        )
        for before, after in pairwise(processes):
            if scene.has(after.held):
                judged += [
                    row.result == "done" and row.result_on is not None and row.result_on <= after.held
                    for row in scene.work.of("decisions", person.child.child)
                    if row.review == before.number and waited_for(row)
                ]
    return share(iter(judged))


# Starts


def starts(scene: Scene) -> Iterator[tuple[Any, Any]]:
    for person in scene.people:
        for chain in scene.plain.chains(person):
            if chain[0].reason_started == "S" and scene.has(chain[0].started):
                yield person, chain


def known_on(scene: Scene, person: Any, started: date) -> date | None:
    rows = scene.work.of("notifications", person.child.child)
    return min((row.known for row in rows if row.started == started), default=None)


@reckons("notification-lag-2wd")
def told_in_time(scene: Scene) -> Answer:
    def judge(person: Any, started: date) -> bool | None:
        known = known_on(scene, person, started)
        return None if known is None else known <= later(started, 2)

    return share(judge(person, chain[0].started) for person, chain in starts(scene))


@reckons("notification-lag")
def lag(scene: Scene) -> Answer:
    days = [(chain[0].started, known_on(scene, person, chain[0].started)) for person, chain in starts(scene)]
    lags = [england().working_days_between(a, b) if b > a else 0 for a, b in days if b is not None]
    return sum(lags), len(lags), len(days) - len(lags)


def by_which(tenths: int) -> Callable[[Scene], Answer]:
    """The fewest days within which so many tenths of the starts were told."""

    def reckon(scene: Scene) -> Answer:
        days = [(chain[0].started, known_on(scene, person, chain[0].started)) for person, chain in starts(scene)]
        lags = [england().working_days_between(a, b) if b > a else 0 for a, b in days if b is not None]
        enough = (each for each in lags if 10 * sum(other <= each for other in lags) >= tenths * len(lags))
        return min(enough, default=0) * len(lags), len(lags), 0

    return reckon


RECKONED["notification-lag-median"] = by_which(5)
RECKONED["notification-lag-p90"] = by_which(9)


@reckons("iro-appointed-5wd")
def named(scene: Scene) -> Answer:
    judged: list[bool | None] = []
    for person, chain in starts(scene):
        started, due = chain[0].started, later(chain[0].started, 5)
        days = [
            max(row.started, started)
            for row in scene.work.of("allocations", person.child.child)
            if row.ended is None or row.ended > started
        ]
        first, left = min(days, default=None), chain[-1].ceased
        if first is not None and first <= due:
            judged.append(True)
        elif left is None or left > due:
            judged.append(None if first is None and due >= scene.work.until else False)
    return share(iter(judged))


# Papers, checks


def papers(kind: str) -> Callable[[Scene], Answer]:
    def reckon(scene: Scene) -> Answer:
        was_held = {row.number for row in scene.work.of("review_processes")}
        sent = [row for row in scene.work.of("preparations") if row.kind == kind and scene.has(row.asked)]
        return share(
            True if row.received is not None else (False if row.review in was_held else None) for row in sent
        )

    return reckon


RECKONED["consultation-returned"] = papers("child_views")
RECKONED["consultation-returned-parents"] = papers("parent_views")


def due_checks(scene: Scene) -> list[Any]:
    return [row for row in scene.work.of("midway_checks") if scene.has(row.due) and row.not_needed != 1]


@reckons("midway-checks")
def checks(scene: Scene) -> Answer:
    return share(
        row.done <= row.due if row.done is not None else None if row.due >= scene.work.until else False
        for row in due_checks(scene)
    )


@reckons("midway-checks-before-review")
def checks_before_review(scene: Scene) -> Answer:
    reviews = {person.child.child: [review.held for review in person.reviews] for person in scene.people}
    judged: list[bool | None] = []
    for row in due_checks(scene):
        after = min((day for day in reviews.get(row.child, []) if day > row.since), default=None)
        if row.done is None:
            judged.append(None if after is None else False)
        else:
            judged.append(after is None or row.done <= after)
    return share(iter(judged))


# The service on the last day


def posts(scene: Scene) -> list[Any]:
    return [
        row
        for row in scene.work.of("posts")
        if row.role in ("iro", "senior_iro") and row.started <= scene.end < (row.ended or FAR)
    ]


def filled(row: Any) -> bool:
    return row.employment not in ("vacant", "seconded_out")


@reckons("iro-fte")
def fte(scene: Scene) -> Answer:
    return sum(row.fte for row in posts(scene) if filled(row)), 100, 0


@reckons("iro-fte-vacant")
def vacant(scene: Scene) -> Answer:
    return sum(row.fte for row in posts(scene) if row.employment == "vacant"), 100, 0


@reckons("iro-fte-agency")
def agency(scene: Scene) -> Answer:
    return sum(row.fte for row in posts(scene) if row.employment == "agency"), 100, 0


def officers(scene: Scene, person: Any) -> tuple[set[str], set[str]]:
    """Who is the officer on the last day, and who was in the last twelve months of this care."""
    first = max(scene.plain.chain_at(person, scene.end)[0].started, months_after(scene.end, -12))
    rows = [row for row in scene.work.of("allocations", person.child.child) if row.started <= scene.end]
    now = {row.officer for row in rows if (row.ended or FAR) > scene.end}
    return now, {row.officer for row in rows if (row.ended or FAR) > first}


def load(established: bool) -> Callable[[Scene], Answer]:
    def reckon(scene: Scene) -> Answer:
        children = sum(1 for person, _ in scene.plain.stock(scene.people, scene.end) if officers(scene, person)[0])
        whole = sum(row.fte for row in posts(scene) if established or filled(row))
        return children * 100, whole, 0

    return reckon


RECKONED["iro-caseload"] = load(established=False)
RECKONED["iro-caseload-established"] = load(established=True)


@reckons("iro-caseload-most")
def fullest(scene: Scene) -> Answer:
    named = [
        max(now) for person, _ in scene.plain.stock(scene.people, scene.end) if (now := officers(scene, person)[0])
    ]
    most = max((named.count(each) for each in named), default=0)
    return most, most, 0


@reckons("iro-continuity")
def continuity(scene: Scene) -> Answer:
    every = (officers(scene, person) for person, _ in scene.plain.stock(scene.people, scene.end))
    return share(bool(now) and len(lately) == 1 for now, lately in every)


@reckons("sibling-same-iro")
def siblings(scene: Scene) -> Answer:
    groups: dict[str, list[tuple[Any, set[str]]]] = {}
    for person, _ in scene.plain.stock(scene.people, scene.end):
        for row in scene.work.of("sibling_groups", person.child.child):
            groups.setdefault(row.family, []).append((row, officers(scene, person)[0]))
    judged = (
        all(now for _, now in group) and len({max(now) for _, now in group}) == 1
        for group in groups.values()
        if len(group) > 1 and not any(row.apart == 1 for row, _ in group)
    )
    return share(judged)
