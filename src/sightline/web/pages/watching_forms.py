"""The forms of the watch between reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from sightline.casework.watch.kinds import ANSWERS, BROUGHT, CHANGES, CONTACTS, FOUND, NO, ON_TRACK, VISIT
from sightline.casework.watch.queries.families import Chosen
from sightline.domain.practices import TrackingLevel
from sightline.web.forms.base import Form
from sightline.web.forms.fields import DayField, choices

LONGEST_LINE, LONGEST_REASON, LONGEST_TEXT = 200, 500, 8000
SEEN = {"alone": "Yes, and alone", "with": "Yes, with others there", "no": "No"}


def children_field(chosen: Sequence[Chosen], label: str, *, required: bool = False) -> forms.Field:
    """Tick boxes of children."""
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        choices=[(str(each.child), each.name) for each in chosen],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the children of the list"},  # whoever else was named
    )


def long_text(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """Room for some sentences."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=LONGEST_TEXT, widget=forms.Textarea
    )


def why(label: str = "Why is it changed?") -> forms.CharField:
    """A reason that is kept."""
    return forms.CharField(
        label=label, help_text="What it said before is kept, with this.", max_length=LONGEST_REASON
    )


class CheckForm(Form):
    """What a midway check found; `siblings` are those with a check of their own to do."""

    def __init__(self, *args: Any, siblings: Sequence[Chosen] = (), on: date, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DayField(label="Checked on", earliest=since, latest=on)
        self.fields["found"] = forms.ChoiceField(
            label="What did you find?", choices=list(FOUND.items()), widget=forms.RadioSelect
        )
        self.fields["says"] = long_text(
            "What have you seen, and what is to happen?",
            required=False,
            help_text="Not needed where all is on track. Whoever reads it may be the child one day.",
        )
        if siblings:
            self.fields["also"] = children_field(siblings, "Is it the same for brothers and sisters?")

    def clean(self) -> dict[str, Any]:
        """What is not on track is said in words."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("found") not in (None, ON_TRACK) and not told.get("says"):
            self.add_error("says", "Say what is drifting, and what is to happen")
        return told


class ContactForm(Form):
    """One line of what was done; `chosen` are the children it may be of beside the one whose page it is."""

    def __init__(
        self,
        *args: Any,
        chosen: Sequence[Chosen] = (),
        whose: str,
        on: date,
        levels: bool = False,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if chosen or required:
            self.fields["children"] = children_field(chosen, whose, required=required)
        self.fields["kind"] = forms.ChoiceField(label="What was it?", choices=choices(CONTACTS))
        self.fields["on"] = DayField(label="When?", latest=on)
        self.fields["with_whom"] = forms.CharField(label="With whom?", required=False, max_length=LONGEST_LINE)
        self.fields["says"] = long_text("What about?", required=False)
        self.fields["seen"] = forms.ChoiceField(
            label="If you visited: did you see the child?",
            required=False,
            choices=choices(SEEN, nothing="Not told"),
        )
        if levels:
            self.fields["settles"] = forms.BooleanField(label="This is the contact that was due", required=False)
            self.fields["next_contact"] = DayField(label="By when is the next contact wanted?", required=False)


def with_seen(values: dict[str, Any]) -> dict[str, Any]:
    """The answers of a ContactForm as the action takes them: who was seen is asked of visits alone."""
    said = values.pop("seen", "")
    if values.get("kind") == VISIT:
        values |= {"seen": {"alone": 1, "with": 1, "no": 0}.get(said)}
        values |= {"seen_alone": {"alone": 1, "with": 0, "no": 0}.get(said)}
    return values


class LineForm(Form):
    """Putting a line right."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label="What was it?", choices=list(CONTACTS.items()))
        self.fields["on"] = DayField(label="When?", latest=on)
        self.fields["with_whom"] = forms.CharField(label="With whom?", required=False, max_length=LONGEST_LINE)
        self.fields["says"] = long_text("What about?", required=False)
        self.fields["reason"] = why()


class AwayForm(Form):
    """Taking a line away."""

    reason = forms.CharField(label="Why is it taken away?", max_length=LONGEST_REASON)


class LevelForm(Form):
    """How closely the plan is watched from now on."""

    def __init__(self, *args: Any, levels: Sequence[TrackingLevel], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = forms.ChoiceField(
            label="How closely is this plan watched?",
            choices=[
                (each.name, f"{each.name}: {each.meaning}" if each.meaning else each.name) for each in levels
            ],
            widget=forms.RadioSelect,
        )
        self.fields["since"] = DayField(label="Since when?", latest=on)
        self.fields["why"] = forms.CharField(label="Why?", max_length=LONGEST_REASON)
        self.fields["next_contact"] = DayField(label="By when is the next contact wanted?", required=False)


class TellForm(Form):
    """A significant change, told by whoever runs the case."""

    kind = forms.ChoiceField(label="What changes?", choices=list(CHANGES.items()), widget=forms.RadioSelect)
    planned = forms.ChoiceField(
        label="Has it happened?",
        choices=[("no", "Yes, it has happened"), ("yes", "No, it is proposed")],
        widget=forms.RadioSelect,
    )
    happened_on = DayField(label="On which day, or from which day?")
    says = long_text("What does it mean for the child?", help_text="A few plain sentences are enough.")


class AnswerForm(Form):
    """The officer's answer to a change."""

    answer = forms.ChoiceField(label="What follows?", choices=list(ANSWERS.items()), widget=forms.RadioSelect)
    wanted_by = DayField(label="If you bring the review forward: by which day?", required=False)
    why = long_text("Why?", required=False, help_text="Needed where no earlier review is wanted.")

    def clean(self) -> dict[str, Any]:
        """Each answer asks for its own."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("answer") == BROUGHT and not told.get("wanted_by") and "wanted_by" not in self.errors:
            self.add_error("wanted_by", "Say by which day a review is wanted")
        if told.get("answer") == NO and not told.get("why"):
            self.add_error("why", "Say why no earlier review is needed")
        return told


class ClosingForm(Form):
    """The last note; `asks` says that something decided is still open."""

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["says"] = long_text(
            "What should be known?",
            help_text="What was promised to the child, what the child wants to be remembered, who carries on.",
        )
        if asks:
            self.fields["open_decisions"] = long_text("What happens with the decisions that are still open?")
