"""The first screens of those who review, and of those who run the service: Today and Service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from sightline.casework.allocation import queries
from sightline.casework.register.queries.access import glass_waiting
from sightline.casework.staff import drafts
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Act
from sightline.web import allocation_parts as parts
from sightline.web.components.statuses import status
from sightline.web.components.values import Link, Several, Table
from sightline.web.day import today
from sightline.web.screens.parts import Chosen, Number, counts, list_of, rows_table

NOTICES = {
    "came_into_care": "Came into care",
    "left_care": "Left care",
    "placement_changed": "Placement changed",
    "legal_status_changed": "Legal status changed",
    "social_worker_changed": "Social worker changed",
    "care_plan_changed": "Care plan changed",
    "went_missing": "Went missing",
    "came_back": "Came back",
}


def today_screen(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """What needs an officer today: overdue, the next 14 days, what has happened to the children."""
    told = queries.today(seen_by=viewer)
    mine = {"iro": "me"}
    return {
        "told": told,
        "numbers": [
            Number(
                f"{told.overdue_count}",
                f"{'review' if told.overdue_count == 1 else 'reviews'} overdue",
                list_of("caseload", **mine, standing="overdue"),
                told.overdue_count > 0,
            ),
            Number(f"{told.ahead_count}", "reviews due in 14 days", list_of("caseload", **mine, due="14")),
            Number(f"{told.not_seen}", "not seen by me for 3 months", list_of("caseload", **mine, seen="3")),
            Number(f"{told.children}", "children, my caseload", list_of("caseload", **mine)),
        ],
        "overdue": rows_table("Reviews overdue", told.overdue, empty="No review is overdue."),
        "ahead": rows_table("Reviews due in the next 14 days", told.ahead, empty="No review is due by then."),
        "more": {
            "overdue": told.overdue_count - len(told.overdue),
            "ahead": told.ahead_count - len(told.ahead),
            "overdue_url": list_of("caseload", **mine, standing="overdue"),
            "ahead_url": list_of("caseload", **mine, due="14"),
        },
        "notices": _notices(told.notices),
        "notice_ids": [each.id for each in told.notices],
        "passing": _passing(told.passing),
        "drafts": drafts.waiting(by=viewer),
    }


def service_screen(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """What needs whoever runs the service: children without an officer, what is late, what each carries."""
    told = queries.service(seen_by=viewer)
    over = sum(officer.line == "over" for officer in told.officers)
    late = [each for each in told.waiting if each.standing.value == "overdue"]
    numbers = [
        Number(
            f"{len(told.waiting)}",
            "children with no IRO",
            reverse("allocation") if viewer.may(Act.ALLOCATE) else list_of("children", iro="none"),
            bool(told.waiting),
        ),
        Number(f"{told.overdue}", "reviews overdue", list_of("children", standing="overdue"), told.overdue > 0),
        Number(f"{told.ahead}", "reviews due in 14 days", list_of("children", due="14")),
        Number(
            f"{told.per_fte if told.per_fte is not None else 'not known'}",
            f"children for a full-time IRO (guidance {told.lines.lower} to {told.lines.upper})",
            reverse("caseloads"),
            told.per_fte is not None and told.per_fte > told.lines.upper,
        ),
        Number(f"{over}", "IROs over the line", reverse("caseloads"), over > 0),
        Number(f"{told.in_care:,}", "children in care", list_of("children", care="in")),
    ]
    return {
        "told": told,
        "late": len(late),
        "numbers": numbers,
        "waiting": parts.waiting_table(told.waiting[:10], today(), may=viewer.may(Act.ALLOCATE)),
        "officers": parts.officers_table(told.officers, may=viewer.may(Act.ALLOCATE)),
        "steps": counts("What overdue reviews wait for", "As far as is known", told.steps),
        "concerns": [each for each in _concerns(viewer, told) if each.value != "0"],
    }


def _notices(told: Sequence[Any]) -> Table:
    return Table(
        "What has happened",
        ["Child", "What", "On", "Known since"],
        [
            [
                Link(each.name, reverse("child", args=[each.child])),
                NOTICES.get(each.kind, each.kind.replace("_", " ").capitalize()),
                each.happened_on,
                Several((each.known_on, status("late", "notice"))) if each.late else each.known_on,
            ]
            for each in told
        ],
        empty="Nothing new has been told.",
        caption_hidden=True,
    )


def _passing(told: Sequence[Any]) -> Table:
    done, undone = status("done", "task"), status("not_started", "task")
    return Table(
        "Children new to me",
        ["Child", "Mine since", "Told", "Met", "Handover"],
        [
            [
                Link(each.name, reverse("child", args=[each.child])),
                each.since,
                done if each.told else undone,
                done if each.introduced else undone,
                Link(
                    "Open",
                    reverse("child-handover-note", args=[each.child, each.handover]),
                    f"handover of {each.name}",
                ),
            ]
            for each in told
        ],
        caption_hidden=True,
    )


def _concerns(viewer: Viewer, told: queries.Service) -> list[Number]:
    glass = glass_waiting(seen_by=viewer) if viewer.may(Act.SEE_GLASS) else 0
    return [
        Number(f"{glass}", "records opened with a reason, to be looked into", reverse("opened-records"), True),
        Number(
            f"{len(told.away_without_cover)}",
            f"{'IRO' if len(told.away_without_cover) == 1 else 'IROs'} away without cover",
            reverse("caseloads"),
            True,
        ),
        Number(
            f"{told.left_open}",
            f"{'child' if told.left_open == 1 else 'children'} who left care, with an IRO still named",
            list_of("children", open="yes"),
        ),
        Number(f"{told.told_late}", f"of {told.told} notices in four weeks told late"),
        Number(f"{told.handovers_open}", "children with a new IRO not yet told or met"),
        Number(f"{told.vacant:.1f}" if told.vacant else "0", "full-time posts vacant"),
    ]
