"""Practices kept, and when each came into force."""

from __future__ import annotations

from django.db import models

from sightline.casework.staff.models import Person


class Version(models.Model):
    """A practice file as it was uploaded, or one that comes with Sightline. Never changed: a new one is added."""

    name = models.CharField(max_length=60)  # the practice's own key: handbook, derby …
    title = models.CharField(max_length=120)
    text = models.TextField()  # the TOML, whole
    sha256 = models.CharField(max_length=64, unique=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class InForce(models.Model):
    """From which day a version is the council's practice. The latest that has begun counts."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="periods")
    since = models.DateField(unique=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)
