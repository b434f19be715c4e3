"""Forms of holding and recording: made from what is asked, one section or one person at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from sightline.casework.meetings.answering import MAY_BE_SET_AGAIN, NEEDS_WHY, RESULTS
from sightline.casework.meetings.queries.earlier import Earlier
from sightline.casework.meetings.queries.recorded import Decided, Present, Written
from sightline.casework.meetings.recording import LONGEST_TEXT, Said
from sightline.domain.practices import Wording
from sightline.domain.record_forms import Asks, Question, SectionForm
from sightline.domain.workflows import MATTER, RESULT
from sightline.web.forms.base import Form
from sightline.web.forms.fields import DayField, choices

CAME = {
    "yes": "Came",
    "part": "Came for part of it",
    "remote": "Joined by video or phone",
    "apologies": "Sent apologies",
    "no": "Did not come",
}
SOURCES = {
    "typed": "Typed here",
    "pasted": "Pasted from somewhere else",
    "dictated": "Dictated, and typed by business support",
    "machine": "Drafted by a machine, and checked by me",
}
SITTINGS = {
    "complete": "Yes, and it is complete",
    "begin": "Yes, the first of several sittings",
    "adjourn": "It was adjourned",
}
LATER_SITTING = {"complete": "Yes, and it is complete now", "begin": "Yes, and another sitting follows"}


class OptionalForm(Form):
    """A form in which nothing has to be answered now."""

    all_optional = True


def section_form(form: SectionForm) -> type[Form]:
    """The form of one section: its questions, its text, where the text comes from."""
    return type("SectionForm", (OptionalForm,), section_fields(form))


def section_fields(form: SectionForm, *, end: str = "", whose: str = "") -> dict[str, forms.Field]:
    """The fields of a section; of several children's, each with an end to its name and the child's name."""
    of = f" ({whose})" if whose else ""
    after = [each for each in form.questions if form.text and each.asks is Asks.LONG]
    before = [each for each in form.questions if each not in after]
    fields: dict[str, forms.Field] = {f"{each.key}{end}": _asked(each, of) for each in before}
    if form.text:
        fields[f"text{end}"] = _long(f"{form.text}{of}", "", rows=10)
    fields |= {f"{each.key}{end}": _asked(each, of) for each in after}
    fields[f"source{end}"] = forms.ChoiceField(
        label=f"Where does the text come from?{of}",
        choices=list(SOURCES.items()),
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
        initial="typed",
    )
    return fields


def section_now(told: Written, filled: Mapping[str, Any] = {}, text: str = "", *, end: str = "") -> dict[str, Any]:
    """What a section says now, by field; before anybody has written in it, what it is filled in with."""
    fresh = told.version == 0
    now = {f"{each.key}{end}": told.values.get(each.key, "") for each in told.form.questions}
    if fresh:
        now |= {f"{name}{end}": value for name, value in filled.items() if f"{name}{end}" in now}
    if told.form.text:
        now[f"text{end}"] = text if fresh else told.text
    return {**now, f"source{end}": told.source}


def said(form: SectionForm, values: Mapping[str, Any], *, end: str = "") -> Said:
    """What was sent for a section, as the action takes it."""
    answers = {each.key: values.get(f"{each.key}{end}") for each in form.questions}
    return Said(values.get(f"text{end}", ""), answers, values.get(f"source{end}") or "typed")


def hold_form(state: str, on: date) -> type[Form]:
    """Was it held, on which day; only what may follow the state is offered."""
    moves = {move.key for move in MATTER.open_from(state)}
    words = SITTINGS if state == MATTER.first else LATER_SITTING
    offered = [(key, says) for key, says in words.items() if key in moves]
    fields = {
        "move": forms.ChoiceField(label="Was it held?", choices=offered, widget=forms.RadioSelect),
        "on": DayField(label="On which day?", latest=on),
    }
    if "adjourn" in moves:
        fields["why"] = forms.CharField(
            label="Why was it adjourned?",
            required=False,
            max_length=500,
            help_text="Only if it was. A review is adjourned once at most, and completed within 20 working days.",
        )
    return type("HoldForm", (_Hold,), fields)


def days_form(on: date, *, two: bool, between: Sequence[str] = (), complete: bool = True) -> type[Form]:
    """The day on which a review was held; if it is `complete`, also that of the sitting that completed it.

    `two`: these are two days, as far as is told.

    `between` are the names of the fields for the sittings between these.
    """
    several = two or bool(between)
    fields = {
        "held_on": DayField(label="Day of the first sitting" if several else "Day on which it was held", latest=on)
    }
    for place, name in enumerate(between, start=2):
        fields[name] = DayField(label=f"Day of sitting {place}", latest=on)
    if complete:
        only: dict[str, Any] = {} if two else {"required": False, "help_text": "Only if there was another meeting"}
        fields["completed_on"] = DayField(label="Day on which it was completed", latest=on, **only)
    return type("DaysForm", (_Days,), {**fields, "field_order": (*fields, "why")})


class _Days(Form):
    why = forms.CharField(
        label="Why is the day corrected?",
        max_length=500,
        help_text="What was said before is kept, with this reason. Documents that were issued stay as they were.",
    )


class _Hold(Form):
    def clean(self) -> dict[str, Any]:
        """An adjournment has a reason."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("move") == "adjourn" and not told.get("why", "").strip():
            self.add_error("why", "Say why it was adjourned")
        return told


def attendance_form(people: Sequence[Present]) -> type[Form]:
    """Whether each came, and sent their views."""
    fields: dict[str, forms.Field] = {}
    for each in people:
        name = called(each)
        hint = "" if each.plan == "invite" else each.plan_said
        fields[f"came_{each.pk}"] = forms.ChoiceField(
            label=name, required=False, choices=choices(CAME, nothing="Not recorded"), help_text=hint
        )
        fields[f"views_{each.pk}"] = forms.BooleanField(label=f"{name}: sent their views", required=False)
    return type("AttendanceForm", (OptionalForm,), fields)


def attendance_now(people: Iterable[Present]) -> dict[str, Any]:
    """What is recorded of each."""
    now: dict[str, Any] = {}
    for each in people:
        now |= {f"came_{each.pk}": each.came, f"views_{each.pk}": bool(each.sent_views)}
    return now


def called(present: Present) -> str:
    """Somebody's name with their capacity."""
    return f"{present.name} ({present.capacity.lower()})" if present.name else present.capacity


class NotHeldForm(Form):
    """Why it is taken back that a review was held."""

    why = forms.CharField(
        label="Why is it taken back?", help_text="What it said before is kept, with this reason.", max_length=500
    )


class AnswerForm(Form):
    """What became of a decision."""

    result = forms.ChoiceField(
        label="What became of it?",
        choices=[(key, RESULT.states[key]) for key in RESULTS],
        widget=forms.RadioSelect,
    )
    says = forms.CharField(
        label="In a sentence",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="What was done, or why it was not.",
    )
    again_by = DayField(
        label="Set it again for",
        required=False,
        help_text="Only if it is still to be done: the new day. The day first promised is kept.",
    )

    def clean(self) -> dict[str, Any]:
        """Anything but done has a reason, and only what is not done is set again."""
        told: dict[str, Any] = super().clean() or {}
        result = told.get("result")
        if result in NEEDS_WHY and not told.get("says", "").strip():
            self.add_error("says", "Say why, in a sentence")
        if told.get("again_by") and result and result not in MAY_BE_SET_AGAIN:
            self.add_error("again_by", "Only what is not done yet can be set again")
        return told


def answer_now(told: Earlier) -> dict[str, Any]:
    """What was answered, where it was at this meeting."""
    if not told.answered:
        return {"result": "", "says": "", "again_by": None}
    return {"result": told.result, "says": told.says, "again_by": told.again_by}


def decision_form(owners: Mapping[int, str]) -> type[Form]:
    """A decision: what, who, by when, to what end."""
    fields = {
        "what": forms.CharField(
            label="What will be done?",
            max_length=4000,
            widget=forms.Textarea({"rows": 3}),
            help_text="One thing, in words that the child can read.",
        ),
        "who": forms.CharField(
            label="Who will do it, in words",
            required=False,
            max_length=120,
            help_text="Such as: social worker, foster carer, virtual school. No names of children.",
        ),
        "owner": forms.TypedChoiceField(
            label="Who of the service will do it",
            required=False,
            coerce=int,
            empty_value=None,
            choices=choices([(str(pk), name) for pk, name in owners.items()], nothing="Nobody of the service"),
            help_text="They see it among what is asked of them.",
        ),
        "by_when": DayField(label="By when?", required=False),
        "outcome": forms.CharField(
            label="What will be better for the child?",
            required=False,
            max_length=4000,
            widget=forms.Textarea({"rows": 3}),
        ),
        "resource": forms.BooleanField(label="It costs something: managers look at it first", required=False),
    }
    return type("DecisionForm", (Form,), fields)


def decision_now(told: Decided) -> dict[str, Any]:
    """What a decision says."""
    return {
        "what": told.what, "who": told.who, "owner": told.owner_id, "by_when": told.by_when,
        "outcome": told.outcome, "resource": told.resource,
    }  # fmt: skip


def wording_now(wording: Wording | None, by_when: date | None) -> dict[str, Any]:
    """A new decision, from the library or empty."""
    if wording is None:
        return {"what": "", "who": "", "owner": None, "by_when": None, "outcome": "", "resource": False}
    return {
        "what": wording.what, "who": wording.who, "owner": None, "by_when": by_when, "outcome": wording.outcome,
        "resource": False,
    }  # fmt: skip


class WhyForm(Form):
    """Why a finished record is opened again."""

    why = forms.CharField(
        label="Why is it opened again?",
        max_length=500,
        help_text="What it said is kept, with this reason. Documents that were issued stay as they were.",
    )


def _asked(question: Question, of: str) -> forms.Field:
    label = f"{question.label}{of}"
    if question.asks is Asks.DAY:
        return DayField(label=label, required=False, help_text=f"{question.help} For example, 27 3 2026".strip())
    if question.asks is Asks.LONG:
        return _long(label, question.help, rows=6)
    if question.asks is Asks.LINE:
        return forms.CharField(label=label, required=False, max_length=200, help_text=question.help)
    offered = {str(n): str(n) for n in range(11)} if question.asks is Asks.SCALE else dict(question.choices or {})
    return forms.ChoiceField(
        label=label, required=False, choices=choices(offered, nothing="Not answered"), help_text=question.help
    )


def _long(label: str, hint: str, *, rows: int) -> forms.Field:
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        validators=[MaxLengthValidator(LONGEST_TEXT)],  # so long that nobody has to see it counted
        widget=forms.Textarea({"rows": rows}),
    )
