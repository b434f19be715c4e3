"""Whatever says when something is due says that child's day, as the domain reckons it.

Each list is read whole, row by row; each child's page and each review; files of lists; what calendars, programs
and mails are told. What should stand there is reckoned from an extract (`dates_reckoned`), by no query of a page.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

import dates_council
from dates_reckoned import OPEN, OfChild
from dates_shown import Line, Shown, days_of, facts_of, marked, text_of
from dates_walked import Walked, reasons, strange, walked_in
from service import TODAY, make_person, moment, viewer_of
from sightline.casework.meetings.models import Decision
from sightline.casework.meetings.queries.planned import free_days
from sightline.casework.outbox import digests
from sightline.casework.outbox.models import Call, Hook
from sightline.casework.register.models import Child
from sightline.casework.register.scope import children as in_scope
from sightline.casework.reviews import breaches
from sightline.casework.staff.actions import make_key
from sightline.casework.watch.models import Check
from sightline.domain.after_meeting import DECISIONS, RECORD, SENT
from sightline.domain.calendar import england
from sightline.domain.clocks import Clock
from sightline.domain.preparation import kinds as papers
from sightline.domain.readings import ADJOURNED
from sightline.domain.review_kinds import kinds
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any, lives: ModuleType
) -> Iterator[Walked]:
    with walked_in(tmp_path_factory.mktemp("data"), lives, django_db_blocker) as council:
        yield council


# what is due: this child's day, and no other

Expected = Callable[["Walked", Line], date | None]


def _due(walked: Walked, line: Line) -> date | None:
    return walked.child(line).due


def _step(key: str) -> Expected:
    def due(walked: Walked, line: Line) -> date | None:
        step = walked.child(line).step(walked.matter(line), key)
        return step.due if step else None

    return due


def _shown_of(key: str) -> Expected:
    """Of a step that is done the day it was, of another the day it is due."""

    def day(walked: Walked, line: Line) -> date | None:
        step = walked.child(line).step(walked.matter(line), key)
        return (step.met_on or step.due) if step else None

    return day


def _invitations(walked: Walked, line: Line) -> date | None:
    return walked.child(line).prepared(walked.matter(line))[""].day


def _completing(walked: Walked, line: Line) -> date | None:
    matter = walked.reckoning.matters[walked.matter(line)]
    clock = walked.child(line).completing(matter.held_on) if matter.adjourned_why else None
    return clock.effective_due if clock else None


def _window(walked: Walked, line: Line) -> date | None:
    return walked.child(line).window(walked.matter(line))


def _midway(walked: Walked, line: Line) -> date | None:
    """Of a check to do half-way; of one that is done the day that is told."""
    child = walked.child(line)
    since = marked(line.cells["Last review"])[0]
    if since == child.last_review and child.midway and "Done" not in line.cells.get("How it stands", ""):
        return child.midway.due
    return Check.objects.get(child=child.pk, since=since).due_on


def _reviewed(walked: Walked, line: Line) -> date | None:
    clock = _clock_of(walked.child(line), walked.reckoning.matters[walked.matter(line)])
    return clock.effective_due if clock else None


def _clock_of(child: OfChild, matter: Any) -> Clock | None:
    """The clock that a review met; of one that was not held the next. None for a kind without."""
    if not kinds()[matter.review.kind].register:
        return None
    if matter.review.told_id:
        return child.met(matter.review.told.held)
    return None if matter.state in ("complete", "taken_out") else child.next


def _left(walked: Walked, line: Line) -> date | None:
    return walked.child(line).left


def _drifting(walked: Walked, line: Line) -> date | None:
    title = text_of(line.cells.get("What") or line.cells["Flag"])
    return next(flag.since for flag in walked.child(line).flags.flags if flag.title == title)


def _promised(walked: Walked, line: Line) -> date | None:
    [number] = {each.number for each in line.about if each.what == "decisions"}
    return Decision.objects.values_list("by_when", flat=True).get(pk=number)


def _paper(walked: Walked, line: Line) -> date | None:
    """Of what is asked for, by its kind, before the review of the row; where it names none, any of those."""
    child = walked.child(line)
    title = text_of(line.cells["What"]).partition(":")[0]
    kind = next(key for key, each in papers().items() if each.title == title)
    held = [each for each in child.rows["matters"] if each.meeting.on]
    if "Review" in line.cells:
        held = [each for each in held if each.meeting.on in days_of(line.cells["Review"])]
    days = {child.prepared(each.pk)[kind].day for each in held}
    return next(iter(days.intersection(marked(line.cells["Due"])) or days))


#: What stands under a heading of a table, by its caption; where the caption says more (a week), by its beginning.
EXACTLY: dict[tuple[str, str], Expected] = {
    ("Children", "Next review due"): _due,
    ("Caseload", "Next review due"): _due,
    ("Reviews to plan", "Next review due"): _due,
    ("Reviews overdue", "Next review due"): _due,
    ("Reviews due in the next 14 days", "Next review due"): _due,
    ("My children", "Next review due"): _due,
    ("Reviews in the next 28 days", "Review due"): _due,
    ("Reviews due in the week of", "Due"): _due,
    ("Reviews", "Due"): _reviewed,
    ("Invitations to send", "Invitations due"): _invitations,
    ("To invite", "Invitations due"): _invitations,
    ("Reviews to be completed", "To be completed by"): _completing,
    ("Next sittings to plan", "To be completed by"): _completing,
    ("Records to be finished", "To be finished by"): _step(RECORD),
    ("Records to be typed", "To be finished by"): _step(RECORD),
    ("To issue and send", "To be sent by"): _step(SENT),
    ("Decisions to look at", "Final after"): _window,
    ("What follows reviews", "Decisions to managers"): _shown_of(DECISIONS),
    ("What follows reviews", "Record finished"): _shown_of(RECORD),
    ("What follows reviews", "Sent to everybody"): _shown_of(SENT),
    ("Midway checks", "Due"): _midway,
    ("Midway checks due", "Due"): _midway,
    ("Closing notes", "Left care on"): _left,
    ("Closing notes to write", "Left care on"): _left,
    ("What may be drifting", "Since"): _drifting,
    ("Reports to ask for, chase and share", "Due"): _paper,
    ("Reports to ask for and chase", "Due"): _paper,
    ("Reports asked of me", "Due"): _paper,
    ("Decisions I own", "By when"): _promised,
    ("Decisions overdue", "By when"): _promised,
    ("Decisions", "By when"): _promised,
}
#: Headings under which the reason stands, by caption.
WHY = {
    ("Caseload", "Which, and why then"), ("Reviews to plan", "Which, and why then"),
    ("Reviews overdue", "Which, and why then"), ("Reviews due in the next 14 days", "Which, and why then"),
}  # fmt: skip
#: Whole lists, each as who works through it.
LISTS: tuple[tuple[Role, str], ...] = (
    *((role, "/") for role in (Role.IRO, *dates_council.ROLES)),
    (Role.IRO_MANAGER, "/children/"),
    (Role.IRO_MANAGER, "/caseload/"),
    (Role.IRO_MANAGER, "/reviews/"),
    (Role.IRO_MANAGER, "/reviews/following/"),
    (Role.BUSINESS_SUPPORT, "/preparing/to-plan/"),
    (Role.BUSINESS_SUPPORT, "/preparing/invitations/"),
    (Role.BUSINESS_SUPPORT, "/preparing/papers/"),
    (Role.SOCIAL_WORKER, "/asked/papers/"),
    (Role.IRO, "/midway-checks/"),
    (Role.IRO, "/closing-notes/"),
    (Role.IRO, "/decisions/"),
    (Role.IRO, "/drift/"),
)


def _wanted(caption: str, heading: str) -> Expected | None:
    found = (want for (of, head), want in EXACTLY.items() if caption.startswith(of) and head == heading)
    exact = EXACTLY.get((caption, heading))
    return exact or next((want for want in found if "week" in caption), None)


def test_what_is_due_is_the_childs_own_day(walked: Walked) -> None:
    wrong, met = [], Counter[tuple[str, str]]()
    for role, address in LISTS:
        page = walked.page(role, address if address == "/" else f"{address}?all=yes&format=print")
        for caption, lines in page.tables.items():
            for heading in lines[0].cells if lines else ():
                want = _wanted(caption, heading)
                for line in lines if want else ():
                    met[caption, heading] += 1
                    said = sorted(days_of(line.cells[heading]))
                    expected = want(walked, line) if want else None
                    if said != ([expected] if expected else []):
                        wrong.append(f"{address} ({caption}, {heading}): {said}, not {expected}")
                if (caption, heading) in WHY:
                    wrong += [
                        f"{address} ({caption}): {text_of(line.cells[heading])}"
                        for line in lines
                        if text_of(line.cells[heading]) != _reason(walked.child(line))
                    ]
    assert not wrong, "\n".join(wrong)
    left = EXACTLY.keys() - {_declared(*each) for each in met}
    assert not left, f"nothing was compared: {left}"


def _declared(caption: str, heading: str) -> tuple[str, str]:
    return ("Reviews due in the week of", heading) if "week" in caption else (caption, heading)


def _reason(child: OfChild) -> str:
    return child.next.why or child.next.title if child.next else ""


# every child, and every review


def test_every_child_and_every_review(walked: Walked) -> None:
    """The child's page has every clock with its reason, the list of reviews too; a review its steps."""
    wrong: list[str] = []
    for child in walked.reckoning.children.values():
        page, listed = (walked.page(Role.IRO, f"/children/{child.pk}/{tab}") for tab in ("", "reviews/"))
        wrong += [each for p in (page, listed) for found in (strange, reasons) for each in found(walked, p)]
        wrong += _wrong_dues(child, page)
        wrong += _wrong_coming(child, listed)
        if _first(page.facts["Next review due"]) != child.due:
            wrong.append(f"{page.address}: next review due {_first(page.facts['Next review due'])}")
    for number, matter in walked.reckoning.matters.items():
        child = walked.reckoning.children[matter.child_id]
        pages_of = [walked.page(Role.IRO, f"/reviews/{number}/{tab}") for tab in ("", "preparation/")]
        wrong += [each for p in pages_of for found in (strange, reasons) for each in found(walked, p)]
        wrong += _wrong_about(walked, child, number, pages_of[0])
        wrong += _wrong_steps(walked, child, number, pages_of[0])
        wrong += _wrong_papers(child, number, pages_of[1])
    assert not wrong, "\n".join(wrong)


def _wrong_dues(child: OfChild, page: Shown) -> Iterator[str]:
    """What is due on the child's page: each clock that is open, and each duty, with its day and its reason."""
    waiting = [c for c in child.clocks if c.standing in OPEN and c.met_on is None and c.ended is None]
    wanted = sorted((str(c.effective_due), c.why) for c in waiting)
    wanted += sorted((str(duty.due), duty.why) for duty in child.duties)
    said = [
        (
            str(next(iter(marked(due.partition("sl-quiet")[0])), None)),
            text_of(due[due.index("details__text") :][15:]),
        )
        for due in page.dues
    ]
    if sorted(said) != sorted(wanted):
        yield f"{page.address}: {sorted(set(said) ^ set(wanted))}"


def _wrong_coming(child: OfChild, page: Shown) -> Iterator[str]:
    """The reviews to come: every open clock stands there once, with its reason."""
    lines = page.tables.get("Reviews to come", [])
    said = sorted(
        (str(next(iter(marked(line.cells["Due"])), None)), text_of(line.cells["Why then"])) for line in lines
    )
    waiting = [c for c in child.clocks if c.standing in OPEN and c.met_on is None and c.ended is None]
    wanted = sorted((str(c.effective_due), c.why) for c in waiting if c.key != ADJOURNED)
    if [each for each in said if each[1]] != wanted:
        yield f"{page.address}: {said}, not {wanted}"


def _wrong_about(walked: Walked, child: OfChild, number: int, page: Shown) -> Iterator[str]:
    """When a review is due, or was, and why; when an adjourned one has to be complete."""
    clock = _clock_of(child, walked.reckoning.matters[number])
    said = _first(page.facts["Due"]), text_of(page.facts.get("Why then", ""))
    if said != ((clock.effective_due, clock.why) if clock else (None, "")):
        yield f"{page.address}: {said}"
    matter = walked.reckoning.matters[number]
    later = child.completing(matter.held_on) if matter.adjourned_why and not matter.completed_on else None
    told = page.facts.get("To be completed", "")
    if (_first(told), later.why if later else "") != (
        later.due if later else None,
        text_of(told).partition(") ")[2],
    ):
        yield f"{page.address} (to be completed): {text_of(told)}"


def _first(markup: str) -> date | None:
    return next(iter(marked(markup)), None)


def _wrong_steps(walked: Walked, child: OfChild, number: int, page: Shown) -> Iterator[str]:
    """The steps of a review that have a day, each with the domain's."""
    due = {key: child.step(number, key) for key in (DECISIONS, RECORD, SENT)}
    matter = walked.reckoning.matters[number]
    for title, key in (
        ("Decisions to managers", DECISIONS),
        ("Finish the record", RECORD),
        ("Sent to everybody", SENT),
    ):
        step = due[key]
        said = _step_day(page, title)
        if step is not None and step.met_on is None and said != step.due:
            yield f"{page.address} ({title}): {said}, not {step.due}"
    window = _step_day(page, "Managers' window")
    if window not in (None, child.window(number)):
        yield f"{page.address} (Managers' window): {window}"
    check = _step_day(page, "Midway check")
    if check is not None and matter.completed_on == child.last_review and check != child.midway.due:
        yield f"{page.address} (Midway check): {check}"


def _step_day(page: Shown, title: str) -> date | None:
    return _first(page.steps.get(title, ""))


def _wrong_papers(child: OfChild, number: int, page: Shown) -> Iterator[str]:
    """What is asked for, each by the day that its kind is due."""
    wanted = child.prepared(number)
    days = {papers()[kind].title: due for kind, due in wanted.items() if kind}
    for line in page.tables.get("Reports and papers", []):
        title = text_of(line.cells["What"]).partition(":")[0]
        said = marked(line.cells["Due, and why then"])
        if said and (
            said[0] != days[title].day or days[title].why not in text_of(line.cells["Due, and why then"])
        ):
            yield f"{page.address} ({title}): {said}"


# what leaves: files, calendars, programs, mails


def test_a_list_as_a_file_says_the_same(walked: Walked) -> None:
    """Every child in care is in the file of children with the day of the domain; so it is with the caseload."""
    for address in ("/children/", "/caseload/"):
        rows = {row["Child"].partition(";")[0]: row for row in _file(walked, f"{address}?care=in")}
        said = {name: row["Next review due"][:10] for name, row in rows.items()}
        every = [child for child in walked.reckoning.children.values() if child.in_care]
        assert said == {_called(child): str(child.due or "Not known")[:10] for child in every}
        assert {
            name: row["Which, and why then" if "caseload" in address else "Why then"] for name, row in rows.items()
        } == {_called(child): _reason(child) for child in every}


def test_reviews_to_plan_are_those_due_and_not_planned(walked: Walked) -> None:
    soon = TODAY + timedelta(days=42)
    waiting = {
        each.child_id
        for each in walked.reckoning.matters.values()
        if each.state in ("to_hold", "begun", "adjourned")
    }
    wanted = {
        (_called(child), str(child.due))
        for child in walked.reckoning.children.values()
        if child.due and child.due <= soon and child.pk not in waiting
    }
    rows = _file(walked, "/preparing/to-plan/?all=yes", Role.BUSINESS_SUPPORT)
    assert {(row["Child"].partition(";")[0], row["Next review due"][:10]) for row in rows} == wanted
    assert wanted


def test_what_follows_reviews_as_a_file(walked: Walked) -> None:
    said = {}
    for row in _file(walked, "/reviews/following/?all=yes"):
        said[row["Child"], row["Completed"]] = [
            row[f"{title}: {what}"]
            for title in ("Decisions to managers", "Record finished", "Sent to everybody")
            for what in ("due", "done")
        ]
    wanted = {
        (_called(child), str(each.completed)): [
            str(day or "") for step in child.steps[each.number] for day in (step.due, step.met_on)
        ]
        for child in walked.reckoning.children.values()
        for each in child.processes
        if each.completed
    }
    assert said == wanted
    assert len(said) > 5


def test_how_many_are_late_and_due_by_week(walked: Walked) -> None:
    """Numbers that are counted of dates: each step's late ones on Service, each week's on the work tray."""
    lines = walked.page(Role.IRO_MANAGER, "/").tables["What follows reviews, by step"]
    late: Counter[str] = Counter()
    for line in lines:
        late[text_of(line.cells["Step, and whose it is"]).partition(":")[0]] += int(text_of(line.cells["Late"]))
    wanted: Counter[str] = Counter()
    for child in walked.reckoning.children.values():
        for steps in child.steps.values():
            first = next((step for step in steps if step.met_on is None), None)
            if first is not None and first.due is not None and first.due < TODAY:
                wanted[
                    {DECISIONS: "Decisions to managers", RECORD: "Record", SENT: "Sent to everybody"}[first.key]
                ] += 1
    assert +late == +wanted
    tray = text_of(walked.page(Role.BUSINESS_SUPPORT, "/").outside)
    dues = [child.due for child in walked.reckoning.children.values() if child.due and child.in_care]
    this = TODAY - timedelta(days=TODAY.weekday())
    for monday in (this + timedelta(weeks=n) for n in range(6)):
        first = monday if monday != this else date.min  # what is overdue is in this week
        n = sum(first <= due < monday + timedelta(weeks=1) for due in dues)
        assert f"{n} due in the week of {monday.day} {monday:%B %Y}" in tray


def test_programs_are_told_the_same_days(walked: Walked) -> None:
    hook = Hook.objects.create(
        name="A board", url="https://board.example/", secret="s", events=["clock.breached"],
        made_by=walked.council.people[Role.ADMINISTRATOR], made_at=moment(),
    )  # fmt: skip
    breaches.tell(on=TODAY, at=moment())
    told = {
        (body["child"], body["clock"], body["due"])
        for body in Call.objects.filter(hook=hook).values_list("body", flat=True)
    }
    every = walked.reckoning.children.values()
    wanted = {
        (child.pk, child.next.key, str(child.due))
        for child in every
        if child.next and child.due and child.due < TODAY
    }
    wanted |= {
        (child.pk, step.key, str(step.due))
        for child in every for steps in child.steps.values() for step in steps
        if step.due and (step.met_on or TODAY) > step.due
    }  # fmt: skip
    assert told == wanted
    assert len(told) > 3


def test_the_read_api_gives_the_reviews_of_the_extract(walked: Walked) -> None:
    key = make_key(
        name="Power BI", scopes=["reviews"], expires=TODAY, by=viewer_of(make_person(Role.ADMINISTRATOR))
    )
    answer = walked.clients[Role.IRO].get("/api/v1/reviews", headers={"Authorization": f"Bearer {key.secret}"})
    said = {(row["child_id"], row["held"], row["completed"]) for row in answer.json()["items"]}
    every = walked.reckoning.children.values()
    held = {
        (child.pk, str(r.held), str(r.completed) if r.completed else None)
        for child in every
        for r in child.life.reviews
    }
    assert said == held


def test_a_calendar_has_the_day_of_the_meeting(walked: Walked) -> None:
    """A day that was moved or is a second sitting's stands in its own entry."""
    for matter in walked.reckoning.matters.values():
        if matter.meeting.on:
            told = walked.get(Role.IRO, reverse("meeting-calendar", args=[matter.meeting_id])).content.decode()
            assert f"DTSTART;VALUE=DATE:{matter.meeting.on:%Y%m%d}" in told


def test_a_mail_holds_no_date(walked: Walked) -> None:
    """Of a child or of anything: it says how much is new."""
    assert digests.make(on=TODAY, at=moment(), sees=in_scope) > 0
    assert digests.send(at=moment(), sees=in_scope) > 0
    assert [text for each in mail.outbox for text in (each.subject, str(each.body)) if days_of(text)] == []


def test_the_days_offered_leave_the_practices_time_for_invitations(walked: Walked) -> None:
    """Twelve working days here; the near miss is the eleventh, which the handbook's ten would offer."""
    days = [england().add_working_days(TODAY, n) for n in (11, 12, 13)]
    viewer = viewer_of(walked.council.people[Role.IRO_MANAGER])
    assert free_days(days[-1], chair=None, seen_by=viewer) == days[1:]


def test_a_handover_says_the_same(walked: Walked) -> None:
    officer = walked.council.people[Role.IRO].pk
    page = walked.page(Role.IRO_MANAGER, f"/allocation/people/{officer}/handover/")
    packs = page.main.split('<section class="sl-pack"')[1:]
    said = [
        (text_of(pack[pack.index("<h2") :].partition("</h2>")[0]).partition(",")[0], facts_of(pack))
        for pack in packs
    ]
    wanted = {_called(child): child for child in walked.reckoning.children.values()}
    assert {name: _first(facts["Next review"]) for name, facts in said} == {
        name: wanted[name].due for name, _ in said
    }
    assert len(said) == len(walked.reckoning.children)


def _file(walked: Walked, address: str, role: Role = Role.IRO_MANAGER) -> list[dict[str, str]]:
    answer = walked.get(role, f"{address}&format=csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def _called(child: OfChild) -> str:
    return f"Child {Child.objects.values_list('surname', flat=True).get(pk=child.pk)}"
