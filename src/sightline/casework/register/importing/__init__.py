"""Imports: read, compared with the register, looked at, loaded whole or not at all, undone while they can be.

A lives folder (Parquet tables of `domain.records`) is all that comes in: `stage_lives` compares it, `fill` loads
one that somebody has already looked at.
"""

from sightline.casework.register.importing.filling import fill
from sightline.casework.register.importing.staging import stage_lives

__all__ = ["fill", "stage_lives"]
