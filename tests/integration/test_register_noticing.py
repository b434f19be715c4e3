"""What a person enters by hand is told to the reviewing officer as a feed's news is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_episode, make_person, moment, signed_in, viewer_of
from sightline.casework.allocation.queries import today
from sightline.casework.outbox.models import Message
from sightline.casework.register import actions
from sightline.casework.register.actions.rows import table_of
from sightline.casework.register.happenings import NEWS_AT_MOST
from sightline.casework.register.models import CarePlan, Child, Episode, Notice
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.daily import take_notices
from sightline.casework.watch.models import Change
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
CAME, MOVED = date(2026, 10, 1), date(2026, 11, 3)
NEXT = {
    "started": MOVED, "reason_started": "P", "legal_status": "C1", "need": "N1", "placement": "K2",
    "provider": "PR4",
}  # fmt: skip


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def child(officer: Person) -> Child:
    made = make_child(in_care_since=CAME)
    allocate(made, officer, CAME)
    return made


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


def correct(child: Child, table: str, row: Any, by: Viewer, **values: Any) -> None:
    now = {name: getattr(row, name) for name in _names(table)}
    actions.correct(
        child=child.pk, table=table, row=row.pk, version=row.version, why="As told", by=by, **{**now, **values}
    )


def _names(table: str) -> list[str]:
    return [field.name for field in table_of(table).fields]


def told() -> list[tuple[str, date]]:
    return list(Notice.objects.order_by("happened_on", "kind").values_list("kind", "happened_on"))


def end(child: Child, by: Viewer, **values: Any) -> None:
    row = Episode.objects.get(child=child, ceased=None)
    correct(child, "episodes", row, by, **{"ceased": MOVED, "reason_ceased": "X1", **values})


def test_a_move_is_told_once_it_is_whole(child: Child, support: Viewer, officer: Person) -> None:
    end(child, support)
    assert told() == []  # an episode that another follows is no end of care
    actions.add(child=child.pk, table="episodes", by=support, **NEXT)
    assert told() == [("placement_changed", MOVED)]
    notice = Notice.objects.get()
    assert (notice.known_on, notice.made_by_id, notice.load) == (TODAY, support.id, None)
    assert notice.facts == {"before": "U6", "after": "K2"}
    assert [n.kind for n in today(seen_by=viewer_of(officer)).notices] == ["placement_changed"]


def test_leaving_care_is_told(child: Child, support: Viewer) -> None:
    end(child, support, reason_ceased="E4A")
    assert told() == [("left_care", MOVED)]


def test_a_correction_that_changes_nothing_of_it_tells_nothing(child: Child, support: Viewer) -> None:
    correct(child, "episodes", Episode.objects.get(), support, home_postcode="AB1 2CD")
    assert told() == []


def test_a_correction_of_the_day_is_told_and_what_was_told_stays_as_with_an_import(
    child: Child, support: Viewer
) -> None:
    end(child, support, reason_ceased="E4A")
    correct(child, "episodes", Episode.objects.get(), support, ceased=MOVED + timedelta(days=1))
    assert told() == [("left_care", MOVED), ("left_care", MOVED + timedelta(days=1))]


def test_the_same_happening_is_told_once(child: Child, support: Viewer) -> None:
    end(child, support, reason_ceased="E4A")
    correct(child, "episodes", Episode.objects.get(), support, ceased=None, reason_ceased=None)
    end(child, support, reason_ceased="E4B")
    assert told() == [("left_care", MOVED)]


def test_taking_away_the_row_between_two_makes_a_change_known(child: Child, support: Viewer) -> None:
    days = [date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 19)]
    rows = [
        CarePlan.objects.create(child=child, started=day, plan=plan)
        for day, plan in zip(days, ("ADOPTION", "LTFOST18", "LTFOST18"), strict=True)
    ]
    actions.take_away(
        child=child.pk, table="care_plans", row=rows[1].pk, version=1, reason="Another child's", by=support
    )
    assert told() == [("care_plan_changed", days[2])]


def test_going_missing_and_coming_back(child: Child, support: Viewer) -> None:
    row = actions.add(child=child.pk, table="missing", by=support, started=MOVED, kind="M")
    assert told() == [("went_missing", MOVED)]
    kept = table_of("missing").model._default_manager.get(pk=row)
    correct(child, "missing", kept, support, ended=TODAY)
    assert told() == [("went_missing", MOVED), ("came_back", TODAY)]


def test_another_social_worker_as_the_return_tells(child: Child, support: Viewer) -> None:
    for worker, day in (("W1", CAME), ("W2", MOVED)):
        actions.add(child=child.pk, table="social_workers", by=support, worker=worker, started=day)
    assert told() == [("social_worker_changed", MOVED)]


@pytest.mark.parametrize(("days", "known"), [(NEWS_AT_MOST, 0), (NEWS_AT_MOST - 1, 1)])
def test_what_is_long_past_is_history(support: Viewer, days: int, known: int) -> None:
    child = make_child(in_care_since=date(2020, 1, 6))
    actions.add(child=child.pk, table="missing", by=support, started=TODAY - timedelta(days=days), kind="M")
    assert len(told()) == known


def test_what_is_to_come_is_told_when_it_has_come(child: Child, support: Viewer) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(actions.NotRight):
        actions.add(child=child.pk, table="missing", by=support, started=tomorrow, kind="M")
    with pytest.raises(actions.NotRight) as refused:
        end(child, support, ceased=tomorrow, reason_ceased="E4A")
    assert list(refused.value.errors) == ["ceased"]
    end(child, support, ceased=TODAY, reason_ceased="E4A")
    assert told() == [("left_care", TODAY)]


@pytest.mark.parametrize(("legal_status", "kinds"), [("C1", ["came_into_care"]), ("V4", [])])
def test_a_child_added_came_into_care_unless_for_short_breaks(
    support: Viewer, legal_status: str, kinds: list[str]
) -> None:
    actions.add_child(
        by=support, started=date(2020, 1, 6), forename="Osgood", surname="Featherstone", born=date(2014, 5, 2),
        sex="M", ethnicity="WBRI", legal_status=legal_status, need="N1", placement="U6", provider="PR1",
    )  # fmt: skip
    assert [kind for kind, _ in told()] == kinds


class TestWhoKnowsAlready:
    def test_what_an_officer_entered_is_no_news_to_them_but_is_to_others(
        self, child: Child, officer: Person
    ) -> None:
        me = viewer_of(officer)
        end(child, me, reason_ceased="E4A")
        assert Notice.objects.get().made_by_id == officer.pk
        assert not today(seen_by=me).notices

    def test_the_change_waits_for_an_answer_and_no_message_says_so(self, child: Child, officer: Person) -> None:
        actions.add(child=child.pk, table="missing", by=viewer_of(officer), started=MOVED, kind="M")
        take_notices(on=TODAY, at=moment())
        assert Change.objects.get().kind == "missing"
        assert not Message.objects.exists()

    def test_what_somebody_else_entered_is_said(self, child: Child, support: Viewer, officer: Person) -> None:
        actions.add(child=child.pk, table="missing", by=support, started=MOVED, kind="M")
        take_notices(on=TODAY, at=moment())
        assert [row.person_id for row in Message.objects.all()] == [officer.pk]

    def test_one_of_two_by_somebody_else_is_said(self, child: Child, support: Viewer, officer: Person) -> None:
        actions.add(child=child.pk, table="missing", by=support, started=MOVED, kind="M")
        actions.add(child=child.pk, table="missing", by=viewer_of(officer), started=TODAY, kind="A")
        take_notices(on=TODAY, at=moment())
        assert [row.person_id for row in Message.objects.all()] == [officer.pk]


def test_a_change_of_legal_status_beside_the_same_placement(child: Child, support: Viewer) -> None:
    end(child, support)
    actions.add(
        child=child.pk, table="episodes", by=support,
        **{**NEXT, "reason_started": "L", "legal_status": "C2", "placement": "U6"},
    )  # fmt: skip
    assert told() == [("legal_status_changed", MOVED)]


def test_coming_back_into_care_the_day_after_is_a_start(child: Child, support: Viewer) -> None:
    end(child, support, reason_ceased="E4A")
    make_episode(child, started=date(2026, 11, 10), ceased=date(2026, 11, 11), reason_ceased="E4A")
    actions.add(
        child=child.pk, table="episodes", by=support,
        **{**NEXT, "started": date(2026, 11, 12), "reason_started": "S"},
    )  # fmt: skip
    assert told()[-1] == ("came_into_care", date(2026, 11, 12))


def test_it_is_on_the_officers_first_screen(
    client: Client, child: Child, support: Viewer, officer: Person
) -> None:
    end(child, support, reason_ceased="E4A")
    screen = signed_in(client, officer).get("/")
    assert [(n.kind, n.child) for n in today(seen_by=viewer_of(officer)).notices] == [("left_care", child.pk)]
    assert "Left care" in screen.content.decode()
