"""Imports of returns and feeds, their files, and what they told that somebody should hear of."""

from __future__ import annotations

from django.db import models

from sightline.casework.staff.models import Person


class Import(models.Model):
    """One import, from upload to load. Its files and what was read of them are in a folder of its own.

    `as_at` is the day that it tells of: 31 March of a return's year, the day of an extract. `progress` is what is
    being done, how much of it, of how much. `counts` is by table: added, changed, contradicted, gone.
    """

    class State(models.TextChoices):
        """Where an import is."""

        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READY = "ready", "Ready to look at"
        LOADING = "loading", "Being loaded"
        LOADED = "loaded", "Loaded"
        UNDONE = "undone", "Undone"
        REFUSED = "refused", "Cannot be read"
        FAILED = "failed", "Stopped"
        SET_ASIDE = "set_aside", "Set aside"

    kind = models.CharField(
        max_length=10, choices=[("903", "SSDA903 return"), ("ssd", "Safeguarding dataset extract")]
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    as_at = models.DateField(null=True)
    year = models.PositiveIntegerField(null=True)  # of a 903 return, where it was given
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(null=True)
    loaded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    progress = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    says = models.TextField(blank=True)  # why it was refused or stopped, for the person who made it
    speaks_of = models.JSONField(default=list)  # collection, first day, last day: the time it tells of
    staged = models.JSONField(default=dict)  # what the preview stands on, so that what is loaded is what was seen

    class Meta:
        indexes = [models.Index(fields=["state"]), models.Index(fields=["-made_at"])]


class Upload(models.Model):
    """One file of an import."""

    load = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(null=True)
    sent_back = models.PositiveIntegerField(null=True)


class Notice(models.Model):
    """Something that happened to a child, that an import or a person made known, for the people around the child.

    `known_on` less `happened_on` is how late the notice was. `facts` holds codes and dates, before and after.
    """

    child = models.ForeignKey("register.Child", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)  # came_into_care, placement_changed, legal_status_changed, left_care …
    happened_on = models.DateField()
    known_on = models.DateField()
    facts = models.JSONField(default=dict)
    load = models.ForeignKey(Import, null=True, on_delete=models.CASCADE, related_name="notices")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "kind", "happened_on"], name="one_notice_a_happening")
        ]
        indexes = [models.Index(fields=["known_on"]), models.Index(fields=["read_at"])]


class Contradiction(models.Model):
    """A row of a person's that a feed tells otherwise: the person's stays until somebody chooses.

    `table` and `row` say which row (one that a person took away keeps its number), `told` what the feed tells.
    The same telling is not asked about twice.
    """

    class Choice(models.TextChoices):
        """What was decided."""

        OPEN = "", "To decide"
        OURS = "ours", "Ours kept"
        THEIRS = "theirs", "The feed's taken"

    child = models.ForeignKey("register.Child", on_delete=models.CASCADE, related_name="contradictions")
    table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    told = models.JSONField()
    load = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="contradictions")
    collection = models.PositiveIntegerField(null=True)
    file = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(null=True)
    choice = models.CharField(max_length=10, choices=Choice.choices, default=Choice.OPEN, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="one_contradiction_a_row")]
        indexes = [models.Index(fields=["choice"])]
