"""What is drawn on a strip: homes, legal statuses, plans, officers, workers, reviews and visits, times missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sightline.casework.register.queries import Story, Told, Worker
from sightline.domain.care import Placement
from sightline.domain.codes import code_set
from sightline.web.strip import Lane, Mark, Spell, Strip, draw

#: How a placement is coloured, by its group; the words are always there too.
HOMES = {
    "Fostered by a relative or friend": "family",
    "Fostered by another carer": "foster",
    "Placed for adoption": "adoption",
    "Placed with parents": "family",
    "Children's home": "residential",
    "Other residential setting": "residential",
    "Secure children's home": "residential",
}


def strip_of(story: Story) -> Strip | None:
    """The strip of a child's life as told by a day."""
    return draw(_lanes(story), on=story.on)


def _lanes(story: Story) -> Iterator[Lane]:
    told, on = story.told, story.on
    yield Lane("Where the child lives", [_home(stay) for stay in story.stays if stay.started <= on])
    yield Lane("Legal status", list(_legal(told["episodes"], on)))
    plans = [*told["care_plans"], *told["permanence_plans"]]
    yield Lane("Plans", [_spell(row, "plan" if row.table == "care_plans" else "route", "plan") for row in plans])
    for role, title in (("iro", "Independent Reviewing Officer"), ("social_worker", "Social worker")):
        yield Lane(title, [Spell(w.started, w.ended, w.name, "person") for w in _of_role(story, role)])
    yield Lane("Reviews and visits", (), [*_reviews(story), *_visits(told["visits"])])
    yield Lane("Missing or away", [_spell(row, "kind", "missing") for row in told["missing"]])


def _home(stay: Placement) -> Spell:
    known = code_set("placement_type").get(stay.placement)
    label, group = (known.label, known.group) if known else (stay.placement, "")
    return Spell(stay.started, stay.ended, label, HOMES.get(group, "other"))


def _legal(episodes: Iterable[Told], on: date) -> Iterator[Spell]:
    """Runs of one legal status: episodes that follow each other with the same one are one spell."""
    run: list[Told] = []
    for row in [row for row in episodes if row["started"] <= on]:
        goes_on = run and run[-1]["ceased"] == row["started"] and run[-1]["legal_status"] == row["legal_status"]
        if run and not goes_on:
            yield _run(run)
            run = []
        run.append(row)
    if run:
        yield _run(run)


def _run(run: list[Told]) -> Spell:
    return Spell(run[0]["started"], run[-1]["ceased"], run[0].say("legal_status") or "", "legal")


def _spell(row: Told, name: str, kind: str) -> Spell:
    return Spell(row["started"], row["ended"], str(row.say(name) or ""), kind)


def _of_role(story: Story, role: str) -> list[Worker]:
    return [worker for worker in reversed(story.workers) if worker.role == role]


def _reviews(story: Story) -> Iterator[Mark]:
    for row in story.told["reviews"]:
        yield Mark(row["held"], "Review", "review")
    if story.who.due:
        yield Mark(story.who.due, "Next review due", "due")


def _visits(rows: Iterable[Told]) -> Iterator[Mark]:
    for row in rows:
        if row["kind"] == "iro":
            yield Mark(row["held"], "Visit by the reviewing officer", "iro-visit")
        else:
            yield Mark(row["held"], "Visit by the social worker", "visit")
