"""The first screens of those who work beside the service: Work tray, Asked of me, Taking part."""

from __future__ import annotations

from datetime import date
from typing import Any

from sightline.casework.allocation import queries
from sightline.casework.staff.queries import Viewer
from sightline.domain.codes import code_set
from sightline.web.components.saying import day_in_words
from sightline.web.components.values import BLANK, Column, Several, Table
from sightline.web.day import today
from sightline.web.pages import caseload
from sightline.web.screens.parts import Chosen, Number, counts, list_of


def tray_screen(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """Reviews due by week, for those who invite and send."""
    counts, week = queries.tray(seen_by=viewer, first=_monday(chosen.get("week", "")))
    weeks = [
        Number(f"{n}", f"due in the week of {day_in_words(monday)}", f"/?show=tray&week={monday}")
        for monday, n in counts.items()
    ]
    return {
        "numbers": weeks,
        "title": f"Week of {day_in_words(week.monday)}",
        "count": counts[week.monday],
        "shown": len(week.rows),
        "week": _week(week),
    }


def _monday(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def asked_screen(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """What the reviewing service needs from a social worker or a team."""
    told = queries.asked(seen_by=viewer)
    overdue = sum(each.row.due_standing == "overdue" for each in told)
    soon = sum(each.row.due is not None and 0 <= (each.row.due - today()).days <= 28 for each in told)
    missing = sum(bool(each.missing) for each in told)
    return {
        "numbers": [
            Number(f"{overdue}", "reviews overdue", urgent=overdue > 0),
            Number(f"{soon}", "reviews due in 28 days"),
            Number(f"{missing}", "children with facts missing", urgent=missing > 0),
            Number(f"{len(told)}", "children in care"),
        ],
        "children": Table(
            "My children",
            ["Child", "Next review due", "IRO", "Social worker", "Missing"],
            [
                [
                    caseload.child_link(each.row),
                    caseload.next_due(each.row),
                    caseload.officer(each.row),
                    each.row.social_worker,
                    Several(tuple(each.missing)) if each.missing else "nothing",
                ]
                for each in told
            ],
            empty="No child in care is yours now.",
            caption_hidden=True,
        ),
    }


def participation_screen(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """Reviews that are coming, and how children took part lately."""
    told = queries.participation(seen_by=viewer)
    labels = code_set("review_code")
    return {
        "numbers": [
            Number(
                f"{len(told.soon)}",
                "children aged 4 or over with a review in 28 days",
                list_of("children", due="28"),
            ),
            Number(f"{len(told.needs)}", "of them with a communication need recorded"),
            Number(f"{told.reviews}", "reviews held in three months"),
        ],
        "soon": Table(
            "Reviews in the next 28 days",
            ["Child", Column("Age", numeric=True), "Review due", "IRO", "How the child communicates"],
            [
                [
                    caseload.child_link(row),
                    row.age,
                    caseload.next_due(row),
                    caseload.officer(row),
                    Several(told.needs.get(row.child, ())) if row.child in told.needs else "nothing recorded",
                ]
                for row in told.soon
            ],
            empty="No review is due in the next 28 days.",
            caption_hidden=True,
        ),
        "codes": counts(
            "How children took part, last three months",
            "How",
            [(f"{code}: {labels[code].label}" if code in labels else code, n) for code, n in told.codes],
        ),
    }


def _week(week: queries.Week) -> Table:
    together = {row.family for row in week.rows if row.family is not None}
    shared = {family for family in together if sum(row.family == family for row in week.rows) > 1}
    return Table(
        f"Reviews due in the week of {day_in_words(week.monday)}",
        ["Child", "Due", "IRO", "Social worker", "Brothers and sisters"],
        [
            [
                caseload.child_link(row),
                caseload.next_due(row),
                caseload.officer(row),
                caseload.worker(row),
                "in the same week" if row.family in shared else BLANK,
            ]
            for row in week.rows
        ],
        empty="No review is due.",
        caption_hidden=True,
    )
