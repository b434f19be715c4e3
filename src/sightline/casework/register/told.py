"""Which table of `domain.records` each model of the register holds, and how its columns are named there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, NullIf

from sightline.casework.register import models
from sightline.casework.register.models import Child, Fact
from sightline.domain.records import KEYS, RECORDS, TABLES, Column, ColumnType, columns
from sightline.engine.tables import SQL_TYPES


@dataclass(frozen=True)
class Told:
    """One table of records that rows of a model hold: a fact told of a child, or part of the child's own row."""

    table: str
    model: type[Fact] | type[Child]
    named: Mapping[str, Any] = field(
        default_factory=dict
    )  # record column -> expression, where not the field's name

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The record's columns, without whose they are."""
        return tuple(column for column in columns(RECORDS[self.table]) if column.name != "child")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of those columns."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What tells one row of a child from another."""
        return tuple(key for key in KEYS[self.table] if key != "child")

    @cached_property
    def types(self) -> dict[str, str]:
        """The SQL type of each column."""
        return {column.name: SQL_TYPES[column.type] for column in self.columns}

    @property
    def of_child(self) -> bool:
        """Whether it is told in the child's own row."""
        return self.model is Child

    @cached_property
    def first(self) -> str | None:
        """The column of the day that the row begins to tell of, if it has one."""
        return next((c.name for c in self.columns if c.name in self.keys and c.type is ColumnType.DATE), None)

    @cached_property
    def last(self) -> str | None:
        """The column of the day on which what the row tells of ended, where it can last."""
        return next((name for name in ("ended", "ceased") if name in self.names), None)

    def expression(self, name: str) -> Any:
        """What gives a record's column from the model.

        Rows of a return repeat some of the child's own row. One that no import told is of the child as we know it.
        """
        if name in _OF_THE_CHILD and not self.of_child:
            return Case(When(load=None, then=F(f"child__{name}")), default=F(name))
        return self.named.get(name, F(name))


_OF_THE_CHILD = ("born", "sex")

_INVOLVEMENT = {
    "worker": Coalesce(NullIf(F("worker"), Value("")), NullIf(F("person__worker"), Value(""))),
    "team": F("team__name"),
}

_MODELS: dict[str, type[Fact]] = {
    "episodes": models.Episode,
    "reviews": models.Review,
    "uasc": models.Uasc,
    "outcomes": models.Outcome,
    "care_leavers": models.CareLeaver,
    "adoptions": models.Adoption,
    "adoption_decisions": models.AdoptionDecision,
    "previous_permanence": models.PreviousPermanence,
    "missing": models.Missing,
    "social_workers": models.SocialWorker,
    "liberty_orders": models.LibertyOrder,
    "early_reviews": models.EarlyReview,
    "legal_statuses": models.LegalStatus,
    "placement_details": models.PlacementDetail,
    "care_plans": models.CarePlan,
    "permanence_plans": models.PermanencePlan,
    "visits": models.Visit,
    "health_checks": models.HealthCheck,
    "sdq_scores": models.SdqScore,
    "education_plans": models.EducationPlan,
    "disabilities": models.Disability,
    "immigration": models.Immigration,
    "involvements": models.Involvement,
}

#: Facts told of children, by table.
FACTS: dict[str, Told] = {
    table: Told(table, model, _INVOLVEMENT if table == "involvements" else {}) for table, model in _MODELS.items()
}

#: What the child's own row holds, by table. The first is what an extract counts as a child.
OF_CHILD: dict[str, Told] = {
    "children": Told("children", Child),
    "names": Told("names", Child),
    "families": Told("families", Child, {"family": F("family__code")}),
}

#: Every table that the register holds of children, the child's own row first.
TOLD: dict[str, Told] = OF_CHILD | FACTS

#: Those that a return has, and figures are worked out from.
OF_RETURNS: tuple[str, ...] = tuple(table for table in TABLES if table in TOLD)
