"""What passes from one officer to the next."""

from __future__ import annotations

from django.db import models

from sightline.casework.register.models import Involvement
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
