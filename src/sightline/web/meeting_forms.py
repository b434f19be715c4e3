"""The forms of planning and preparing: dates, people, papers, venues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms

from sightline.casework.meetings.inviting import ANSWERS, CHANNELS, PLANS
from sightline.casework.meetings.putting_right import MAY_GO
from sightline.casework.meetings.scheduling import MODES
from sightline.domain.preparation import capacities, kinds
from sightline.domain.review_kinds import kinds as review_kinds
from sightline.web.components.saying import day_in_words
from sightline.web.day import today
from sightline.web.forms import DayField, Form, choices

OTHER, ASK_FIRST = "other", "ask"
HOURS = ["%H:%M", "%H.%M", "%H%M", "%I:%M%p", "%I.%M%p", "%I%p", "%H"]
MINUTES = (("30", "Half an hour"), ("45", "45 minutes"), ("60", "1 hour"), ("90", "1½ hours"), ("120", "2 hours"))


class HourField(forms.TimeField):
    """A time of day in one box: 14:30, 2.30pm or 14."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "Time",
                "required": False,
                "input_formats": HOURS,
                "help_text": "For example, 15:30 or 3.30pm",
                "widget": forms.TimeInput({"class": "govuk-input--width-5"}, format="%H:%M"),
                "error_messages": {"invalid": "Time must be a time of day, like 15:30"},
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> time | None:
        """The time; blanks and capitals make no difference."""
        return super().to_python(value.replace(" ", "").lower() if isinstance(value, str) else value)


class SittingForm(Form):
    """When people meet again."""

    on = DayField(label="Day")
    at = HourField()


def _why(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=500, help_text=help_text)


class WhereForm(Form):
    """When, how long, where and how people meet, and who chairs."""

    at = HourField()
    minutes = forms.ChoiceField(label="How long", choices=MINUTES)
    mode = forms.ChoiceField(
        label="How people meet", choices=[*MODES.items()], widget=forms.RadioSelect,
        help_text="By consultation only where a child has been fostered for the long term for over a year, and "
        "people met within the twelve months before.",
    )  # fmt: skip
    venue = forms.ChoiceField(label="Venue", required=False)
    place = forms.CharField(
        label="Or another place",
        required=False,
        max_length=200,
        help_text="Where the child feels at ease: at school, where they live. It is not in calendars.",
    )
    chair = forms.ChoiceField(label="Who chairs")

    def __init__(
        self, *args: Any, venues: Sequence[tuple[int, str]], chairs: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "venue", choices([(str(pk), name) for pk, name in venues], nothing="No venue"))
        _offer(self, "chair", choices([(str(pk), name) for pk, name in chairs]))

    def clean_minutes(self) -> int:
        """A number."""
        return int(self.cleaned_data["minutes"])

    def clean_venue(self) -> int | None:
        """The venue's number, or none."""
        return int(self.cleaned_data["venue"]) if self.cleaned_data["venue"] else None

    def clean_chair(self) -> int:
        """The person's number."""
        return int(self.cleaned_data["chair"])


class PlanForm(WhereForm):
    """A review of a child, with brothers and sisters if that is wanted; after the day due only with a reason."""

    together = forms.MultipleChoiceField(
        label="Together with", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Reviews of brothers and sisters that are due near this one. Each has a record of their own.",
    )  # fmt: skip
    kind = forms.ChoiceField(label="What kind of review")
    day = forms.ChoiceField(label="Which day", widget=forms.RadioSelect)
    other_day = DayField(label="Another day", required=False)
    why_then = _why("Why on this day", required=False, help_text="Needed if the day is after the day due.")
    field_order = (
        "together", "kind", "day", "other_day", "why_then", "at", "minutes", "mode", "venue", "place", "chair",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        near: Sequence[tuple[int, str, date | None]],
        days: Sequence[date],
        due: date | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._near, self._due = near, due
        self.days = list(days)
        _offer(self, "kind", [(key, kind.title) for key, kind in review_kinds().items()])
        offered = [(day.isoformat(), f"{day:%A} {day_in_words(day)}") for day in days]
        ask = [(ASK_FIRST, "Not settled yet: ask people about these days")] if days else []
        _offer(self, "day", [*offered, (OTHER, "Another day"), *ask])
        if near:
            _offer(self, "together", [(str(pk), _due_near(name, when)) for pk, name, when in near])
        else:
            del self.fields["together"]

    def clean(self) -> dict[str, Any]:
        """The day, and why it is after the day due. `on` is None where the days are to be asked about."""
        told = super().clean() or self.cleaned_data
        on = self._on(told)
        told["on"] = on
        due = self.due_of(told.get("together", ()))
        if on is not None and due is not None and on > due and not told.get("why_then", "").strip():
            late = (
                f"{day_in_words(on)} is after the day due, {day_in_words(due)}. Say why, or choose an earlier day."
            )
            self.add_error("why_then", late)
        return told

    def due_of(self, together: Sequence[str]) -> date | None:
        """The first day that is due, of the children chosen."""
        dues = [self._due, *(when for pk, _, when in self._near if str(pk) in together)]
        return min((when for when in dues if when), default=None)

    def _on(self, told: Mapping[str, Any]) -> date | None:
        chosen = told.get("day", "")
        if chosen == OTHER and "other_day" not in self.errors:
            if told.get("other_day") is None:
                self.add_error("other_day", "Fill in “Another day”, or choose one of the days above")
            return told.get("other_day")
        return None if chosen in ("", OTHER, ASK_FIRST) else date.fromisoformat(chosen)


class DayForm(Form):
    """A day; one after the day that the review is due needs a reason."""

    on = DayField(label="The day")
    why_then = _why("Why on this day", required=False, help_text="Needed if the day is after the day due.")

    def __init__(self, *args: Any, due: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._due = due

    def clean(self) -> dict[str, Any]:
        """The day, with a reason where it is after the day due."""
        told = super().clean() or self.cleaned_data
        if not told.get("why_then", "").strip():
            late = _late(told.get("on"), self._due)
            if late:
                self.add_error("why_then", late)
        return told


class SettleForm(DayForm):
    """Which of the days it is to be."""

    at = HourField()
    field_order = ("on", "at", "why_then")


class MoveForm(DayForm, WhereForm):
    """Another day, place or chair."""

    field_order = ("on", "at", "why_then", "minutes", "mode", "venue", "place", "chair")

    def __init__(self, *args: Any, minutes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if str(minutes) not in dict(MINUTES):
            _offer(self, "minutes", [*MINUTES, (str(minutes), f"{minutes} minutes")])


class WhyForm(Form):
    """A reason."""

    why = _why("Why")


class VenueForm(Form):
    """Where people meet."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="It is in calendars: a name that tells nothing."
    )
    address = forms.CharField(label="Address", required=False, widget=forms.Textarea({"rows": 3}), max_length=500)
    access = forms.CharField(
        label="What to know before going there", required=False, widget=forms.Textarea({"rows": 4}),
        max_length=1000, help_text="Step-free way in, parking, bus, a quiet room, who has the key.",
    )  # fmt: skip


class ClosingVenueForm(VenueForm):
    """A venue that is there already: it may be closed."""

    closed = DayField(label="Not used any more from", required=False)


class InviteForm(Form):
    """When and how invitations were sent."""

    on = DayField(label="Sent on")
    channel = forms.ChoiceField(label="How", choices=choices(CHANNELS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today()  # type: ignore[attr-defined]


class PapersForm(Form):
    """What was done about the papers chosen, when, and how."""

    move = forms.ChoiceField(
        label="What was done",
        choices=choices(
            {"ask": "Asked for", "chase": "Chased", "receive": "Received", "share": "Shared with the family"}
        ),
    )
    on = DayField(label="On")
    channel = forms.ChoiceField(
        label="How it was asked for", choices=choices(CHANNELS, nothing="Does not matter here"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today()  # type: ignore[attr-defined]


class DoneForm(Form):
    """When what was asked of somebody was there."""

    on = DayField(label="Done on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today()  # type: ignore[attr-defined]


class PartForm(Form):
    """How somebody is to take part, and what they answered."""

    plan = forms.ChoiceField(label="How they are to take part", choices=[*PLANS.items()], widget=forms.RadioSelect)
    why = _why("Why", required=False, help_text="Needed if they are left out.")
    answered = forms.ChoiceField(
        label="What they answered", required=False, choices=choices(ANSWERS, nothing="Nothing yet")
    )


class AddPartForm(Form):
    """Somebody more: of the people around the child, of the service, or by name."""

    capacity = forms.ChoiceField(
        label="As what", choices=choices([(key, each.title) for key, each in capacities().items()])
    )
    who = forms.ChoiceField(label="Who", required=False, help_text="The people around the child, and the service.")
    name = forms.CharField(label="Or a name", required=False, max_length=120)
    plan = forms.ChoiceField(label="How they are to take part", choices=[*PLANS.items()], widget=forms.RadioSelect)
    why = _why("Why", required=False, help_text="Needed if they are left out.")

    def __init__(self, *args: Any, whom: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "who", choices(whom, nothing="Nobody of these"))

    def clean(self) -> dict[str, Any]:
        """Numbers in the place of what was chosen: `relation` or `person`."""
        told = super().clean() or self.cleaned_data
        what, _, pk = told.pop("who", "").partition("-")
        return {**told, **({what: int(pk)} if pk else {})}


#: The days that may be told of a paper.
PAPER_DAYS = {"asked_on": "Asked for on", "received_on": "Received on", "shared_on": "Shared with the family on"}
_GONE = {
    "asked_on": "For example, 27 3 2026",
    "received_on": "Leave it empty if it is not there after all",
    "shared_on": "Leave it empty if it was not shared after all",
}


class PaperForm(Form):
    """Of whom something is asked; and the days that are told of it, where there are any, to be corrected."""

    of = forms.ChoiceField(label="Of whom", required=False)

    def __init__(
        self, *args: Any, whom: Sequence[tuple[int, str]], days: Mapping[str, str] = {}, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, label in days.items():
            self.fields[name] = DayField(
                label=label, required=name not in MAY_GO, latest=today(), help_text=_GONE[name]
            )
        if days:
            self.fields["why"] = _why(
                "If you correct a day: why?", required=False, help_text="What it was is kept, with this."
            )
        _offer(self, "of", choices([(str(pk), name) for pk, name in whom], nothing="Nobody named yet"))

    def clean_of(self) -> int | None:
        """The participant's number, or none."""
        return int(self.cleaned_data["of"]) if self.cleaned_data["of"] else None


class AddPaperForm(PaperForm):
    """Something more to ask for."""

    kind = forms.ChoiceField(label="What", choices=choices([(key, each.title) for key, each in kinds().items()]))
    field_order = ("kind", "of")


def _offer(form: Form, name: str, offered: Sequence[tuple[str, str]]) -> None:
    form.fields[name].choices = list(offered)  # type: ignore[attr-defined]


def _due_near(name: str, when: date | None) -> str:
    return f"{name}, due {day_in_words(when)}" if when else name


def _late(on: date | None, due: date | None) -> str:
    """What is said of a day after the day due; nothing of one in time."""
    if on is None or due is None or on <= due:
        return ""
    return f"{day_in_words(on)} is after the day due, {day_in_words(due)}. Say why, or choose an earlier day."
