"""What is missing or cannot be right in what is told of a child: each with who can mend it, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sightline.casework.register import models
from sightline.casework.register.queries.identity import Identity, Worker
from sightline.casework.register.queries.numbers import shared_numbers
from sightline.casework.register.telling import Told
from sightline.casework.staff.queries import Viewer
from sightline.domain.calendar import months_after

FEED = "Performance analyst"
SOCIAL_WORKER = "Social worker"
OFFICER = "Independent Reviewing Officer"


@dataclass(frozen=True)
class Gap:
    """Something to mend. `table` and `row` lead to it; `since` is from when it has been so, where known."""

    says: str
    owner: str
    since: date | None = None
    table: str = ""
    row: int | None = None

    def age(self, on: date) -> int | None:
        """For how many days."""
        return (on - self.since).days if self.since and self.since <= on else None


def gaps(
    child: models.Child,
    told: dict[str, list[Told]],
    workers: tuple[Worker, ...],
    who: Identity,
    seen_by: Viewer,
) -> Iterator[Gap]:
    """What to mend, in the order of the page. Two queries, seldom three."""
    on = seen_by.on
    came, in_care = who.came, who.in_care
    yield from _details(child, came, in_care)
    yield from _episodes(told["episodes"])
    yield from _home(told["episodes"], in_care)
    yield from _people(workers, in_care, came, on)
    yield from _warnings(told["warnings"], on)
    yield from _dates(told, on)
    yield from _stale(told, in_care, on)
    yield from _contradictions(child)
    for system in shared_numbers(child, seen_by=seen_by):
        yield Gap(f"The number of {system} is another child's, too", FEED, table="identifiers")


def _details(child: models.Child, since: date | None, in_care: bool) -> Iterator[Gap]:
    if not child.forename and not child.surname:
        yield Gap("No name is told", FEED, since, "child")
    if child.born is None:
        yield Gap("No date of birth is told", FEED, since, "child")
    if child.ethnicity in ("", "NOBT"):
        yield Gap("Ethnicity is not yet known", SOCIAL_WORKER, since, "child")
    if in_care and not child.upn:
        yield Gap("There is no unique pupil number", FEED, since, "child")


def _episodes(episodes: list[Told]) -> Iterator[Gap]:
    care = [row for row in episodes if row["legal_status"] not in ("V3", "V4")]
    for before, after in pairwise(care):
        if before["ceased"] is None or before["ceased"] > after["started"]:
            yield Gap("Two episodes of care overlap", FEED, after["started"], "episodes", after.pk)
        elif before["reason_ceased"] == "X1" and before["ceased"] < after["started"]:
            yield Gap(
                "An episode went on in another, but there are days between them",
                FEED,
                before["ceased"],
                "episodes",
                before.pk,
            )
    for row in care:
        if row["ceased"] is not None and not row["reason_ceased"]:
            yield Gap("Why an episode ended is not told", FEED, row["ceased"], "episodes", row.pk)


def _home(episodes: list[Told], in_care: bool) -> Iterator[Gap]:
    if in_care and episodes and not episodes[-1]["home_postcode"]:
        yield Gap("The postcode of home is not told", FEED, episodes[-1]["started"], "episodes", episodes[-1].pk)


def _people(workers: tuple[Worker, ...], in_care: bool, came: date | None, on: date) -> Iterator[Gap]:
    if not in_care:
        return
    now = {worker.role for worker in workers if worker.ended is None or worker.ended > on}
    if "social_worker" not in now:
        yield Gap("No social worker is known", SOCIAL_WORKER, came)


def _warnings(warnings: list[Told], on: date) -> Iterator[Gap]:
    for row in warnings:
        if row.holds(on) and row["review_on"] < on:
            yield Gap("A warning should have been looked at again", OFFICER, row["review_on"], "warnings", row.pk)


def _dates(told: dict[str, list[Told]], on: date) -> Iterator[Gap]:
    """What ended before it began, and what should have been done by a day."""
    for key, rows in told.items():
        for row in rows:
            if row.since and row.until and row.until < row.since:
                yield Gap("It ended before it began", FEED, row.since, key, row.pk)
    for row in told["immigration"]:
        if row.holds(on) and row["deadline"] and row["deadline"] < on:
            yield Gap(
                "The day by which something must be done has passed",
                SOCIAL_WORKER,
                row["deadline"],
                "immigration",
                row.pk,
            )


def _stale(told: dict[str, list[Told]], in_care: bool, on: date) -> Iterator[Gap]:
    """A child in care of whom nothing has been told or entered for a year."""
    days = [row.source.known_on for rows in told.values() for row in rows if row.source.known_on]
    if in_care and days and max(days) < months_after(on, -12):
        yield Gap("Nothing has been told anew for a year", SOCIAL_WORKER, max(days))


def _contradictions(child: models.Child) -> Iterator[Gap]:
    rows = models.Contradiction.objects.filter(child=child, choice="").select_related("load").order_by("pk")
    for row in rows:
        yield Gap("A file tells it otherwise than it was entered here", FEED, row.load.as_at, row.table, row.row)
