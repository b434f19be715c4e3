"""Who may see which child: the first line of every query of the register.

A person's reach (`domain.roles.REACH`) says which children; a restriction takes out those whose record only the
people named on it may see; a record opened by breaking the glass is let in for its hours.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from sightline.casework.register.models import Child, Glass, Involvement, Restriction, RestrictionMember
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.roles import REVIEWING, Reach, Role


def children(*, seen_by: Viewer) -> QuerySet[Child]:
    """The children that somebody may see. Everything that is asked of the register starts here."""
    return Child.objects.filter(_within_reach(seen_by) & _not_kept_from(seen_by) | _glass_broken(seen_by))


def _within_reach(seen_by: Viewer) -> Q:
    if seen_by.reach is Reach.SERVICE:
        return Q()
    if seen_by.reach is Reach.NONE:
        return Q(pk__in=())
    involved = current(Involvement.objects.filter(person__in=_people(seen_by)), seen_by.on)
    own = Q(pk__in=involved.values("child"))
    if seen_by.roles & (REVIEWING | {Role.CONFERENCE_CHAIR}):
        families = Child.objects.filter(own, family__isnull=False).values("family")
        return own | Q(family__in=families)
    return own


def _people(seen_by: Viewer) -> set[int]:
    """Whose children are seen: one's own, those of people stood in for, those of the teams managed."""
    people = {seen_by.id, *seen_by.covers}
    if seen_by.reach is Reach.TEAM:
        people |= set(
            current(RolePeriod.objects.filter(team__in=seen_by.teams), seen_by.on).values_list("person", flat=True)
        )
    return people


def _not_kept_from(seen_by: Viewer) -> Q:
    standing = Restriction.objects.filter(lifted_at=None)
    named = RestrictionMember.objects.filter(person=seen_by.id, restriction__lifted_at=None)
    return ~Q(pk__in=standing.values("child")) | Q(pk__in=named.values("restriction__child"))


def _glass_broken(seen_by: Viewer) -> Q:
    broken = Glass.objects.filter(person=seen_by.id, opened_at__lte=seen_by.at, until__gt=seen_by.at)
    return Q(pk__in=broken.values("child"))
