"""Every date on every page is one that somebody told, or the one that the domain reckons for the same records.

Of every page that links lead to, in a small council of random lives: is each date on it told by a row of the child
it stands beside, or worked out by `domain` from an extract; and is each reason the domain's, word for word? That a
date is the right one of them is asked by `test_dates_due_exactly`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

import dates_council
from access_deeds import WALKS
from dates_shown import Shown, shown
from dates_walked import Walked, name_of, reasons, strange, walked_in
from service import TODAY
from sightline.domain.calendar import england
from sightline.domain.readings import ADJOURNED
from sightline.domain.roles import Role
from sightline.web.site_map import pages

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
FEW = 2
#: Weeks and days to choose from: no dates of a child.
COMING = [TODAY + timedelta(days=n) for n in range(-28, 250)]
OFFERED = {
    "home": frozenset(day for day in COMING if day.weekday() == 0),
    "child-plan-review": frozenset(day for day in COMING if day > TODAY and england().is_working_day(day)),
}
#: What no link leads to here, or not so soon: there is no such row (an import, a restriction, a venue), it is
#: a file or an answer to a button, or a form about staff. None says when something is due for a child
#: but a handover's files, which are held against its page (test_handover_documents.py).
NOT_WALKED = {
    "absence-end", "child-allocation-end", "child-handover-document", "child-handover-note", "child-number-away",
    "child-restriction-lift", "child-restriction-name", "child-restriction-take-off", "cover-add", "document",
    "handover-document", "health", "health_ready", "hook", "import", "import-changes", "import-findings",
    "import-sent-back", "meeting-calendar", "meeting-record", "meeting-section", "opened-record",
    "opened-records", "person-add", "person-correct", "person-leave", "person-second-factor", "post-add",
    "post-end", "practice-file", "practice-switch", "query-answer", "review-decision", "review-not-held",
    "review-record-reopen",
    "review-window-open", "reviews-file", "role-add", "role-end", "team-add", "team-close", "team-correct",
    "template", "template-file", "template-our-sample", "template-ours", "template-sample", "template-stop",
    "template-use", "vacancy-add", "venue",
}  # fmt: skip


@pytest.fixture(scope="module")
def walked(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any, lives: ModuleType
) -> Iterator[Walked]:
    with walked_in(tmp_path_factory.mktemp("data"), lives, django_db_blocker) as council:
        yield council


def test_every_kind_of_life_is_in_the_council(walked: Walked) -> None:
    """Else nothing is proved of it."""
    every = list(walked.reckoning.children.values())
    met = {clock.key for child in every for clock in child.clocks}
    open_now = {child.next.key for child in every if child.next}
    assert {"cla-review-1", "cla-review-2", "adopt-review-1", ADJOURNED} <= met
    assert {"cla-review-n", "adopt-review-n", "sb-review-1", "sb-review-n"} <= open_now
    assert any(c.effective_due != c.due for child in every for c in child.clocks if c.due), "none brought forward"
    assert any(child.left for child in every)
    states = {each.state for each in walked.reckoning.matters.values()}
    assert states >= {"to_hold", "begun", "adjourned", "complete"}


def walk(walked: Walked) -> Iterator[Shown]:
    """The first screen of every role, what follows reviews, and a few of each page that links lead to."""
    seen: Counter[str] = Counter()
    for role in (*dates_council.ROLES, Role.IRO):  # whoever leads the service meets the most
        ways = ["/", *begins(walked, role)]
        for address in ways:
            answer = walked.get(role, address)
            if answer.status_code != 200 or "text/html" not in answer["content-type"]:
                continue
            page = shown(name_of(address), address, answer)
            yield page
            for way in page.ways:
                name = name_of(way)
                if name and way not in ways and "format=" not in way and seen[name] < FEW:
                    seen[name] += 1
                    ways.append(way)


def begins(walked: Walked, role: Role) -> list[str]:
    """Where some roles begin besides: reviews and meetings in every state, whatever is first on their lists."""
    matters = walked.reckoning.matters
    if role is Role.TEAM_MANAGER:
        return [f"/reviews/{pk}/managers/" for pk, matter in matters.items() if matter.state == "complete"]
    if role is Role.BUSINESS_SUPPORT:
        return [*{matter.meeting.state: f"/meetings/{matter.meeting_id}/" for matter in matters.values()}.values()]
    tabs = [f"/reviews/{pk}/{tab}" for pk in matters for tab in ("", "record/")]
    return tabs[::3] if role is Role.IRO else []


def test_every_date_was_told_or_is_reckoned(walked: Walked) -> None:
    wrong: list[str] = []
    met = set()
    for page in walk(walked):
        met.add(page.name)
        wrong += strange(walked, page, offered=OFFERED.get(page.name, frozenset()))
        wrong += reasons(walked, page)
    assert not wrong, "\n".join(wrong)
    left = {each.name for each in pages() if WALKS[each.name].shows == 200} - met - NOT_WALKED
    assert not left, f"no page of {sorted(left)} was opened"
