"""What a review of a child in care has beside any other meeting."""

from __future__ import annotations

from django.db import models

from sightline.casework.meetings.models import LONGEST_REASON, Matter, OfMatter
from sightline.casework.register.models import Review as Told
from sightline.casework.staff.models import Person


class Review(OfMatter, models.Model):
    """A review: its kind, how the child took part, why it was late. `told` is the register's row of it, once held.

    The register's row is what clocks, returns and figures read: it is written from here.
    """

    class Chaired(models.TextChoices):
        """Who chaired."""

        OFFICER = "officer", "The reviewing officer"
        CHILD = "child", "The child"
        TOGETHER = "together", "The child and the reviewing officer together"

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, related_name="review")
    told = models.OneToOneField(Told, null=True, on_delete=models.SET_NULL, related_name="made_by")
    kind = models.CharField(max_length=30)  # an entry of `domain/data/review_kinds.toml`
    brought_forward_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    answers = models.JSONField(default=dict)  # to the questions of participation, by question
    code = models.CharField(max_length=10, blank=True)
    code_why = models.TextField(blank=True)  # asked for PN4 and PN7
    chaired = models.CharField(max_length=20, choices=Chaired.choices, default=Chaired.OFFICER)
    late_cause = models.CharField(max_length=40, blank=True)  # an entry of `domain/data/late_causes.toml`
    late_party = models.CharField(max_length=40, blank=True)
    late_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    not_seen_why = models.CharField(max_length=LONGEST_REASON, blank=True)  # why the child was not seen before it
    coded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["kind"]), models.Index(fields=["code"])]
