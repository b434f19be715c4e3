"""What the reviewing service does for a child between reviews, and what it noticed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sightline.casework.meetings.models import LONGEST_LINE, LONGEST_REASON, Matter
from sightline.casework.register.models import Child, Notice, Visit
from sightline.casework.staff.models import Person


class Check(models.Model):
    """A midway check: made by itself after a review, due half-way to the next. One for each review."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="checks")
    since = models.DateField()  # the review that it follows
    due_on = models.DateField()  # as it was when it was made; pages work it out anew
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=30, blank=True)  # on_track, some_drift, challenge, bring_forward
    says = models.TextField(blank=True)
    not_needed_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "since"], name="one_check_a_review")]
        indexes = [models.Index(fields=["done_on", "due_on"])]


class Contact(models.Model):
    """One line of what the reviewing service did for a child: talked with somebody, looked at the file, sat in."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField()
    kind = models.CharField(max_length=30)  # an entry of `watch/kinds.py`
    with_whom = models.CharField(max_length=LONGEST_LINE, blank=True)
    says = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    together = models.UUIDField(null=True)  # one line for several children
    # the visit of the register that was entered with it
    visit = models.OneToOneField(Visit, null=True, on_delete=models.SET_NULL, related_name="contact")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["child", "on"]), models.Index(fields=["by", "on"])]


class Tracking(models.Model):
    """How closely a child's plan is watched, since when and why. Levels are named by the practice."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="tracking")
    level = models.CharField(max_length=40)
    since = models.DateField()
    why = models.CharField(max_length=LONGEST_REASON, blank=True)
    next_contact = models.DateField(null=True)
    matter = models.ForeignKey(Matter, null=True, on_delete=models.SET_NULL, related_name="+")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "since"], name="one_level_a_day")]


class Change(models.Model):
    """A significant change, told by a person or by a feed, and the answer: a review sooner, or not."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="changes")
    notice = models.OneToOneField(Notice, null=True, on_delete=models.SET_NULL, related_name="change")
    kind = models.CharField(max_length=40)
    happened_on = models.DateField()
    says = models.TextField(blank=True)
    planned = models.BooleanField(default=False)  # it is proposed and has not happened
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, blank=True)  # bring_forward, no, noted
    answer_why = models.TextField(blank=True)
    wanted_by = models.DateField(null=True)  # the day by which a review is wanted
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["answered_at"]), models.Index(fields=["child", "happened_on"])]


class Dismissal(models.Model):
    """A flag that somebody looked at and set aside, with the reason. `facts` is what it rested on then."""

    class Kind(models.TextChoices):
        """Was the flag right?"""

        WRONG = "wrong", "It is not so: the data are wrong"
        NO_DRIFT = "no_drift", "It is so, and it is right for this child"
        KNOWN = "known", "It is drift, and is being dealt with"

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="dismissals")
    flag = models.CharField(max_length=60)
    facts = models.CharField(max_length=64)  # hash of what the flag rested on: new facts raise it again
    kind = models.CharField(max_length=20, choices=Kind.choices)
    why = models.CharField(max_length=LONGEST_REASON)
    until = models.DateField(null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "flag", "facts"], condition=Q(withdrawn_at=None), name="one_dismissal_of_a_flag"
            )
        ]


class Closing(models.Model):
    """The officer's last note when a child leaves care: what was promised, what is still open, who knows."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="closings")
    left_on = models.DateField()
    says = models.TextField()
    open_decisions = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # the manager
    seen_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "left_on"], name="one_closing_a_leaving")]


class Worked(models.Model):
    """From what, and on which day, a child's flags were worked out. A memory, never the truth (see `drifting`)."""

    child = models.OneToOneField(Child, on_delete=models.CASCADE, primary_key=True, related_name="drift_worked")
    stamp = models.PositiveIntegerField()
    worked_on = models.DateField()
    holds_until = models.DateField(null=True)
    practice = models.CharField(max_length=64)


class Flagged(models.Model):
    """A flag of a child, kept so that a list of thousands answers at once. `says` has no word that was typed."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="flags")
    flag = models.CharField(max_length=60)
    facts = models.CharField(max_length=64)
    since = models.DateField()
    says = models.CharField(max_length=LONGEST_REASON)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "flag"], name="one_flag_of_a_kind")]
        indexes = [models.Index(fields=["flag", "since"])]
