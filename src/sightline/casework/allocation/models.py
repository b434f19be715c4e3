"""What passes from one officer to the next, and what speaks against naming somebody."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.casework.register.models import Child, Involvement
from sightline.casework.staff.models import Person


class Handover(models.Model):
    """A child passes from one reviewing officer to another: the note; whether the child was told and met."""

    before = models.OneToOneField(Involvement, on_delete=models.CASCADE, related_name="handed_over")
    after = models.OneToOneField(Involvement, on_delete=models.CASCADE, related_name="taken_over")
    note = models.TextField(blank=True)
    noted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    child_told_on = models.DateField(null=True)
    introduced_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)


class Conflict(models.Model):
    """A declared conflict of interest: this person must not be named for this child."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicts")
    says = models.CharField(max_length=200)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "person"], condition=Q(withdrawn_at=None), name="one_conflict_declared"
            )
        ]


class Parent(models.Model):
    """A child in care whose mother or father is, or was, a child in care too: they need different officers."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "parent"], name="one_parent_once"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="nobody_is_their_own_parent"),
        ]
