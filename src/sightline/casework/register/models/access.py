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
    lifted_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(lifted_at=None), name="one_restriction_at_a_time"
            )
        ]


class RestrictionMember(models.Model):
    """Somebody named on a restriction, until taken off. Being named opens nothing that the role does not reach."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    named_at = models.DateTimeField(null=True)
    named_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    off_at = models.DateTimeField(null=True)
    off_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    off_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "person"], condition=models.Q(off_at=None), name="named_once"
            )
        ]


class Glass(models.Model):
    """A record opened with a reason by somebody whose reach does not hold it, for some hours. Always reported.

    `child` is empty where no record had the identifier that was typed: trying is reported too. What was typed is
    not kept.
    """

    child = models.ForeignKey(Child, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    looked_into_at = models.DateTimeField(null=True)  # by the person to whom it was reported
    looked_into_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "until"])]
