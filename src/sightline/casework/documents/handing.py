"""The handover pack as a document: what the next officer needs of one child, or of each of an officer's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from sightline.casework.allocation.queries import Pack
from sightline.casework.documents.filling import fill
from sightline.casework.documents.kinds import HANDOVER
from sightline.casework.documents.printing import to_pdf
from sightline.casework.documents.queries import using
from sightline.casework.documents.text import paragraphs
from sightline.casework.staff.queries import Viewer
from sightline.domain.explain import in_words


def handover(packs: Sequence[Pack], *, form: str, officer: str = "", by: Viewer) -> bytes:
    """These packs as docx or pdf, made for `by`, who may see them. It is made when asked for and not kept.

    `officer` is whose children they are. The file says of itself no child's name. Raises storing.NotThere,
    storing.Altered where the council's template is not as it was kept.
    """
    title = f"{HANDOVER.heading}: children of {officer}" if officer else HANDOVER.heading
    filled = fill(
        using(HANDOVER.key, on=by.on).file, _values(packs, officer, by), title=title, author=settings.COUNCIL
    )
    return filled if form == "docx" else to_pdf(filled, title=title)


def _values(packs: Sequence[Pack], officer: str, by: Viewer) -> dict[str, Any]:
    return {
        "council": settings.COUNCIL,
        "officer": officer,
        "document": {"made_on": in_words(by.on), "made_for": by.name},
        "children": [_child(pack) for pack in packs],
    }


def _child(pack: Pack) -> dict[str, Any]:
    row = pack.row
    return {
        "name": row.name,
        "age": "" if row.age is None else str(row.age),
        "restricted": row.restricted,
        "warnings": pack.warnings,
        "officer": row.iro_name,
        "before": pack.officer_before,
        "reason": pack.reason,
        "placement": row.placement,
        "legal_status": row.legal_status,
        "came": _day(row.came),
        "left": "" if row.in_care else _day(row.left),
        "due": _day(row.due),
        "due_why": row.due_why,
        "last_review": _day(row.last_review),
        "seen_on": _day(row.seen_on),
        "needs": pack.needs,
        "people": [{"name": name, "capacity": capacity} for name, capacity in pack.people],
        "direction": paragraphs(pack.direction),
        "note": paragraphs(pack.note),
        "told_on": _day(pack.child_told_on),
        "met_on": _day(pack.introduced_on),
    }


def _day(day: date | None) -> str:
    return in_words(day) if day else ""
