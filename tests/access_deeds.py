"""What there is to see and to do at every address of the site: the rows it names, and what is sent to do it.

A page that is new has to be told of here: `Walk()` where it only shows. See `access_world` for the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from access_walks import OTHER, OWN, TOMORROW, Cell, Told, Walk
from access_world import EPISODES, HEADER, NOBODY, answers, restrict, sent
from service import LONG_AGO, TODAY, make_person, moment
from sightline.casework.allocation.models import Conflict, Handover, Parent
from sightline.casework.practice.models import InForce, Version
from sightline.casework.register.models import (
    Child,
    Contradiction,
    Glass,
    Identifier,
    Import,
    Involvement,
    Notice,
    Restriction,
    RestrictionMember,
)
from sightline.casework.register.tables import DETAILS, TABLES
from sightline.casework.staff.models import Absence, Cover, Draft, Key, Person, Post, RolePeriod, Team
from sightline.casework.trail.models import Entry
from sightline.domain.practice_files import shipped
from sightline.domain.roles import REVIEWING, Role
from walks import GROUPS


def _versioned(row: Any, **values: Any) -> dict[str, Any]:
    return sent({"version": row.version, "_version": row.version, **values})


def _details(cell: Cell) -> Mapping[str, Any]:
    child = cell.child or cell.world.own
    now = {each.name: getattr(child, each.name) for each in DETAILS}
    return _versioned(child, **{**now, "known_as": "Kit", "reason": "As the child says"})


def _record_row(cell: Cell) -> Mapping[str, Any]:
    """The row as it is, of another day; or of another year, where a table has a row a year."""
    table = TABLES[cell.table]
    told, day = answers(table), table.since or "started"
    told = {**told, day: told[day] + timedelta(days=1)} if day in told else answers(table, 1)
    row = table.model._default_manager.get(pk=cell.row(cell.table))
    return _versioned(row, **{**told, "why": "As the record says"})


def _fitting(cell: Cell) -> None:
    """The child is as old as a care leaver is, where the row says that the child is one."""
    if cell.table == "care_leavers" and cell.child:
        Child.objects.filter(pk=cell.child.pk).update(born=date(2006, 5, 2))


def _room(cell: Cell) -> None:
    """And has no row yet, where there can be one alone."""
    _fitting(cell)
    if cell.table in TABLES and TABLES[cell.table].once:
        TABLES[cell.table].model._default_manager.filter(child=cell.child).delete()


def _new_child(_: Cell) -> Mapping[str, Any]:
    return sent(
        {
            "forename": "Osgood", "surname": "Featherstone", "born": LONG_AGO.replace(year=2013), "sex": "M",
            "ethnicity": "WBRI", "started": TODAY, "legal_status": "C1", "need": "N1", "placement": "U6",
            "provider": "PR1",
        }
    )  # fmt: skip


def _allocate(cell: Cell) -> Mapping[str, Any]:
    return sent(
        {
            "officer": cell.world.second.pk, "started": TODAY,
            "reason": "workload",
            "_version": cell.row("allocation"),
        }
    )  # fmt: skip


def _another_worker(cell: Cell) -> Mapping[str, Any]:
    now = Involvement.objects.filter(child=cell.child, role="social_worker", ended=None).order_by("-pk").first()
    return sent({"person": make_person(Role.SOCIAL_WORKER).pk, "on": TODAY, "_version": now.pk if now else 0})


def _move(cell: Cell) -> Mapping[str, Any]:
    """Every child of the officer, whether or not whoever sends it may see that child."""
    told: dict[str, Any] = {"reason": "left", "confirm": "yes"}
    for child in (cell.world.own, cell.world.other, cell.world.restricted):
        told |= {
            f"officer-{child.pk}": cell.world.second.pk,
            f"seen-{child.pk}": cell.world.rows[child.pk]["allocation"],
        }  # fmt: skip
    return told


def _officer_of_own(cell: Cell) -> Mapping[str, Any]:
    return {"pk": (cell.person if cell.role in REVIEWING else cell.world.officer).pk}


def _named_on_it(cell: Cell) -> None:
    """The restriction that is changed names whoever changes it."""
    if cell.whose in (OWN, OTHER) and cell.child:
        restrict(cell.child, cell.person, cell.world.senior)


def _identifier(cell: Cell) -> Mapping[str, Any]:
    known = Identifier.objects.filter(child=cell.child).values_list("value", flat=True).first()
    return {
        "scheme": "903", "identifier": known or "X404", "sure": "on",
        "reason": "The police called from the station",
    }  # fmt: skip


def _parent(cell: Cell) -> Mapping[str, Any]:
    """Another child, looked up by a number and chosen."""
    parent = cell.world.own if cell.whose == OTHER else cell.world.other
    known = Identifier.objects.get(child=parent, scheme="903").value
    return {"other": known, "looked_for": known, "which": parent.pk}


def _upload(_: Cell) -> Mapping[str, Any]:
    files = [
        SimpleUploadedFile("Header.csv", HEADER + b"A9,F,02/05/2014,WBRI,,,\n"),
        SimpleUploadedFile("Episodes.csv", EPISODES + b"A9,03/06/2024,S,C1,N1,U6,PR1,,,,,,\n"),
    ]
    return {"kind": "903", "given": files, "year": "2025"}


def _a_factor(cell: Cell) -> None:
    Authenticator.objects.create(user=cell.world.leaver, type="totp", data={})


def _coming(cell: Cell) -> None:
    InForce.objects.create(version=cell.world.practice, since=TOMORROW, set_at=moment(), why="Agreed")


def _of(name: str, key: str = "pk") -> Told:
    return lambda cell: {key: getattr(cell.world, name).pk}


def _end(name: str) -> Told:
    return lambda cell: _versioned(getattr(cell.world, name), on=TOMORROW)


def _given(**values: Any) -> Told:
    return lambda cell: sent(values)


_TABLE: Told = lambda cell: {"table": cell.table}  # noqa: E731
_ROW: Told = lambda cell: {"table": cell.table, "row": cell.row(cell.table)}  # noqa: E731
_WHY = _given(reason="It was agreed at the meeting")

WALKS: dict[str, Walk] = {
    # what is for everybody, and one's own
    "accessibility": Walk(),
    "health": Walk(),
    "health_ready": Walk(shows=503),  # no worker is at work
    "home": Walk(),
    "account": Walk(),
    "account_stay": Walk(shows=405),
    "account_set_password": Walk(shows=302),
    "account_email": Walk(shows=302),
    "mfa_index": Walk(shows=302),
    "socialaccount_connections": Walk(shows=302),
    "drafts": Walk(),
    "draft": Walk(
        rows=lambda cell: {"form": "person", "subject": "1"}, body=_given(_page="/people/1/correct/", name="A"),
        changes=(Draft,), shows=405,
    ),
    # children
    "child": Walk(),
    "child-chronology": Walk(),
    "child-people": Walk(),
    "child-record": Walk(),
    "child-seen": Walk(),
    "child-allocation": Walk(),
    "child-handover": Walk(),
    "child-source": Walk(rows=_ROW, of_tables=True),
    "child-add": Walk(body=_new_child, changes=(Child, Notice)),
    "child-details": Walk(body=_details, changes=(Child,)),
    "child-worker": Walk(
        rows=lambda cell: {"role": "social_worker"}, body=_another_worker, changes=(Involvement,)
    ),
    "child-siblings": Walk(body=_given(what="part", reason="The mother says so"), changes=(Child,)),
    "child-record-add": Walk(
        rows=_TABLE, body=lambda cell: sent(answers(TABLES[cell.table], 1)), of_tables=True, ready=_room
    ),
    "child-record-row": Walk(rows=_ROW, body=_record_row, of_tables=True, ready=_fitting),
    "child-record-away": Walk(
        rows=_ROW, body=lambda cell: {"reason": "Told twice", "_version": 1}, of_tables=True
    ),
    "search": Walk(body=_given(text="Ada")),
    "children": Walk(),
    "caseload": Walk(),
    "notices-read": Walk(
        body=lambda cell: {"notice": cell.row("notice") if cell.child else NOBODY}, changes=(Notice,),
        about_child=True, shows=405,
    ),
    # who reviews whose care
    "allocation": Walk(),
    "caseloads": Walk(),
    "allocation-move": Walk(rows=_of("officer"), body=_move, changes=(Involvement, Handover)),
    "handover-pack": Walk(rows=_officer_of_own),
    "handover-document": Walk(rows=lambda cell: {**_officer_of_own(cell), "form": "docx"}),
    "child-handover-document": Walk(rows=lambda cell: {"form": "docx"}),
    "child-allocate": Walk(body=_allocate, changes=(Involvement, Handover)),
    "child-allocation-end": Walk(body=_given(reason="mistake", ended=TODAY), changes=(Involvement,)),
    "child-conflict": Walk(
        body=lambda cell: {"person": cell.world.second.pk, "says": "Neighbours"}, changes=(Conflict,)
    ),
    "child-conflict-withdraw": Walk(
        rows=lambda cell: {"conflict": cell.row("conflict")}, changes=(Conflict,), shows=405
    ),
    "child-parent": Walk(
        body=_parent,
        changes=(Parent,),
    ),
    "child-handover-note": Walk(
        rows=lambda cell: {"handover": cell.row("handover")}, body=_given(note="Likes music", _version=1),
        changes=(Handover,),
    ),
    # restriction, and opening with a reason
    "child-restriction": Walk(
        body=lambda cell: {"people": [cell.person.pk], "reason": "Known to somebody"},
        changes=(Restriction, RestrictionMember),
    ),
    "child-restriction-name": Walk(
        body=lambda cell: {"person": cell.world.manager.pk, "reason": "Leads the work"},
        changes=(RestrictionMember,), ready=_named_on_it,
    ),
    "child-restriction-take-off": Walk(
        rows=lambda cell: {"person": (cell.world.senior if cell.whose in (OWN, OTHER) else cell.world.manager).pk},
        body=_WHY, changes=(RestrictionMember,), ready=_named_on_it,
    ),
    "child-restriction-lift": Walk(body=_WHY, changes=(Restriction,), ready=_named_on_it),
    "restricted-records": Walk(),
    "open-a-record": Walk(body=_identifier, changes=(Glass,), about_child=True, outside_reach=True),
    "opened-records": Walk(),
    "opened-record": Walk(rows=_of("glass"), body=_given(finding="It was right"), changes=(Glass,)),
    # imports
    "imports": Walk(),
    "late-notices": Walk(),
    "contradictions": Walk(),
    "contradiction-decide": Walk(
        rows=lambda cell: {"pk": cell.row("contradiction") if cell.child else NOBODY},
        body=_given(choice="theirs"), changes=(Contradiction, TABLES["reviews"].model), about_child=True,
        shows=405,
    ),
    "extract": Walk(changes=(Entry,)),
    "import-start": Walk(body=_upload, changes=(Import,)),
    "import": Walk(rows=_of("ready")),
    "import-changes": Walk(rows=lambda cell: {"pk": cell.world.ready.pk, "table": "episodes", "verdict": "added"}),
    "import-findings": Walk(rows=_of("ready")),
    "import-sent-back": Walk(rows=_of("ready")),
    "import-load": Walk(rows=_of("ready"), changes=(Import,), shows=405),
    "import-undo": Walk(rows=_of("loaded"), changes=(Import, Child), shows=405),
    "import-set-aside": Walk(rows=_of("ready"), changes=(Import,), shows=405),
    "import-again": Walk(rows=_of("failed"), changes=(Import,), shows=405),
    # practice
    "practice": Walk(),
    "practice-compare": Walk(),
    "practice-version": Walk(rows=_of("practice")),
    "practice-file": Walk(rows=_of("practice")),
    "practice-upload": Walk(
        body=lambda cell: {"file": SimpleUploadedFile("enfield.toml", shipped()["enfield"])}, changes=(Version,)
    ),
    "practice-switch": Walk(rows=_of("practice"), body=_given(since=TOMORROW, why="Agreed"), changes=(InForce,)),
    "practice-take-back": Walk(
        body=lambda cell: {"since": TOMORROW.isoformat()}, changes=(InForce,), ready=_coming, shows=405
    ),
    # people, teams, posts, keys
    "people": Walk(),
    "people-away": Walk(),
    "people-ledger": Walk(),
    "people-workforce": Walk(),
    "teams": Walk(),
    "keys": Walk(),
    "person": Walk(rows=_of("leaver")),
    "team": Walk(rows=_of("team")),
    "person-add": Walk(body=_given(name="Nia New", email="nia@example.org"), changes=(Person,)),
    "person-correct": Walk(
        rows=_of("leaver"),
        body=lambda cell: _versioned(cell.world.leaver, name="Lee Aver", email="lee@example.org"),
        changes=(Person,),
    ),
    "role-add": Walk(
        rows=_of("leaver"), body=_given(role="conference_chair", started=TODAY), changes=(RolePeriod,)
    ),
    "role-end": Walk(rows=_of("role"), body=_end("role"), changes=(RolePeriod,)),
    "post-add": Walk(
        rows=_of("second"), body=_given(role="iro", fraction="0.6", employment="permanent", started=TODAY),
        changes=(Post,),
    ),
    "post-end": Walk(rows=_of("post"), body=_end("post"), changes=(Post,)),
    "vacancy-add": Walk(body=_given(role="iro", fraction="0.6", started=TODAY), changes=(Post,)),
    "absence-add": Walk(rows=_of("second"), body=_given(kind="leave", started=TODAY), changes=(Absence,)),
    "absence-end": Walk(rows=_of("absence"), body=_end("absence"), changes=(Absence,)),
    "cover-add": Walk(
        rows=_of("absence"), body=lambda cell: sent({"person": cell.world.second.pk, "started": TODAY}),
        changes=(Cover,),
    ),
    "cover-end": Walk(
        rows=lambda cell: {"pk": cell.world.absence.pk, "cover": cell.world.cover.pk}, changes=(Cover,), shows=405
    ),
    "person-sign-in": Walk(rows=_of("leaver"), body=_given(may="no"), changes=(Person,), shows=405),
    "person-leave": Walk(rows=_of("leaver"), body=_given(on=TOMORROW), changes=(RolePeriod, Post)),
    "person-second-factor": Walk(
        rows=_of("leaver"), body=_WHY, changes=(Authenticator, Person), ready=_a_factor
    ),
    "person-unlock": Walk(rows=_of("leaver"), changes=(Entry,), shows=405),
    "person-link": Walk(rows=_of("leaver"), changes=(Entry,), shows=405),
    "team-add": Walk(body=_given(name="A new team"), changes=(Team,)),
    "team-correct": Walk(
        rows=_of("team"), body=lambda cell: _versioned(cell.world.team, name="Another name"), changes=(Team,)
    ),
    "team-close": Walk(rows=_of("empty_team"), body=_end("empty_team"), changes=(Team,)),
    "key-make": Walk(body=_given(name="Power BI", scopes=["children"], expires=TOMORROW), changes=(Key,)),
    "key-revoke": Walk(rows=_of("key"), changes=(Key,), shows=405),
}  # fmt: skip


for _group in GROUPS:
    WALKS |= _group.WALKS


def changes_of(page: str, table: str) -> tuple[type[Model], ...]:
    """The tables whose rows change when what an address does is done."""
    if page.startswith("child-record-") and table:
        return (TABLES[table].model,)
    return WALKS[page].changes
