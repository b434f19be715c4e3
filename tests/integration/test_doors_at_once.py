"""Two people at the same time: what is refused to the second of two is refused when they come at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from running_site import Site, make_site
from service import TODAY, make_person, viewer_of
from sightline.casework.staff import actions
from sightline.casework.staff.actions import NotPermitted, absence, people, posts
from sightline.casework.staff.models import Absence, Person, Post
from sightline.domain.roles import Role

Act = Callable[[], object]


@pytest.fixture
def site(tmp_path: Path, site_template: Path, django_db_blocker: Any) -> Site:
    """A database in which all is committed; no server runs."""
    return make_site(tmp_path / "site", site_template, django_db_blocker)


def at_once(site: Site, *acts: Act) -> list[str]:
    """What became of each: "" where it was done, the refusal where it was not."""
    answers: list[str] = []

    def go(act: Act) -> None:
        with site.data():
            try:
                act()
                answers.append("")
            except NotPermitted as refusal:
                answers.append(str(refusal))

    going = [threading.Thread(target=go, args=(act,)) for act in acts]
    for one in going:
        one.start()
    for one in going:
        one.join()
    return sorted(answers)


def linger(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """After this check is passed and before anything is written the other has time to come in."""
    check = getattr(module, name)

    def slowly(*args: Any, **kwargs: Any) -> Any:
        answer = check(*args, **kwargs)
        time.sleep(0.5)
        return answer

    monkeypatch.setattr(module, name, slowly)


def test_two_posts_at_once_are_not_more_than_full_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    linger(monkeypatch, posts, "_not_more_than_full_time")
    with site.data():
        person, by = make_person(), viewer_of(make_person(Role.ADMINISTRATOR))

        def add() -> None:
            actions.add_post(
                person=person.pk, role=Role.IRO, fraction=Decimal("0.6"), employment="permanent",
                started=TODAY, by=by,
            )  # fmt: skip

        done, refused = at_once(site, add, add)
        assert (done, "more than full time" in refused) == ("", True)
        assert Post.objects.count() == 1


def test_two_absences_at_once_do_not_overlap(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    linger(monkeypatch, absence, "overlap")
    with site.data():
        person, by = make_person(), viewer_of(make_person(Role.ADMINISTRATOR))
        Absence.objects.create(
            person=person, kind="leave", started=TODAY.replace(month=1), ended=TODAY.replace(month=2)
        )

        def record() -> None:
            actions.record_absence(person=person.pk, kind="leave", started=TODAY, by=by)

        done, refused = at_once(site, record, record)
        assert (done, "already" in refused) == ("", True)


def test_two_administrators_do_not_shut_each_other_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    linger(monkeypatch, people, "keep_an_administrator")
    with site.data():
        one, two = make_person(Role.ADMINISTRATOR), make_person(Role.ADMINISTRATOR)

        def shuts(who: Person, whom: Person) -> Act:
            by = viewer_of(who)
            return lambda: actions.let_sign_in(person=whom.pk, may=False, version=1, by=by)

        done, refused = at_once(site, shuts(one, two), shuts(two, one))
        assert (done, "last administrator" in refused) == ("", True)
        assert Person.objects.filter(is_active=True).count() == 1
