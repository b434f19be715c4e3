"""The trail's tables. Entries and seals are only ever added; the database refuses to change or remove one."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that somebody did or saw.

    `by` is the person's number in the staff app; empty for the service itself (a job, a command). `subject` is the
    number of what it was done to, `kind` says what that is ("child", "import", "person"). `detail` holds numbers,
    codes and field names; what was searched for is the only text that people typed.
    """

    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    action = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    subject = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    request = models.CharField(max_length=36, blank=True)  # ties what was done in one go together, and to the log

    class Meta:
        indexes = [
            models.Index(fields=["kind", "subject", "at"]),
            models.Index(fields=["by", "at"]),
            models.Index(fields=["action", "at"]),
        ]


class Seal(models.Model):
    """An entry's place in the chain: its hash is of the entry and of the seal before it."""

    place = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    hash = models.CharField(max_length=64)


class Waiting(models.Model):
    """An entry that has no place in the chain yet; gone as soon as it has one. One that is neither is a break."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="waiting")


class Past(models.Model):
    """What a row said before it was corrected or taken away: the history of every record, of every app.

    `version` is the version that these values had. The row itself holds the latest; a row taken away leaves its
    last values here with `gone`.
    """

    kind = models.CharField(max_length=60)  # app.model
    row = models.BigIntegerField()
    subject = models.BigIntegerField(null=True)  # the child it was told of, where it is of a child
    version = models.PositiveIntegerField()
    values = models.JSONField()
    gone = models.BooleanField(default=False)
    replaced_at = models.DateTimeField()
    replaced_by = models.BigIntegerField(null=True)
    cause = models.CharField(max_length=40, blank=True)  # "correction", "import:12", "undo:12"
    why = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "pasts"
        constraints = [models.UniqueConstraint(fields=["kind", "row", "version"], name="one_past_a_version")]
        indexes = [models.Index(fields=["cause"]), models.Index(fields=["subject", "replaced_at"])]
