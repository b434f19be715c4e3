"""A small council for the walk over every date: random lives, and reviews in every state that a review can be in.

Its practice has limits and a way of counting of its own, so that a page that forgets the practice is found out. It
lives on `service.TODAY`. Nobody in it exists.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from types import ModuleType
from typing import Any

from kept_lives import keep
from service import LONG_AGO, TODAY, allocate, make_person, make_team, moment, viewer_of
from sightline.casework.documents.models import Issued
from sightline.casework.documents.storing import store
from sightline.casework.meetings.models import (
    Ask,
    Chaser,
    Decision,
    Delivery,
    Matter,
    Participant,
    Progress,
    Query,
    Record,
    Section,
)
from sightline.casework.meetings.sittings import plan_sitting
from sightline.casework.practice import actions as practices
from sightline.casework.practice.models import InForce
from sightline.casework.register import models as register
from sightline.casework.reviews.actions import hold, plan_review
from sightline.casework.staff.models import Person
from sightline.casework.watch.daily import make_checks, take_notices
from sightline.casework.watch.models import Change, Check, Contact, Tracking
from sightline.domain.calendar import england
from sightline.domain.care import covers, is_short_break
from sightline.domain.practice_files import read
from sightline.domain.practices import Practice
from sightline.domain.roles import Role

PRACTICE = b"""
name = "of-its-own"
title = "A council with limits of its own"

[counting]
month_method = "days_91_183"

[limits]
review-invitations = { working_days = 12 }
review-sw-report = { working_days = 5 }
review-decisions = { working_days = 4 }
review-manager-response = { working_days = 3 }
review-record = { working_days = 11 }
review-distribution = { working_days = 17 }
cla-review-adjourn = { working_days = 15 }

[[tracking_level]]
name = "High"
meaning = "The plan drifts"
"""
#: What is going on for a child in care, in turn.
GOING_ON = (
    "nothing", "planned", "settled_long_ago", "proposed", "adjourned", "adjourned_long_ago", "begun", "held",
    "late", "wanted_soon",
)  # fmt: skip
ROLES = (
    Role.IRO_MANAGER, Role.BUSINESS_SUPPORT, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE,
    Role.ANALYST, Role.PARTICIPATION_OFFICER, Role.ADMINISTRATOR,
)  # fmt: skip


@dataclass
class Council:
    """Who and what there is."""

    people: dict[Role, Person]
    practice: Practice
    children: Sequence[register.Child]


def shifted(told: Any, by: timedelta) -> Any:
    """The same record, or life, some days later."""
    if isinstance(told, date):
        return told + by
    if isinstance(told, tuple):
        return tuple(shifted(each, by) for each in told)
    if is_dataclass(told) and not isinstance(told, type):
        return replace(told, **{each.name: shifted(getattr(told, each.name), by) for each in fields(told)})
    return told


def fill(lives: ModuleType, *, seed: int, many: int) -> Council:
    """The whole council: of the lives there are as many of children in care as go round, and some others."""
    chance = random.Random(seed)
    team = make_team()
    people = {role: make_person(role, team=team) for role in ROLES}
    people[Role.IRO] = make_person(Role.IRO)
    practice = _practise(people[Role.ADMINISTRATOR])
    told = [shifted(life, TODAY - lives.LAST) for life in lives.many(many * 10, seed=seed)]
    here = [life for life in told if _in_care(life)][:many]
    others = [life for life in told if not _in_care(life)][: many // 3]
    children = [*keep([*here, *others]), *_short_breaks()]
    for place, child in enumerate(children):
        _around(child, people, chance, family=children[place - 1] if place % 5 == 1 else None)
        _wellbeing(child, chance)
    for place, child in enumerate(children[: len(here)]):
        if place:
            _go_on(child, GOING_ON[place % len(GOING_ON)], people, chance)
    _together(children[0], children[5], people[Role.IRO])
    _held(children[-1], people, _day(TODAY - timedelta(days=20)), chance)
    make_checks(on=TODAY, at=moment())
    take_notices(on=TODAY, at=moment())
    _some_checks_done(people[Role.IRO], chance)
    return Council(people, practice, children)


def _practise(administrator: Person) -> Practice:
    version = practices.add(file=PRACTICE, by=viewer_of(administrator))
    InForce.objects.create(version_id=version, since=LONG_AGO, set_at=moment(), why="It is ours")
    return read(PRACTICE)


def _in_care(life: Any) -> bool:
    return any(covers(each, TODAY) for each in life.episodes if not is_short_break(each))


def _short_breaks() -> list[register.Child]:
    """Two children with a series of short breaks: random ones are seldom open today."""
    told = {"sex": "F", "born": date(2016, 3, 1), "ethnicity": "WBRI", "forename": "Child"}
    children = [register.Child.objects.create(surname=f"B{n}", **told) for n in (1, 2)]
    for child in children:
        register.Episode.objects.create(
            child=child, started=TODAY - timedelta(days=80), reason_started="S", legal_status="V3", need="N2",
            placement="U6", provider="PR1",
        )  # fmt: skip
    return children


def _around(
    child: register.Child, people: dict[Role, Person], chance: random.Random, *, family: register.Child | None
) -> None:
    """Who works with the child, a parent, a notice; brothers and sisters for some."""
    allocate(child, people[Role.IRO], TODAY - timedelta(days=chance.randrange(100, 400)))
    allocate(
        child, people[Role.SOCIAL_WORKER], TODAY - timedelta(days=chance.randrange(5, 400)), role="social_worker",
        team=people[Role.TEAM_MANAGER].role_periods.get().team,
    )  # fmt: skip
    register.Relation.objects.create(
        child=child, capacity="family", name="A parent", relationship="Mother", parental_responsibility="yes"
    )
    day = TODAY - timedelta(days=chance.randrange(1, 60))
    register.Notice.objects.create(
        child=child, kind=chance.choice(("placement_changed", "came_into_care")), happened_on=day,
        known_on=min(TODAY, day + timedelta(days=chance.randrange(9))),
    )  # fmt: skip
    if family is not None:
        group = register.SiblingGroup.objects.create()
        register.Child.objects.filter(pk__in=(child.pk, family.pk)).update(family=group)


def _wellbeing(child: register.Child, chance: random.Random) -> None:
    """Some of what other duties are counted from, and plans."""
    some = lambda: TODAY - timedelta(days=chance.randrange(500))  # noqa: E731
    for kind in ("initial", "review", "dental"):
        if chance.random() < 0.6:
            register.HealthCheck.objects.create(child=child, held=some(), kind=kind, status="done")
    for kind in ("social_worker", "iro"):
        if chance.random() < 0.8:
            register.Visit.objects.create(child=child, held=some(), kind=kind, seen=1, seen_alone=1)
    if chance.random() < 0.5:
        register.EducationPlan.objects.create(child=child, held=some())
    if chance.random() < 0.5:
        register.SdqScore.objects.create(child=child, completed=some(), score=9)
    if chance.random() < 0.6:
        register.CarePlan.objects.create(child=child, started=some(), plan="LTFOSTER")


# What is going on


def _go_on(child: register.Child, what: str, people: dict[Role, Person], chance: random.Random) -> None:
    ahead, back = (lambda n: _day(TODAY + timedelta(days=n))), (lambda n: _day(TODAY - timedelta(days=n)))
    officer = people[Role.IRO]
    if what in ("planned", "held"):
        _plan(child, officer, ahead(chance.randrange(2, 30)), settled=TODAY)
    elif what == "settled_long_ago":
        _plan(child, officer, ahead(chance.randrange(15, 60)), settled=back(chance.randrange(30, 60)))
    elif what == "proposed":
        plan_review(
            children=[child.pk], chair=officer.pk, by=viewer_of(officer),
            proposals=[(ahead(20), None), (ahead(24), None)],
        )  # fmt: skip
    elif what == "wanted_soon":
        register.EarlyReview.objects.create(
            child=child, asked_on=back(3), wanted_by=ahead(9), trigger="cla-review-early-iro"
        )
    elif what not in ("nothing", "late"):
        _begun(child, officer, what, back(chance.randrange(35, 45) if "long" in what else chance.randrange(2, 14)))
    if what in ("held", "late", "planned", "wanted_soon"):
        _held(child, people, back(chance.randrange(30, 45) if what == "late" else chance.randrange(4, 28)), chance)
    Tracking.objects.create(
        child=child, level="High", since=back(chance.randrange(9, 90)), set_by=officer, set_at=moment(),
        next_contact=chance.choice((None, ahead(3), back(2))),
    )  # fmt: skip
    Contact.objects.create(child=child, on=back(chance.randrange(200)), kind="file_check", by=officer,
                           made_at=moment())  # fmt: skip
    Change.objects.create(child=child, kind="school", happened_on=back(9), told_at=moment(back(8)),
                          told_by=people[Role.SOCIAL_WORKER])  # fmt: skip


def _day(day: date) -> date:
    return day if england().is_working_day(day) else england().add_working_days(day, 1)


def _plan(child: register.Child, officer: Person, on: date, *, settled: date) -> Matter:
    """A review that is planned, some of it asked for."""
    by = viewer_of(officer, at=moment(settled))
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=by, on=on)
    matter = Matter.objects.get(meeting=meeting, child=child)
    for place, ask in enumerate(Ask.objects.filter(matter=matter).order_by("pk")):
        if place % 3:
            Ask.objects.filter(pk=ask.pk).update(state="asked", asked_on=settled, person=_worker(child))
            Chaser.objects.create(ask=ask, on=TODAY, channel="email")
    return matter


def _together(first: register.Child, second: register.Child, officer: Person) -> None:
    """Two brothers or sisters, in one meeting."""
    group = register.SiblingGroup.objects.create()
    register.Child.objects.filter(pk__in=(first.pk, second.pk)).update(family=group)
    on = _day(TODAY + timedelta(days=12))
    plan_review(children=[first.pk, second.pk], chair=officer.pk, by=viewer_of(officer), on=on)


def _worker(child: register.Child) -> int | None:
    return register.Involvement.objects.filter(child=child, role="social_worker").values_list("person", flat=True)[
        0
    ]


def _begun(child: register.Child, officer: Person, what: str, on: date) -> None:
    by = viewer_of(officer)
    came = register.Episode.objects.filter(child=child, reason_started="S").latest("started").started
    on = min(TODAY, max(on, _day(came + timedelta(days=1))))
    matter = _plan(child, officer, on, settled=on - timedelta(days=20))
    move = "begin" if what == "begun" else "adjourn"
    hold(matter=matter.pk, move=move, on=on, by=by, version=None, why="The father was ill")
    if what == "adjourned":
        version = Matter.objects.get(pk=matter.pk).version
        plan_sitting(matter=matter.pk, on=_day(TODAY + timedelta(days=5)), at=None, by=by, version=version)


def _held(child: register.Child, people: dict[Role, Person], on: date, chance: random.Random) -> None:
    """A review that was held, with what followed it: as much as had happened by today, by chance."""
    officer = people[Role.IRO]
    by = viewer_of(officer)
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=viewer_of(officer, at=moment(on)), on=on)
    matter = Matter.objects.get(meeting=meeting, child=child)
    hold(matter=matter.pk, move="complete", on=on, by=by, version=None)
    issued = _some_day(on, 7, chance)
    if issued:
        Matter.objects.filter(pk=matter.pk).update(decisions_issued_on=issued)
    _decide(matter, people, on, issued, chance)
    _write(matter, officer, on, chance)


def _some_day(after: date, most: int, chance: random.Random) -> date | None:
    day = after + timedelta(days=chance.randrange(1, most))
    return day if day <= TODAY and chance.random() < 0.7 else None


def _decide(
    matter: Matter, people: dict[Role, Person], on: date, issued: date | None, chance: random.Random
) -> None:
    for place in range(1, chance.randrange(2, 5)):
        by_when = _day(on + timedelta(days=chance.choice((5, 14, 40, 90))))
        state = chance.choice(("in_window", "final", "queried")) if issued else "draft"
        row = Decision.objects.create(
            matter=matter, place=place, what=f"Promise {place} of {matter.pk}", who="Social worker", state=state,
            owner=people[Role.SOCIAL_WORKER], by_when=by_when, first_by_when=by_when - timedelta(days=7),
        )  # fmt: skip
        if state == "queried":
            Query.objects.create(
                decision=row, says="Who pays?", asked_at=moment(), asked_by=people[Role.TEAM_MANAGER]
            )
        Progress.objects.create(decision=row, at=moment(), by=people[Role.SOCIAL_WORKER], says="It was begun")


def _write(matter: Matter, officer: Person, on: date, chance: random.Random) -> None:
    finished = _some_day(on, 20, chance)
    state = "finished" if finished else chance.choice(("writing", "typing"))
    record = Record.objects.create(
        matter=matter, state=state, started_on=on, to_type_on=on if state == "typing" else None,
        finished_on=finished, finished_by=officer if finished else None, form="later",
    )  # fmt: skip
    Section.objects.create(record=record, key="summary", text="We met", written_at=moment(), written_by=officer)
    first = matter.participants.exclude(capacity="iro").order_by("pk").first()
    if finished and first is not None:
        Participant.objects.filter(matter=matter).exclude(pk=first.pk).update(gets="")
        Participant.objects.filter(pk=first.pk).update(gets="record", gets_chosen=True)
        issued = Issued.objects.create(
            child_id=matter.child_id, kind="record", about="matter", number=matter.pk, format="pdf",
            sha256=store(b"%PDF-1.7"), size=1, made_at=moment(finished),
        )  # fmt: skip
        if (sent := _some_day(finished, 9, chance)) is not None:
            Delivery.objects.create(issued=issued, participant=first, on=sent, channel="post", made_at=moment())


def _some_checks_done(officer: Person, chance: random.Random) -> None:
    for check in Check.objects.order_by("pk"):
        if chance.random() < 0.2:
            Check.objects.filter(pk=check.pk).update(done_on=TODAY, done_by=officer, found="on_track")
