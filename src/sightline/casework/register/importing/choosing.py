"""Between what a person entered and what a feed tells, somebody chooses; both are kept in the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from sightline.casework.register import scope
from sightline.casework.register.importing.actions import NotPermitted
from sightline.casework.register.importing.storing import Known, Storing
from sightline.casework.register.models import Child, Contradiction, SiblingGroup
from sightline.casework.register.queries.held import HELD_HERE, review_of
from sightline.casework.register.told import TOLD
from sightline.casework.staff.models import Person, Team
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act


def decide(number: int, *, theirs: bool, by: Viewer) -> None:
    """Take what the feed tells, or keep what the person entered. Raises NotPermitted."""
    if not by.may(Act.IMPORT):
        raise NotPermitted("Only a performance analyst may decide this.")
    with transaction.atomic():
        found = Contradiction.objects.select_for_update().filter(pk=number, choice="").first()
        if found is None or not scope.children(seen_by=by).filter(pk=found.child_id).exists():
            raise NotPermitted("It is decided already, or the feed no longer tells it.")
        if theirs and review_of(found.table, found.row) is not None:
            raise NotPermitted(HELD_HERE)
        if theirs:
            _take(found, by=by, at=by.at)
        found.choice = Contradiction.Choice.THEIRS if theirs else Contradiction.Choice.OURS
        found.decided_at, found.decided_by_id = by.at, by.id
        found.save(update_fields=["choice", "decided_at", "decided_by"])
        trail.record(
            "contradiction_decided", by=by.id, at=by.at, kind="child", subject=found.child_id, row=found.row
        )


def _take(found: Contradiction, *, by: Viewer, at: datetime) -> None:
    """The row says what the feed tells, and is the feed's from now on."""
    told = TOLD[found.table]
    model: Any = told.model
    row = model._default_manager.select_for_update().filter(pk=found.row).first()
    if row is None:
        row = model(child_id=found.child_id, version=0)
    else:
        trail.keep(row, by=by.id, at=at, cause="correction", why="What a feed tells was taken")
    for name, value in _values(found).items():
        setattr(row, name, value)
    row.version += 1
    row.load_id, row.entered_by_id = found.load_id, None
    row.collection, row.file, row.line = found.collection, found.file, found.line
    row.save()
    Child.objects.filter(pk=found.child_id).update(stamp=F("stamp") + 1)


def _values(found: Contradiction) -> dict[str, Any]:
    told = TOLD[found.table]
    if told.table == "families":
        group, _ = SiblingGroup.objects.get_or_create(code=found.told["family"])
        return {"family_id": group.pk}
    fields = {field.attname: field for field in told.model._meta.concrete_fields}
    row = {name: _plain(fields.get(name), value) for name, value in found.told.items()}
    if told.of_child:
        return {name: "" if value is None and not fields[name].null else value for name, value in row.items()}
    storing = Storing(told, _known())
    return dict(zip(storing.columns, storing.values(row), strict=True))


def _plain(field: Any, value: Any) -> Any:
    return value if field is None or value is None or field.remote_field else field.to_python(value)


def _known() -> Known:
    return Known(
        dict(Person.objects.exclude(worker="").values_list("worker", "pk")),
        dict(Team.objects.values_list("name", "pk")),
    )
