"""The care of a child: episodes, reviews, legal statuses, placements, plans, adoption."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.casework.register.models.fact import Fact, code, flag, maybe_code, maybe_date, maybe_text


def _in_order(first: str, last: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{last: None}) | Q(**{f"{last}__gte": F(first)}), name=name)


class Episode(Fact):
    """A spell with one legal status and one placement."""

    started = models.DateField()
    reason_started = code()
    legal_status = code()
    need = code()
    placement = code()
    provider = maybe_code()
    ceased = maybe_date()
    reason_ceased = maybe_code()
    reason_moved = maybe_code(10)
    home_postcode = maybe_text()
    placement_postcode = maybe_text()
    urn = maybe_text()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "started"], name="one_episode_a_start")]
        indexes = [models.Index(fields=["ceased"])]


class Review(Fact):
    """A review of a looked-after child, as far as a return tells of it."""

    born = maybe_date()
    held = models.DateField()
    participation = code()
    completed = maybe_date()
    recorded = maybe_date()
    adjourned = flag()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "held"], name="one_review_a_day")]


class EarlyReview(Fact):
    """A date by which somebody with the power to ask wants a review sooner."""

    asked_on = models.DateField()
    wanted_by = models.DateField()
    trigger = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "asked_on"], name="one_early_review_a_day")]


class LegalStatus(Fact):
    """A legal status with its dates, those outside the 903's codes too."""

    started = models.DateField()
    legal_status = models.CharField(max_length=60)
    ended = maybe_date()

    class Meta:
        constraints = [_in_order("started", "ended", "legal_status_in_order")]


class PlacementDetail(Fact):
    """A placement as the case system has it: provider by name, and distance from home in tenths of a mile."""

    started = models.DateField()
    placement = code(20)
    provider = maybe_code(20)
    provider_name = maybe_text(120)
    urn = maybe_text()
    postcode = maybe_text()
    distance = models.PositiveIntegerField(null=True, blank=True)
    ended = maybe_date()
    reason_ended = maybe_text(60)

    class Meta:
        constraints = [_in_order("started", "ended", "placement_detail_in_order")]


class CarePlan(Fact):
    """A care plan with its dates."""

    started = models.DateField()
    plan = models.CharField(max_length=40)
    ended = maybe_date()

    class Meta:
        constraints = [_in_order("started", "ended", "care_plan_in_order")]


class PermanencePlan(Fact):
    """A plan of permanence with its dates; a twin-track plan has two routes."""

    started = models.DateField()
    route = models.CharField(max_length=40)
    second_route = maybe_text(40)
    ended = maybe_date()

    class Meta:
        constraints = [_in_order("started", "ended", "permanence_plan_in_order")]


class Adoption(Fact):
    """An adoption, as the return tells it (AD1)."""

    born = maybe_date()
    decided = maybe_date()
    matched = maybe_date()
    by_foster_carer = code()
    adopters = code()
    adopters_sex = code()
    adopters_legal_status = code()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child"], name="one_adoption_a_child")]


class AdoptionDecision(Fact):
    """An agency decision that the child should be placed for adoption, and its end (SBPFA)."""

    born = maybe_date()
    decided = models.DateField()
    ceased = maybe_date()
    reason_ceased = maybe_code()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "decided"], name="one_adoption_decision_a_day")]


class PreviousPermanence(Fact):
    """An earlier adoption or order. `ordered` is text: the return allows partial dates."""

    born = maybe_date()
    previous = code()
    authority = maybe_text(60)
    ordered = maybe_text(12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "collection"], name="one_previous_permanence_a_year")
        ]


class LibertyOrder(Fact):
    """A deprivation of liberty order."""

    born = maybe_date()
    started = models.DateField()
    ended = maybe_date()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "started"], name="one_liberty_order_a_start")]
