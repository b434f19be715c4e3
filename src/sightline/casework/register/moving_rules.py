"""What the return would send back when a child's care ends or changes; the numbers are the department's checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sightline.casework.register.checks import NotRight
from sightline.domain.care import TEMPORARY

_ADOPTIVE = frozenset({"A3", "A4", "A5", "A6"})
_ADOPTED, _GUARDIAN = frozenset({"E11", "E12"}), frozenset({"E45", "E46", "E47", "E48"})


@dataclass(frozen=True)
class Case:
    """An episode as it would be, why it ends or began, and the child's age on the day (None: not known)."""

    told: Mapping[str, Any]
    reason: str
    age: int | None

    def under(self, age: int) -> bool:
        """Whether the child is known to be younger."""
        return self.age is not None and self.age < age

    def is_in(self, name: str, *codes: str) -> bool:
        """Whether one of these codes is told."""
        return self.told[name] in codes


@dataclass(frozen=True)
class Rule:
    """What cannot be, by the field to change, and what to do about it."""

    field: str
    says: str
    wrong: Callable[[Case], bool]


def refuse(rules: Iterable[Rule], case: Case) -> None:
    """Raises NotRight with the first rule that is broken of each field."""
    errors: dict[str, str] = {}
    for rule in rules:
        if rule.wrong(case):
            errors.setdefault(rule.field, rule.says)
    if errors:
        raise NotRight(errors)


def _without_provider(case: Case) -> bool:
    return case.told["placement"] in TEMPORARY or str(case.told["placement"]).startswith("Z")


#: Of an end of care.
LEAVING = (
    Rule(  # 381
        "reason_ceased", "The child is in a temporary placement: tell first that the child came back from it",
        lambda case: case.told["placement"] in TEMPORARY,
    ),
    Rule(
        "reason_ceased", "A child who is adopted was placed for adoption: tell that first",
        lambda case: case.reason in _ADOPTED and case.told["placement"] not in _ADOPTIVE,
    ),
    Rule(
        "reason_ceased", "A foster carer becomes special guardian: the child is not told to be fostered",
        lambda case: case.reason in ("E45", "E46") and not str(case.told["placement"]).startswith("U"),
    ),
    Rule(  # 386, 407
        "reason_ceased", "This is for a child under 18",
        lambda case: case.reason in _ADOPTED | _GUARDIAN and case.age is not None and not case.under(18),
    ),
    Rule(  # 387
        "reason_ceased", "Independent living is for somebody of 14 or over",
        lambda case: case.reason in ("E5", "E6") and case.under(14),
    ),
    Rule(  # 389
        "reason_ceased", "Adult social care is for somebody of 16 or over",
        lambda case: case.reason == "E7" and case.under(16),
    ),
    Rule(  # 460
        "reason_ceased", "Staying with carers as an adult is for somebody of 18 or over",
        lambda case: case.reason == "E17" and case.under(18),
    ),
)  # fmt: skip

#: Of an episode that follows another.
MOVING = (
    Rule(  # 526
        "provider", "Say who provides the placement",
        lambda case: not case.told["provider"] and not _without_provider(case),
    ),
    Rule(  # 213
        "provider", "Leave this empty: a temporary or other placement has no provider",
        lambda case: bool(case.told["provider"]) and _without_provider(case),
    ),
    Rule(  # 527 to 531, 550
        "provider", "Parents provide a placement with parents, and no other",
        lambda case: bool(case.told["provider"])
        and case.is_in("placement", "P1") != case.is_in("provider", "PR0"),
    ),
    Rule(  # 527, 528
        "provider", "A local authority provides no hospital, prison or young offender institution",
        lambda case: case.is_in("placement", "R2", "R5") and case.is_in("provider", "PR1", "PR2"),
    ),
    Rule(  # 378
        "legal_status", "A child placed with parents is not accommodated under section 20: choose another",
        lambda case: case.is_in("placement", "P1") and case.is_in("legal_status", "V2"),
    ),
    Rule(  # 408
        "legal_status", "This adoptive placement is made under a placement order: choose that as legal status",
        lambda case: case.is_in("placement", "A5", "A6") and not case.is_in("legal_status", "E1"),
    ),
    Rule(  # 358
        "legal_status", "This is for a child of 10 or over",
        lambda case: case.is_in("legal_status", "J1", "J2", "J3") and case.under(10),
    ),
    Rule(  # 371
        "placement", "Supported accommodation is for somebody of 16 or over",
        lambda case: case.is_in("placement", "K3") and case.under(16),
    ),
    Rule(  # 372 to 374
        "placement", "The child is too young for this placement",
        lambda case: any(
            case.is_in("placement", code) and case.under(age) for code, age in (("R5", 10), ("S1", 4), ("P3", 14))
        ),
    ),
    Rule(  # 234
        "reason_moved", "This is for a child of 10 or over",
        lambda case: case.reason == "CUSTOD" and case.under(10),
    ),
)  # fmt: skip
