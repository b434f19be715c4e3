"""Who a publication is for, and every number that disclosure control uses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sightline.indicators.figures import CONFIDENTIAL

#: Goes up when the same figures and settings could be protected differently.
RULES_VERSION = 1


class Tier(StrEnum):
    """Who will read it."""

    A = "A"  # named staff with access to the cases: nothing is hidden
    B = "B"  # the corporate parenting panel, in private: hidden, and a person may lift it with a reason
    C = "C"  # the public: hidden, and nobody may lift it


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The numbers and choices of disclosure control; the defaults are the project's own rule set.

    `t`: counts of 1 to `t` are hidden. `min_base`: the fewest children (reviews, values) that a percentage
    or an average may stand on. `min_width`: a hidden cell must have at least `min_width` + 1 possible values
    for a reader who knows everything else that is published.
    """

    t: int = 5
    min_base: int = 10
    min_width: int = 3
    symbol: str = CONFIDENTIAL
    zero_policy: Literal["show", "hide"] = "show"
    rounding_mode: Literal["none", "nearest_5", "nearest_10"] = "none"
    round_and_suppress: bool = False
    #: A cross of these alone is protected cell by cell; a cross with any other variable is shown to the
    #: public only when every cell passes.
    basic_dimensions: frozenset[str] = frozenset({"age", "age-band", "sex", "month", "quarter"})
    #: That everyone, or no one, of a small group has one of these is itself a disclosure (rule P6).
    sensitive_dimensions: frozenset[str] = frozenset(
        {
            *("disability", "ethnicity", "ethnic-group", "uasc", "need", "legal-status", "legal-status-group"),
            *("placement", "placement-group", "reason", "reason-ceased", "reason-moved", "sdq-band"),
        }
    )
    #: Never shown to the public: figures for a named member of staff, a setting or a postcode.
    closed_dimensions: frozenset[str] = frozenset({"iro", "setting", "urn", "postcode"})
    #: Figures for each member of staff need at least `min_staff` of them (tier B).
    staff_dimensions: frozenset[str] = frozenset({"iro"})
    min_staff: int = 5

    def __post_init__(self) -> None:
        if self.t < 1 or self.min_base < 1 or self.min_width < 1:
            raise ValueError("t, min_base and min_width must each be 1 or more")

    @property
    def rounding_base(self) -> int:
        """5 or 10, or 0 when counts are not rounded."""
        return {"none": 0, "nearest_5": 5, "nearest_10": 10}[self.rounding_mode]

    def small(self, count: int) -> bool:
        """Whether a count is one that must not be read or worked out."""
        return 1 <= count <= self.t


@dataclass(frozen=True)
class Lift:
    """One figure shown to the panel (tier B) although the rules would hide it."""

    figure_id: str
    reason: str
    person: str

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.person.strip():
            raise ValueError("lifting a suppression needs a reason and the person who allowed it")


class NotSafe(Exception):
    """The publication cannot be made safe: something hidden could still be worked out."""


class CannotLift(Exception):
    """A suppression may not be lifted in this tier."""
