"""The roles of the service, and what each may do and see.

Three questions are kept apart: may the state of the work allow it (workflows), may this person do it (`MAY`), and
may they see it (`REACH`, the scope of every query). These two tables are the whole answer to the second and third;
the matrix test walks every role over every page and action and holds the service to them.

The independence of the reviewing officer (SI 2010/959 reg 46; IRO Handbook, 2010) is why nobody may both run a
child's case and review it: see `CONFLICTS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum


class Role(StrEnum):
    """What somebody is in the service. One person may hold several, each from a day to a day."""

    IRO = "iro"
    SENIOR_IRO = "senior_iro"
    IRO_MANAGER = "iro_manager"
    CONFERENCE_CHAIR = "conference_chair"
    BUSINESS_SUPPORT = "business_support"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    HEAD_OF_SERVICE = "head_of_service"
    ANALYST = "analyst"
    DIRECTOR = "director"
    PARTICIPATION_OFFICER = "participation_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as the service writes it, before a council's own words."""
        return _TITLES[self]


_TITLES = {
    Role.IRO: "Independent Reviewing Officer",
    Role.SENIOR_IRO: "Senior Independent Reviewing Officer",
    Role.IRO_MANAGER: "IRO manager",
    Role.CONFERENCE_CHAIR: "Conference chair",
    Role.BUSINESS_SUPPORT: "Business support",
    Role.SOCIAL_WORKER: "Social worker",
    Role.TEAM_MANAGER: "Team manager",
    Role.HEAD_OF_SERVICE: "Head of service",
    Role.ANALYST: "Performance analyst",
    Role.DIRECTOR: "Director",
    Role.PARTICIPATION_OFFICER: "Participation officer",
    Role.ADMINISTRATOR: "Administrator",
}

#: Roles that chair children's reviews: the ones a child is allocated to.
REVIEWING = frozenset({Role.IRO, Role.SENIOR_IRO})

#: Roles of those who run children's cases.
CASE_HOLDING = frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER})

#: Nobody holds both at once: the reviewing officer is independent of the management of the case.
CONFLICTS: tuple[tuple[Role, Role], ...] = tuple(
    (reviewing, holding)
    for reviewing in (*sorted(REVIEWING), Role.IRO_MANAGER, Role.CONFERENCE_CHAIR)
    for holding in sorted(CASE_HOLDING)
)


class Reach(Enum):
    """Which children a role sees. Restricted children are outside every reach but that of the people named."""

    NONE = 0  # none
    OWN = 1  # those the person is involved with now, or covers, and their brothers and sisters
    TEAM = 2  # those of the people in the teams the person manages, too
    SERVICE = 3  # all


REACH: Mapping[Role, Reach] = {
    Role.IRO: Reach.OWN,
    Role.SENIOR_IRO: Reach.SERVICE,
    Role.IRO_MANAGER: Reach.SERVICE,
    Role.CONFERENCE_CHAIR: Reach.OWN,
    Role.BUSINESS_SUPPORT: Reach.SERVICE,
    Role.SOCIAL_WORKER: Reach.OWN,
    Role.TEAM_MANAGER: Reach.TEAM,
    Role.HEAD_OF_SERVICE: Reach.SERVICE,
    Role.ANALYST: Reach.SERVICE,
    Role.DIRECTOR: Reach.SERVICE,
    Role.PARTICIPATION_OFFICER: Reach.SERVICE,
    Role.ADMINISTRATOR: Reach.NONE,
}


class Act(StrEnum):
    """Something that a page or an action does."""

    SEE_CHILD = "see_child"  # a child's pages, search, lists of children
    SEE_WHO_LOOKED = "see_who_looked"  # who opened a child's record
    RECORD_FACTS = "record_facts"  # enter and correct what is told of a child
    RECORD_CONTACT = "record_contact"  # visits and checks of the reviewing service
    ADD_CHILD = "add_child"
    SEE_SERVICE = "see_service"  # the service's lists, queue and caseloads
    ALLOCATE = "allocate"
    RESTRICT = "restrict"  # set and lift the restriction of a child's record, name who may see it
    BREAK_GLASS = "break_glass"  # open a record outside one's reach, with a reason, reported
    SEE_GLASS = "see_glass"  # the report of records opened so
    IMPORT = "import"
    EXTRACT = "extract"
    SEE_PRACTICE = "see_practice"
    CHANGE_PRACTICE = "change_practice"
    SEE_PEOPLE = "see_people"
    CHANGE_PEOPLE = "change_people"  # people, roles, teams, posts
    RECORD_ABSENCE = "record_absence"
    CHANGE_KEYS = "change_keys"  # keys of the read API
    SEE_TRENDS = "see_trends"
    PLAN_MEETING = "plan_meeting"  # dates, places, people, what is asked for and chased
    HOLD_MEETING = "hold_meeting"  # say what happened, write the record, make and answer decisions
    TYPE_RECORD = "type_record"  # type what was dictated
    SEND_OUT = "send_out"  # issue documents, note how each went to whom
    ANSWER_ASKED = "answer_asked"  # what the reviewing service waits for: reports, progress, changes to tell
    QUERY_DECISION = "query_decision"  # a manager's query within the window
    CHANGE_TEMPLATES = "change_templates"
    CHANGE_HOOKS = "change_hooks"  # addresses of programs that are told of events


_CHAIRS = frozenset({Role.IRO, Role.SENIOR_IRO, Role.CONFERENCE_CHAIR})
_LEADS = frozenset({Role.SENIOR_IRO, Role.IRO_MANAGER})
_HEADS = frozenset({Role.IRO_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR})
_CHILD_ROLES = frozenset(role for role, reach in REACH.items() if reach is not Reach.NONE)

MAY: Mapping[Act, frozenset[Role]] = {
    Act.SEE_CHILD: _CHILD_ROLES,
    Act.SEE_WHO_LOOKED: _HEADS,
    Act.RECORD_FACTS: _CHAIRS | {Role.IRO_MANAGER, Role.BUSINESS_SUPPORT, Role.ANALYST},
    Act.RECORD_CONTACT: _CHAIRS | {Role.IRO_MANAGER},
    Act.ADD_CHILD: _LEADS | {Role.BUSINESS_SUPPORT, Role.ANALYST},
    Act.SEE_SERVICE: _LEADS | _HEADS | {Role.BUSINESS_SUPPORT, Role.ANALYST},
    Act.ALLOCATE: _LEADS,
    Act.RESTRICT: frozenset({Role.IRO_MANAGER, Role.HEAD_OF_SERVICE}),
    Act.BREAK_GLASS: _CHAIRS | _HEADS | {Role.TEAM_MANAGER},
    Act.SEE_GLASS: _HEADS,
    Act.IMPORT: frozenset({Role.ANALYST}),
    Act.EXTRACT: frozenset({Role.ANALYST}),
    Act.SEE_PRACTICE: frozenset(Role),
    Act.CHANGE_PRACTICE: frozenset({Role.ADMINISTRATOR, Role.IRO_MANAGER}),
    Act.SEE_PEOPLE: _LEADS | _HEADS | {Role.ADMINISTRATOR, Role.BUSINESS_SUPPORT},
    Act.CHANGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Act.RECORD_ABSENCE: _LEADS | {Role.ADMINISTRATOR, Role.BUSINESS_SUPPORT},
    Act.CHANGE_KEYS: frozenset({Role.ADMINISTRATOR}),
    Act.SEE_TRENDS: _HEADS | {Role.ANALYST},
    Act.PLAN_MEETING: _CHAIRS | {Role.IRO_MANAGER, Role.BUSINESS_SUPPORT},
    Act.HOLD_MEETING: _CHAIRS | {Role.IRO_MANAGER},
    Act.TYPE_RECORD: frozenset({Role.BUSINESS_SUPPORT}),
    Act.SEND_OUT: _CHAIRS | {Role.IRO_MANAGER, Role.BUSINESS_SUPPORT},
    Act.ANSWER_ASKED: CASE_HOLDING,
    Act.QUERY_DECISION: frozenset({Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE}),
    Act.CHANGE_TEMPLATES: frozenset({Role.IRO_MANAGER, Role.ADMINISTRATOR}),
    Act.CHANGE_HOOKS: frozenset({Role.ADMINISTRATOR}),
}


def may(roles: Iterable[Role], act: Act) -> bool:
    """Whether somebody who holds these roles may do this."""
    return not MAY[act].isdisjoint(roles)


def reach_of(roles: Iterable[Role]) -> Reach:
    """The furthest reach of any of these roles."""
    return max((REACH[role] for role in roles), key=lambda reach: reach.value, default=Reach.NONE)


def conflicts_of(roles: Iterable[Role]) -> tuple[tuple[Role, Role], ...]:
    """Pairs among these roles that nobody may hold at the same time."""
    held = frozenset(roles)
    return tuple(pair for pair in CONFLICTS if held.issuperset(pair))


def may_stand_in(cover: Iterable[Role], away: Iterable[Role]) -> bool:
    """Whether somebody who holds these roles may stand in for somebody away, and see that person's children.

    A reviewing officer is covered by those who review or lead them, never by those who run cases; a case holder by
    a case holder; anybody else by somebody who holds the same role.
    """
    held = frozenset(cover)
    return any(not held.isdisjoint(_COVERS.get(role, frozenset({role}))) for role in away)


_COVERS: Mapping[Role, frozenset[Role]] = {
    **{role: REVIEWING | {Role.IRO_MANAGER} for role in REVIEWING},
    **dict.fromkeys(CASE_HOLDING, CASE_HOLDING),
    Role.CONFERENCE_CHAIR: REVIEWING | {Role.CONFERENCE_CHAIR, Role.IRO_MANAGER},
}
