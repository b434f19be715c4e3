"""Why somebody is named as a child's officer: keys as they are kept, and what they mean."""

from __future__ import annotations

REASONS = {
    "new": "Came into care",
    "family": "IRO of a brother or sister",
    "known": "Knows the child from before",
    "left": "The IRO before leaves",
    "away": "The IRO before is away for long",
    "workload": "To share the work fairly",
    "specialism": "Experience that the child needs",
    "asked": "The child asked for a change",
    "conflict": "A conflict of interest",
    "other": "Another reason, said in the note",
}
#: Why an allocation ended.
ENDINGS = {
    "reallocated": "Another IRO was named",
    "left_care": "The child left care",
    "mistake": "Named by mistake",
}


def said(key: str) -> str:
    """A reason in words; one that a feed told stays as it is."""
    return REASONS.get(key) or ENDINGS.get(key) or key
