"""Flags of any life: never without facts, the same facts on any day, and kept ones are those worked out anew."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from kept_lives import keep
from service import make_person, moment
from sightline.casework.meetings.models import Decision, Matter, Meeting
from sightline.casework.register import models
from sightline.casework.watch.drifting import flags_of, fresh
from sightline.domain.care import Life
from sightline.domain.drift import Flag, Promise, Spell, Told, drift, thresholds
from sightline.domain.practice_files import handbook
from sightline.domain.records import Review

DAYS = [date(2021, 3, 31) + timedelta(days=n) for n in (0, 1, 20, 80, 300, 301, 700, 1500)]


def told_of(life: Any, chance: random.Random) -> Told:
    """The life, with plans and promises made up around its episodes."""
    whole = Life.of(life.child, life.episodes, life.reviews, life.early_reviews)
    starts = [episode.started for episode in life.episodes]
    plans = [
        Spell(n, (chance.choice(["ADOPTION", "RETURN", "LTFOSTER", "SGO"]),), day, None, "permanence_plans")
        for n, day in enumerate(chance.sample(starts, min(1, len(starts))))
    ]
    days = [day + timedelta(days=chance.randrange(400)) for day in starts]
    promises = [Promise(n, day, (day - timedelta(days=90),), chance.randrange(4)) for n, day in enumerate(days)]
    return Told(life=whole, plans=plans, promises=promises, last_decided=max(starts, default=None))


def flags(told: Told, on: date) -> dict[str, Flag]:
    return {flag.key: flag for flag in drift(told, practice=handbook(), on=on).flags}


def test_no_flag_without_facts_a_threshold_and_a_day(lives: ModuleType) -> None:
    chance, met = random.Random(3), set()
    for life in lives.many(300, seed=21):
        told = told_of(life, chance)
        for day in DAYS:
            for flag in flags(told, day).values():
                met.add(flag.key)
                assert flag.facts
                assert flag.says
                assert flag.since <= day
                assert {each.key for each in flag.thresholds} <= thresholds().keys()
    assert len(met) >= 9, met


def test_a_day_on_which_nothing_turns_changes_nothing(lives: ModuleType) -> None:
    """From one day to the day before the next on which flags may turn, they are the same, and so is their hash."""
    chance = random.Random(5)
    for life in lives.many(150, seed=22):
        told = told_of(life, chance)
        for day in DAYS[:4]:
            found = drift(told, practice=handbook(), on=day)
            last = found.turns - timedelta(days=1) if found.turns else day + timedelta(days=900)
            again = drift(told, practice=handbook(), on=last)
            assert {f.key: (f.facts_hash, f.since, f.says) for f in found.flags} == {
                f.key: (f.facts_hash, f.since, f.says) for f in again.flags
            }


def test_more_reviews_never_take_away_since_when(lives: ModuleType) -> None:
    chance = random.Random(7)
    for life in lives.many(200, seed=23):
        told = told_of(life, chance)
        for day in DAYS:
            before = flags(told, day)
            held = [review.held for review in told.life.reviews]
            if before and day not in held:
                more = Review(life.child.child, life.child.born, day, "PN1")
                after = flags(replace(told, life=Life.of(life.child, life.episodes, [*life.reviews, more])), day)
                assert {key: flag.since for key, flag in before.items()}.items() <= {
                    key: flag.since for key, flag in after.items()
                }.items()


@pytest.mark.django_db
def test_what_is_kept_is_what_is_worked_out_anew(lives: ModuleType) -> None:
    chance = random.Random(9)
    children = keep(lives.many(40, seed=24))
    chair, practice = make_person(), handbook()
    for child in children:
        _decide(child, chair, chance)
        _tell(child, chance)
    for day in DAYS:
        kept: dict[int, dict[str, Any]] = {child.pk: {} for child in children}
        for row in fresh(models.Child.objects.all(), on=day, practice=practice):
            kept[row.child_id][row.flag] = (row.facts, row.since, row.says)
        for child in children:
            worked = flags_of(child.pk, on=day, practice=practice)
            assert kept[child.pk] == {f.key: (f.facts_hash, f.since, f.says) for f in worked}, day


@pytest.mark.django_db
def test_a_change_told_is_worked_out_again(lives: ModuleType) -> None:
    children = keep(lives.many(20, seed=25))
    day, practice = DAYS[3], SimpleNamespace(**{**vars(handbook()), "sha256": "a" * 64})
    before = {row.child_id for row in fresh(models.Child.objects.all(), on=day, practice=handbook())}
    assert before
    models.Episode.objects.filter(child__in=children).delete()
    models.Child.objects.update(stamp=2)
    assert not fresh(models.Child.objects.all(), on=day, practice=practice)


def _decide(child: models.Child, chair: Any, chance: random.Random) -> None:
    for review in models.Review.objects.filter(child=child).order_by("held")[:4]:
        meeting = Meeting.objects.create(
            kind="review", state="held", on=review.held, chair=chair, made_at=moment(review.held)
        )
        matter = Matter.objects.create(
            meeting=meeting, child=child, state="complete", held_on=review.held, completed_on=review.held
        )
        by_when = review.held + timedelta(days=chance.randrange(200))
        Decision.objects.create(matter=matter, place=1, what="Something", by_when=by_when, state="final")


def _tell(child: models.Child, chance: random.Random) -> None:
    for episode in models.Episode.objects.filter(child=child):
        day = episode.started + timedelta(days=chance.randrange(200))
        models.Visit.objects.create(child=child, held=day, kind=chance.choice(["iro", "social_worker"]))
        models.HealthCheck.objects.create(child=child, held=day, kind="initial", status="done")
        models.EducationPlan.objects.create(child=child, held=day)
        if chance.random() < 0.5:
            models.PermanencePlan.objects.create(child=child, started=day, route="ADOPTION")
