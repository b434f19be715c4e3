"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from access_walks import Walk

WALKS: dict[str, Walk] = {}
FORMS: set[str] = set()
NOT_MET: set[str] = set()
