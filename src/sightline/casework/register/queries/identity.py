"""Who a child is, at a glance: what stands at the head of every page of the child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sightline.casework.practice.once import once
from sightline.casework.register import models
from sightline.casework.register.lean import NAME, lean
from sightline.casework.register.standings import fresh
from sightline.casework.register.tables import EPISODES
from sightline.casework.staff.queries import current
from sightline.domain.care import age_on
from sightline.domain.practices import Practice
from sightline.domain.timescales import TIMESCALES


@dataclass(frozen=True)
class Worker:
    """Somebody who works with the child now, or did."""

    name: str
    role: str
    role_said: str
    started: date
    ended: date | None
    person: int | None = None
    email: str = ""
    team: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Warned:
    """A warning that holds. `late` says that it should have been looked at again."""

    pk: int
    kind: str
    says: str
    review_on: date
    late: bool


@dataclass(frozen=True)
class Identity:
    """Who the child is, where, with whom, and what is next."""

    pk: int
    name: str
    known_as: str
    age: int | None
    born: date | None
    pronouns: str
    needs: tuple[str, ...]
    in_care: bool
    came: date | None
    left: date | None
    legal_status: str
    placement: str
    iro: Worker | None
    social_worker: Worker | None
    due: date | None
    due_title: str
    due_standing: str
    due_why: str
    warnings: tuple[Warned, ...]
    restricted: bool


def identity(child: models.Child, *, on: date, practice: Practice) -> Identity:
    """Who a child in scope is on a day. A constant number of queries."""
    standing = fresh(models.Child.objects.filter(pk=child.pk), on=on, practice=practice).get()
    now = [worker for worker in workers(child) if worker.ended is None or worker.ended > on]
    return Identity(
        pk=child.pk,
        name=name_of(child),
        known_as=child.known_as,
        age=age_on(child.born, on) if child.born else None,
        born=child.born,
        pronouns=child.pronouns,
        needs=_needs(child, on),
        in_care=standing.in_care,
        came=standing.came,
        left=standing.left,
        legal_status=EPISODES.field("legal_status").say(standing.legal_status) or "",
        placement=EPISODES.field("placement").say(standing.placement) or "",
        iro=next((worker for worker in now if worker.role == "iro"), None),
        social_worker=next((worker for worker in now if worker.role == "social_worker"), None),
        due=standing.due,
        due_title=TIMESCALES[standing.due_key].title if standing.due_key else "Review",
        due_standing=standing.due_standing,
        due_why=standing.due_why,
        warnings=tuple(_warnings(child, on)),
        restricted=models.Restriction.objects.filter(child=child, lifted_at=None).exists(),
    )


def name_of(child: models.Child) -> str:
    """What to call a child: the name, or the number of the row where no name is told."""
    return f"{child.forename} {child.surname}".strip() or f"Child {child.pk}"


def workers(child: models.Child) -> list[Worker]:
    """Everybody who works or worked with the child, the latest first. One query, once a page."""
    return once(("workers", child.pk), lambda: _workers(child))


def _workers(child: models.Child) -> list[Worker]:
    rows = lean(
        models.Involvement.objects.filter(child=child), person=("name", "email", "is_active"), team=NAME
    ).order_by("-started", "-pk")
    roles = dict(models.Involvement._meta.get_field("role").flatchoices)
    return [
        Worker(
            name=row.person.name if row.person else f"Worker {row.worker}",
            role=row.role,
            role_said=str(roles.get(row.role, row.role)),
            started=row.started,
            ended=row.ended,
            person=row.person_id,
            email=row.person.email if row.person and row.person.is_active else "",
            team=row.team.name if row.team else "",
            reason=row.reason,
        )
        for row in rows
    ]


def _needs(child: models.Child, on: date) -> tuple[str, ...]:
    rows = models.CommunicationNeed.objects.filter(child=child).order_by("pk")
    told = [f"{row.need}: {row.helps}" if row.helps else row.need for row in rows if not _over(row.ended, on)]
    if child.language and child.language.casefold() != "english":
        told.append(f"Speaks {child.language}")
    if child.interpreter:
        told.append("Needs an interpreter")
    return tuple(told)


def _warnings(child: models.Child, on: date) -> list[Warned]:
    rows = current(models.Warning.objects.filter(child=child), on).order_by("started")
    return [Warned(row.pk, row.kind, row.says, row.review_on, late=row.review_on < on) for row in rows]


def _over(ended: date | None, on: date) -> bool:
    return ended is not None and ended <= on
