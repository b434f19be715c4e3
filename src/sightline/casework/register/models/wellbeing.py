"""Health, education, disability, immigration, time missing, visits, and what the year's outcomes were."""

from __future__ import annotations

from django.db import models

from sightline.casework.register.models.fact import Fact, code, flag, maybe_code, maybe_date, maybe_text


class Uasc(Fact):
    """A child who is or was an unaccompanied asylum-seeking child in the year."""

    sex = code()
    born = maybe_date()
    status_ceased = maybe_date()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child"], name="one_uasc_row_a_child")]


class Outcome(Fact):
    """A year's health, SDQ and offending of a child looked after for twelve months (OC2)."""

    born = maybe_date()
    sdq_score = models.IntegerField(null=True, blank=True)
    sdq_reason = maybe_code()
    convicted = flag()
    health_check = flag()
    immunisations = flag()
    teeth_check = flag()
    health_assessment = flag()
    substance_misuse = flag()
    intervention_received = flag()
    intervention_offered = flag()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "collection"], name="one_outcome_a_year")]


class CareLeaver(Fact):
    """A care leaver with a 17th to 21st birthday in the year (OC3)."""

    born = maybe_date()
    in_touch = code()
    activity = code()
    accommodation = code()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "collection"], name="one_care_leaver_row_a_year")]


class Missing(Fact):
    """A time missing, or away from placement without authorisation."""

    born = maybe_date()
    kind = code()
    started = models.DateField()
    ended = maybe_date()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "kind", "started"], name="one_missing_a_start")]


class SocialWorker(Fact):
    """A spell with one social worker, as the return tells it."""

    born = maybe_date()
    worker = models.CharField(max_length=60)
    started = models.DateField()
    ended = maybe_date()
    reason = maybe_code(10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "worker", "started"], name="one_social_worker_a_start")
        ]


class Visit(Fact):
    """A visit to the child, by the social worker or by the reviewing officer."""

    held = models.DateField()
    kind = models.CharField(
        max_length=20, choices=[("social_worker", "Social worker"), ("iro", "Independent Reviewing Officer")]
    )
    worker = maybe_text(60)
    seen = flag()
    seen_alone = flag()


class HealthCheck(Fact):
    """A health assessment, a dental check, immunisations."""

    held = models.DateField()
    kind = models.CharField(
        max_length=20,
        choices=[
            ("initial", "Initial health assessment"),
            ("review", "Review health assessment"),
            ("dental", "Dental check"),
            ("immunisation", "Immunisations"),
        ],
    )
    status = models.CharField(
        max_length=20,
        null=True,
        blank=True,
        choices=[("done", "Done"), ("declined", "Declined"), ("booked", "Booked")],
    )


class SdqScore(Fact):
    """A Strengths and Difficulties Questionnaire: its total, or why there is none."""

    completed = models.DateField()
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = maybe_text(20)


class EducationPlan(Fact):
    """A meeting of a personal education plan."""

    held = models.DateField()
    status = maybe_text(20)


class Disability(Fact):
    """A disability, by the codes of the children in need census."""

    code = models.CharField(max_length=6)
    started = maybe_date()
    ended = maybe_date()


class Immigration(Fact):
    """An immigration status with its dates, and the date by which something must be done about it."""

    started = models.DateField()
    status = models.CharField(max_length=60)
    ended = maybe_date()
    deadline = maybe_date()
