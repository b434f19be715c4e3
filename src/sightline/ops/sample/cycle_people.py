"""Who works with a child of the sample on a day, by their numbers in the service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from sightline.ops.sample import feed
from sightline.ops.sample.life import Life
from sightline.ops.sample.staffing import Chair, Employee, Staff
from sightline.ops.sample.today import family_of


class People:
    """The staff of the sample by the numbers that the service gave them. `numbers` is by worker number."""

    def __init__(self, staff: Staff, numbers: Mapping[str, int]) -> None:
        self._staff = staff
        self._numbers = numbers
        self._chairs: dict[str, Chair] = {}
        self._teams: dict[str, tuple[str, tuple[Employee, ...]]] = {}

    def officer(self, life: Life, day: int) -> int:
        """Who reviews the child's care on a day."""
        family = family_of(life)
        if family not in self._chairs:
            self._chairs[family] = self._staff.chair_of(family)
        on = date.fromordinal(day)
        holders = self._chairs[family].holders
        here = (each for each in holders if each.started <= on and (each.ended is None or on < each.ended))
        return self._numbers[next(here, holders[-1]).worker]

    def worker(self, life: Life, day: int) -> int | None:
        """The child's social worker on a day; None between two."""
        _, members = self._team(life)
        spell = next((spell for spell in life.workers if spell.start <= day < spell.end), None)
        return self._numbers[feed.worker_of(members, spell).worker] if spell else None

    def manager(self, life: Life) -> int:
        """Who manages the child's social work team."""
        return self._managers[self._team(life)[0]]

    @cached_property
    def support(self) -> int:
        """Somebody of business support."""
        return self._single("support")

    @cached_property
    def head(self) -> int:
        """The manager of the reviewing service."""
        return self._single("manager")

    def _single(self, account: str) -> int:
        return next(self._numbers[each.worker] for each in self._staff.others if each.account == account)

    def _team(self, life: Life) -> tuple[str, tuple[Employee, ...]]:
        family = family_of(life)
        if family not in self._teams:
            self._teams[family] = self._staff.team_of(family)
        return self._teams[family]

    @cached_property
    def _managers(self) -> dict[str, int]:
        return {name: self._numbers[members[0].worker] for name, members in self._staff.teams.items()}
