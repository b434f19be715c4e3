"""Views: one SQL file each, made as tables when asked for, with the views they stand on.

A file starts with a line `-- One row …` that says what one row is, and may have a line `-- Needs: a, b`
that names other views. It may ask for `:start` and `:end`, the first and last day of a period, or `:on`.
Source tables and reference tables are there already (see `sightline.engine.reference`).

To add a view, add a file here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files
from weakref import WeakKeyDictionary

from sightline.engine.connect import Engine, placeholders

_NEEDS = re.compile(r"^-- Needs: *(.+)$", re.MULTILINE)

#: What each view was last made with, so that it is made once for the same values.
_Made = tuple[frozenset[tuple[str, object]], tuple[object, ...]]
_made: WeakKeyDictionary[Engine, dict[str, _Made]] = WeakKeyDictionary()


class UnknownView(KeyError):
    """There is no view of that name."""


@dataclass(frozen=True)
class View:
    """One SQL file."""

    name: str
    sql: str
    one_row: str  # what one row is
    needs: tuple[str, ...]
    values: frozenset[str]  # the placeholders in it


def names() -> tuple[str, ...]:
    """Every view there is, in alphabetical order."""
    return tuple(sorted(_all()))


def view(name: str) -> View:
    """The view of a name. Raises UnknownView."""
    try:
        return _all()[name]
    except KeyError:
        raise UnknownView(name) from None


def define(engine: Engine, *wanted: str, **params: object) -> None:
    """Make the named views, after the views they need. What was made before for the same values is kept.

    Raises UnknownView, and ValueError for a placeholder without a value.
    """
    made = _made.setdefault(engine, {})
    for name in in_order(*wanted):
        one = view(name)
        used = frozenset((value, params[value]) for value in one.values if value in params)
        signature: _Made = (used, tuple(made[need] for need in one.needs))
        if made.get(name) != signature:
            engine.define(name, one.sql, **params)
            made[name] = signature


def in_order(*wanted: str) -> list[str]:
    """The named views and all that they need, each after what it needs."""
    needs: dict[str, tuple[str, ...]] = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needs:
            needs[name] = view(name).needs
            waiting.extend(needs[name])
    return list(TopologicalSorter(needs).static_order())


def forget(engine: Engine) -> None:
    """Have every view made anew when next asked for: the tables under them have changed."""
    _made.pop(engine, None)


@cache
def _all() -> dict[str, View]:
    sources = (entry for entry in files(__name__).iterdir() if entry.name.endswith(".sql"))
    return {one.name: one for one in (_read(entry.name, entry.read_text("utf-8")) for entry in sources)}


def _read(file_name: str, sql: str) -> View:
    first = sql.partition("\n")[0]
    if not first.startswith("-- One row "):
        raise ValueError(f"{file_name} must start with a line that says what one row is: -- One row …")
    found = _NEEDS.search(sql)
    needs = tuple(need.strip() for need in found[1].split(",")) if found else ()
    one_row = first.removeprefix("-- ").rstrip(".")
    return View(file_name.removesuffix(".sql"), sql, one_row, needs, placeholders(sql))
