"""Code sets of the returns, by collection year, with labels and the groups that reports print.

A collection year is the year in which it ends: 2025 is 1 April 2024 to 31 March 2025. A code is *in use*
in some years, and *tolerated* in others: accepted when read, with a warning, and never written. The
facts are in `data/codes/*.csv` and `data/groups.toml`. Labels are shortened; they are not official wording.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

DATA = files("sightline.domain").joinpath("data")

KNOWN_SETS = tuple(sorted(entry.name.removesuffix(".csv") for entry in DATA.joinpath("codes").iterdir()))


@dataclass(frozen=True, slots=True)
class Years:
    """A run of collection years, both ends included; None is open."""

    first: int | None = None
    last: int | None = None

    def __contains__(self, year: int) -> bool:
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a set. `becomes` is the later code that says the same, where there is one."""

    code: str
    label: str
    group: str
    valid_from: int | None = None
    valid_to: int | None = None
    note: str = ""
    tolerated_years: Years | None = None
    becomes: str | None = None

    def in_use(self, collection: int) -> bool:
        """Whether the code belongs in that year's return."""
        return collection in Years(self.valid_from, self.valid_to)

    def tolerated(self, collection: int) -> bool:
        """Whether the code is accepted in that year with a warning, though not in use."""
        return (
            not self.in_use(collection) and self.tolerated_years is not None and collection in self.tolerated_years
        )


@cache
def code_set(name: str, collection: int | None = None) -> Mapping[str, Code]:
    """The codes accepted in a collection year (in use or tolerated), by code; every code ever with None.

    Raises KeyError for an unknown set.
    """
    codes = _all_codes(name)
    if collection is None:
        return codes
    accepted = {key: code for key, code in codes.items() if code.in_use(collection) or code.tolerated(collection)}
    return MappingProxyType(accepted)


def canonical(name: str, code: str) -> str:
    """The code that lives are kept in: the later one where two say the same (sex 1 is M), else the code itself."""
    known = code_set(name).get(code)
    return known.becomes if known is not None and known.becomes else code


@cache
def groups(name: str) -> tuple[str, ...]:
    """The names of a set's groups in printing order. Raises KeyError for an unknown set."""
    listed = _groups().get(name)
    if listed is not None:
        return tuple(listed)
    return tuple(dict.fromkeys(code.label for code in code_set(name).values()))


@cache
def codes_in(name: str, *group_names: str) -> frozenset[str]:
    """The codes of some groups of a set. Raises KeyError for a group that is not one of the set's."""
    unknown = set(group_names) - set(groups(name))
    if unknown:
        raise KeyError(f"{name} has no group {sorted(unknown)}")
    return frozenset(code.code for code in code_set(name).values() if code.group in group_names)


@cache
def _all_codes(name: str) -> Mapping[str, Code]:
    if name not in KNOWN_SETS:
        raise KeyError(f"no code set is called {name}")
    group_of = {code: group for group, codes in _groups().get(name, {}).items() for code in codes}
    text = DATA.joinpath(f"codes/{name}.csv").read_text(encoding="utf-8")
    codes = [_code(row, group_of) for row in csv.DictReader(text.splitlines())]
    return MappingProxyType({code.code: code for code in codes})


def _code(row: dict[str, str], group_of: dict[str, str]) -> Code:
    return Code(
        code=row["code"],
        label=row["label"],
        group=group_of[row["code"]] if group_of else row["label"],
        valid_from=_year(row["valid_from"]),
        valid_to=_year(row["valid_to"]),
        note=row["note"],
        tolerated_years=_years(row["tolerated"]) if row["tolerated"] else None,
        becomes=row["becomes"] or None,
    )


def _year(text: str) -> int | None:
    return int(text) if text else None


def _years(text: str) -> Years:
    """A run of years: 2025-2026, 2025- or -2024."""
    first, last = text.split("-")
    return Years(_year(first), _year(last))


@cache
def _groups() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(DATA.joinpath("groups.toml").read_text(encoding="utf-8"))
