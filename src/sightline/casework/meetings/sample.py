"""Many meetings at once, for the sample council. Refuses anywhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Model
from django.db.models.fields import NOT_PROVIDED

from sightline.casework.documents.models import Issued
from sightline.casework.documents.storing import store
from sightline.casework.meetings import models
from sightline.casework.register import bulk
from sightline.casework.register.models import Relation
from sightline.casework.register.sample import NotSample

MODELS: Mapping[str, type[Model]] = {
    "venue": models.Venue,
    "meeting": models.Meeting,
    "proposal": models.Proposal,
    "matter": models.Matter,
    "sitting": models.Sitting,
    "participant": models.Participant,
    "ask": models.Ask,
    "chaser": models.Chaser,
    "record": models.Record,
    "section": models.Section,
    "decision": models.Decision,
    "progress": models.Progress,
    "query": models.Query,
    "issued": Issued,
    "delivery": models.Delivery,
}


def refuse_unless_sample() -> None:
    """Raises NotSample in the service of a real council."""
    if not settings.SAMPLE:
        raise NotSample("This fills the sample council alone: set SIGHTLINE_SAMPLE=yes, never with real children.")


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows with their own numbers; columns that are not given have the model's defaults. How many."""
    refuse_unless_sample()
    told = [field for field in model._meta.concrete_fields if field.attname not in columns]
    rest = tuple(_default(field) for field in told)
    many = bulk.insert(model, (*columns, *(field.attname for field in told)), ((*row, *rest) for row in rows))
    with connection.cursor() as cursor:  # the next row that somebody adds has a number of its own
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)
    return many


def keep_documents(documents: Mapping[str, bytes]) -> dict[str, tuple[str, int]]:
    """Keep the documents of the sample; the hash and the size of each kind."""
    refuse_unless_sample()
    return {kind: (store(content), len(content)) for kind, content in documents.items()}


def around() -> dict[int, list[tuple[int, str, str]]]:
    """The people around each child: number, relationship, capacity."""
    told: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    rows = Relation.objects.order_by("pk").values_list("child_id", "pk", "relationship", "capacity")
    for child, number, relationship, capacity in rows.iterator(chunk_size=5000):
        told[child].append((number, relationship, capacity))
    return told


def _default(field: Field[Any, Any]) -> Any:
    value = None if field.default is NOT_PROVIDED and field.null else field.get_default()
    return field.get_db_prep_save(value, connection)
