"""What the reviewing cycle puts on shared pages: first screens, and the task list of one child's review.

Each module may have `steps(matter, viewer)`, the tasks of a review in the order of the work, and functions named
as a first screen is (`today`, `tray`, `asked`, `service`), the blocks that this part of the work shows there.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from sightline.casework.staff.queries import Viewer
from sightline.web.work import drifting, leaving, recording, reviewing, scheduling, telling, watching
from sightline.web.work.parts import Block as Block
from sightline.web.work.parts import Step as Step

PARTS: tuple[ModuleType, ...] = (scheduling, recording, reviewing, telling, watching, drifting, leaving)


def steps_of(matter: Any, viewer: Viewer) -> list[Step]:
    """Every task of a review, in order."""
    return [step for part in PARTS if hasattr(part, "steps") for step in part.steps(matter, viewer)]


def blocks_of(screen: str, viewer: Viewer) -> list[Block]:
    """What the parts of the work show on somebody's first screen."""
    return list(_blocks(screen, viewer))


def _blocks(screen: str, viewer: Viewer) -> Iterator[Block]:
    for part in PARTS:
        make = getattr(part, screen, None)
        if make is not None:
            yield from make(viewer)
