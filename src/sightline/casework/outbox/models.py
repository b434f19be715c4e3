"""What people are to be told, when they want it, and what programs are told."""

from __future__ import annotations

from django.db import models

from sightline.casework.staff.models import Person


class Message(models.Model):
    """Something for one person, in words without a child's name. `key` says it once: the same is never told twice.

    `kind` is an entry of `outbox/kinds.py`; `subject` and `number` say what the message leads to.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=20, blank=True)  # child, meeting, matter, decision …
    number = models.BigIntegerField(null=True)
    child = models.BigIntegerField(
        null=True
    )  # whose it is: the message is shown while the person may see the child
    key = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)  # dates, counts and codes, never a name
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey("outbox.Digest", null=True, on_delete=models.SET_NULL, related_name="messages")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_message_a_key")]
        indexes = [models.Index(fields=["person", "read_at"]), models.Index(fields=["made_at"])]


class Wish(models.Model):
    """How often somebody wants to be mailed, and the secret address of their calendar."""

    class Often(models.TextChoices):
        """How often."""

        DAILY = "daily", "Every working day"
        WEEKLY = "weekly", "Once a week"
        NEVER = "never", "Never: I look at the service"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="wish")
    often = models.CharField(max_length=10, choices=Often.choices, default=Often.DAILY)
    weekday = models.PositiveSmallIntegerField(default=0)  # of a weekly digest, Monday 0
    calendar_hash = models.CharField(max_length=64, blank=True, db_index=True)  # of the secret; empty: no calendar
    calendar_made_at = models.DateTimeField(null=True)
    calendar_used_on = models.DateField(null=True)  # the last day on which a program asked for it
    version = models.PositiveIntegerField(default=1)


class Digest(models.Model):
    """One mail to one person for one day. It is made before it is sent, so a killed job sends it once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests")
    on = models.DateField()
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)  # a sender is at it
    tried_at = models.DateTimeField(null=True)  # and failed
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lost = models.PositiveSmallIntegerField(default=0)  # senders that ended before they said how it went
    failed = models.CharField(max_length=200, blank=True)  # the kind of failure, never its text

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="one_digest_a_day")]


class Hook(models.Model):
    """An address of a program that is told of events.

    `secret` is a seed: what signs is made of it and of the installation's own key, so a copy of the database signs
    nothing.
    """

    name = models.CharField(max_length=120)
    url = models.URLField(max_length=300)
    secret = models.CharField(max_length=64)
    events = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class Call(models.Model):
    """One event to be told to one hook: numbers, codes and dates, never a name."""

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="calls")
    event = models.CharField(max_length=40)  # review.held, decision.made, clock.breached
    key = models.CharField(max_length=120)
    child = models.BigIntegerField(null=True)  # whose it is: told while programs may see the child
    body = models.JSONField()
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    answer = models.CharField(max_length=60, blank=True)  # the status, or the kind of failure

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "key"], name="one_call_an_event")]
        indexes = [models.Index(fields=["done_at", "next_try"])]


class Ran(models.Model):
    """When a part of the daily work was last done to its end, for those who look after the service."""

    name = models.CharField(max_length=60, unique=True)
    on = models.DateField()
    at = models.DateTimeField()
    failed = models.CharField(max_length=200, blank=True)  # the kind of failure of a later try, and where
