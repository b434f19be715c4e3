"""What adds up to what: the sums that a reader could use, beyond those that figures show by themselves.

By default every dimension of a breakdown is taken to divide the whole (checked against the values: parts that
sum to more than the whole do not). What cannot be seen from the figures is said here by whoever knows the
definitions; the rooms' catalogue passes one `Totals`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

PartName = Literal["numerator", "denominator", "rest"]


@dataclass(frozen=True, order=True)
class Ref:
    """The numerator (of a count: the count), denominator, or rest (denominator less numerator) of an indicator.

    `where` names one part of it: `Ref("cla-count", where=(("placement-group", "Placed with parents"),))`.
    """

    indicator: str
    part: PartName = "numerator"
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sum:
    """`whole` is the sum of `parts`, for each period and breakdown that all of them have.

    With one part this says that the same count is published twice: both are then shown, or neither. Only then may
    the whole be one part of an indicator (`where`): the children placed with parents are a share of their own, and
    a bar of the placements too. Parts may name categories (`where`): reviews attended are those of four codes.

    `holds` says how far: "always"; "where equal" (one part: the two counts differ in few cells, by rows that
    cannot be judged or by a child counted twice, and where they do not differ they are one count); "with a rest"
    (the parts are some of the whole, and what is left over is a count that a reader can work out too).
    """

    whole: Ref
    parts: tuple[Ref, ...]
    holds: Literal["always", "where equal", "with a rest"] = "always"

    @property
    def is_one_count(self) -> bool:
        """Whether this is one count under two names, not an addition."""
        return len(self.parts) == 1 and self.holds != "with a rest"


@dataclass(frozen=True)
class Nested:
    """Each label of the dimension `fine` lies inside one label of `coarse` (codes in groups of codes)."""

    fine: str
    coarse: str
    group_of: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What is known of how figures hang together.

    `not_additive`: indicator -> dimensions that do not divide it (a child may be in two of the parts).
    `as_at`: indicators that look at the last day of the period only: they do not add up over time, and two
    figures with the same last day are one. `sums_over_time`: indicators whose quarters add up to the year;
    None means: see from the values. `changes`: a change indicator -> the stock that changed.
    `rates`: percentages of something that is not a group of children (a threshold), which follow their count.
    `distributions`: a share of each category of a dimension: for everyone, it is all of all, and nothing is left.
    `not_children`: figures of posts or caseloads, which are not protected.
    """

    not_additive: Mapping[str, frozenset[str]] = field(default_factory=dict)
    as_at: frozenset[str] = frozenset()
    sums_over_time: frozenset[str] | None = None
    sums: tuple[Sum, ...] = ()
    nested: tuple[Nested, ...] = ()
    changes: Mapping[str, str] = field(default_factory=lambda: {"cla-change": "cla-count"})
    rates: frozenset[str] = frozenset({"uasc-nts-threshold"})
    distributions: Mapping[str, str] = field(default_factory=dict)
    not_children: frozenset[str] = frozenset({"iro-fte", "iro-caseload", "iro-cp-caseload"})

    def aliases(self) -> dict[Ref, Ref]:
        """Each part that is another's equal, with the one it is registered under: the last of a row of equals."""
        direct = {each.parts[0]: each.whole for each in self.sums if each.is_one_count}
        return {part: _last(part, direct) for part in direct}


def _last(ref: Ref, direct: Mapping[Ref, Ref]) -> Ref:
    """The end of a row of equals, with every category named on the way."""
    where: tuple[tuple[str, str], ...] = ()
    passed = {ref}
    while ref in direct and direct[ref] not in passed:
        whole = direct[ref]
        where += whole.where
        ref = replace(whole, where=())
        passed.add(ref)
    return replace(ref, where=tuple(sorted(where)))
