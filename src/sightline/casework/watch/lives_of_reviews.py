"""The tables of the work that reviews tell: processes, decisions, participants, what was asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sightline.casework.meetings.models import Ask, Decision, Delivery, Matter, Participant, Query
from sightline.casework.register.models import PermanencePlan, Visit
from sightline.casework.watch.lives_parts import Named, Telling, yes

_OF_REVIEW = {"matter__review__isnull": False, "matter__held_on__isnull": False}
_EXCLUDED = Participant.Plan.EXCLUDED


def processes(named: Named) -> Telling:
    """Reviews that were held here."""
    sent, seen, plans = _distributed(named), _seen(named), _plans(named)
    columns = (
        "pk", "child_id", "held_on", "completed_on", "decisions_issued_on", "adjourned_why", "record__finished_on",
        "meeting_id", "meeting__mode", "meeting__chair_id", "review__kind", "review__chaired",
        "review__brought_forward_why", "review__late_cause", "review__late_party", "review__code_why",
    )  # fmt: skip
    for row in named.rows(Matter, *columns, review__isnull=False, held_on__isnull=False):
        told: dict[str, Any] = dict(zip(columns, row, strict=True))
        child, held = told["child_id"], told["held_on"]
        values = (
            named.children[child], told["pk"], held, told["review__kind"], told["meeting__mode"],
            named.person(told["meeting__chair_id"]), told["review__chaired"], told["completed_on"],
            told["decisions_issued_on"], told["record__finished_on"], sent.get(told["pk"]),
            int(bool(told["adjourned_why"])), int(bool(told["review__brought_forward_why"])),
            told["review__late_cause"], told["review__late_party"], int(bool(told["review__code_why"])),
            *seen(child, held), plans(child, held), told["meeting_id"],
        )  # fmt: skip
        yield held, "matter", told["pk"], values


def decisions(named: Named) -> Telling:
    """Decisions of reviews that were held."""
    asked: dict[int, tuple[date, bool | None]] = {}
    for pk, at, changed in Query.objects.order_by("-pk").values_list("decision_id", "asked_at", "changed"):
        asked[pk] = (at.date(), changed if changed is not None else asked.get(pk, (None, None))[1])
    columns = (
        "pk", "matter_id", "matter__child_id", "matter__held_on", "state", "result", "place", "owner_id",
        "by_when", "first_by_when", "result_on", "resource", "matter__decisions_issued_on",
    )  # fmt: skip
    for row in named.rows(Decision, *columns, child="matter__child", **_OF_REVIEW):
        pk, matter, child, held, state, result, place, owner, by_when, first, on, resource, issued = row
        queried, changed = asked.get(pk, (None, None))
        values = (
            named.children[child], pk, matter, held, state, result, place, named.person(owner), by_when, first, on,
            yes(resource), issued, queried, yes(changed),
        )  # fmt: skip
        yield held, "decision", pk, values


def participants(named: Named) -> Telling:
    """Who had a part in reviews that were held."""
    columns = (
        "pk", "matter_id", "matter__child_id", "matter__held_on", "capacity", "plan", "came", "sent_views",
        "invited_on",
    )  # fmt: skip
    for row in named.rows(Participant, *columns, child="matter__child", **_OF_REVIEW):
        pk, matter, child, held, capacity, plan, came, views, invited = row
        yield (
            held, "participant", pk,
            (named.children[child], pk, matter, capacity, plan, came, yes(views), invited),
        )  # fmt: skip


def preparations(named: Named) -> Telling:
    """What was asked for before reviews, those to come too."""
    columns = (
        "pk", "matter_id", "matter__child_id", "matter__meeting__on", "kind", "state", "of__capacity", "asked_on",
        "received_on", "shared_on",
    )  # fmt: skip
    for row in named.rows(Ask, *columns, child="matter__child", matter__review__isnull=False):
        pk, matter, child, on, kind, state, capacity, *days = row
        day = on or days[0] or days[1]
        if day is not None:
            values = (named.children[child], pk, matter, kind, state, capacity, None, *days)
            yield day, "ask", pk, values


TELLERS: Mapping[str, Callable[[Named], Telling]] = {
    "review_processes": processes,
    "decisions": decisions,
    "participants": participants,
    "preparations": preparations,
}


def _distributed(named: Named) -> dict[int, date]:
    """When the last of those who get something had it, by matter; not there while somebody still waits."""
    first: dict[int, date] = {}
    for participant, on in Delivery.objects.order_by("-on").values_list("participant_id", "on"):
        first[participant] = on
    days: dict[int, list[date | None]] = defaultdict(list)
    getting = Participant.objects.exclude(gets="").exclude(plan=_EXCLUDED).values_list("pk", "matter_id")
    for participant, matter in getting.iterator(chunk_size=5000):
        days[matter].append(first.get(participant))
    return {matter: max(on for on in told if on) for matter, told in days.items() if all(told)}


def _seen(named: Named) -> Callable[[int, date], tuple[date | None, int | None]]:
    """The last day, up to a day, on which the officer had seen the child, and whether alone."""
    visits: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
    for child, held, alone in named.rows(Visit, "child_id", "held", "seen_alone", kind="iro", seen=1):
        visits[child].append((held, alone))
    for told in visits.values():
        told.sort(key=lambda visit: visit[0])

    def seen(child: int, on: date) -> tuple[date | None, int | None]:
        told = visits.get(child, [])
        place = bisect_right(told, on, key=lambda visit: visit[0])
        return told[place - 1] if place else (None, None)

    return seen


def _plans(named: Named) -> Callable[[int, date], date | None]:
    """The day of the permanence plan that stands on a day."""
    plans: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for child, started, ended in named.rows(PermanencePlan, "child_id", "started", "ended"):
        plans[child].append((started, ended))

    def standing(child: int, on: date) -> date | None:
        days = [start for start, end in plans.get(child, []) if start <= on and (end is None or on < end)]
        return max(days, default=None)

    return standing
