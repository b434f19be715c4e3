"""The council of `dates_council`, what is reckoned of it, and how it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

import dates_council
from access_world import undone
from dates_council import Council
from dates_reckoned import OfChild, Reckoning, days_said
from dates_shown import Line, Named, Shown, days_of, named, shown, text_of
from service import TODAY, signed_in
from sightline.casework.documents.models import Issued
from sightline.casework.meetings.models import Decision
from sightline.casework.register.models import Child, Involvement
from sightline.domain.roles import Role

SEED, MANY = 5, 30


@dataclass
class Walked:
    """The council, what is reckoned of it, and how to look at it."""

    council: Council
    reckoning: Reckoning
    clients: dict[Role, Client]

    def get(self, role: Role, address: str) -> Any:
        """What this role is answered."""
        return self.clients[role].get(address)

    def page(self, role: Role, address: str) -> Shown:
        """The page that this role sees."""
        answer = self.get(role, address)
        assert answer.status_code == 200, address
        return shown(name_of(address), address, answer)

    def children_of(self, told: Named | None) -> set[int]:
        """The children whom something in an address is about."""
        if told is None:
            return set()
        if told.what == "children":
            return {told.number}
        if told.what == "reviews":
            return {self.reckoning.matters[told.number].child_id}
        if told.what == "meetings":
            return {m.child_id for m in self.reckoning.matters.values() if m.meeting_id == told.number}
        if told.what == "documents":
            return {Issued.objects.values_list("child", flat=True).get(pk=told.number)}
        return {Decision.objects.values_list("matter__child", flat=True).get(pk=told.number)}

    def child(self, line: Line) -> OfChild:
        """The child whom a row of a list is about."""
        [child] = {child for each in line.about for child in self.children_of(each)}
        return self.reckoning.children[child]

    def matter(self, line: Line) -> int:
        """The review that it is about."""
        [matter] = {each.number for each in line.about if each.what == "reviews"}
        return matter

    def may_stand(self, children: set[int]) -> set[date]:
        """The dates that may stand beside these children: today is one of them."""
        told = (self.reckoning.may_be_shown(child) for child in children)
        return {TODAY}.union(self.reckoning.untold, *told)

    def subjects(self, page: Shown) -> tuple[set[int], set[int]]:
        """The child whom a page is about, and those of whom it tells outside its tables: brothers and sisters."""
        own = self.children_of(named(page.address))
        family = Child.objects.filter(pk__in=own, family__isnull=False).values("family")
        around = own | set(Child.objects.filter(family__in=family).values_list("pk", flat=True))
        if page.name == "handover-pack" and "people" in page.address:
            person = resolve(page.address).kwargs["pk"]
            around |= set(Involvement.objects.filter(person=person).values_list("child", flat=True))
        return own, around


@contextmanager
def walked_in(folder: Path, lives: ModuleType, blocker: Any) -> Iterator[Walked]:
    """The council in a transaction that is never committed."""
    before, settings.DATA = settings.DATA, folder
    with blocker.unblock(), undone():
        council = dates_council.fill(lives, seed=SEED, many=MANY)
        clients = {role: signed_in(Client(), person) for role, person in council.people.items()}
        yield Walked(council, Reckoning(folder / "lives", council.practice), clients)
    settings.DATA = before


def name_of(address: str) -> str:
    """What the map calls the page at an address; nothing where it has none."""
    try:
        return resolve(address.split("?")[0]).view_name
    except Resolver404:
        return ""


def strange(walked: Walked, page: Shown, *, offered: frozenset[date] = frozenset()) -> Iterator[str]:
    """The dates of a page that nobody told and the domain does not reckon."""
    own, around = walked.subjects(page)
    for caption, lines in page.tables.items():
        for line in lines:
            about = own or {child for each in line.about for child in walked.children_of(each)}
            for day in sorted(days_of(line.markup) - walked.may_stand(about)):
                yield f"{page.address} ({caption}): {day} in {text_of(line.markup)[:160]}"
    for day in sorted(days_of(page.outside) - walked.may_stand(around) - offered):
        yield f"{page.address}: {day}"


def reasons(walked: Walked, page: Shown) -> Iterator[str]:
    """The sentences "Due <day>: …" of a page that the domain does not say of the child, word for word."""
    _, around = walked.subjects(page)
    about = around or {child for way in page.ways for child in walked.children_of(named(way))}
    known = {why for child in about for why in walked.reckoning.children[child].reasons}
    said = text_of(page.main)
    for place in (place for place in range(len(said)) if said.startswith("Due ", place)):
        told = said[place:]
        if days_said(told[:24]) and ": " in told[:24] and not any(told.startswith(why) for why in known):
            yield f"{page.address}: {told[:160]}"
