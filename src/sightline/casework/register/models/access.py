"""Who may see a child's record beyond what their role reaches, and who may not although it does."""

from __future__ import annotations

from django.db import models

from sightline.casework.register.models.child import Child
from sightline.casework.staff.models import Person


class Restriction(models.Model):
    """A record that only the people named may see, from a day on until it is lifted."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="restrictions")
    reason = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(lifted_at=None), name="one_restriction_at_a_time"
            )
        ]


class RestrictionMember(models.Model):
    """Somebody named on a restriction. Being named opens nothing that the role does not reach."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["restriction", "person"], name="named_once")]


class Glass(models.Model):
    """A record opened with a reason by somebody whose reach does not hold it, for some hours. Always reported."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    looked_into_at = models.DateTimeField(null=True)  # by the person to whom it was reported
    looked_into_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "until"])]
