"""The chain: each seal is of the one before it and of every column of its entry: none can be changed alone."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from sightline.casework.trail.models import Entry

#: What stands before the first entry.
START = "0" * 64


def link(before: str, entry: Entry) -> str:
    """The hash of an entry's seal, given that of the seal before it: SHA-256 in hexadecimal."""
    return hashlib.sha256(f"{before}\n{canonical(entry)}".encode()).hexdigest()


def canonical(entry: Entry) -> str:
    """Every column of an entry as one line of text, the same from any database."""
    columns = {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by,
        "action": entry.action,
        "kind": entry.kind,
        "subject": entry.subject,
        "detail": entry.detail,
        "request": entry.request,
    }
    return json.dumps(columns, sort_keys=True, separators=(",", ":"))
