"""Disclosure control: nothing published may show, or let a reader work out, a number about a few children.

`protect(figures, tier)` hides small counts and whatever would give them away, and proves it by an attack on
its own result. `prose.scan(text)` finds small numbers in drafts.
"""

from sightline.indicators.disclosure.protect import Protected, protect
from sightline.indicators.disclosure.settings import CannotLift, Lift, NotSafe, Settings, Tier
from sightline.indicators.disclosure.totals import Nested, Ref, Sum, Totals

__all__ = [
    "CannotLift",
    "Lift",
    "Nested",
    "NotSafe",
    "Protected",
    "Ref",
    "Settings",
    "Sum",
    "Tier",
    "Totals",
    "protect",
]
