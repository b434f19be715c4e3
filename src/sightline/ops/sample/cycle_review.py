"""One review of the sample that was held: its meeting, the child's part of it, how it was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import UUID

from sightline.domain.late_causes import causes
from sightline.domain.record_forms import sections_for
from sightline.ops.sample.chance import Weighted, spread
from sightline.ops.sample.cycle_around import Held, asks, issue, participants
from sightline.ops.sample.cycle_days import back, day_of
from sightline.ops.sample.cycle_rows import Pen
from sightline.ops.sample.days import add_working_days, months_after

TIMES = ("10:00:00", "13:30:00", "15:30:00", "16:15:00")
MODES = Weighted({"in_person": 68, "hybrid": 20, "video": 9, "phone": 3})
CAUSES = Weighted(
    {"told_late": 30, "no_report": 20, "no_social_worker": 12, "iro_capacity": 9, "iro_away": 6, "child_asked": 7}
    | {"family_asked": 6, "carer": 4, "venue": 2, "court": 4}
)
_WHOLE_RECORDS_FOR, _MAY_CHAIR = 400, 8
_CAUSE_TOLD, _REASON_KEPT, _TYPED = 0.9, 0.93, 0.25
_ANSWERS: Mapping[str, dict[str, str]] = {
    "PN1": {"present": "in_person", "views_when_there": "spoke"},
    "PN2": {"present": "in_person", "views_when_there": "spoken_for"},
    "PN3": {"present": "in_person", "views_when_there": "without_words"},
    "PN4": {"present": "in_person", "views_when_there": "not_at_all"},
    "PN5": {"present": "no", "views_when_absent": "told_somebody"},
    "PN6": {"present": "no", "views_when_absent": "sent_message", "message": "own_and_current"},
    "PN7": {"present": "no", "views_when_absent": "not_at_all"},
}


def kind_of(review: Held) -> str:
    """The kind of a review."""
    stay = next((stay for stay in review.care.stays if stay.start <= review.day < stay.end), None)
    if review.care.spell.path == "remand":
        return "remand"
    if stay is not None and (stay.legal == "E1" or stay.place.kind[0] == "A"):
        return "adoption"
    if review.number > 2 and review.before and review.day - review.before < 110:
        return "brought_forward"
    return {1: "first", 2: "second"}.get(review.number, "later")


def meeting_of(pen: Pen, chance: Random, day: int, chair: int, state: str, **told: Any) -> int:
    """A meeting on a day, somewhere; its number."""
    venue = spread(chance, 1, len(pen.words["venues"])) if chance.random() < 0.4 else None
    return pen.add(
        "meeting", kind="review", state=state, on=day_of(day), dated_on=day_of(day - 40), minutes=60,
        at=chance.choice(TIMES), mode=MODES.pick(chance), venue_id=venue,
        place="" if venue else chance.choice(pen.words["places"]), chair_id=chair,
        uid=uid(chance), made_at=pen.at(day - 40), **told,
    )  # fmt: skip


def uid(chance: Random) -> str:
    """What calendars know a meeting by."""
    return UUID(int=chance.getrandbits(128), version=4).hex


def write(pen: Pen, chance: Random, review: Held, meeting: int, documents: Mapping[str, tuple[str, int]]) -> int:
    """Everything of a review but its decisions; the number of its matter."""
    steps, on = review.steps, review.on
    complete = steps.completed <= on
    issued = complete and steps.decisions <= on
    closed = issued and steps.closed <= on
    matter = pen.add(
        "matter", meeting_id=meeting, child_id=review.child, state="complete" if complete else "adjourned",
        held_on=day_of(steps.held), completed_on=day_of(steps.completed) if complete else None,
        adjourned_why=chance.choice(pen.words["adjourned"]) if steps.adjourned else "",
        decisions_issued_on=day_of(steps.decisions) if issued else None,
        window_closed_at=pen.at(steps.closed) if closed else None,
        window_closed_how=("agreed" if steps.agreed else "time") if closed else "",
    )  # fmt: skip
    if steps.adjourned:
        for day in (steps.held, steps.completed):
            pen.add("sitting", matter_id=matter, on=day_of(day), at="10:00:00", mode="in_person", held=day <= on)
    kind = kind_of(review)
    recorded = _record(pen, chance, review, matter, kind)
    _review(pen, chance, review, matter, kind)
    parts = participants(pen, chance, review, matter)
    asks(pen, chance, review, matter, parts)
    if issued and documents:
        issue(pen, chance, review, matter, parts, documents, recorded)
    if review.told is not None:
        pen.finish(
            day_of(steps.completed) if complete else None, day_of(steps.recorded) if recorded else None,
            int(steps.adjourned), review.told,
        )  # fmt: skip
    return matter


def is_late(review: Held) -> bool:
    """Whether the review was later than the ordinary track asks; of the adoption track this does not judge."""
    if review.before is None or review.number == 1:
        return review.day > add_working_days(review.care.spell.start, 20)
    return review.day > months_after(review.before, 3 if review.number == 2 else 6)


def _review(pen: Pen, chance: Random, review: Held, matter: int, kind: str) -> None:
    if kind == "brought_forward" and review.before is not None:
        asked = back(review.day, 12)
        if asked > review.before:
            pen.add(
                "early", child_id=review.child, asked_on=day_of(asked),
                wanted_by=day_of(add_working_days(review.day, 3)),
                trigger="cla-review-early-iro", entered_at=pen.at(asked), entered_by_id=review.officer,
            )  # fmt: skip
    late = is_late(review) and chance.random() < _CAUSE_TOLD
    cause = CAUSES.pick(chance) if late else ""
    reason = review.code in ("PN4", "PN7") and chance.random() < _REASON_KEPT
    chaired = "officer"
    if review.there and review.age >= _MAY_CHAIR and chance.random() < 0.16:
        chaired = "child" if chance.random() < 0.35 else "together"
    pen.add(
        "review", matter_id=matter, told_id=review.told, kind=kind, answers=_as_json(review.code),
        code=review.code,
        brought_forward_why=chance.choice(pen.words["brought_forward"]) if kind == "brought_forward" else "",
        code_why=pen.words["code_why"][review.code] if reason else "", chaired=chaired, late_cause=cause,
        late_party=causes()[cause].party if cause else "", late_why=pen.words["late_why"] if cause else "",
        coded_by_id=review.officer,
    )  # fmt: skip


def _as_json(code: str) -> str:
    told = ", ".join(f'"{question}": "{answer}"' for question, answer in _ANSWERS.get(code, {}).items())
    return f"{{{told}}}"


def _record(pen: Pen, chance: Random, review: Held, matter: int, kind: str) -> bool:
    """The record, as far as it is; whether it is finished."""
    steps, on = review.steps, review.on
    finished = steps.completed <= on and steps.recorded <= on
    waited = on - steps.completed
    typed = chance.random() < _TYPED
    state = "finished" if finished else "not_started" if waited < 2 else "writing"
    if typed and state == "writing":
        state = "typing" if waited < 9 else "checking"
    record = pen.add(
        "record", matter_id=matter, state=state, form=kind, started_on=day_of(steps.held) if waited >= 2 else None,
        to_type_on=day_of(min(on, steps.completed + 3)) if typed and waited >= 3 else None,
        finished_on=day_of(steps.recorded) if finished else None,
        finished_by_id=review.officer if finished else None,
    )  # fmt: skip
    if state != "not_started":
        _sections(pen, review, record, kind, steps.recorded if finished else None)
    return finished


def _sections(pen: Pen, review: Held, record: int, kind: str, finished: int | None) -> None:
    texts = pen.words["sections"]
    wanted = [each.key for each in sections_for(kind, review.age) if each.required and each.key in texts]
    if finished is None:
        wanted = wanted[: len(wanted) // 2]
    elif review.on - finished > _WHOLE_RECORDS_FOR:
        wanted = ["summary"]
    at = pen.at(min(finished or review.on, review.on))
    for key in wanted:
        pen.add(
            "section", record_id=record, key=key, text=texts[key], written_at=at, written_by_id=review.officer
        )  # fmt: skip
