"""Every check on a 903 return, by table. `ALL` has all that a reference page needs.

Which of its rules the department only queries is not in the sources that we have. What can be true in
life though unlikely is a WARNING here; what contradicts itself, the rest of the return or the law is an ERROR.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sightline.returns.checks import (
    adoption_decisions,
    adoptions,
    between_years,
    care_leavers,
    children,
    episodes,
    integrity,
    legal_statuses,
    liberty_orders,
    missing,
    outcomes,
    permanence,
    placements,
    previous_permanence,
    reviews,
    sequences,
    social_workers,
    uasc,
)
from sightline.returns.checks.check import Check

ALL: tuple[Check, ...] = (
    *children.CHECKS,
    *episodes.CHECKS,
    *placements.CHECKS,
    *legal_statuses.CHECKS,
    *sequences.CHECKS,
    *permanence.CHECKS,
    *reviews.CHECKS,
    *uasc.CHECKS,
    *outcomes.CHECKS,
    *care_leavers.CHECKS,
    *adoptions.CHECKS,
    *adoption_decisions.CHECKS,
    *previous_permanence.CHECKS,
    *missing.CHECKS,
    *social_workers.CHECKS,
    *liberty_orders.CHECKS,
    *integrity.CHECKS,
    *between_years.CHECKS,
)

BY_KEY: Mapping[str, Check] = MappingProxyType({check.key: check for check in ALL})

__all__ = ["ALL", "BY_KEY", "Check"]
