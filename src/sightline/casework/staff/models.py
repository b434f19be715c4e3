"""People of the service, what they are and when, how much of their time there is, and what they were writing."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from sightline.domain.roles import Role

ROLES = [(role.value, role.label) for role in Role]


def _ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(ended=None) | Q(ended__gt=F("started")), name=name)


class Period(models.Model):
    """Something from a day up to the day before another; `ended` is the first day on which it is no longer so."""

    started = models.DateField()
    ended = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class People(BaseUserManager["Person"]):
    """Makes people who can sign in; pages and commands go through `staff.actions`."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who works in the service or for its children. Not everybody can sign in.

    `worker` is the identifier that the case system and the returns use for this person.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)  # may sign in
    worker = models.CharField(max_length=60, blank=True)
    registration = models.CharField("Social Work England number", max_length=30, blank=True)
    qualified = models.DateField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True)
    areas = models.JSONField(default=list, blank=True)
    specialisms = models.JSONField(default=list, blank=True)  # "short breaks", "unaccompanied children" …
    sittings = models.PositiveIntegerField(default=0)  # raised, it ends everything that is signed in
    factor_reset_at = models.DateTimeField(null=True, blank=True)  # by somebody else; until a new one is set up
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_an_address"),
            models.UniqueConstraint(fields=["worker"], condition=~Q(worker=""), name="one_person_a_worker"),
        ]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session has to say to be this person's: another password or another number ends it."""
        said = f"{self.password}:{self.sittings}"
        return salted_hmac("sightline.sitting", said, secret=secret, algorithm="sha256").hexdigest()


class Team(models.Model):
    """A team. One that is gone stays, closed."""

    name = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=60, blank=True)  # as the case system has it
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    link_officer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class RolePeriod(Period):
    """What somebody is, from when to when, and in which team. A manager's team is the one managed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_periods")
    role = models.CharField(max_length=30, choices=ROLES)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="role_periods")
    acting = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [_ends_after_it_starts("role_period_ends_after_it_starts")]
        indexes = [models.Index(fields=["person", "started"]), models.Index(fields=["role", "started"])]


class Employment(models.TextChoices):
    """How a post is held."""

    PERMANENT = "permanent", "Permanent"
    FIXED_TERM = "fixed_term", "Fixed term"
    AGENCY = "agency", "Agency"
    SECONDED_IN = "seconded_in", "Seconded in"
    SECONDED_OUT = "seconded_out", "Seconded out"
    VACANT = "vacant", "Vacant"


class Post(Period):
    """One line of the ledger of full-time equivalents: so much of a role, held so, by whom, from when to when.

    A vacancy is a line without a person. What is seconded out or vacant is establishment but not capacity.
    """

    role = models.CharField(max_length=30, choices=ROLES)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    fraction = models.DecimalField(max_digits=4, decimal_places=3)  # of full time, over 0 up to 1
    employment = models.CharField(max_length=20, choices=Employment.choices)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            _ends_after_it_starts("post_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(fraction__gt=0, fraction__lte=1), name="post_is_part_of_full_time"),
            models.CheckConstraint(
                condition=Q(employment="vacant", person=None)
                | (~Q(employment="vacant") & Q(person__isnull=False)),
                name="only_a_vacancy_has_nobody",
            ),
        ]


class Absence(Period):
    """Somebody away. `kind` is leave, sickness, parental or other; no reason is kept beyond it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(
        max_length=20,
        choices=[("leave", "Leave"), ("sickness", "Sickness"), ("parental", "Parental"), ("other", "Other")],
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [_ends_after_it_starts("absence_ends_after_it_starts")]


class Cover(Period):
    """Who stands in during an absence: sees the children of the person away, for those days."""

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="covers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")

    class Meta:
        constraints = [_ends_after_it_starts("cover_ends_after_it_starts")]


class Draft(models.Model):
    """What somebody has typed into a form and not yet sent. `subject` tells one form's record from another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)
    page = models.CharField(max_length=200, blank=True)  # where the form is; addresses hold row numbers at most
    values = models.JSONField()  # what each control says
    opened = models.JSONField(default=dict)  # what each said when the form was opened
    version = models.PositiveIntegerField(null=True)  # of the record that the form was opened on
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form", "subject"], name="one_draft_a_form")]


class Key(models.Model):
    """A key of the read API: what it opens, for how long. Only the hash of its secret is kept."""

    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class Remembered(models.Model):
    """Django's cache: what all server processes remember together, such as how often a code was tried."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
