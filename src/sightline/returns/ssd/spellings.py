"""How case systems spell what the records know by a code, and a council's own spellings beside them.

A mapping is a TOML file of the form of `spellings.toml`: `[legal_status]`, then `V2 = ["Sec 20 (vol)"]`. What a
council says comes before what Sightline knows; what neither knows is a finding, never a guess.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sightline.domain.codes import KNOWN_SETS, canonical, code_set
from sightline.returns.ssd import spec

Spellings = dict[str, dict[str, str]]  # set -> spelling, made plain -> code

_LETTER = r"^\(?[a-z0-9]{1,2}\)\s*"
_GAP = r"[^a-z0-9]+"
_CODE = r"^([a-z]{0,6}[0-9]{0,2}[a-z]?)\s*[-:–(]"


class NoMapping(ValueError):
    """A mapping cannot be used; the message says what and where."""


@dataclass(frozen=True)
class Mapping:
    """A council's own spellings."""

    sets: Spellings = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> Mapping:
        """Read a mapping file. Raises NoMapping with every problem in it."""
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
            raise NoMapping(f"{path.name} is not a mapping in TOML: {failure}") from None
        problems = list(_problems(told))
        if problems:
            raise NoMapping(f"{path.name}: " + "; ".join(problems))
        return cls(_plain(told))


def plain(text: str) -> str:
    """A spelling without case, punctuation and a letter in front: `a) Section 20` is `section 20`."""
    return re.sub(_GAP, " ", re.sub(_LETTER, "", text.lower())).strip()


def plain_sql(text: str) -> str:
    """The same as SQL."""
    return f"trim(regexp_replace(regexp_replace(lower({text}), '{_LETTER}', ''), '{_GAP}', ' ', 'g'))"


def code_in_front_sql(text: str) -> str:
    """The code of a text such as `C2 - Full care order`; empty where there is none."""
    return f"regexp_extract(regexp_replace(lower({text}), '{_LETTER}', ''), '{_CODE}', 1)"


def every(mapping: Mapping | None = None) -> Iterator[tuple[str, str, str]]:
    """Every spelling: set, spelling, code. Each spelling of a set once, a council's own first."""
    for name in sorted(_sets()):
        known = {**_known(name), **(mapping.sets.get(name, {}) if mapping else {})}
        for spelling, code in sorted(known.items()):
            yield name, spelling, code


@cache
def codes_of(name: str) -> frozenset[str]:
    """The codes that a set of spellings leads to."""
    return frozenset(_known(name).values())


@cache
def _sets() -> frozenset[str]:
    fields = (field for table in spec.used() for field in table.used)
    return frozenset(name for field in fields if (name := field.code_set) is not None)


@cache
def _known(name: str) -> dict[str, str]:
    """Labels that say one thing only, then the codes, then the spellings met in practice."""
    own = {plain(spelling): code for code, spellings in _ours().get(name, {}).items() for spelling in spellings}
    own |= {plain(code): code for code in _ours().get(name, {}) if code}
    if name not in KNOWN_SETS:
        return own
    codes = {key: canonical(name, key) for key in code_set(name)}
    meant: dict[str, set[str]] = {}
    for key, code in code_set(name).items():
        meant.setdefault(plain(code.label), set()).add(codes[key])
    once = {label: code for label, (code, *others) in meant.items() if not others}
    return once | own | {plain(key): code for key, code in codes.items()}


@cache
def _ours() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("spellings.toml").read_text(encoding="utf-8"))


def _problems(told: dict[str, Any]) -> Iterator[str]:
    for name, codes in told.items():
        if name not in _sets():
            yield f"[{name}] is no set; there are {', '.join(sorted(_sets()))}"
        elif not isinstance(codes, dict):
            yield f"{name} is not a table such as [{name}]"
        else:
            for code, spellings in codes.items():
                if code and code not in codes_of(name):
                    yield f"[{name}] {code} is no code of this set"
                if not isinstance(spellings, list) or not all(isinstance(each, str) for each in spellings):
                    yield f"[{name}] {code} is not a list of texts"


def _plain(told: dict[str, dict[str, list[str]]]) -> Spellings:
    return {
        name: {plain(spelling): code for code, spellings in codes.items() for spelling in spellings}
        for name, codes in told.items()
    }
