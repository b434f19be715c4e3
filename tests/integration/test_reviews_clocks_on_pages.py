"""Every date on the pages of reviews is what `domain.clocks` says for the same records."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_episode, make_person, signed_in, viewer_of
from sightline.casework.meetings.models import Matter
from sightline.casework.practice.queries import in_force
from sightline.casework.register.lives import lives
from sightline.casework.register.models import Child, EarlyReview
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import hold, plan_review
from sightline.casework.staff.models import Person
from sightline.domain.calendar import england
from sightline.domain.clocks import Clock, review_clocks
from sightline.web.components.saying import day_in_words

pytestmark = pytest.mark.django_db
_TAGS = re.compile(r"<[^>]+>")


def clocks(child: Child) -> tuple[Clock, ...]:
    """What the domain says of the child's records, asked without the pages' queries."""
    life = lives([child.pk])[child.pk].life
    return review_clocks(life, counting=in_force(TODAY).counting, calendar=england(), on=TODAY)


def reviewed(child: Child, officer: Person, on: date, move: str = "complete") -> Matter:
    by = viewer_of(officer)
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=by, on=on)
    matter = Matter.objects.get(meeting=meeting)
    hold(matter=matter.pk, move=move, on=on, by=by, version=None, why="Mum was unwell")
    return matter


def text_of(client: Client, officer: Person, address: str) -> str:
    page = signed_in(client, officer).get(address).content.decode()
    return " ".join(_TAGS.sub(" ", page[page.index("<main") :]).replace("&#x27;", "'").split())


def lives_of_all_kinds(officer: Person) -> list[tuple[Child, list[Matter]]]:
    """Reviews in time, late, adjourned, brought forward, on the way to adoption, of short breaks, none at all."""
    ordinary, adjourned, early, adoption, breaks, none = (
        make_child(in_care_since=date(2026, 2, 3)), make_child(in_care_since=date(2026, 10, 12)),
        make_child(in_care_since=date(2026, 2, 3)), make_child(in_care_since=None),
        make_child(in_care_since=None), make_child(in_care_since=date(2026, 11, 2)),
    )  # fmt: skip
    make_episode(adoption, started=date(2025, 9, 1), ceased=date(2026, 8, 3), reason_ceased="X1")
    make_episode(adoption, started=date(2026, 8, 3), legal_status="E1", reason_started="L")
    make_episode(breaks, started=date(2026, 7, 1), legal_status="V3")
    Told.objects.create(child=ordinary, held=date(2026, 3, 1), participation="PN1")
    EarlyReview.objects.create(
        child=early, asked_on=date(2026, 10, 1), wanted_by=date(2026, 10, 20), trigger="cla-review-early-iro"
    )
    told = []
    for child, days, move in (
        (ordinary, [date(2026, 5, 28), date(2026, 11, 19)], "complete"),
        (adjourned, [date(2026, 11, 6)], "adjourn"),
        (early, [date(2026, 3, 2), date(2026, 5, 29)], "complete"), (adoption, [date(2026, 11, 12)], "complete"),
        (breaks, [date(2026, 9, 28)], "complete"), (none, [], ""),
    ):  # fmt: skip
        allocate(child, officer)
        told.append((child, [reviewed(child, officer, day, move) for day in days]))
    return told


def test_every_date_of_a_review_is_what_the_domain_says(client: Client) -> None:
    """On the child's reviews and on each review: the day, the reason and how it stands of every clock."""
    officer = make_person()
    walked = 0
    for child, matters in lives_of_all_kinds(officer):
        page = text_of(client, officer, f"/children/{child.pk}/reviews/")
        reviews = " ".join(text_of(client, officer, f"/reviews/{matter.pk}/") for matter in matters)
        for clock in clocks(child):
            assert clock.effective_due is not None
            said = day_in_words(clock.effective_due)
            if clock.key == "cla-review-adjourn":
                assert said in reviews, (clock.key, said)
                assert clock.why.split(".")[0] in reviews
            else:
                assert said in page, (clock.key, said)
                assert clock.why in page
            walked += 1
    assert walked >= 12


def test_a_day_later_the_pages_say_the_day_after(client: Client) -> None:
    """The near miss: a review one day later is another next date."""
    officer = make_person()
    dates = []
    for day in (date(2026, 5, 28), date(2026, 5, 29)):
        child = make_child(in_care_since=date(2026, 2, 3))
        allocate(child, officer)
        Told.objects.create(child=child, held=date(2026, 3, 1), participation="PN1")
        reviewed(child, officer, day)
        page = text_of(client, officer, f"/children/{child.pk}/reviews/")
        dates.append([n for n in (28, 29) if f"{n} November 2026" in page])
    assert dates == [[28], [29]]
