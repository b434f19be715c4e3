"""The kinds of review: which count for the return, which limit each meets, and what kind a child's next one is.

The kinds are data (`data/review_kinds.toml`). A guess is a proposal: whoever plans the review says what it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from sightline.domain.calendar import months_after
from sightline.domain.explain import in_words

LATER = "later"
_REMANDED = frozenset({"J1", "J2"})
_HOME = {"SO": "supervision", "ISO": "sibling_supervision"}


@dataclass(frozen=True, slots=True)
class ReviewKind:
    """One kind of review.

    `counts`: it is in the 903 return. `register`: once held, it is a row of the register's reviews. `clocks` are
    the limits it meets, by key; `form` is the form of its record.
    """

    key: str
    title: str
    help: str
    counts: bool
    register: bool
    form: str
    clocks: tuple[str, ...] = ()
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Now:
    """What a kind is guessed from: what is due next, why sooner if it is, and the child's legal status that day.

    `due_key` and `early` are keys of timescales, empty where there is none; `status_beside` is an order outside
    the return (SO, ISO), `ended_unplanned` whether a placement did since the last review.
    """

    in_care: bool
    due_key: str = ""
    early: str = ""
    legal_status: str = ""
    status_beside: str = ""
    ended_unplanned: bool = False


@cache
def kinds() -> Mapping[str, ReviewKind]:
    """The kinds by key, in the order in which they are offered."""
    text = files("sightline.domain").joinpath("data/review_kinds.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["kind"]
    return {row["key"]: ReviewKind(**{**row, "clocks": tuple(row["clocks"])}) for row in rows}


def guess(now: Now) -> str:
    """The kind that a child's next review most likely is, by key."""
    if not now.in_care:
        return _outside_care(now)
    if now.legal_status in _REMANDED:
        return "remand"
    if now.early:
        return _kind_of(now.early) or "brought_forward"
    first_of_all = now.due_key in ("cla-review-1", "cla-review-2")
    if now.ended_unplanned and not first_of_all:
        return "unplanned_end"
    return _kind_of(now.due_key) or LATER


def _outside_care(now: Now) -> str:
    return _kind_of(now.due_key) or _HOME.get(now.status_beside, LATER)


def _kind_of(clock: str) -> str:
    return next((kind.key for kind in kinds().values() if clock in kind.clocks), "")


@dataclass(frozen=True, slots=True)
class ByConsultation:
    """Whether a review may be held by asking people, without a meeting, and why (not)."""

    allowed: bool
    why: str


def by_consultation(*, long_term_since: date | None, last_meeting: date | None, on: date) -> ByConsultation:
    """Whether a review on a day may be held without a meeting.

    A long-term foster placement has to have lasted over a year, and the last review that was a meeting has to be
    within twelve months (`cla-review-ltf-meeting`: Children Act 1989 guidance, volume 2, 2015).
    """
    if long_term_since is None:
        return ByConsultation(False, "The child does not live in a long-term foster placement.")
    since = in_words(long_term_since)
    if months_after(long_term_since, 12) >= on:
        return ByConsultation(
            False, f"The long-term placement began on {since}: it has to have lasted over a year."
        )
    if last_meeting is None:
        return ByConsultation(False, "No review that was a meeting is told: people have to meet this time.")
    met = in_words(last_meeting)
    if months_after(last_meeting, 12) < on:
        return ByConsultation(False, f"People last met on {met}, over twelve months before: they have to meet.")
    return ByConsultation(
        True, f"The long-term placement has lasted since {since}, and people met on {met}, within twelve months."
    )
