"""The sample council's service: everybody and everything that a demonstration needs, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from service import TODAY, moment
from sightline.casework.register import models
from sightline.casework.register.sample import NotSample
from sightline.casework.staff.models import Absence, Person, Post
from sightline.domain.roles import Role
from sightline.ops.sample import accounts, service, telling
from sightline.ops.sample.service import Account

PASSWORD = "the-lamp-is-on-tonight"


def filled(data: Path, settings: Any, *, on: date = TODAY) -> list[Account]:
    settings.DATA = data
    council = telling.tonight(seed=2, looked_after=60, children=260, on=on)
    return service.fill(council, at=moment(on), password=PASSWORD, say=lambda what: None)


@pytest.mark.django_db
def test_the_sample_council_is_whole(tmp_path: Path, settings: Any) -> None:
    made = filled(tmp_path, settings)

    assert {each.role for each in made} == set(Role)  # one account a role
    assert models.Child.objects.filter(told=True).count() == 260
    in_care = models.Standing.objects.filter(in_care=True)
    assert 40 <= in_care.count() <= 90

    allocated = models.Involvement.objects.filter(role="iro", ended=None)
    assert allocated.filter(person=None).count() == 0  # every officer told is somebody of the service
    waiting = in_care.exclude(child__in=allocated.values("child"))
    newest = waiting.filter(came__gte=TODAY - timedelta(days=7))
    assert newest.exists()  # came on Tuesday, nobody named yet
    assert waiting.count() <= newest.count() + 2
    followed = models.Involvement.objects.filter(role="iro", reason="left")
    assert followed.exists()  # officers left, and others took over

    groups = models.SiblingGroup.objects.annotate(many=Count("children")).filter(many__gt=1)
    assert groups.exists()
    for table in (models.Relation, models.Visit, models.CarePlan, models.HealthCheck, models.EducationPlan):
        assert table._default_manager.exists(), table
    assert models.Warning.objects.exists() or models.CommunicationNeed.objects.exists()
    notices = models.Notice.objects.all()
    assert all(notice.happened_on <= notice.known_on <= TODAY for notice in notices)
    assert len({notice.known_on for notice in notices}) > 3  # not all on the day of the fill
    assert models.Restriction.objects.filter(lifted_at=None).count() == 2
    assert Post.objects.filter(employment="vacant").count() == 1
    assert Absence.objects.annotate(many=Count("covers")).filter(many=0).count() == 1

    iro = next(each for each in made if each.role is Role.IRO)
    assert models.Involvement.objects.filter(role="iro", ended=None, person__email=iro.email).exists()
    assert Person.objects.get(email=iro.email).check_password(PASSWORD)


@pytest.mark.django_db
def test_no_two_people_share_an_address(tmp_path: Path, settings: Any) -> None:
    filled(tmp_path, settings)
    assert not Person.objects.exclude(email__endswith="@sample.example").exists()
    assert not Person.objects.filter(name="").exists()


@pytest.mark.django_db
def test_children_on_the_register_are_never_joined_by_the_sample(tmp_path: Path, settings: Any) -> None:
    models.Child.objects.create(sex="F", born=date(2015, 1, 1))
    with pytest.raises(NotSample):
        filled(tmp_path, settings)
    assert models.Child.objects.count() == 1


@pytest.mark.django_db
def test_a_real_service_is_never_filled(tmp_path: Path, settings: Any) -> None:
    settings.SAMPLE = False
    with pytest.raises(NotSample):
        filled(tmp_path, settings)
    assert not models.Child.objects.exists()
    assert not Person.objects.exists()


def test_the_same_seed_and_day_make_the_same_council() -> None:
    def told(seed: int) -> list[Any]:
        return list(telling.tonight(seed=seed, looked_after=30, children=60, on=TODAY).rows())

    assert told(1) == told(1)
    assert told(1) != told(2)


@pytest.mark.parametrize("on", [date(2026, 4, 1), date(2026, 3, 31), date(2028, 2, 29), date(2026, 11, 17)])
def test_on_any_day_nothing_is_told_of_days_to_come(on: date) -> None:
    told = list(telling.tonight(seed=1, looked_after=25, children=40, on=on).rows())
    for table, row in told:
        for name in ("started", "held", "completed", "decided", "ended", "ceased", "matched"):
            value = getattr(row, name, None)
            assert value is None or value <= on, (table, name)
    assert any(table == "episodes" and row.started >= on - timedelta(days=6) for table, row in told)


def test_the_accounts_are_kept_for_their_owner_alone(tmp_path: Path) -> None:
    shown = accounts.keep(tmp_path, [Account(Role.IRO, "Ada Appleby", "iro@sample.example")], PASSWORD)
    kept = tmp_path / accounts.FILE
    assert PASSWORD in shown
    assert kept.read_text().strip() == shown
    assert kept.stat().st_mode & 0o777 == 0o600
