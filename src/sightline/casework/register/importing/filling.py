"""A lives folder loaded at once: for commands, where what would change is known or all new."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sightline.casework.register.importing import actions, staging
from sightline.casework.register.importing.staging import Scheme
from sightline.casework.register.models import Import


def fill(lives: Path, *, scheme: Scheme, at: datetime) -> Import:
    """Load a lives folder into the register, as the service itself; the import says what became of it.

    The feed is taken for a return's where the scheme is "903", for the case system's otherwise.
    """
    load = Import.objects.create(
        kind="903" if scheme == "903" else "ssd", made_at=at, state=Import.State.READY, as_at=at.date()
    )
    staging.stage_lives(load, lives, scheme=scheme, on=at.date())
    actions.load(load.pk, by=None, at=at)
    actions.carry_out(load.pk, at=at)
    load.refresh_from_db()
    return load
