"""Names for people who do not exist: forenames and surnames of `names.toml`, put together by chance."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from random import Random

GROUPS = "WABO"


def origin(ethnicity: str, chance: Random) -> str:
    """Which names a child of this ethnicity may have: W, A, B or O."""
    first = ethnicity[:1]
    return first if first in GROUPS else chance.choice("WWBA")


def surname(chance: Random, of: str) -> str:
    """A surname."""
    return chance.choice(_listed("surnames", of))


def forename(chance: Random, of: str, *, male: bool) -> str:
    """A forename."""
    return chance.choice(_listed("boys" if male else "girls", of))


def grown_up(chance: Random) -> str:
    """A whole name of somebody grown up."""
    of = chance.choice("WWWWWWAABBO")
    return f"{forename(chance, of, male=chance.random() < 0.3)} {surname(chance, of)}"


def language(chance: Random, of: str) -> str:
    """A first language other than English."""
    return chance.choice(_listed("languages", of))


@cache
def _listed(kind: str, of: str) -> list[str]:
    told: str | list[str] = _names()[kind][of]
    return told.split() if isinstance(told, str) else told


@cache
def _names() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
