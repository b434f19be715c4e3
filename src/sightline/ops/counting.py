"""The counting settings as options of the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from functools import wraps
from typing import Any, TypeVar

import click

from sightline.domain.practice import HANDBOOK, AdoptionTrack, Counting, DateBasis, MonthMethod

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def counting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds one option a setting; the command gets them together as `counting`."""

    @wraps(command)
    def with_counting(**options: Any) -> Any:
        chosen = {field.name: options.pop(field.name) for field in fields(Counting)}
        return command(counting=Counting(**chosen), **options)

    for option in reversed(_OPTIONS):
        with_counting = option(with_counting)
    return with_counting


class _Choice(click.ParamType[Enum]):
    """One of an enumeration's values."""

    def __init__(self, kind: type[Enum]) -> None:
        self.kind = kind
        self.name = "|".join(member.value for member in kind)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Enum:
        try:
            return value if isinstance(value, self.kind) else self.kind(value)
        except ValueError:
            self.fail(f"is not one of {self.name}", param, ctx)


_OPTIONS = (
    click.option(
        "--months",
        "month_method",
        type=_Choice(MonthMethod),
        default=HANDBOOK.month_method.value,
        show_default=True,
        help="Months by the calendar (the law) or as 91 and 183 days.",
    ),
    click.option(
        "--date-basis",
        "review_date_basis",
        type=_Choice(DateBasis),
        default=HANDBOOK.review_date_basis.value,
        show_default=True,
        help="Which date of a review meets its clock.",
    ),
    click.option(
        "--trigger-is-day-1",
        "count_trigger_as_day_1",
        is_flag=True,
        help="Count the day that starts a clock as working day 1.",
    ),
    click.option(
        "--adoption-track-from",
        "adoption_track_from",
        type=_Choice(AdoptionTrack),
        default=HANDBOOK.adoption_track_from.value,
        show_default=True,
        help="What moves a child to adoption reviews.",
    ),
    click.option(
        "--leaving-on-the-day-counts",
        "cease_on_census_day_counts",
        is_flag=True,
        help="Count a child who leaves care on the as-at date.",
    ),
)
