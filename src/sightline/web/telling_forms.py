"""Forms of what follows a review: a query, its answer, documents to issue, who is sent what, what went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from sightline.casework.documents.kinds import KINDS
from sightline.casework.meetings.delivering import CHANNELS
from sightline.casework.meetings.queries.deliveries import Issuing, Recipient
from sightline.web.forms import DayField, Form, choices

GETS = (("", "Nothing"), ("decisions", "The decisions"), ("record", "The full record"), ("letter", "The letter"))
KEPT, CHANGED = "kept", "changed"


class QueryForm(Form):
    """What a manager asks about a decision."""

    says = forms.CharField(
        label="What do you ask?", max_length=4000, widget=forms.Textarea,
        help_text="Such as: what it costs, whether the day can be kept, what it rests on",
    )  # fmt: skip


class AnswerForm(Form):
    """What the chair answers, and what the decision says then."""

    says = forms.CharField(label="Your answer", max_length=4000, widget=forms.Textarea)
    outcome_of_query = forms.ChoiceField(
        label="The decision", choices=((KEPT, "It stays as it is"), (CHANGED, "It is changed to what is below")),
        widget=forms.RadioSelect,
    )  # fmt: skip
    what = forms.CharField(label="What", max_length=4000, widget=forms.Textarea)
    who = forms.CharField(label="Who", max_length=120, required=False)
    by_when = DayField(label="By when")
    outcome = forms.CharField(label="So that", max_length=4000, widget=forms.Textarea, required=False)


class IssueForm(Form):
    """Which documents to issue, and the chair's own words in the letter."""

    kinds = forms.MultipleChoiceField(label="Documents to issue", widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label="Your own words in the letter to the child", max_length=4000, required=False, widget=forms.Textarea,
        help_text="Warm and plain: what went well, what was said, what happens next. The decisions follow by "
        "themselves.",
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Sequence[Issuing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [(each.kind, KINDS[each.kind].title) for each in offered if not each.why_not]
        self.fields["kinds"].choices = free  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [kind for kind, _ in free]
        if "letter" not in dict(free):
            del self.fields["words"]


def gets_form(people: Sequence[Recipient]) -> type[Form]:
    """A form of what each participant is sent; nobody's who was sent theirs already."""
    fields: dict[str, Any] = {
        f"gets_{each.number}": forms.ChoiceField(
            label=_named(each), choices=GETS, required=False, initial=each.gets,
            help_text="Left out of the review: sent nothing unless you choose it" if each.left_out else "",
        )
        for each in people
        if not each.sent
    }  # fmt: skip
    return type("GetsForm", (Form,), {**fields, "all_optional": True})


class DeliverForm(Form):
    """Who was sent what is theirs, when and how."""

    people = forms.TypedMultipleChoiceField(label="Sent to", coerce=int, widget=forms.CheckboxSelectMultiple)
    on = DayField(label="Day it was sent")
    channel = forms.ChoiceField(label="How", choices=choices(CHANNELS))
    proof = forms.CharField(
        label="What proves it", max_length=200, required=False,
        help_text="Such as: a number of registered post, who took it",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Recipient], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"on": on, **(kwargs.get("initial") or {})}})
        titles = dict(GETS)
        named = [(str(p.number), f"{_named(p)}: {titles[p.gets].lower()}") for p in people]
        self.fields["people"].choices = named  # type: ignore[attr-defined]
        self.fields["on"].latest = on  # type: ignore[attr-defined]


def _named(each: Recipient) -> str:
    return each.name if each.name == each.capacity else f"{each.name} ({each.capacity.lower()})"
