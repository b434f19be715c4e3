"""The words and colours of every status, from one table: `statuses.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

#: The colours that a tag may have.
COLOURS = frozenset({"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A status as people see it: words in a colour."""

    label: str
    colour: str = "grey"


class NoSuchStatus(LookupError):
    """A page shows a status that the table of statuses does not have."""


@cache
def statuses() -> Mapping[str, Mapping[str, Tag]]:
    """Every status, by group and name."""
    table = tomllib.loads(files(__package__).joinpath("statuses.toml").read_text("utf-8"))
    return {group: {name: Tag(**said) for name, said in names.items()} for group, names in table.items()}


def status(name: str | Enum, group: str = "standing") -> Tag:
    """How a status of a group is shown. Raises NoSuchStatus."""
    key = str(name.value) if isinstance(name, Enum) else name
    try:
        return statuses()[group][key]
    except KeyError:
        raise NoSuchStatus(f"statuses.toml has no {key!r} in [{group}]") from None
