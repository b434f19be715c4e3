"""Around one review of the sample: who had a part in it, what was asked of them, and what each had afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sightline.ops.sample.chance import spread
from sightline.ops.sample.cycle_days import Steps, back, day_of
from sightline.ops.sample.cycle_rows import Pen
from sightline.ops.sample.days import age_on
from sightline.ops.sample.life import Care, Life

GETS = {"child": "letter", "parent": "record", "carer": "record", "social_worker": "record"} | dict.fromkeys(
    ("school", "health", "professional"), "decisions"
)
CHANNELS = {"child": "in_person", "parent": "post", "carer": "secure_email"}
_PARENTS = ("Mother", "Father")
_SCHOOL = range(4, 18)


@dataclass(frozen=True, slots=True)
class Held:
    """One review that was held: whose, of which care, its place among that care's, the one before it."""

    life: Life
    child: int
    care: Care
    number: int  # 1 is the first of this period of care
    before: int | None  # the day of the review before it
    day: int
    code: str
    steps: Steps
    officer: int
    worker: int | None
    relations: Sequence[tuple[int, str, str]]
    told: int | None  # its row of the register
    on: int

    @property
    def age(self) -> int:
        """On the day."""
        return age_on(self.life.born, self.day)

    @property
    def there(self) -> bool:
        """Whether the child was."""
        return self.code in ("PN1", "PN2", "PN3", "PN4")


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody with a part in a review, as written."""

    number: int
    capacity: str
    gets: str


def participants(pen: Pen, chance: Random, review: Held, matter: int) -> list[Part]:
    invited = day_of(back(review.day, spread(chance, 9, 14)))
    young = review.code == "PN0"

    def part(capacity: str, came: str, gets: str | None = None, **told: Any) -> Part:
        sent = GETS.get(capacity, "") if gets is None else gets
        number = pen.add(
            "participant", matter_id=matter, capacity=capacity, invited_on=invited, invited_by="email", came=came,
            gets=sent, **{"plan": "invite", **told},
        )  # fmt: skip
        return Part(number, capacity, sent)

    parts = [
        part(
            "child", "yes" if review.there else "no", "" if young else None, plan="views" if young else "invite",
            sent_views=None if young else review.code in ("PN5", "PN6"),
        ),
        part("iro", "yes", person_id=review.officer),
    ]  # fmt: skip
    if review.worker is not None:
        parts.append(
            part("social_worker", "yes" if chance.random() < 0.95 else "apologies", person_id=review.worker)
        )
    for relation, name in _around(review, "family", _PARENTS):
        parts.append(_parent(chance, part, relation, name))
    for relation, name in _around(review, "carer", ("Foster carer",))[:1]:
        came = "yes" if chance.random() < 0.94 else "apologies"
        parts.append(part("carer", came, relation_id=relation, name="" if relation else name))
    if review.age in _SCHOOL:
        parts.append(part("school", chance.choice(("yes", "yes", "remote", "apologies")), name="Hillside School"))
    if chance.random() < 0.4:
        parts.append(part("health", chance.choice(("yes", "apologies", "no")), name="Nurse for children in care"))
    return parts


def _parent(chance: Random, part: Any, relation: int | None, name: str) -> Part:
    told = {"relation_id": relation, "name": "" if relation else name}
    if chance.random() < 0.05:
        why = "A court order: no contact with the child"
        return part("parent", "", "", plan="excluded", why=why, **told)  # type: ignore[no-any-return]
    plan = "invite" if chance.random() < 0.78 else "separately" if chance.random() < 0.6 else "views"
    came = "yes" if plan == "invite" and chance.random() < 0.6 else "remote" if chance.random() < 0.1 else "no"
    views = came == "no" and chance.random() < 0.35
    return part("parent", came, plan=plan, sent_views=views, **told)  # type: ignore[no-any-return]


def _around(review: Held, capacity: str, wanted: Sequence[str]) -> list[tuple[int | None, str]]:
    """The people around a child of a capacity; where the register has none any more, the first that one has."""
    found: list[tuple[int | None, str]] = [
        (number, said)
        for number, said, held in review.relations
        if held == capacity and (capacity == "carer" or said in wanted)
    ]
    return found or ([] if review.relations else [(None, wanted[0])])


def asks(pen: Pen, chance: Random, review: Held, matter: int, parts: Sequence[Part]) -> None:
    asked, day = back(review.day, spread(chance, 10, 15)), review.day
    for part in parts:
        for kind, likely, paper in asked_of(part.capacity, review.age):
            came = chance.random() < likely
            received = back(day, spread(chance, 1, 7)) if came else None
            shared = back(day, 1) if came and paper and chance.random() < 0.8 else None
            state = "shared" if shared else "received" if came else "asked"
            pen.add(
                "ask", matter_id=matter, kind=kind, of_id=part.number, state=state, asked_on=day_of(asked),
                person_id=review.worker if part.capacity == "social_worker" else None,
                received_on=day_of(received) if received else None, shared_on=day_of(shared) if shared else None,
            )  # fmt: skip


def asked_of(capacity: str, age: int) -> list[tuple[str, float, bool]]:
    """What is asked of somebody: the kind, how likely it comes, whether it is for the family to read."""
    if capacity == "social_worker":
        return [("sw_talk", 0.88, False), ("sw_report", 0.86, True)]
    if capacity == "child" and age in _SCHOOL:
        return [("child_views", 0.46, False)]
    return {
        "parent": [("parent_views", 0.31, False)],
        "carer": [("carer_report", 0.72, True)],
        "school": [("pep", 0.8, True)],
        "health": [("health", 0.7, True)],
    }.get(capacity, [])


def issue(
    pen: Pen, chance: Random, review: Held, matter: int, parts: Sequence[Part],
    documents: Mapping[str, tuple[str, int]], recorded: bool,
) -> None:  # fmt: skip
    """What was issued, and who had it: the decisions when managers have agreed, the rest with the record."""
    steps, on = review.steps, review.on
    made: dict[str, int] = {}
    for kind, (sha256, size) in documents.items():
        day = steps.decisions if kind == "decisions" else steps.recorded
        wanted = kind == "decisions" or (recorded and any(part.gets == kind for part in parts))
        if wanted and day <= on:
            made[kind] = pen.add(
                "issued", child_id=review.child, kind=kind, about="matter", number=matter, format="pdf",
                sha256=sha256, size=size, made_at=pen.at(day), made_by_id=review.officer,
            )  # fmt: skip
    for part in parts:
        issued, day = made.get(part.gets), back(steps.sent, spread(chance, 0, 1))
        if issued is not None and recorded and day <= on:
            pen.add(
                "delivery", issued_id=issued, participant_id=part.number, on=day_of(day),
                channel=CHANNELS.get(part.capacity, "secure_email"), made_at=pen.at(day),
            )  # fmt: skip
