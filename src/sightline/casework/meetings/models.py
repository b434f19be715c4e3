"""A meeting, each child's part in it (a matter), who is asked and what is asked for, the record, the decisions."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from sightline.casework.documents.models import Issued
from sightline.casework.register.models import Child, Relation
from sightline.casework.staff.models import Person
from sightline.domain.workflows import ASK, DECISION, MATTER, MEETING, RECORD, RESULT, Workflow

LONGEST_LINE, LONGEST_REASON = 200, 500


def state_of(workflow: Workflow) -> models.CharField[str, str]:
    """A column for the state of a workflow."""
    return models.CharField(max_length=20, choices=list(workflow.states.items()), default=workflow.first)


class OfMatter:
    """Whose a row below a matter is: the trail's past is kept by child."""

    matter: Matter

    @property
    def child_id(self) -> int:
        """The child's number."""
        return self.matter.child_id


class Mode(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"
    HYBRID = "hybrid", "Some in the room, some by video or phone"
    CONSULTATION = "consultation", "By consultation, without a meeting"


class Venue(models.Model):
    """Somewhere to meet."""

    name = models.CharField(max_length=120, unique=True)
    address = models.TextField(blank=True)
    access = models.TextField(blank=True)  # step-free, parking, a quiet room …
    closed = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)


class Meeting(models.Model):
    """When and where people meet about one child, or about brothers and sisters together.

    `on` is empty while dates are proposed. `uid` is what calendars know it by: it tells nothing of a child.
    """

    kind = models.CharField(max_length=30)  # review; later: conference, carer_review …
    state = state_of(MEETING)
    on = models.DateField(null=True)
    dated_on = models.DateField(null=True)  # the day on which that day was settled, or the meeting was moved to it
    at = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    mode = models.CharField(max_length=20, choices=Mode.choices, default=Mode.IN_PERSON)
    venue = models.ForeignKey(Venue, null=True, on_delete=models.PROTECT, related_name="meetings")
    place = models.CharField(max_length=LONGEST_LINE, blank=True)  # where there is no venue: "at the foster home"
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="chairs")
    why_then = models.CharField(max_length=LONGEST_REASON, blank=True)  # why this date, if somebody asks
    cancelled_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry: grows when people have to know
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "cancelled")) | Q(on__isnull=False), name="planned_has_a_day"
            )
        ]
        indexes = [
            models.Index(fields=["chair", "on"]),
            models.Index(fields=["state", "on"]),
            models.Index(fields=["on"]),
        ]


class Proposal(models.Model):
    """A date that was proposed, before one is settled."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="proposals")
    on = models.DateField()
    at = models.TimeField(null=True)
    note = models.CharField(max_length=LONGEST_LINE, blank=True)  # who can, who cannot

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "on", "at"], name="one_proposal_a_time")]


class Matter(models.Model):
    """One child's part of a meeting: what law and practice ask of a review is asked of this.

    `held_on` is the day of the first sitting, `completed_on` that of the last. Clocks are worked out from these
    two, `Decisions.issued_on`, `Record.finished_on` and the deliveries, and never stored.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="matters")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="matters")
    state = state_of(MATTER)
    held_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    adjourned_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    taken_out_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    decisions_issued_on = models.DateField(null=True)  # to managers, the first of them
    window_since = models.DateField(null=True)  # the day from which managers have their time; none: the day above
    window_closed_at = models.DateTimeField(null=True)
    window_closed_how = models.CharField(max_length=20, blank=True)  # agreed, time
    unsettled = models.BooleanField(default=True)  # false: nothing is left to follow. See `settling`
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "child"], name="one_matter_a_child"),
            models.CheckConstraint(
                condition=~Q(state="complete") | Q(held_on__isnull=False, completed_on__isnull=False),
                name="complete_has_its_days",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "completed_on"]),
            models.Index(fields=["state", "completed_on"]),
            models.Index(fields=["window_closed_at", "decisions_issued_on"]),
            models.Index(fields=["state", "completed_on"], condition=Q(unsettled=True), name="matters_unsettled"),
        ]


class Sitting(OfMatter, models.Model):
    """One sitting of a matter, where there was more than one or it was adjourned."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="sittings")
    on = models.DateField()
    at = models.TimeField(null=True)
    mode = models.CharField(max_length=20, choices=Mode.choices)
    with_whom = models.CharField(max_length=LONGEST_LINE, blank=True)
    held = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "on", "at"], name="one_sitting_a_time")]


class Participant(OfMatter, models.Model):
    """Somebody who has a part in a child's meeting, how they are asked, and whether they came.

    The child, a person of the service, somebody around the child (`relation`), or somebody named here alone.
    """

    class Plan(models.TextChoices):
        """How somebody is to take part."""

        INVITE = "invite", "Invite"
        SEPARATELY = "separately", "See separately"
        VIEWS = "views", "Views only"
        EXCLUDED = "excluded", "Leave out, with a reason"

    class Came(models.TextChoices):
        """Whether somebody came."""

        UNKNOWN = "", "Not recorded"
        YES = "yes", "Came"
        PART = "part", "Came for part of it"
        REMOTE = "remote", "Joined by video or phone"
        APOLOGIES = "apologies", "Sent apologies"
        NO = "no", "Did not come"

    class Gets(models.TextChoices):
        """What somebody is sent afterwards."""

        NOTHING = "", "Nothing"
        DECISIONS = "decisions", "The decisions"
        RECORD = "record", "The full record"
        LETTER = "letter", "The letter to the child"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="participants")
    capacity = models.CharField(max_length=30)  # an entry of `domain/data/capacities.toml`
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    relation = models.ForeignKey(Relation, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    plan = models.CharField(max_length=20, choices=Plan.choices, default=Plan.INVITE)
    why = models.CharField(max_length=LONGEST_REASON, blank=True)
    invited_on = models.DateField(null=True)
    invited_by = models.CharField(max_length=20, blank=True)  # channel: post, email, phone, in_person …
    invited_at = models.PositiveIntegerField(null=True)  # the meeting's `sequence` then: what they know of it
    answered = models.CharField(max_length=20, blank=True)  # will_come, cannot
    came = models.CharField(max_length=20, choices=Came.choices, blank=True)
    sent_views = models.BooleanField(null=True)
    gets = models.CharField(max_length=20, choices=Gets.choices, blank=True)
    gets_chosen = models.BooleanField(default=False)  # said by somebody; who is left out gets nothing without it
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["person", "matter"])]


class Ask(OfMatter, models.Model):
    """A report or paper asked for before a meeting: of whom, when, and when the family really had it."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=30)  # an entry of `domain/data/preparation.toml`
    of = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="asks")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="asked_of")
    state = state_of(ASK)
    asked_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    shared_on = models.DateField(null=True)
    why_not = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "kind", "of"], name="one_request_of_somebody"),
            models.UniqueConstraint(
                fields=["matter", "kind"], condition=Q(of=None), name="one_request_of_nobody_named"
            ),
        ]
        indexes = [models.Index(fields=["person", "state"]), models.Index(fields=["state"])]


class Chaser(models.Model):
    """Somebody was reminded of what they were asked for."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="chasers")
    on = models.DateField()
    channel = models.CharField(max_length=20)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "on", "channel"], name="one_chaser_a_day")]


class Record(OfMatter, models.Model):
    """What is written of one child's part. What each section says is in `Section`."""

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, related_name="record")
    state = state_of(RECORD)
    form = models.CharField(max_length=30, blank=True)  # the kind of review, as it was when the record was begun
    options = models.JSONField(default=list)  # of the form: signs_of_safety …
    started_on = models.DateField(null=True)
    to_type_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)  # the first time; it stays when the record is opened again
    finished_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["state"])]


class Section(models.Model):
    """One section of a record: two people in two sections never meet."""

    class Source(models.TextChoices):
        """Where a text came from."""

        TYPED = "typed", "Typed here"
        PASTED = "pasted", "Pasted"
        DICTATED = "dictated", "Dictated and typed by business support"
        MACHINE = "machine", "Drafted by a machine, checked by the writer"

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)  # an entry of `domain/data/record_sections.toml`
    text = models.TextField(blank=True)
    answers = models.JSONField(default=dict)  # of its questions and columns
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.TYPED)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "key"], name="one_section_a_key")]

    @property
    def child_id(self) -> int:
        """The child's number."""
        return self.record.matter.child_id


class Decision(OfMatter, models.Model):
    """What a meeting decided: what, who, by when, to what end. What it said before a query is in the trail's past.

    `state` is whether managers agree, `result` what became of it; `answered_at` the meeting that answered it.
    `again` is the decision that it sets again, `first_by_when` the day first promised.
    """

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="decisions")
    place = models.PositiveSmallIntegerField()  # in the list
    what = models.TextField()
    who = models.CharField(max_length=120, blank=True)  # in words: "Social worker", "Virtual school"
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="decisions_owned")
    by_when = models.DateField(null=True)
    first_by_when = models.DateField(null=True)
    outcome = models.TextField(blank=True)  # what it should lead to for the child
    resource = models.BooleanField(default=False)  # it costs something: managers look at it first
    wording = models.CharField(max_length=40, blank=True)  # of the library, if it began there
    state = state_of(DECISION)
    result = state_of(RESULT)
    result_on = models.DateField(null=True)
    result_says = models.TextField(blank=True)
    result_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.ForeignKey(Matter, null=True, on_delete=models.SET_NULL, related_name="answers")
    again = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="set_again")
    unsettled = models.BooleanField(default=True)  # false: nothing of it is left to do. See `settling`
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "result"]),
            models.Index(fields=["result", "by_when"]),
            models.Index(fields=["matter", "place"]),
            models.Index(fields=["by_when"], condition=Q(unsettled=True), name="decisions_unsettled"),
            models.Index(fields=["matter", "state"], condition=Q(unsettled=True), name="decisions_unsettled_of"),
        ]


class Progress(models.Model):
    """What somebody told of a decision between meetings: not yet the chair's answer."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="progress")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    says = models.TextField()
    claims = models.CharField(max_length=20, blank=True)  # a result, as the teller sees it


class Query(models.Model):
    """A manager's query on a decision, within the window, and the chair's answer."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="queries")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    says = models.TextField()
    answer = models.TextField(blank=True)
    changed = models.BooleanField(null=True)  # whether the decision was changed for it
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")


class Delivery(models.Model):
    """A document went to somebody: how, when, and what proves it."""

    issued = models.ForeignKey(Issued, on_delete=models.PROTECT, related_name="deliveries")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="deliveries")
    on = models.DateField()
    channel = models.CharField(max_length=20)  # post, secure_email, in_person, portal
    proof = models.CharField(max_length=LONGEST_LINE, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issued", "participant"], name="one_delivery_of_a_document")
        ]
