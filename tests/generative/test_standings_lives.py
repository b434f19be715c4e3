"""A standing kept is the standing worked out: for any life, on any later day."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType, SimpleNamespace

import pytest

from kept_lives import keep
from sightline.casework.register import models
from sightline.casework.register.standings import fresh, is_open
from sightline.domain.calendar import england
from sightline.domain.care import Life, covers, is_short_break
from sightline.domain.clocks import review_clocks
from sightline.domain.practice import HANDBOOK

PRACTICE = SimpleNamespace(sha256="a" * 64, counting=HANDBOOK)
DAYS = [date(2021, 3, 31) + timedelta(days=n) for n in (0, 1, 20, 80, 300, 301, 700, 1500)]


@pytest.mark.django_db
def test_what_is_kept_is_what_the_clocks_say(lives: ModuleType) -> None:
    told = lives.many(60, seed=11)
    children = keep(told)
    for day in DAYS:
        kept = {row.child_id: row for row in fresh(models.Child.objects.all(), on=day, practice=PRACTICE)}
        for child, life in zip(children, told, strict=True):
            whole = Life.of(life.child, life.episodes, life.reviews, life.early_reviews)
            clocks = review_clocks(whole, counting=HANDBOOK, calendar=england(), on=day)
            open_now = [clock for clock in clocks if is_open(clock)]
            row = kept[child.pk]
            in_care = any(covers(e, day) for e in whole.as_at(day).episodes if not is_short_break(e))
            assert row.in_care == in_care
            assert row.due == min((c.effective_due for c in open_now if c.effective_due), default=None)
            assert row.due_why in [clock.why for clock in open_now] or not open_now


@pytest.mark.django_db
def test_a_day_on_which_nothing_turns_asks_once(lives: ModuleType, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    keep(lives.many(30, seed=3))
    children = models.Child.objects.all()
    list(fresh(children, on=date(2030, 1, 1), practice=PRACTICE))
    models.Standing.objects.exclude(holds_until=None).delete()
    gone = models.Child.objects.exclude(standing=None)
    with django_assert_num_queries(3):  # the returns, what no longer holds, the standings
        list(fresh(gone, on=date(2030, 2, 1), practice=PRACTICE))


@pytest.mark.django_db
def test_a_change_told_is_worked_out_again(lives: ModuleType) -> None:
    (child,) = keep(lives.many(1, seed=5))
    day = date(2026, 1, 1)
    list(fresh(models.Child.objects.all(), on=day, practice=PRACTICE))
    models.Episode.objects.all().delete()
    (same,) = fresh(models.Child.objects.all(), on=day, practice=PRACTICE)
    assert same.came is not None  # nobody said that anything changed
    models.Child.objects.update(stamp=2)
    (after,) = fresh(models.Child.objects.all(), on=day, practice=PRACTICE)
    assert after.came is None
    assert after.child == child
