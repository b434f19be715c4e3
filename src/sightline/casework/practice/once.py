"""What stays the same while one page is looked at, and is asked once: the practice in force, what was loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_found: ContextVar[dict[Any, Any] | None] = ContextVar("found", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """In here `once` keeps what it finds: for a request that changes nothing."""
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def is_one_page() -> bool:
    """Whether one page is looked at."""
    return _found.get() is not None


def once(key: object, make: Callable[[], T]) -> T:
    """What `make` finds; while one page is looked at, what it found the first time."""
    kept = _found.get()
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    told: T = kept[key]
    return told
