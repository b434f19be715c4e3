"""`sightline doctor --trail`: is the record of what people did and saw whole? Needs the service's packages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click

from sightline.ops.cli import DONE, NEEDS_MENDING
from sightline.ops.service import begin

if TYPE_CHECKING:
    from sightline.casework.trail.queries import Verdict


def head_of_chain(_: click.Context, __: click.Parameter, value: str | None) -> tuple[int, str] | None:
    """An option's PLACE:HASH, as this command prints it, as place and hash. Raises BadParameter."""
    if value is None:
        return None
    told = re.fullmatch(r"(\d+):([0-9a-f]{64})", value.strip())
    if told is None:
        raise click.BadParameter("give the place and the hash as this command printed them, such as 1200:9f86d0…")
    return int(told[1]), told[2]


def check_trail(*, expected: tuple[int, str] | None, as_json: bool) -> int:
    """Go through the whole chain and say what was found. Returns the exit code."""
    verdict = _verify(expected)
    if as_json:
        click.echo(json.dumps(_as_values(verdict)))
    else:
        click.echo(in_words(verdict))
    return DONE if verdict.holds else NEEDS_MENDING


def in_words(verdict: Verdict) -> str:
    """What was found, and what to do about it."""
    so_far = f"{verdict.head.place}:{verdict.head.hash}"
    waiting = f" {verdict.waiting} more wait for their place." if verdict.waiting else ""
    if verdict.broken is None:
        return (
            f"The trail holds: {verdict.head.place} entries.{waiting}\n"
            f"Write this down away from this machine, and give it with --expect next time: {so_far}"
        )
    broken = verdict.broken
    where = [f"place {broken.place}"] if broken.place else []
    where += [f"entry {broken.entry}"] if broken.entry is not None else []
    return (
        f"THE TRAIL IS BROKEN: {broken.kind} ({', '.join(where)}).{waiting}\n"
        f"It holds up to {so_far}. Change nothing, keep a copy, and tell whoever answers for security."
    )


def _verify(expected: tuple[int, str] | None) -> Verdict:
    begin()
    from django.db import DatabaseError

    from sightline.casework.trail.queries import verify

    try:
        return verify(expected=expected)
    except DatabaseError:
        raise click.ClickException("The database does not answer or has no trail. Try: sightline setup") from None


def _as_values(verdict: Verdict) -> dict[str, object]:
    broken = verdict.broken
    return {
        "holds": verdict.holds,
        "place": verdict.head.place,
        "hash": verdict.head.hash,
        "waiting": verdict.waiting,
        "broken": broken and {"kind": broken.kind.name.lower(), "place": broken.place, "entry": broken.entry},
    }
