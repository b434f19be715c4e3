"""A child's story as the components take it: tables, lists and lines of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from sightline.casework.register.queries import (
    DETAILS,
    TABLES,
    Event,
    Gap,
    Source,
    Story,
    Told,
    Worker,
    headline,
    open_episode,
    says,
)
from sightline.casework.register.queries.sources import Change
from sightline.casework.staff.queries import Viewer
from sightline.domain.clocks import Clock
from sightline.domain.duties import Duty
from sightline.domain.roles import Act
from sightline.domain.timescales import TIMESCALES
from sightline.web.components.statuses import Tag, status
from sightline.web.components.values import Link, Moment, Row, Table
from sightline.web.strip import Strip


@dataclass(frozen=True)
class Due:
    """Something that is due, or was: what, when, how it stands, and why that day."""

    title: str
    due: date | None
    tag: Tag
    why: str
    last: date | None = None


def due_now(story: Story) -> list[Due]:
    """What the reviewing service owes the child now, the first due first."""
    return [_clock(clock) for clock in story.open_clocks]


def open_for(story: Story, viewer: Viewer) -> int | None:
    """The episode of which somebody may tell that it ended, by its number."""
    episode = open_episode(story.told["episodes"]) if viewer.may(Act.RECORD_FACTS) else None
    return episode.pk if episode else None


def due_beside(story: Story) -> list[Due]:
    """What else is next due: health, education, visits."""
    ordered = sorted(story.duties, key=lambda duty: (duty.due is None, duty.due or story.on))
    return [_duty(duty) for duty in ordered]


def settled(story: Story) -> Table:
    """The reviews so far, the latest first, each with how it stood and why."""
    return Table(
        "Reviews so far",
        ["Review", "Due", "Held", "How it stood", "Why"],
        [
            [_title(clock), clock.effective_due, clock.met_on, status(clock.standing), clock.why]
            for clock in story.settled_clocks
        ],
        empty="No review is told yet.",
        caption_hidden=True,
    )


def facts(story: Story, keys: Sequence[str], caption: str) -> Table:
    """Rows of some tables, the latest first, each with where it comes from."""
    rows = sorted((row for key in keys for row in story.told[key]), key=_by_day, reverse=True)
    return Table(
        caption,
        ["What", "Says", "From", "Until", "Where it comes from"],
        [[TABLES[row.table].one, headline(row), row.since, row.until, _source(story.who.pk, row)] for row in rows],
        empty="Nothing is told.",
        row_headings=False,
    )


def mend(story: Story, may_record: bool) -> Table:
    """What is missing or cannot be right, the oldest first."""
    ordered = sorted(story.gaps, key=lambda gap: gap.since or story.on)
    return Table(
        "What to mend",
        ["What", "Who can mend it", "Since", "Days"],
        [[_gap(story, gap, may_record), gap.owner, gap.since, gap.age(story.on)] for gap in ordered],
        empty="Nothing is missing that we know of.",
        caption_hidden=True,
    )


def timeline(pk: int, events: Iterable[Event]) -> list[Moment]:
    """Happenings on a line of time."""
    return [
        Moment(
            event.title,
            event.day,
            event.text,
            links=[Link(event.source, _source_url(pk, event.table, event.row), "for this")] if event.row else (),
        )
        for event in events
    ]


def table_of(pk: int, key: str, rows: Sequence[Told], may_record: bool) -> Table:
    """Every row of one table, to be corrected or followed to its source; only columns that tell something."""
    table = TABLES[key]
    told = [field for field in table.fields if any(field.say(row[field.name]) is not None for row in rows)]
    return Table(
        table.many,
        [*(field.label for field in told), "Where it comes from", *(["Change"] if may_record else [])],
        [
            [
                *(field.say(row[field.name]) for field in told),
                _source(pk, row),
                *([Link("Correct", _row_url(pk, row), _about(row))] if may_record else []),
            ]
            for row in reversed(rows)
        ],
        empty="Nothing is told.",
        row_headings=False,
    )


def _clock(clock: Clock) -> Due:
    return Due(_title(clock), clock.effective_due, status(clock.standing), clock.why)


def _title(clock: Clock) -> str:
    return clock.title


def _duty(duty: Duty) -> Due:
    return Due(TIMESCALES[duty.key].title, duty.due, status(duty.standing), duty.why, duty.last)


def _by_day(row: Told) -> tuple[date, int]:
    return row.since or date.min, row.pk


def _source(pk: int, row: Told) -> Link:
    return Link(str(row.source), _source_url(pk, row.table, row.pk), _about(row))


def _about(row: Told) -> str:
    return f"for {TABLES[row.table].one.lower()} {row.since or row.pk}"


def _source_url(pk: int, table: str, row: int | None) -> str:
    return reverse("child-source", kwargs={"pk": pk, "table": table, "row": row})


def _row_url(pk: int, row: Told) -> str:
    return reverse("child-record-row", kwargs={"pk": pk, "table": row.table, "row": row.pk})


def _gap(story: Story, gap: Gap, may_record: bool) -> Link | str:
    if gap.table == "child" and may_record:
        return Link(gap.says, reverse("child-details", kwargs={"pk": story.who.pk}))
    if gap.table == "identifiers":
        return Link(gap.says, reverse("child-numbers", kwargs={"pk": story.who.pk}))
    if gap.row is not None and gap.table in TABLES:
        return Link(gap.says, _source_url(story.who.pk, gap.table, gap.row))
    return gap.says


def people_now(story: Story) -> Table:
    """Who works with the child now, and how to reach them."""
    now = [worker for worker in story.workers if worker.ended is None or worker.ended > story.on]
    return Table(
        "Who works with the child now",
        ["Name", "As", "Team", "Since", "Reach them"],
        [[worker.name, worker.role_said, worker.team, worker.started, _mail(worker)] for worker in now],
        empty="Nobody is named yet.",
    )


def people_before(story: Story) -> Table:
    """Who worked with the child before."""
    before = [worker for worker in story.workers if worker.ended is not None and worker.ended <= story.on]
    return Table(
        "Who worked with the child before",
        ["Name", "As", "From", "Until"],
        [[worker.name, worker.role_said, worker.started, worker.ended] for worker in before],
        empty="Nobody is told.",
    )


CIRCLES = (("family", "Family"), ("carer", "Carers"), ("professional", "Professionals"))


@dataclass(frozen=True)
class Someone:
    """Somebody in the child's life."""

    pk: int
    name: str
    who: str
    responsibility: str
    organisation: str
    contact: str
    needs: str
    caution: str
    over: bool
    source: Link


def circles(story: Story) -> list[tuple[str, list[Someone]]]:
    """The people in the child's life: family, carers, professionals."""
    rows = story.told["relations"]
    return [
        (title, [_someone(story, row) for row in rows if row["capacity"] == capacity])
        for capacity, title in CIRCLES
    ]


def siblings(story: Story) -> Table:
    """Brothers and sisters whom this person may see, each with their officer."""
    return Table(
        "Brothers and sisters",
        ["Name", "Reviewing officer", "The same officer?"],
        [
            [
                Link(each.name, reverse("child", kwargs={"pk": each.pk})),
                each.iro or "Nobody yet",
                "Yes" if each.same_iro else "No",
            ]
            for each in story.siblings
        ],
        empty="None are told.",
        caption_hidden=True,
    )


def _mail(worker: Worker) -> Link | str:
    return Link(worker.email, f"mailto:{worker.email}", f"to {worker.name}") if worker.email else ""


def _someone(story: Story, row: Told) -> Someone:
    return Someone(
        row.pk,
        row["name"],
        row["relationship"],
        {"yes": "Has parental responsibility", "no": ""}.get(row["parental_responsibility"], ""),
        row["organisation"],
        row["contact"],
        row["needs"],
        row["caution"],
        not row.holds(story.on),
        _source(story.who.pk, row),
    )


def notices(story: Story) -> Table:
    """What an import or a person made known, and how late."""
    return Table(
        "Notices",
        ["What", "Happened on", "Known on", "Days later"],
        [[says(n.kind), n.happened_on, n.known_on, (n.known_on - n.happened_on).days] for n in story.notices],
        caption_hidden=True,
    )


def strip_table(strip: Strip | None) -> Table:
    """Everything that the strip draws."""
    rows = strip.rows if strip else ()
    return Table(
        "Life so far",
        ["Line", "What", "From", "Until"],
        [[lane, what, first, "It still is" if last is None else last] for lane, what, first, last in rows],
        caption_hidden=True,
        row_headings=False,
    )


#: What is seldom known on the day, and told later in who the child is.
_LATER = ("religion", "upn", "ethnicity_detail", "mother", "first_child_born")
#: What is asked when a child is added: who the child is, and how care began.
NEW_CHILD = (
    *(field for field in DETAILS if field.name not in _LATER),
    replace(TABLES["episodes"].field("started"), label="Came into care on"),
    *(
        field
        for field in TABLES["episodes"].fields
        if field.name in ("legal_status", "need", "placement", "provider", "home_postcode", "placement_postcode")
    ),
)


def pairs(said: Iterable[tuple[str, Any]]) -> list[Row]:
    """Labels and values as a summary list."""
    return [Row(label, value) for label, value in said]


def said(row: Told) -> list[Row]:
    """Everything that a row says."""
    return [Row(field.label, value) for field, value in row.said()]


def details_of(child: Any) -> list[Row]:
    """Who the child is, field by field."""
    return [Row(field.label, field.say(getattr(child, field.name)) or "Not told") for field in DETAILS]


def provenance(source: Source) -> list[Row]:
    """Where a row comes from."""
    rows = [Row("Where it comes from", str(source))]
    if source.person:
        rows.append(Row("When", source.at))
    if source.load:
        rows.append(Row("First told by" if source.person else "Told by", f"Import {source.load}"))
        rows.append(Row("As at", source.as_at))
        rows.append(Row("File", source.file))
        rows.append(Row("Line", source.line))
    return rows


def differences(change: Change) -> Table:
    """One change, field by field."""
    return Table(
        "What changed",
        ["Field", "Before", "After"],
        [[each.label, _or_nothing(each.before), _or_nothing(each.after)] for each in change.differences],
        caption_hidden=True,
        empty="Nothing that this page shows.",
    )


def _or_nothing(value: Any) -> Any:
    return "Nothing" if value is None else value
