"""`__in` of numbers: what is found is what Django finds, and the query reads alike however many they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.lookups import In

from service import make_child, make_person, make_team
from sightline.casework.register.among import AmongNumbers
from sightline.casework.register.models import Child, Episode
from sightline.casework.staff.models import RolePeriod
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def four() -> list[Child]:
    return [make_child() for _ in range(4)]


def pks(rows: QuerySet[Any, Any]) -> set[int]:
    return set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_a_number_and_a_reference_among_some(four: list[Child], kind: Any) -> None:
    some = kind([four[0].pk, four[2].pk, 999_999_999])
    assert pks(Child.objects.filter(pk__in=some)) == {four[0].pk, four[2].pk}
    assert pks(Child.objects.exclude(pk__in=some)) >= {four[1].pk, four[3].pk}
    for of_rows in (some, kind(four[:1] + four[2:3])):
        assert set(Episode.objects.filter(child__in=of_rows).values_list("child", flat=True)) == {
            four[0].pk, four[2].pk
        }  # fmt: skip
    assert set(Episode.objects.filter(child__pk__in=some).values_list("child", flat=True)) == {
        four[0].pk, four[2].pk
    }  # fmt: skip


def test_among_none_is_none_and_besides_none_is_all(four: list[Child]) -> None:
    assert not Child.objects.filter(pk__in=[]).exists()
    assert pks(Child.objects.exclude(pk__in=[])) >= {child.pk for child in four}


def test_nothing_is_among_no_numbers() -> None:
    """A reference to nobody is neither among some nor, as SQL has it, outside them: Django adds those without."""
    team = make_team()
    inside, outside = make_person(Role.IRO, team=team), make_person(Role.IRO)
    periods = RolePeriod.objects.filter(person__in=[inside.pk, outside.pk])
    assert set(periods.filter(team__in=[team.pk]).values_list("person", flat=True)) == {inside.pk}
    assert set(periods.exclude(team__in=[team.pk]).values_list("person", flat=True)) == {outside.pk}
    assert set(periods.filter(team__in=[team.pk, None]).values_list("person", flat=True)) == {inside.pk}


def test_what_is_no_number_is_as_django_has_it(four: list[Child]) -> None:
    assert pks(Child.objects.filter(pk__in=[str(four[0].pk), four[1].pk])) == {four[0].pk, four[1].pk}
    assert pks(Child.objects.filter(pk__in=[F("pk")])) >= {child.pk for child in four}
    assert pks(Child.objects.filter(pk__in=Child.objects.filter(pk=four[0].pk))) == {four[0].pk}


def test_the_query_reads_alike_for_two_and_for_three(four: list[Child]) -> None:
    """On PostgreSQL; elsewhere the numbers are written in, and none is a value beside the query."""
    two, three = (Child.objects.filter(pk__in=[child.pk for child in four[:n]]).query for n in (2, 3))
    (first, of_first), (second, _) = two.sql_with_params(), three.sql_with_params()
    assert (first == second) == (connection.vendor == "postgresql")
    assert len(of_first) == (connection.vendor == "postgresql")


def test_it_is_found_where_django_looks() -> None:
    assert Child._meta.pk.get_lookup("in") is AmongNumbers
    assert issubclass(Episode._meta.get_field("child").get_lookup("in"), In)
