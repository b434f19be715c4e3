"""What was worked out of a child's life, kept for a while so that a list of thousands answers at once."""

from __future__ import annotations

from django.db import models

from sightline.casework.register.models.child import Child


class Standing(models.Model):
    """How a child stands on a day: in care or not, where, and which clock is next. A memory, never the truth.

    It holds from the day it was worked out up to the day before `holds_until` (for ever where that is empty),
    while the child's stamp and the practice are those it was worked out from. `standings.fresh` works it out again
    otherwise. Nothing else may read this table.
    """

    child = models.OneToOneField(Child, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    stamp = models.PositiveIntegerField()
    worked_on = models.DateField()
    holds_until = models.DateField(null=True)
    practice = models.CharField(max_length=64)  # and from when on the returns tell
    in_care = models.BooleanField()
    came = models.DateField(null=True)  # into care, this or the last period
    left = models.DateField(null=True)
    legal_status = models.CharField(max_length=10, blank=True)
    placement = models.CharField(max_length=10, blank=True)
    provider = models.CharField(max_length=10, blank=True)
    need = models.CharField(max_length=10, blank=True)
    due = models.DateField(null=True)  # the next review
    due_key = models.CharField(max_length=60, blank=True)
    due_why = models.TextField(blank=True)
    due_standing = models.CharField(max_length=30, blank=True)
    last_review = models.DateField(null=True)
    late_reviews = models.PositiveSmallIntegerField(default=0)  # in this period of care

    class Meta:
        indexes = [models.Index(fields=["in_care", "due"])]
