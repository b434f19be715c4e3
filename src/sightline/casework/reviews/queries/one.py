"""One review: what it is, when and why then, how the child took part, and who meets beside this child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sightline.casework.meetings.models import Matter
from sightline.casework.meetings.scope import matters, open_matter
from sightline.casework.practice.once import once
from sightline.casework.practice.queries import in_force
from sightline.casework.register.lives import lives
from sightline.casework.register.models import Visit
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.standings import clocks_of, next_of
from sightline.casework.reviews.models import Review
from sightline.casework.reviews.queries.consulting import may_be_by_consultation
from sightline.casework.reviews.queries.values import Beside, Lateness, Participation, ReviewNow, Seen
from sightline.casework.staff.queries import Viewer
from sightline.domain.care import Life
from sightline.domain.clocks import Clock
from sightline.domain.readings import ADJOURNED
from sightline.domain.review_kinds import kinds


def review(matter: int, *, seen_by: Viewer) -> ReviewNow:
    """The review that a matter is. A constant number of queries. Raises NoSuchMatter."""
    return once(("review", matter, seen_by), lambda: _review(open_matter(matter, seen_by=seen_by), seen_by))


def _review(found: Matter, seen_by: Viewer) -> ReviewNow:
    row = Review.objects.select_related("told").filter(matter=found).first() or Review(matter=found, kind="later")
    known = lives([found.child_id])[found.child_id]
    practice = in_force(seen_by.on)
    clocks = clocks_of(known, on=seen_by.on, counting=practice.counting)
    kind = kinds()[row.kind]
    meeting = found.meeting
    return ReviewNow(
        matter=found.pk,
        meeting=meeting.pk,
        child=found.child_id,
        born=found.child.born,
        kind=kind,
        state=found.state,
        meeting_state=meeting.state,
        on=meeting.on,
        at=meeting.at,
        mode=meeting.get_mode_display(),
        where=meeting.venue.name if meeting.venue else meeting.place,
        chair=meeting.chair_id,
        chair_name=meeting.chair.name,
        held_on=found.held_on,
        completed_on=found.completed_on,
        adjourned_why=found.adjourned_why,
        taken_out_why=found.taken_out_why,
        brought_forward_why=row.brought_forward_why,
        clock=clock_of(row, clocks) if kind.register else None,
        adjourned=adjournment_of(row, clocks),
        beside=_beside(found, seen_by),
        seen=_seen(found, known.life, seen_by.on),
        not_seen_why=row.not_seen_why,
        part=Participation(row.answers, row.code, row.code_why),
        late=Lateness(row.late_cause, row.late_party, row.late_why),
        chaired=row.chaired,
        consultation=may_be_by_consultation(known.life, found, on=meeting.on or seen_by.on),
        version=row.version,
    )


def clock_of(row: Review, clocks: Sequence[Clock]) -> Clock | None:
    """The clock that a review met: that of its row of the register; before it is held, the one that is next."""
    if row.told is None:
        return None if row.matter.state in ("complete", "taken_out") else next_of(clocks)
    held = row.told.held
    met = (clock for clock in clocks if clock.review and clock.review.held == held and clock.key != ADJOURNED)
    return next(met, None)


def adjournment_of(row: Review, clocks: Sequence[Clock]) -> Clock | None:
    """The clock of an adjourned review, which has to be completed."""
    if row.told is None or row.told.adjourned != 1:
        return None
    return next((clock for clock in clocks if clock.key == ADJOURNED and clock.started == row.told.held), None)


def _beside(found: Matter, seen_by: Viewer) -> list[Beside]:
    rows = matters(seen_by=seen_by).filter(meeting=found.meeting_id)
    rows = rows.exclude(pk=found.pk).select_related("child")
    return [
        Beside(row.pk, row.child_id, name_of(row.child), row.state) for row in rows.order_by("child__born", "pk")
    ]


def _seen(found: Matter, life: Life, on: date) -> Seen | None:
    """The last visit of the officer since the review before, up to the day of this one."""
    until = found.held_on or found.meeting.on or on
    before = max((told.held for told in life.reviews if told.held < until), default=date.min)
    visits = Visit.objects.filter(child=found.child_id, kind="iro", held__gt=before, held__lte=until)
    last = visits.order_by("-held", "-pk").first()
    if last is None:
        return None
    return Seen(last.pk, last.held, bool(last.seen), bool(last.seen_alone))
