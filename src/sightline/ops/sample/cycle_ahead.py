"""Reviews of the sample to come: when, who is asked, what has come in. Brothers and sisters meet together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from sightline.ops.sample import cycle_around, cycle_review
from sightline.ops.sample.chance import spread, stream
from sightline.ops.sample.cycle_days import back, day_of
from sightline.ops.sample.cycle_people import People
from sightline.ops.sample.cycle_rows import Pen
from sightline.ops.sample.days import add_working_days, age_on, working_day_from, working_day_up_to
from sightline.ops.sample.life import Life
from sightline.ops.sample.today import family_of

_AHEAD, _SOON, _TOGETHER = 58, 21, 24  # days
_MOST_A_DAY = 3
_PLANNED_SOON, _PLANNED, _PROPOSED, _OVERDUE_PLANNED = 0.95, 0.6, 0.45, 0.65


@dataclass(frozen=True)
class Coming:
    """Everybody in care whose next review falls due, and the last day that there is."""

    people: People
    lives: Mapping[int, Life]
    relations: Mapping[int, Sequence[tuple[int, str, str]]]
    dues: Mapping[int, date]
    on: int


@dataclass(frozen=True, slots=True)
class Due:
    """One child whose review is due."""

    child: int
    life: Life
    day: int


def write(pen: Pen, coming: Coming, seed: int) -> Iterator[None]:
    """The meetings to come."""
    busy: Counter[tuple[int, int]] = Counter()
    for group in _groups(coming):
        chance = stream(seed, "to come", group[0].child)
        _meeting(pen, chance, coming, group, busy)
        yield


def _groups(coming: Coming) -> Iterator[list[Due]]:
    """Children by family, those together whose reviews fall due near each other."""
    families: dict[str, list[Due]] = defaultdict(list)
    for child, due in sorted(coming.dues.items()):
        life = coming.lives.get(child)
        if life is not None and due.toordinal() <= coming.on + _AHEAD and not life.short_breaks:
            families[family_of(life)].append(Due(child, life, due.toordinal()))
    for family in families.values():
        family.sort(key=lambda due: due.day)
        while family:
            first = family[0].day
            yield [due for due in family if due.day - first <= _TOGETHER]
            family = [due for due in family if due.day - first > _TOGETHER]


def _meeting(pen: Pen, chance: Random, coming: Coming, group: list[Due], busy: Counter[tuple[int, int]]) -> None:
    on, due = coming.on, group[0].day
    overdue = due <= on
    likely = _OVERDUE_PLANNED if overdue else _PLANNED_SOON if due <= on + _SOON else _PLANNED
    chair = coming.people.officer(group[0].life, on)
    if chance.random() > likely:
        if not overdue and chance.random() < _PROPOSED:
            _proposed(pen, chance, chair, due, on, group)
        return
    day = _free(chance, chair, due, on, busy, overdue=overdue)
    busy[chair, day] += 1
    meeting = cycle_review.meeting_of(
        pen, chance, day, chair, "planned", why_then=pen.words["why_overdue"] if overdue or day > due else ""
    )
    for one in group:
        matter = _matter(pen, meeting, one, on)
        _prepared(pen, chance, coming, one, matter, day)


def _free(chance: Random, chair: int, due: int, on: int, busy: Counter[tuple[int, int]], *, overdue: bool) -> int:
    """A working day to come, before the review is due where that can be, on which the chair is not full."""
    if overdue:
        day = add_working_days(on + 1, spread(chance, 1, 14))
    else:
        day = working_day_up_to(max(on + 2, due - spread(chance, 0, 8)))
        day = day if day > on + 1 else working_day_from(on + 2)
    while busy[chair, day] >= _MOST_A_DAY:
        day = add_working_days(day, 1) if overdue or back(day, 1) <= on + 1 else back(day, 1)
        overdue = overdue or day <= on + 2
    return day


def _proposed(pen: Pen, chance: Random, chair: int, due: int, on: int, group: list[Due]) -> None:
    """Dates are asked about, and none is settled."""
    meeting = pen.add(
        "meeting", kind="review", state="proposed", minutes=60, mode="in_person", chair_id=chair,
        uid=cycle_review.uid(chance), made_at=pen.at(on - 3),
    )  # fmt: skip
    for number in range(2):
        day = max(add_working_days(on, 3 + number), back(working_day_up_to(due), 3 + 4 * number))
        note = pen.words["proposal"] if number else ""
        pen.add("proposal", meeting_id=meeting, on=day_of(day), at=("10:00:00", "15:30:00")[number], note=note)
    for one in group:
        _matter(pen, meeting, one, on)


def _matter(pen: Pen, meeting: int, one: Due, on: int) -> int:
    matter = pen.add("matter", meeting_id=meeting, child_id=one.child, state="to_hold")
    care = next(care for care in reversed(one.life.care) if care.spell.start <= one.day)
    before = sum(1 for day, _ in one.life.reviews if care.spell.start <= day <= on)
    kind = {0: "first", 1: "second"}.get(before, "later")
    pen.add("review", matter_id=matter, kind=kind, answers="{}", chaired="officer")
    return matter


def _prepared(pen: Pen, chance: Random, coming: Coming, one: Due, matter: int, day: int) -> None:
    """Who is asked, from ten working days before on, and what has come in by now."""
    on, wanted = coming.on, back(day, spread(chance, 10, 13))
    invited = max(min(wanted, on), on - 5) if wanted <= on and chance.random() < 0.85 else None
    worker = coming.people.worker(one.life, on)
    for capacity, told in _parts(coming, one, on, worker):
        part = pen.add(
            "participant", matter_id=matter, capacity=capacity, plan="invite",
            invited_on=day_of(invited) if invited else None, invited_by="email" if invited else "",
            answered="will_come" if invited and chance.random() < 0.5 else "",
            gets=cycle_around.GETS.get(capacity, ""), **told,
        )  # fmt: skip
        for kind, likely, paper in cycle_around.asked_of(capacity, age_on(one.life.born, day)):
            _ask(pen, chance, matter, part, kind, likely, paper, worker if capacity == "social_worker" else None,
                 invited, day, on)  # fmt: skip


def _parts(coming: Coming, one: Due, on: int, worker: int | None) -> Iterator[tuple[str, dict[str, object]]]:
    yield "child", {}
    yield "iro", {"person_id": coming.people.officer(one.life, on)}
    if worker is not None:
        yield "social_worker", {"person_id": worker}
    for relation, name, capacity in coming.relations.get(one.child, ()):
        if capacity == "carer" or name in ("Mother", "Father"):
            yield "carer" if capacity == "carer" else "parent", {"relation_id": relation}
    if age_on(one.life.born, on) in range(4, 18):
        yield "school", {"name": "Hillside School"}


def _ask(
    pen: Pen, chance: Random, matter: int, part: int, kind: str, likely: float, paper: bool, person: int | None,
    invited: int | None, day: int, on: int,
) -> None:  # fmt: skip
    here = back(day, 4) <= on and chance.random() < likely
    received = min(on, max(invited or on, back(day, spread(chance, 2, 6)))) if invited and here else None
    shared = received if received and paper and chance.random() < 0.5 else None
    state = "shared" if shared else "received" if received else "asked" if invited else "to_ask"
    ask = pen.add(
        "ask", matter_id=matter, kind=kind, of_id=part, person_id=person, state=state,
        asked_on=day_of(invited) if invited else None, received_on=day_of(received) if received else None,
        shared_on=day_of(shared) if shared else None,
    )  # fmt: skip
    if state == "asked" and invited and back(day, 3) <= on and chance.random() < 0.5:
        pen.add("chaser", ask_id=ask, on=day_of(on), channel="email")
