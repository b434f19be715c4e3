"""The wording and severity of everything that reading and joining can find: `reading_rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sightline.returns.findings import Finding, Severity


@dataclass(frozen=True)
class Rule:
    """One thing that can be found. `says` may hold {kind}, the kind of thing that was met."""

    key: str
    severity: Severity
    says: str
    sent_back: bool = False  # the row is not kept

    def message(self, kind: str = "") -> str:
        """What to tell, with a capital at the start."""
        told = self.says.replace("{kind}", kind)
        return told[:1].upper() + told[1:]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its key."""
    text = files(__package__).joinpath("reading_rules.toml").read_text(encoding="utf-8")
    return {
        entry["key"]: Rule(**{**entry, "severity": Severity(entry["severity"])})
        for entry in tomllib.loads(text)["rules"]
    }


def found(
    key: str,
    *,
    kind: str = "",
    file: str | None = None,
    line: int | None = None,
    field: str | None = None,
    record: str | None = None,
    collection: int | None = None,
) -> Finding:
    """A finding under a rule. `kind` says what kind of thing was met, never its value."""
    rule = rules()[key]
    return Finding(rule.key, rule.severity, rule.message(kind), file, line, field, record, collection)
