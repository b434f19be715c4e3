"""The record of a publication: settings, what was hidden and why, how wide it stays, what was lifted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any

from sightline.indicators.disclosure.audit import Bounds
from sightline.indicators.disclosure.bands import merges
from sightline.indicators.disclosure.entries import Register
from sightline.indicators.disclosure.settings import RULES_VERSION, Lift, Settings, Tier
from sightline.indicators.figures import Figure


@dataclass(frozen=True)
class Outcome:
    """What protecting found out, beside the figures."""

    bounds: dict[int, Bounds] = field(default_factory=dict)
    lifts: tuple[Lift, ...] = ()
    not_additive: tuple[str, ...] = ()
    constraints: int = 0


def write_record(
    shown: Sequence[Figure], tier: Tier, settings: Settings, outcome: Outcome, register: Register | None = None
) -> dict[str, Any]:
    """Everything as plain values. It tells small cells from others: keep it with the publication, inside."""
    hidden = [] if register is None else _hidden(register)
    return {
        "rules_version": RULES_VERSION,
        "tier": str(tier),
        "restricted": tier is not Tier.C,
        "settings": _plain(settings),
        "figures": len(shown),
        "constraints": outcome.constraints,
        "hidden": hidden,
        "hidden_by_cause": dict(sorted(Counter(each["cause"] for each in hidden).items())),
        "audit": [] if register is None else _audit(register, outcome.bounds),
        "already_public": [] if register is None else _already_public(register),
        "not_additive": list(outcome.not_additive),
        "lifts": [{"figure": e.figure_id, "reason": e.reason, "person": e.person} for e in outcome.lifts],
        "suggestions": [] if register is None else merges(register),
        "hash": fingerprint(shown),
    }


def fingerprint(figures: Iterable[Figure]) -> str:
    """A hash of the figures as published, whatever their order."""
    rows = sorted(
        [f.id, f.definition_version, f.unit, str(f.numerator), str(f.denominator), f.symbol or "", f.note]
        for f in figures
    )
    return sha256(json.dumps(rows).encode()).hexdigest()


def _hidden(register: Register) -> list[dict[str, str]]:
    entries = [entry for entry in register.ledger.entries if entry.cause is not None and entry.figures]
    return [
        {"figure": e.name, "cause": e.cause.kind, "rule": e.cause.rule, "detail": e.cause.detail}
        for e in sorted(entries, key=lambda entry: entry.name)
        if e.cause is not None
    ]


def _audit(register: Register, bounds: dict[int, Bounds]) -> list[dict[str, Any]]:
    """How wide each guarded cell stays. `most` is null when nothing published limits it."""
    keys = register.ledger.keys
    return [
        {
            "indicator": keys[cell].indicator,
            "part": keys[cell].part,
            "period": f"{keys[cell].start}..{keys[cell].end}",
            "breakdown": [list(pair) for pair in keys[cell].breakdown],
            "least": each.least,
            "most": each.most,
            "exact": each.exact,
        }
        for cell, each in sorted(bounds.items(), key=lambda pair: keys[pair[0]])
    ]


def _already_public(register: Register) -> list[str]:
    """Figures hidden here that an earlier release shows: hiding them does not help any more."""
    ledger = register.ledger
    return sorted(
        entry.name
        for entry in ledger.entries
        if entry.hidden and entry.figures and any(ledger.public[cell] for cell in entry.cells)
    )


def _plain(settings: Settings) -> dict[str, Any]:
    values = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}
