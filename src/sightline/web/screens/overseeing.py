"""The first screens of those who answer for the service and its data: Trends, Data, Administration."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sightline.casework.allocation import queries
from sightline.casework.practice.queries import in_force
from sightline.casework.register.importing import queries as importing
from sightline.casework.register.queries.access import glass_waiting
from sightline.casework.staff import directory
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Act
from sightline.web import allocation_parts as parts
from sightline.web.components.statuses import status
from sightline.web.components.values import Column, Link, Table
from sightline.web.screens.parts import Chosen, Number, list_of


def trends_screen(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """How the service does, month by month."""
    told = queries.trends(seen_by=viewer)
    lines = in_force(viewer.on).caseload
    glass = glass_waiting(seen_by=viewer) if viewer.may(Act.SEE_GLASS) else 0
    now = next((month.per_fte for month in reversed(told.months) if month.per_fte is not None), None)
    year = told.constancy[0]
    return {
        "numbers": [
            Number(f"{told.in_care}", "children in care", list_of("children", care="in")),
            Number(
                f"{told.overdue}", "reviews overdue", list_of("children", standing="overdue"), told.overdue > 0
            ),
            Number(
                f"{told.late_children}",
                "children with a late review in this time in care",
                list_of("children", care="in", late="yes"),
            ),
            Number(f"{told.waiting}", "children with no IRO", list_of("children", iro="none"), told.waiting > 0),
            Number(
                f"{now if now is not None else 'not known'}",
                f"children for a full-time IRO (guidance {lines.lower} to {lines.upper})",
                reverse("caseloads"),
                now is not None and now > lines.upper,
            ),
            Number(parts.share(year.same, year.children), "kept one IRO for 12 months", reverse("caseloads")),
            *(
                [
                    Number(
                        f"{glass}",
                        "records opened with a reason, to be looked into",
                        reverse("opened-records"),
                        True,
                    )
                ]
                if glass
                else []
            ),
        ],
        "months": parts.months_table(told.months),
        "says": parts.months_said(told.months),
        "constancy": parts.constancy_table(told.constancy),
    }


def data_screen(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """Imports, and what is missing."""
    loads = importing.imports()[:8]
    told = queries.quality(seen_by=viewer)
    ready = sum(load.state == "ready" for load in loads)
    stopped = sum(load.state in ("failed", "refused") for load in loads)
    return {
        "numbers": [
            Number(f"{ready}", f"import{'s' if ready != 1 else ''} ready to look at", reverse("imports")),
            Number(f"{stopped}", f"import{'s' if stopped != 1 else ''} stopped", reverse("imports"), stopped > 0),
            Number(f"{sum(each.children for each in told)}", "facts missing of children in care"),
        ],
        "imports": Table(
            "Imports",
            ["What", "As at", "State", "By"],
            [
                [
                    Link(f"{load.kind}, import {load.id}", reverse("import", args=[load.id])),
                    load.as_at,
                    status(load.state, "import"),
                    load.made_by,
                ]
                for load in loads
            ],
            empty="Nothing has been imported yet.",
            caption_hidden=True,
        ),
        "quality": Table(
            "What is missing of children in care",
            ["Fact", Column("Children", numeric=True), Column("Share of those in care", numeric=True)],
            [[each.what, each.children, parts.share(each.children, each.of)] for each in told],
            caption_hidden=True,
        ),
    }


def administration_screen(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """People, practice and keys."""
    people = directory.people(viewer.on)
    practice = in_force(viewer.on)
    all_keys = directory.keys()
    keys = [key for key in all_keys if key.revoked_at is None and key.expires >= viewer.on]
    soon = sum((key.expires - viewer.on).days <= 30 for key in keys)
    here = [person for person in people if not person.left]
    return {
        "numbers": [
            Number(f"{len(here)}", "people with a role", reverse("people")),
            Number(
                f"{sum(not person.may_sign_in for person in here)}", "of them cannot sign in", reverse("people")
            ),
            Number(f"{len(keys)}", "keys of the read API"),
            Number(f"{soon}", "keys that end within 30 days", urgent=soon > 0),
        ],
        "practice": practice.title,
    }
