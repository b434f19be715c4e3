"""Who a child is."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Upper

from sightline.casework.register.models.loading import Import
from sightline.casework.staff.models import Person


class Child(models.Model):
    """A child. The number of the row may stand in an address; names and identifiers may not.

    The columns of the record `children`, of `names`, and what the service itself keeps. A child known only from a
    row beside the Header is not `told`: no extract counts it as a child. Sex is empty where a return left it out.
    `stamp` grows with each change of what is told of the child: what was worked out before it is known to be old.
    """

    sex = models.CharField(max_length=10, blank=True)
    born = models.DateField(null=True, blank=True)
    ethnicity = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=60, null=True, blank=True)
    mother = models.IntegerField(null=True, blank=True)
    first_child_born = models.DateField(null=True, blank=True)

    forename = models.CharField(max_length=80, blank=True)
    surname = models.CharField(max_length=80, blank=True)
    known_as = models.CharField(max_length=80, blank=True)
    sounds = models.CharField(max_length=200, blank=True)  # how the names sound, for search
    pronouns = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=40, blank=True)
    interpreter = models.BooleanField(default=False)
    ethnicity_detail = models.CharField(max_length=80, blank=True)  # local; rolls up to `ethnicity`
    religion = models.CharField(max_length=80, blank=True)
    family = models.ForeignKey(
        "register.SiblingGroup", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    apart_reason = models.CharField(max_length=200, blank=True)  # why not with the IRO of brothers and sisters

    told = models.BooleanField(default=True)
    stamp = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(Import, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collection = models.PositiveIntegerField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "children"
        indexes = [models.Index(fields=["surname", "forename"]), models.Index(fields=["born"])]


class Identifier(models.Model):
    """A number that some system knows the child by. One child may have several of a scheme over time.

    A number is one child's. Where a person enters one that another child has already, and may not see that child,
    it is kept as `disputed`: feeds and extracts do not go by it until the other child has it no longer. (To refuse
    it would tell that there is such a child.)
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(
        max_length=10,
        choices=[
            ("own", "Sightline"),
            ("case", "Case system"),
            ("903", "SSDA903"),
            ("upn", "Unique pupil number"),
        ],
    )
    value = models.CharField(max_length=60)
    disputed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(Import, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.F("scheme"),
                Upper("value"),
                condition=models.Q(disputed=False),
                name="one_child_an_identifier",
            ),
            models.UniqueConstraint(fields=["child", "scheme", "value"], name="an_identifier_of_a_child_once"),
        ]
        indexes = [
            models.Index(fields=["value"]),
            models.Index(fields=["scheme"], condition=models.Q(disputed=True), name="identifiers_disputed"),
        ]
