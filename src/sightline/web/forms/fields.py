"""Fields that Django does not have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sightline.web.components.saying import day_in_words

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
BOXES = {"day": "Day", "month": "Month", "year": "Year"}
SHORTEST_MONTH_NAME = 3
LONGEST_DAY_OR_MONTH, DIGITS_OF_A_YEAR = 2, 4


class DayBoxes(forms.MultiWidget):
    """Three boxes: day, month, year. Months may be numbers or names."""

    template_name = "django/forms/widgets/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({box: forms.TextInput({"inputmode": "numeric"}) for box in BOXES}, attrs)

    def decompress(self, value: date | None) -> list[str]:
        """The three boxes of a day."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each box with its label and the width of what goes in it."""
        context = super().get_context(name, value, attrs)
        for box, (part, label) in zip(context["widget"]["subwidgets"], BOXES.items(), strict=True):
            box["label"] = label
            width = DIGITS_OF_A_YEAR if part == "year" else LONGEST_DAY_OR_MONTH
            box["attrs"]["class"] = f"govuk-date-input__input govuk-input--width-{width}"
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The fieldset has the label."""
        return ""


class DayField(forms.Field):
    """A day in three boxes; `earliest` and `latest` are the first and last that it may be."""

    widget = DayBoxes

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**{"help_text": "For example, 27 3 2026", **kwargs})
        self.earliest = earliest
        self.latest = latest

    def prepare_value(self, value: Any) -> Any:
        """A day that was kept as text is a day again."""
        return date.fromisoformat(value) if isinstance(value, str) and value else value

    def to_python(self, value: Any) -> date | None:
        """The day of three boxes. Raises ValidationError, which says which box is wrong."""
        if value is None or isinstance(value, date):
            return value
        day, month, year = [str(part or "").strip() for part in value]
        if not (day or month or year):
            return None
        self._all_there(day, month, year)
        try:
            return date(_year(year), _month(month), int(day))
        except (ValueError, OverflowError):
            raise ValidationError(f"{self._name} must be a real date") from None

    def validate(self, value: date | None) -> None:
        """Within the days that it may be."""
        if value is None:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return
        if self.earliest and value < self.earliest:
            raise ValidationError(f"{self._name} must be {day_in_words(self.earliest)} or later")
        if self.latest and value > self.latest:
            raise ValidationError(f"{self._name} must be {day_in_words(self.latest)} or earlier")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes say another day than before."""
        before = initial if isinstance(initial, list) else DayBoxes().decompress(self.prepare_value(initial))
        return [str(part) for part in before] != [str(part or "").strip() for part in data or ("", "", "")]

    @property
    def _name(self) -> str:
        return str(self.label or "The date")

    def _all_there(self, *parts: str) -> None:
        missing = [box for box, part in zip(BOXES, parts, strict=True) if not part]
        if missing:
            raise ValidationError(f"{self._name} must include a {' and a '.join(missing)}")


def _month(said: str) -> int:
    if said.isdecimal():
        return int(said)
    named = [n for n, name in enumerate(MONTHS, 1) if name.startswith(said.lower())]
    if len(said) < SHORTEST_MONTH_NAME or len(named) != 1:
        raise ValueError(said)
    return named[0]


def _year(said: str) -> int:
    if len(said) != DIGITS_OF_A_YEAR:
        raise ValueError(said)
    return int(said)


def choices(
    pairs: Mapping[str, str] | Sequence[tuple[str, str]], *, nothing: str = "Choose"
) -> list[tuple[str, str]]:
    """Choices of a select that begins with none chosen."""
    given = pairs.items() if isinstance(pairs, Mapping) else pairs
    return [("", nothing), *given]
