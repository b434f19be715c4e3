"""Which standings a return that is loaded makes old: those of children told of by returns alone, no others."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import QuerySet

from service import TODAY, make_child, make_episode, moment
from sightline.casework.register.models import Child, Import, Standing
from sightline.casework.register.standings import AT_ONCE, FEW, fresh
from sightline.domain.practice import HANDBOOK

pytestmark = pytest.mark.django_db
PRACTICE: Any = SimpleNamespace(sha256="a" * 64, counting=HANDBOOK)


def stand() -> QuerySet[Standing]:
    """How every child stands today."""
    return fresh(Child.objects.all(), on=TODAY, practice=PRACTICE)


def returned(year: int) -> Import:
    """A return of a year, loaded."""
    return Import.objects.create(
        kind="903", state=Import.State.LOADED, as_at=date(year, 3, 31), made_at=moment(), loaded_at=moment()
    )


def told_by(load: Import) -> Child:
    """A child told of by this return alone."""
    child = make_child(in_care_since=None)
    make_episode(child, started=date(2019, 6, 3), load=load)
    return child


def test_a_return_makes_nothing_old_of_children_whom_others_tell_of(django_assert_num_queries: Any) -> None:
    make_child()
    list(stand())
    returned(2026)
    with django_assert_num_queries(3):  # the returns, what no longer holds, the standings
        list(stand())


def test_an_earlier_return_tells_more_of_those_told_of_by_returns_alone() -> None:
    child = told_by(returned(2026))
    (before,) = stand()
    returned(2025)
    (after,) = stand()
    assert before.child_id == after.child_id == child.pk
    assert before.practice != after.practice


def test_many_are_worked_out_as_few_are() -> None:
    load = returned(2026)
    for _ in range(FEW + 2):
        told_by(load)
    assert stand().filter(in_care=True).count() == FEW + 2 < AT_ONCE
