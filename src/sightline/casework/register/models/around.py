"""The people around a child, and what to know before meeting the child."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.casework.register.models.fact import Fact, maybe_date
from sightline.casework.staff.models import Person, Team

INVOLVED_AS = [
    ("iro", "Independent Reviewing Officer"),
    ("social_worker", "Social worker"),
    ("conference_chair", "Conference chair"),
    ("personal_adviser", "Personal adviser"),
    ("business_support", "Business support"),
    ("participation_officer", "Participation officer"),
]


class SiblingGroup(models.Model):
    """Brothers and sisters. `code` is the case system's family group, where it told of one."""

    code = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_group_a_family")]


class Involvement(Fact):
    """Somebody's work with the child, in one capacity, from a day to a day. That of an IRO is an allocation.

    `person` is empty where a feed names somebody (`worker`) whom the service does not know. `reason` says why this
    person, `direction` what the manager pointed out.
    """

    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    worker = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=30, choices=INVOLVED_AS)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="involvements")
    started = models.DateField()
    ended = maybe_date()
    reason = models.CharField(max_length=60, blank=True)
    direction = models.TextField(blank=True)
    reason_ended = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended=None) | Q(ended__gte=F("started")), name="involvement_in_order"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(worker=""), name="involvement_of_somebody"
            ),
            models.UniqueConstraint(
                fields=["child"], condition=Q(role="iro", ended=None), name="one_iro_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "role", "ended"]),
            models.Index(fields=["child", "role", "ended"]),
        ]


class Relation(Fact):
    """Somebody in the child's life who does not sign in: parent, carer, teacher, nurse, guardian …"""

    name = models.CharField(max_length=120)
    relationship = models.CharField(max_length=60)
    capacity = models.CharField(
        max_length=20,
        choices=[("family", "Family"), ("carer", "Carer"), ("professional", "Professional")],
    )
    parental_responsibility = models.CharField(
        max_length=10, choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")], default="unknown"
    )
    organisation = models.CharField(max_length=120, blank=True)
    contact = models.TextField(blank=True)  # how to reach them
    needs = models.CharField(max_length=200, blank=True)  # interpreter, easy read …
    caution = models.CharField(max_length=200, blank=True)  # such as: address not to be shared with …
    started = maybe_date()
    ended = maybe_date()


class CommunicationNeed(Fact):
    """How the child communicates and what helps."""

    need = models.CharField(max_length=60)
    helps = models.CharField(max_length=200, blank=True)
    started = maybe_date()
    ended = maybe_date()


class Warning(Fact):
    """Something to know before anything else. Each is looked at again by a day, or it would stay for ever."""

    kind = models.CharField(max_length=60)
    says = models.CharField(max_length=300)
    started = models.DateField()
    review_on = models.DateField()
    ended = maybe_date()
