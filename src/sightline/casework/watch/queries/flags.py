"""Flags of children in care, for whoever may see the children: lists, one child's with all facts, and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from sightline.casework.practice.queries import in_force
from sightline.casework.register.cut import Cut
from sightline.casework.register.queries import name_of
from sightline.casework.register.scope import children, one
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.drifting import flags_of, fresh
from sightline.casework.watch.models import Dismissal, Flagged
from sightline.casework.watch.queries.around import around, working
from sightline.domain.drift import Flag, kinds

BY_NAME = ("child__surname", "child__forename", "child")
ORDERS: Mapping[str, str] = {"name": "child__surname", "flag": "flag", "since": "since"}
OLDER = {"28": 28, "91": 91, "182": 182, "365": 365}
TITLES = {kind.key: kind.title for kind in kinds()}
KINDS = dict(Dismissal.Kind.choices)


@dataclass(frozen=True)
class Dismissed:
    """That a flag was set aside: by whom, when, why, until when, and for which facts."""

    id: int
    flag: str
    facts: str
    said: str
    why: str
    by: str
    at: datetime
    until: date | None
    withdrawn_at: datetime | None
    withdrawn_by: str

    @property
    def title(self) -> str:
        """What the flag is called."""
        return TITLES.get(self.flag, self.flag)

    def holds(self, flag: Flag, on: date) -> bool:
        """Whether it sets this flag aside on a day."""
        here = self.flag == flag.key and self.facts == flag.facts_hash
        return here and self.withdrawn_at is None and (self.until is None or self.until > on)


@dataclass(frozen=True)
class Row:
    """One flag of one child on a list."""

    child: int
    name: str
    flag: str
    title: str
    says: str
    since: date
    iro: str
    social_worker: str
    team: str
    aside: str  # how it was set aside; empty where it was not


@dataclass(frozen=True)
class Seen:
    """A flag of one child with all its facts, and what was said of it."""

    flag: Flag
    dismissed: Dismissed | None


@dataclass(frozen=True)
class OfChild:
    """The flags of one child: those to look at, those set aside, and what was set aside before."""

    open: Sequence[Seen]
    aside: Sequence[Seen]
    before: Sequence[Dismissed]


def flagged(*, seen_by: Viewer, chosen: Mapping[str, str] | None = None, order: str = "") -> Cut[Row]:
    """The flags of the children in scope who are in care. `chosen`: flag, iro, team, since (days), state."""
    rows = _open(fresh(children(seen_by=seen_by), on=seen_by.on, practice=in_force(seen_by.on)), seen_by.on)
    for key, value in {"state": "open", **(chosen or {})}.items():
        rows = rows.filter(_chosen(key, value, seen_by))
    return Cut(_ordered(rows, order), lambda found: _rows(found, seen_by.on))


def counts(*, seen_by: Viewer, mine: bool = False) -> dict[str, int]:
    """How many children have each flag that nobody set aside; with `mine`, of the children this person reviews."""
    rows = _open(fresh(children(seen_by=seen_by), on=seen_by.on, practice=in_force(seen_by.on)), seen_by.on)
    rows = rows.filter(aside=False)
    if mine:
        rows = rows.filter(_chosen("iro", "me", seen_by))
    told = dict(rows.order_by().values_list("flag").annotate(n=Count("pk")))
    return {key: told[key] for key in TITLES if key in told}


def of_child(child: int, *, seen_by: Viewer) -> OfChild:
    """The flags of a child in scope today, each with its facts, and all that was set aside before."""
    rows = Dismissal.objects.filter(child__in=one(child, seen_by=seen_by).values("pk"))
    said = [_dismissed(row) for row in rows.select_related("by", "withdrawn_by").order_by("-at", "-pk")]
    told = flags_of(child, on=seen_by.on, practice=in_force(seen_by.on))
    seen = [Seen(flag, next((each for each in said if each.holds(flag, seen_by.on)), None)) for flag in told]
    now = {each.dismissed.id for each in seen if each.dismissed is not None}
    return OfChild(
        open=[each for each in seen if each.dismissed is None],
        aside=[each for each in seen if each.dismissed is not None],
        before=[each for each in said if each.id not in now],
    )


def _dismissed(row: Dismissal) -> Dismissed:
    return Dismissed(
        id=row.pk,
        flag=row.flag,
        facts=row.facts,
        said=KINDS.get(row.kind, row.kind),
        why=row.why,
        by=row.by.name,
        at=row.at,
        until=row.until,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
    )


def _open(rows: QuerySet[Flagged], on: date) -> Any:
    """With `aside`: whether somebody set the flag aside for the facts that it has."""
    aside = Dismissal.objects.filter(
        Q(until=None) | Q(until__gt=on), child=OuterRef("child"), flag=OuterRef("flag"), facts=OuterRef("facts"),
        withdrawn_at=None,
    )  # fmt: skip
    return rows.annotate(aside=Exists(aside))


def _chosen(key: str, value: str, seen_by: Viewer) -> Q:
    match key:
        case "state":
            return {"open": Q(aside=False), "aside": Q(aside=True)}.get(value, Q())
        case "flag":
            return Q(flag=value)
        case "iro":
            who = Q(person=seen_by.id if value == "me" else int(value))
            return Q(Exists(working("iro", seen_by.on, "child", who)))
        case "team":
            return Q(Exists(working("social_worker", seen_by.on, "child", Q(team=int(value)))))
        case "since":
            return Q(since__lte=seen_by.on - timedelta(days=OLDER[value]))
    raise LookupError(f"the list of flags has no filter {key!r}")


def _ordered(rows: Any, order: str) -> Any:
    first = F(ORDERS.get(order.removeprefix("-"), "since"))
    return rows.order_by(first.desc() if order.startswith("-") else first.asc(), *BY_NAME, "flag")


def _rows(found: Sequence[Any], on: date) -> list[Row]:
    pks = [row.child_id for row in found]
    people = around(pks, on)
    asides = _asides(pks)
    made = []
    for row in found:
        iro, worker = people.get((row.child_id, "iro")), people.get((row.child_id, "social_worker"))
        made.append(
            Row(
                child=row.child_id,
                name=name_of(row.child),
                flag=row.flag,
                title=TITLES.get(row.flag, row.flag),
                says=row.says,
                since=row.since,
                iro=iro.name if iro else "",
                social_worker=worker.name if worker else "",
                team=worker.team if worker else "",
                aside=KINDS[asides[row.child_id, row.flag, row.facts]] if row.aside else "",
            )
        )
    return made


def _asides(pks: Sequence[int]) -> dict[tuple[int, str, str], str]:
    rows = Dismissal.objects.filter(child__in=pks, withdrawn_at=None)
    return {
        (child, flag, facts): kind
        for child, flag, facts, kind in rows.values_list("child", "flag", "facts", "kind")
    }
