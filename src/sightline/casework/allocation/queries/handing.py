"""How a child passed from officer to officer, and what the next one needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sightline.casework.allocation.models import Conflict, Handover, Parent
from sightline.casework.allocation.queries.roll import Row, of_children
from sightline.casework.allocation.reasons import said
from sightline.casework.register.models import Child, CommunicationNeed, Involvement, Relation, Warning
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import NoSuchChild, children
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer, current


@dataclass(frozen=True)
class Held:
    """A spell of one officer with the child: why named, what was pointed out, how it ended, how it passed on."""

    id: int
    officer: int | None
    name: str
    started: date
    ended: date | None
    reason: str
    direction: str
    reason_ended: str
    handover: int | None  # by which the child came to this officer
    note: str
    child_told_on: date | None
    introduced_on: date | None


@dataclass(frozen=True)
class Declared:
    """A declared conflict of interest."""

    id: int
    name: str
    says: str
    declared_at: date


@dataclass(frozen=True)
class Record:
    """A child's allocations, the latest first, and what speaks against naming somebody."""

    held: Sequence[Held]
    conflicts: Sequence[Declared]
    parents: Sequence[tuple[int, str]]
    apart_reason: str

    @property
    def now(self) -> Held | None:
        """The officer whom the child has."""
        return next((each for each in self.held if each.ended is None), None)


@dataclass(frozen=True)
class Passed:
    """A handover to be corrected: its texts, its version, whose it is."""

    id: int
    child: int
    before: str
    after: str
    since: date
    note: str
    child_told_on: date | None
    introduced_on: date | None
    version: int


@dataclass(frozen=True)
class Pack:
    """What the next officer needs of one child."""

    row: Row
    officer_before: str
    reason: str
    direction: str
    note: str
    child_told_on: date | None
    introduced_on: date | None
    people: Sequence[tuple[str, str]]  # who, as what
    needs: Sequence[str]
    warnings: Sequence[str]


def record(child: Child, *, seen_by: Viewer) -> Record:
    """Every allocation of a child in scope. A constant number of queries."""
    rows = Involvement.objects.filter(child=child, role="iro").select_related("person", "taken_over")
    conflicts = Conflict.objects.filter(child=child, withdrawn_at=None).select_related("person")
    links = Parent.objects.filter(child=child).values("parent")
    parents = children(seen_by=seen_by).filter(pk__in=links)
    return Record(
        [_held(row) for row in rows.order_by("-started", "-pk")],
        [Declared(row.pk, row.person.name, row.says, row.declared_at.date()) for row in conflicts],
        [(parent.pk, name_of(parent)) for parent in parents],
        child.apart_reason,
    )


def handover(pk: int, *, seen_by: Viewer) -> Passed:
    """One handover of a child in scope. Raises NoSuchChild."""
    row = (
        Handover.objects.filter(pk=pk, after__child__in=children(seen_by=seen_by))
        .select_related("before__person", "after__person")
        .first()
    )
    if row is None:
        raise NoSuchChild
    return Passed(
        row.pk, row.after.child_id, _name(row.before), _name(row.after), row.after.started,
        row.note, row.child_told_on, row.introduced_on, row.version,
    )  # fmt: skip


def packs(officer: int, *, seen_by: Viewer, child: int | None = None) -> tuple[str, list[Pack]]:
    """Everything for a handover: of one child, or of every child an officer has or had last. Constant queries.

    Whose children: those who are allocated to this officer now, and those who passed from this officer on the
    latest day on which any did.
    """
    person = Person.objects.filter(pk=officer).first()
    wanted = [child] if child is not None else _wanted(officer, seen_by)
    rows = {row.child: row for row in of_children(wanted, seen_by=seen_by, order="name")}
    return person.name if person else "", _packs(rows, seen_by)


def _wanted(officer: int, seen_by: Viewer) -> list[int]:
    mine = Involvement.objects.filter(role="iro", person=officer, child__in=children(seen_by=seen_by))
    passed = mine.filter(reason_ended="reallocated").order_by("-ended").values_list("ended", flat=True).first()
    now = set(current(mine, seen_by.on).values_list("child", flat=True))
    last = set(mine.filter(ended=passed).values_list("child", flat=True)) if passed else set()
    return sorted(now | last)


def _packs(rows: dict[int, Row], seen_by: Viewer) -> list[Pack]:
    pks = list(rows)
    now = current(Involvement.objects.filter(child__in=pks, role="iro"), seen_by.on)
    officer = {row.child_id: row for row in now.select_related("person", "taken_over__before__person")}
    people = _people(pks, seen_by)
    needs: dict[int, list[str]] = {}
    for need in CommunicationNeed.objects.filter(child__in=pks, ended=None):
        needs.setdefault(need.child_id, []).append(f"{need.need}: {need.helps}" if need.helps else need.need)
    warnings: dict[int, list[str]] = {}
    for warning in current(Warning.objects.filter(child__in=pks), seen_by.on):
        warnings.setdefault(warning.child_id, []).append(f"{warning.kind}: {warning.says}")
    return [
        _pack(row, officer.get(pk), people.get(pk, []), needs.get(pk, []), warnings.get(pk, []))
        for pk, row in rows.items()
    ]


def _pack(
    row: Row,
    now: Involvement | None,
    people: list[tuple[str, str]],
    needs: list[str],
    warnings: list[str],
) -> Pack:
    passed: Handover | None = getattr(now, "taken_over", None) if now is not None else None
    return Pack(
        row=row,
        officer_before=_name(passed.before) if passed else "",
        reason=said(now.reason) if now else "",
        direction=now.direction if now else "",
        note=passed.note if passed else "",
        child_told_on=passed.child_told_on if passed else None,
        introduced_on=passed.introduced_on if passed else None,
        people=people,
        needs=needs,
        warnings=warnings,
    )


def _people(pks: Sequence[int], seen_by: Viewer) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    working = current(Involvement.objects.filter(child__in=pks).exclude(role="iro"), seen_by.on)
    for row in working.select_related("person", "team").order_by("role", "pk"):
        team = f", {row.team.name}" if row.team else ""
        found.setdefault(row.child_id, []).append((_name(row), f"{row.get_role_display()}{team}"))
    for kin in Relation.objects.filter(child__in=pks, ended=None).order_by("capacity", "pk"):
        holds = ", parental responsibility" if kin.parental_responsibility == "yes" else ""
        found.setdefault(kin.child_id, []).append((kin.name, f"{kin.relationship}{holds}"))
    return found


def _held(row: Involvement) -> Held:
    passed: Handover | None = getattr(row, "taken_over", None)
    return Held(
        row.pk, row.person_id, _name(row), row.started, row.ended, said(row.reason), row.direction,
        said(row.reason_ended), passed.pk if passed else None, passed.note if passed else "",
        passed.child_told_on if passed else None, passed.introduced_on if passed else None,
    )  # fmt: skip


def _name(row: Involvement) -> str:
    return row.person.name if row.person else f"Worker {row.worker}"
