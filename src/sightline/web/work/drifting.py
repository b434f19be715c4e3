"""What seems to drift, and decisions across children: on shared pages."""

from __future__ import annotations

from django.urls import reverse

from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.queries import decisions, flags
from sightline.domain.roles import Act
from sightline.web import decision_parts, drift_parts
from sightline.web.components.values import Column, Link, Table
from sightline.web.work.parts import Block

SHOWN = 8


def today(viewer: Viewer) -> list[Block]:
    """Flags of the children whom somebody reviews, and decisions for them that are overdue."""
    told = flags.flagged(seen_by=viewer, chosen={"iro": "me"})
    late = decisions.decisions(seen_by=viewer, chosen={"iro": "me", "due": "overdue"})
    return [
        Block(
            "What may be drifting",
            drift_parts.of_children(told.beginning(SHOWN)),
            len(told),
            Link("All flags of my children", f"{reverse('drift')}?iro=me"),
        ),
        Block(
            "Decisions overdue",
            decision_parts.overdue(late.beginning(SHOWN)),
            len(late),
            Link("All decisions for my children", f"{reverse('decisions')}?iro=me"),
        ),
    ]


def asked(viewer: Viewer) -> list[Block]:
    """Decisions that somebody owns, each with its day and a way to tell of it."""
    mine = decisions.decisions(seen_by=viewer, chosen={"owner": "me"})
    more = Link("All decisions of my children", f"{reverse('decisions')}?all=yes")
    return [Block("Decisions I own", decision_parts.asked_of(mine.beginning(SHOWN)), len(mine), more)]


def service(viewer: Viewer) -> list[Block]:
    """How many children have each flag, and decisions overdue by team."""
    told = [(key, flags.TITLES[key], n) for key, n in flags.counts(seen_by=viewer).items()]
    late = decisions.overdue_by_team(seen_by=viewer)
    more = [Link("How often flags were right", reverse("drift-precision"))] if viewer.may(Act.SEE_TRENDS) else []
    return [
        Block(
            "What may be drifting",
            drift_parts.counted(told),
            sum(n for _, _, n in told),
            Link("All flags", f"{reverse('drift')}?all=yes"),
            more,
        ),
        Block(
            "Decisions overdue, by team",
            _by_team(late),
            sum(n for _, _, n in late),
            Link("All decisions overdue", f"{reverse('decisions')}?due=overdue"),
        ),
    ]


def trends(viewer: Viewer) -> list[Block]:
    """How many children have each flag."""
    return service(viewer)[:1]


def _by_team(late: list[tuple[int | None, str, int]]) -> Table:
    return Table(
        "Decisions overdue, by team",
        ["Team of the social worker", Column("Decisions", numeric=True)],
        [[_team(team, name), n] for team, name, n in late],
        empty="No decision is overdue.",
        caption_hidden=True,
    )


def _team(team: int | None, name: str) -> Link | str:
    if team is None:
        return "No team is told"
    return Link(name, f"{reverse('decisions')}?due=overdue&team={team}")
