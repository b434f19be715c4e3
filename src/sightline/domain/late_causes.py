"""Why a review was late, and who could have prevented it: data of `data/late_causes.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause. `party` is who could most likely have prevented it; whoever records it may say another."""

    key: str
    title: str
    party: str


@cache
def causes() -> Mapping[str, Cause]:
    """The causes by key, in the order in which they are offered."""
    return {key: Cause(key, **row) for key, row in _data()["cause"].items()}


@cache
def parties() -> Mapping[str, str]:
    """Who could have prevented it, by key."""
    return dict(_data()["party"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("sightline.domain").joinpath("data/late_causes.toml").read_text(encoding="utf-8"))
