"""What a review of the sample decided, what managers said to it, and what became of it by the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sightline.domain.practices import Wording
from sightline.ops.sample.chance import Weighted, spread
from sightline.ops.sample.cycle_days import Steps, day_of
from sightline.ops.sample.cycle_rows import Pen
from sightline.ops.sample.days import add_working_days, working_day_from

_MANY = Weighted({2: 10, 3: 27, 4: 30, 5: 21, 6: 9, 7: 3})
_RESULTS = Weighted({"done": 64, "partly": 15, "not_done": 15, "superseded": 6})
_COSTS, _QUERIED, _CHANGED, _WITHDRAWN = 0.07, 0.03, 0.35, 0.01
_TOLD, _DONE_EARLY, _LATE = 0.12, 0.6, 0.22
_SET_AGAIN, _MOST_AGAIN = frozenset({"partly", "not_done"}), 2


@dataclass(frozen=True, slots=True)
class Round:
    """One review for its decisions: its matter, its days, who is in it, and the last day there is."""

    matter: int
    steps: Steps
    officer: int
    worker: int | None
    manager: int
    on: int


@dataclass(slots=True)
class Made:
    """A decision as it was made, to be answered by what comes after. `asked`: when a manager queried it."""

    made_at: Round
    told: dict[str, Any]
    due: int
    first_due: int
    asked: int | None = None


def make(pen: Pen, chance: Random, here: Round, earlier: Sequence[Made], library: Sequence[Wording]) -> list[Made]:
    """The decisions of a review, those set again first; the earlier ones are answered and written."""
    again = _answer(pen, chance, here, earlier)
    fresh = chance.sample(library, min(len(library), max(1, _MANY.pick(chance) - len(again))))
    made = [_set_again(one, number, here) for one, number in again]
    made += [_new(chance, wording, here) for wording in fresh]
    for place, one in enumerate(made, start=1):
        one.told |= {"place": place, "matter_id": here.matter, "state": _state(chance, here)}
        one.asked = _asked(chance, one)
    return made


def leave(pen: Pen, chance: Random, open_ones: Sequence[Made]) -> None:
    """Write decisions that no review has answered yet: some were done, of some somebody told."""
    for one in open_ones:
        steps, on = one.made_at.steps, one.made_at.on
        if one.told["state"] == "final" and one.due <= on and chance.random() < _DONE_EARLY:
            day = min(on, max(steps.held + 1, one.due - spread(chance, 0, 8)))
            _write(pen, chance, one, _result("done", day, chance.choice(pen.words["done"]), one.made_at.officer))
            continue
        number = _write(pen, chance, one, {"result": "open"})
        told_on = max(steps.closed + 1, min(on, one.due - 10))
        if one.told["owner_id"] and told_on <= on and chance.random() < _TOLD:
            says = chance.choice(pen.words["told_of"])
            pen.add(
                "progress", decision_id=number, at=pen.at(told_on), by_id=one.told["owner_id"], says=says,
                claims="partly",
            )  # fmt: skip


def _new(chance: Random, wording: Wording, here: Round) -> Made:
    due = working_day_from(here.steps.held + (wording.days or spread(chance, 3, 14) * 7))
    told = {
        "what": wording.what, "who": wording.who, "outcome": wording.outcome,
        "owner_id": _owner(wording.who, here),
        "resource": chance.random() < _COSTS, "wording": wording.key,
    }  # fmt: skip
    return Made(here, told, due, due)


def _set_again(one: Made, number: int, here: Round) -> Made:
    kept = {name: one.told[name] for name in ("what", "who", "outcome", "resource", "wording")}
    due = working_day_from(here.steps.held + 42)
    return Made(here, {**kept, "owner_id": _owner(kept["who"], here), "again_id": number}, due, one.first_due)


def _owner(who: str, here: Round) -> int | None:
    return {"Social worker": here.worker, "Team manager": here.manager}.get(who)


def _state(chance: Random, here: Round) -> str:
    if chance.random() < _WITHDRAWN:
        return "withdrawn"
    if here.steps.decisions > here.on:
        return "draft"
    return "final" if here.steps.closed <= here.on else "in_window"


def _asked(chance: Random, one: Made) -> int | None:
    """When a manager asks about a decision, if one does: on the second day of the window."""
    steps = one.made_at.steps
    asked = add_working_days(steps.decisions, 2)
    likely = _QUERIED * 4 if one.told["resource"] else _QUERIED
    if one.told["state"] not in ("in_window", "final") or steps.agreed or asked > one.made_at.on:
        return None
    return asked if chance.random() < likely else None


def _answer(pen: Pen, chance: Random, here: Round, earlier: Sequence[Made]) -> list[tuple[Made, int]]:
    """Write the decisions of the review before with their answers; those to set again, with their numbers."""
    again: list[tuple[Made, int]] = []
    for one in earlier:
        if one.told["state"] == "withdrawn":
            _write(pen, chance, one, {"result": "open"})
            continue
        result = _RESULTS.pick(chance)
        if result in _SET_AGAIN and len(again) == _MOST_AGAIN:
            result = "superseded"
        number = _write(pen, chance, one, _answered(pen, chance, here, one, result))
        if result in _SET_AGAIN:  # what is not done is promised anew, or nobody would wait for it
            again.append((one, number))
    return again


def _answered(pen: Pen, chance: Random, here: Round, one: Made, result: str) -> dict[str, Any]:
    day = here.steps.held
    if result == "done":
        done = one.due + spread(chance, 3, 40) if chance.random() < _LATE else one.due - spread(chance, 0, 12)
        day = min(day, max(one.made_at.steps.held + 1, done))
    said = pen.words[result]
    told = _result(result, day, said if isinstance(said, str) else chance.choice(said), here.officer)
    return {**told, "answered_at_id": here.matter}


def _result(result: str, day: int, says: str, by: int) -> dict[str, Any]:
    return {"result": result, "result_on": day_of(day), "result_says": says, "result_by_id": by}


def _write(pen: Pen, chance: Random, one: Made, result: dict[str, Any]) -> int:
    told = {**one.told, **result}
    if one.asked is not None and add_working_days(one.asked, 2) > one.made_at.on:
        told["state"] = "queried"
    number = pen.add("decision", **told, by_when=day_of(one.due), first_by_when=day_of(one.first_due))
    if one.asked is not None:
        _query(pen, chance, one, one.asked, number)
    return number


def _query(pen: Pen, chance: Random, one: Made, asked: int, number: int) -> None:
    here, answer = one.made_at, add_working_days(asked, 2)
    told: dict[str, Any] = {}
    if answer <= here.on:
        changed = chance.random() < _CHANGED
        says = pen.words["changed" if changed else "kept"]
        told = {"answer": says, "changed": changed, "answered_at": pen.at(answer), "answered_by_id": here.officer}
    pen.add(
        "query", decision_id=number, asked_at=pen.at(asked), asked_by_id=here.manager, says=pen.words["query"],
        **told,
    )  # fmt: skip
