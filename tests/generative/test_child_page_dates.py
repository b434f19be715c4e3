"""Every date on a child's page is the one that the clocks give for the same records, on any life."""

from __future__ import annotations

from types import ModuleType

import pytest
from django.test import Client

from kept_lives import keep
from service import TODAY, make_person, signed_in
from sightline.domain.calendar import england
from sightline.domain.care import Life
from sightline.domain.clocks import review_clocks
from sightline.domain.explain import in_words
from sightline.domain.practice import HANDBOOK
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


def test_every_clock_is_on_the_page_with_its_reason(client: Client, lives: ModuleType) -> None:
    told = lives.many(25, seed=19)
    signed_in(client, make_person(Role.IRO_MANAGER))
    for child, life in zip(keep(told), told, strict=True):
        page = client.get(f"/children/{child.pk}/")
        whole = Life.of(life.child, life.episodes, life.reviews, life.early_reviews)
        clocks = review_clocks(whole, counting=HANDBOOK, calendar=england(), on=TODAY)
        shown = page.content.decode().replace("&#x27;", "'")
        for clock in clocks:
            assert clock.why in shown
            assert clock.effective_due is None or in_words(clock.effective_due) in shown


def test_what_is_first_is_the_one_due_first(client: Client, lives: ModuleType) -> None:
    told = lives.many(25, seed=23)
    signed_in(client, make_person(Role.IRO_MANAGER))
    for child in keep(told):
        story = client.get(f"/children/{child.pk}/").context["story"]
        dates = [clock.effective_due for clock in story.open_clocks if clock.effective_due]
        assert dates == sorted(dates)
        assert story.who.due == (dates[0] if dates else None)
