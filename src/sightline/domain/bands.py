"""Age bands: which whole years of age are counted together. Data, because councils differ."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

DEFAULT = "dfe"
OLDEST = 150  # stands for no upper end


@dataclass(frozen=True)
class AgeBand:
    """Ages from `from_age` to `to_age`, both included."""

    band: str
    from_age: int
    to_age: int = OLDEST


@cache
def schemes() -> dict[str, tuple[AgeBand, ...]]:
    """The bands of each scheme, youngest first. Raises ValueError if a scheme has gaps or overlaps."""
    text = files("sightline.domain").joinpath("data/age_bands.toml").read_text("utf-8")
    found = {name: tuple(map(_band, scheme["bands"])) for name, scheme in tomllib.loads(text).items()}
    for name, bands in found.items():
        check(name, bands)
    return found


def check(name: str, bands: tuple[AgeBand, ...]) -> None:
    """Raises ValueError unless the bands follow each other from age 0 on."""
    expected = 0
    for band in bands:
        if band.from_age != expected or band.to_age < band.from_age:
            raise ValueError(f"the age bands {name!r} have a gap or an overlap at {band.band!r}")
        expected = band.to_age + 1


def _band(row: dict[str, Any]) -> AgeBand:
    return AgeBand(row["band"], row["from"], row.get("to", OLDEST))
