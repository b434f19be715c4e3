"""What a practice file says of the work of reviews: parts of the record, wordings, drift, midway checks."""

from __future__ import annotations

from collections.abc import Mapping

from sightline.domain.drift import thresholds
from sightline.domain.practices import Wording
from sightline.domain.record_forms import options
from sightline.domain.told import Told

#: What a decision may be about, in the order in which the library is shown.
ABOUT: Mapping[str, str] = {
    "home": "Where the child lives",
    "permanence": "The plan for growing up",
    "family": "Family and friends",
    "health": "Health",
    "education": "Education",
    "identity": "Who the child is",
    "voice": "The child's say",
    "safety": "Being safe",
    "legal": "Courts and orders",
    "future": "Becoming an adult",
    "other": "Something else",
}
_MOST = 10_000


def record_options(told: Told) -> frozenset[str]:
    """The parts of the record's form that the council adds: `[record] options`."""
    known = options()
    chosen = told.texts("options")
    for name in chosen:
        if name not in known:
            told.unknown("options", name, known, f"There is no such option. Those there are: {_list(known)}.")
    told.done()
    return frozenset(chosen) & known


def wordings(tables: list[Told], usual: tuple[Wording, ...] = ()) -> tuple[Wording, ...]:
    """The library of decisions: the council's own, then those of the handbook that it did not word itself."""
    own: dict[str, Wording] = {}
    for told in tables:
        wording = _wording(told)
        if wording.key in own:
            told.problem("key", "There is a wording of this key already. Give another key, or keep one of them.")
        elif wording.key and wording.what:
            own[wording.key] = wording
    return (*own.values(), *(wording for wording in usual if wording.key not in own))


def drift(told: Told) -> Mapping[str, int]:
    """From when the council takes something for a sign of drift: `[drift]`, by key of `data/drift.toml`."""
    known = thresholds()
    said = {key: told.whole(key, None, least=0, most=_MOST) for key in told.left() if key in known}
    told.asked(known)
    told.done()
    return {key: amount for key, amount in said.items() if amount is not None}


def midway(told: Told) -> bool:
    """Whether midway checks are made between reviews: `[midway] checks`."""
    checks = told.flag("checks", True)
    told.done()
    return checks


def _wording(told: Told) -> Wording:
    wording = Wording(
        key=_key(told),
        what=told.text("what", longest=400),
        who=told.text("who", "", longest=120),
        days=told.whole("days", None, least=1, most=730),
        outcome=told.text("outcome", "", longest=400),
        about=told.choice("about", ABOUT, "other"),
    )
    told.done()
    return wording


def _key(told: Told) -> str:
    key = told.text("key", longest=40)
    if key and not all(part.isascii() and part.isalnum() and part.islower() for part in key.split("-")):
        told.problem("key", "Give small letters, digits and hyphens: dentist, life-story.")
    return key


def _list(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
