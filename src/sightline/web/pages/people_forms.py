"""The forms about people, teams, posts, absence and keys."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from sightline.casework.staff.actions import SCOPES
from sightline.domain.roles import Role
from sightline.web.forms import DayField, Form, choices

EMPLOYMENT = {
    "permanent": "Permanent",
    "fixed_term": "Fixed term",
    "agency": "Agency",
    "seconded_in": "Seconded in",
    "seconded_out": "Seconded out",
    "vacant": "Vacant",
}
ABSENCES = {"leave": "Leave", "sickness": "Sickness", "parental": "Parental", "other": "Other"}
Options = Iterable[tuple[int, str]]


class Words(forms.CharField):
    """Several things, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> Any:
        """Lines as a list."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class PersonForm(Form):
    """Somebody of the service."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address", help_text="Of work: the address that they sign in with")
    worker = forms.CharField(
        label="Worker identifier",
        max_length=60,
        required=False,
        help_text="As the case system and the return have it",
    )
    registration = forms.CharField(label="Social Work England number", max_length=30, required=False)
    qualified = DayField(label="Qualified on", required=False)
    languages = Words(label="Languages", required=False, help_text="One on each line")
    areas = Words(label="Areas", required=False, help_text="One on each line")
    specialisms = Words(label="Specialisms", required=False, help_text="One on each line, such as short breaks")


class RoleForm(Form):
    """A role from a day on."""

    role = forms.TypedChoiceField(
        label="Role", coerce=Role, choices=choices([(role.value, role.label) for role in Role])
    )
    team = forms.TypedChoiceField(label="Team", coerce=int, required=False, empty_value=None)
    started = DayField(label="From")
    ended = DayField(label="Up to", required=False, help_text="The first day on which it is no longer held")
    acting = forms.BooleanField(label="Acting: for the time being", required=False)
    note = forms.CharField(label="Note", max_length=200, required=False)

    def __init__(self, *args: Any, teams: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "team", teams, nothing="No team")


class EndForm(Form):
    """The first day on which something is no longer so."""

    on = DayField(label="From which day", help_text="The first day on which it is no longer so")
    version = forms.IntegerField(widget=forms.HiddenInput)


class LeaveForm(Form):
    """The day somebody leaves."""

    on = DayField(label="First day on which they are gone")


class PostForm(Form):
    """One line of the ledger of posts."""

    role = forms.TypedChoiceField(
        label="Role", coerce=Role, choices=choices([(role.value, role.label) for role in Role])
    )
    fraction = forms.DecimalField(
        label="Part of full time",
        min_value=Decimal("0.001"),
        max_value=1,
        decimal_places=3,
        help_text="1 is full time",
    )
    employment = forms.ChoiceField(label="How it is held", choices=choices(EMPLOYMENT))
    team = forms.TypedChoiceField(label="Team", coerce=int, required=False, empty_value=None)
    started = DayField(label="From")
    ended = DayField(label="Up to", required=False, help_text="The first day on which it no longer holds")
    note = forms.CharField(label="Note", max_length=200, required=False)

    def __init__(self, *args: Any, teams: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "team", teams, nothing="No team")


class VacancyForm(PostForm):
    """A vacant post: nobody holds it."""

    employment = None  # type: ignore[assignment]


class AbsenceForm(Form):
    """Somebody away."""

    kind = forms.ChoiceField(
        label="Kind", choices=list(ABSENCES.items()), widget=forms.RadioSelect, help_text="No other reason is kept"
    )
    started = DayField(label="First day away")
    ended = DayField(label="Day back", required=False, help_text="Leave empty if it is not known")


class CoverForm(Form):
    """Who stands in."""

    person = forms.TypedChoiceField(label="Who stands in", coerce=int)
    started = DayField(label="From")
    ended = DayField(label="Up to", required=False, help_text="Empty: to the end of the absence")

    def __init__(self, *args: Any, people: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "person", people)


class TeamForm(Form):
    """A team."""

    name = forms.CharField(label="Name", max_length=120)
    code = forms.CharField(label="Code", max_length=60, required=False, help_text="As the case system has it")
    parent_id = forms.TypedChoiceField(label="Part of", coerce=int, required=False, empty_value=None)
    link_officer_id = forms.TypedChoiceField(
        label="Link officer", coerce=int, required=False, empty_value=None,
        help_text="The reviewing officer who keeps in touch with this team",
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Options, officers: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "parent_id", teams, nothing="No other team")
        _offer(self, "link_officer_id", officers, nothing="Nobody")


class KeyForm(Form):
    """A key of the read API."""

    name = forms.CharField(label="What it is for", max_length=120, help_text="Such as: Power BI, performance team")
    scopes = forms.MultipleChoiceField(
        label="What it opens", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    expires = DayField(label="Last day", help_text="Within 400 days")


def _offer(form: forms.Form, field: str, options: Options, nothing: str = "Choose") -> None:
    given = [(str(number), name) for number, name in options]
    form.fields[field].choices = choices(given, nothing=nothing)  # type: ignore[attr-defined]
