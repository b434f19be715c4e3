"""Forms of what is said of a review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from sightline.domain.late_causes import causes, parties
from sightline.domain.participation import Question, questions, reasons
from sightline.domain.practices import TrackingLevel
from sightline.domain.review_kinds import kinds
from sightline.web.forms.base import Form
from sightline.web.forms.fields import DayField
from sightline.web.review_asking import Asked

CHAIRED = (
    ("officer", "The reviewing officer"),
    ("together", "The child and the reviewing officer together"),
    ("child", "The child"),
)


class KindForm(Form):
    """Of what kind a review is."""

    kind = forms.ChoiceField(
        label="Kind of review",
        choices=[(kind.key, f"{kind.title}: {kind.help}") for kind in kinds().values()],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Why was it brought forward?",
        help_text="For a review that is held sooner than it falls due",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    wanted_by = DayField(
        label="By when is it wanted?",
        required=False,
        help_text="For a review that is brought forward: its clock counts to this day. For example, 27 3 2026",
    )
    trigger = forms.ChoiceField(
        label="Who asks for it?",
        choices=[
            ("cla-review-early-iro", "The reviewing officer"),
            ("cla-review-early-welfare", "The social worker: a visit found the child is not safe there"),
        ],
        initial="cla-review-early-iro",
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_trigger(self) -> str:
        """Who asks: the officer, unless told otherwise."""
        return self.cleaned_data["trigger"] or "cla-review-early-iro"


class QuestionForm(Form):
    """One question of participation."""

    def __init__(self, question: Question, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields[question.key] = forms.ChoiceField(
            label=question.text,
            help_text=question.help,
            choices=[(answer.key, answer.text) for answer in question.answers],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose an answer to go on"},
        )


class ParticipationForm(Form):
    """The code that the answers led to, with the answers; why, for a code that asks for it."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, label="Code")

    def __init__(self, *args: Any, asked: Asked | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = asked.answers if asked else {}
        for key in questions():
            self.fields[key] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=answers.get(key, "")
            )
        if asked is not None and asked.code is not None:
            self.initial = {**self.initial, "code": asked.code.code}
            if asked.code.needs_reason:
                self.fields |= _reasons()


def _reasons() -> dict[str, forms.Field]:
    return {
        "reason": forms.ChoiceField(
            label="Why were the child's views not heard?",
            choices=list(reasons().items()),
            widget=forms.RadioSelect,
            error_messages={"required": "Choose why the child's views were not heard"},
        ),
        "why": forms.CharField(
            label="More about it", max_length=500, required=False, widget=forms.Textarea({"rows": 3})
        ),
    }


class LateForm(Form):
    """Why a review is late."""

    cause = forms.ChoiceField(
        label="What was the main reason?",
        choices=[(cause.key, cause.title) for cause in causes().values()],
        widget=forms.RadioSelect,
    )
    party = forms.ChoiceField(
        label="Who could have prevented it?",
        help_text="As is usual for the reason, unless you choose otherwise",
        choices=[("", "As is usual for the reason"), *parties().items()],
        widget=forms.RadioSelect,
        required=False,
    )
    why = forms.CharField(
        label="More about it", max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class SeenForm(Form):
    """Whether the officer saw the child before the review."""

    seen = forms.ChoiceField(
        label="Did you see the child before the review?",
        choices=[
            ("alone", "Yes, and the child was seen alone"),
            ("with", "Yes, with somebody else there"),
            ("no", "No"),
        ],
        widget=forms.RadioSelect,
    )
    on = DayField(label="On which day, if you did", required=False)
    why = forms.CharField(
        label="Why not, if you did not",
        help_text="Such as: the child, who understands what it means, did not want to",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """The day or the reason, by what was answered."""
        told: dict[str, Any] = super().clean() or {}
        seen = told.get("seen")
        if seen in ("alone", "with") and not told.get("on") and "on" not in self.errors:
            self.add_error("on", "Say on which day you saw the child")
        if seen == "no" and not told.get("why"):
            self.add_error("why", "Say why the child was not seen before the review")
        return told


class ChairedForm(Form):
    """Who chaired."""

    chaired = forms.ChoiceField(label="Who chaired?", choices=CHAIRED, widget=forms.RadioSelect)


def level_form(levels: Sequence[TrackingLevel]) -> type[Form]:
    """A form that asks for a level of tracking; without a field where the practice names none."""
    if not levels:
        return type("NoLevelForm", (Form,), {})
    made: dict[str, Any] = {
        "level": forms.ChoiceField(
            label="Level",
            choices=[(level.name, f"{level.name}: {level.meaning}") for level in levels],
            widget=forms.RadioSelect,
        ),
        "why": forms.CharField(label="Why", max_length=500, required=False, widget=forms.Textarea({"rows": 3})),
        "next_contact": DayField(label="When will you be in touch next?", required=False),
    }
    return type("LevelForm", (Form,), made)
