"""Writing the record of one child's part: begun, written section by section, typed, finished, opened again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from sightline.casework.meetings.changing import changed, said, told_anew
from sightline.casework.meetings.models import Matter, Record, Section
from sightline.casework.meetings.queries.lacking import Lack, lacking
from sightline.casework.meetings.queries.recorded import age_of
from sightline.casework.meetings.scope import (
    NoSuchMatter,
    NotPermitted,
    chairs,
    open_matter,
    require,
    require_chair,
)
from sightline.casework.outbox.actions import tell
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.actions import Changed, keep
from sightline.domain.record_forms import Asks, Question, SectionForm, sections_for
from sightline.domain.roles import Act, Role
from sightline.domain.workflows import RECORD

#: Characters of one section, or of one answer: many times the longest that anybody writes.
LONGEST_TEXT = 50_000


class NotFinished(Exception):
    """The record cannot be finished yet: `lacks` says what is missing, and where."""

    def __init__(self, lacks: tuple[Lack, ...]) -> None:
        super().__init__("The record cannot be finished yet.")
        self.lacks = lacks


@dataclass(frozen=True)
class Said:
    """What somebody writes in one section."""

    text: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    source: str = Section.Source.TYPED


@transaction.atomic
def start(*, matter: int, form: str, options: Iterable[str], by: Viewer) -> None:
    """Begin the record with the form of this kind of review. Begun already: nothing happens.

    Raises NoSuchMatter, NotPermitted.
    """
    found = open_matter(matter, seen_by=by, lock=True)
    require_chair(found, by)
    record, made = Record.objects.get_or_create(matter=found, defaults={"form": form, "options": sorted(options)})
    if not made and record.state != RECORD.first:
        return
    changed(
        record, version=None, by=by, cause="start", state=RECORD.after(record.state, "start"), started_on=by.on,
        form=form, options=sorted(options),
    )  # fmt: skip
    told_anew([found.child_id], "began_record", by, matter=matter)


@transaction.atomic
def write(*, matter: int, key: str, said: Said, by: Viewer, version: int | None) -> None:
    """Write one section. `version` is the one it had when it was opened, 0 where nothing was written.

    Raises NoSuchMatter, NotPermitted, Changed.
    """
    write_together(key=key, said={matter: said}, by=by, version=version)


@transaction.atomic
def write_together(*, key: str, said: Mapping[int, Said], by: Viewer, version: int | None) -> None:
    """Write the same section of several children's records, all or none.

    `version` is the sum of the versions that the sections had. Raises NoSuchMatter, NotPermitted, Changed.
    """
    opened = [_opened(matter, key, by) for matter in sorted(said)]
    now = sum(one.row.version if one.row else 0 for one in opened)
    if version is not None and version != now:
        raise Changed(now, _now(opened, together=len(opened) > 1))
    for one in opened:
        _save(one, said[one.matter.pk], by)


@transaction.atomic
def move(*, matter: int, move: str, by: Viewer, version: int | None, why: str = "") -> None:
    """Send the record to be typed, take it back, say that it was typed, open it again (with a reason).

    Raises NoSuchMatter, NotPermitted, NotPossible, Changed.
    """
    found, record = _record(matter, by)
    if version is not None and version != record.version:
        raise Changed(record.version, {})
    if move not in _MAY:
        raise NotPermitted("A record is finished by itself.")
    _MAY[move](found, by)
    told: dict[str, Any] = {"state": RECORD.after(record.state, move)}
    if move == "send_to_type":
        told["to_type_on"] = by.on
    if move == "reopen":
        told["reopened_why"] = said(why, "Say why it is opened again.")
    changed(record, version=None, by=by, cause=move, **told)
    told_anew([found.child_id], f"record_{move}", by, matter=matter)
    _tell(found, record, move, by)


@transaction.atomic
def finish(*, matter: int, by: Viewer, version: int | None) -> date:
    """Finish the record; the day on which it was finished first.

    That day is the one that its limit of 15 working days and the figures ask for (`review-record`, "record
    finalised"): a record that is opened again for a correction and finished once more was not late for it, and who
    corrects is not worse off than who leaves a mistake. Nothing may be missing even the first time, so nobody
    gains by finishing early. That it was finished again is in the trail, and in the edition of the documents.
    Raises NoSuchMatter, NotPermitted, NotPossible, Changed, NotFinished.
    """
    found, record = _record(matter, by)
    require_chair(found, by)
    if version is not None and version != record.version:
        raise Changed(record.version, {})
    state = RECORD.after(record.state, "finish")
    if lacks := lacking(found, on=by.on):
        raise NotFinished(lacks)
    first = record.finished_on or by.on
    who = record.finished_by_id if record.finished_on else by.id
    changed(record, version=None, by=by, cause="finish", state=state, finished_on=first, finished_by_id=who)
    told_anew([found.child_id], "finished_record", by, matter=matter)
    return first


def require_writer(found: Matter, record: Record | None, by: Viewer) -> None:
    """Who may write in a record as it stands: its chair, or business support while it is to be typed.

    Raises NotPermitted.
    """
    state = record.state if record else RECORD.first
    if state == "finished":
        raise NotPermitted("This record is finished. Open it again to change it.")
    if state == "typing":
        if not by.may(Act.TYPE_RECORD):
            raise NotPermitted("This record is with business support to type. Take it back to write in it.")
        return
    if by.may(Act.TYPE_RECORD) and not by.may(Act.HOLD_MEETING):
        raise NotPermitted("This record was not sent to be typed.")
    require_chair(found, by)


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with a record as it stands: as who chairs it, and write in it."""

    chairs: bool
    writes: bool


def rights(matters: Collection[Matter], states: Mapping[int, str], by: Viewer) -> dict[int, Rights]:
    """The same questions that `require_chair` and `require_writer` ask, of many matters at once, by number.

    `states` are those of their records; without one it is not begun. One query.
    """
    chaired = chairs(matters, by)
    types = by.may(Act.TYPE_RECORD)
    told = {}
    for found in matters:
        state = states.get(found.pk, RECORD.first)
        writes = types if state == "typing" else found.pk in chaired and state != "finished"
        told[found.pk] = Rights(found.pk in chaired, writes)
    return told


@dataclass
class _Open:
    """A section that is about to be written, with all that decides whether it may be."""

    matter: Matter
    record: Record
    form: SectionForm
    row: Section | None


def _opened(matter: int, key: str, by: Viewer) -> _Open:
    found, record = _record(matter, by)
    require_writer(found, record, by)
    if record.state == RECORD.first:
        raise NotPermitted("Begin the record first.")
    rows = {row.key: row for row in Section.objects.filter(record=record)}
    forms = sections_for(record.form, age_of(found, by.on), record.options, also=rows)
    form = next((each for each in forms if each.key == key), None)
    if form is None:
        raise NoSuchMatter
    row = rows.get(key)
    if row is not None:
        row.record.matter = found
    return _Open(found, record, form, row)


def _record(matter: int, by: Viewer) -> tuple[Matter, Record]:
    """A matter and its record, both locked. Raises NoSuchMatter."""
    found = open_matter(matter, seen_by=by, lock=True)
    record = Record.objects.select_for_update().filter(matter=found).first()
    if record is None:
        raise NotPermitted("Begin the record first.")
    record.matter = found
    return found, record


def _save(one: _Open, told: Said, by: Viewer) -> None:
    values = {"text": _tidy(told.text), "answers": _answers(one.form, told.answers), "source": _source(told)}
    row = one.row or Section(record=one.record, key=one.form.key, version=0)
    new = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not new or (one.row is None and not values["text"] and not values["answers"]):
        return
    if one.row is not None:
        keep(row, by=by.id, at=by.at, cause="written")
    for name in new:
        setattr(row, name, values[name])
    row.written_at, row.written_by_id, row.version = by.at, by.id, row.version + 1
    row.save()
    told_anew([one.matter.child_id], "wrote", by, matter=one.matter.pk, section=one.form.key, fields=new)


def _now(opened: list[_Open], *, together: bool) -> dict[str, Any]:
    """What the sections say now, by the names of the form: those of several children end with the matter."""
    told: dict[str, Any] = {}
    for one in opened:
        end = f"_{one.matter.pk}" if together else ""
        row = one.row or Section()
        told |= {f"text{end}": row.text, f"source{end}": row.source}
        told |= {f"{each.key}{end}": row.answers.get(each.key, "") for each in one.form.questions}
    return told


def _tidy(text: str) -> str:
    told = text.replace("\r\n", "\n").strip()
    if len(told) > LONGEST_TEXT:
        raise NotPermitted(f"A section can hold {LONGEST_TEXT:,} characters.")
    return told


def _source(told: Said) -> str:
    if told.source not in Section.Source.values:
        raise NotPermitted("Say where the text comes from.")
    return str(told.source)


def _answers(form: SectionForm, told: Mapping[str, Any]) -> dict[str, str]:
    """The answers that are given, as they are kept: days as text."""
    kept = ((each, told.get(each.key)) for each in form.questions)
    return {each.key: _answer(each, value) for each, value in kept if value not in (None, "")}


def _answer(question: Question, value: Any) -> str:
    if question.asks is Asks.DAY:
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
    if question.asks is Asks.CHOICE and value not in (question.choices or {}):
        raise NotPermitted(f"Choose one of the answers for “{question.label}”.")
    if question.asks is Asks.SCALE and str(value) not in SCALE:
        raise NotPermitted(f"Choose a number from 0 to 10 for “{question.label}”.")
    return _tidy(str(value))


SCALE = frozenset(str(number) for number in range(11))


def _types(found: Matter, by: Viewer) -> None:
    """Business support says that it typed; whoever chairs may have done it themselves."""
    if not by.may(Act.TYPE_RECORD):
        require_chair(found, by)
    else:
        require(by, Act.TYPE_RECORD)


_MAY = {"send_to_type": require_chair, "take_back": require_chair, "typed": _types, "reopen": require_chair}


def _tell(found: Matter, record: Record, move: str, by: Viewer) -> None:
    """Who types is told that there is something, and the chair that it was typed."""
    key = f"{move}:{record.pk}:{record.version}"
    if move == "send_to_type":
        typists = current(RolePeriod.objects.filter(role=Role.BUSINESS_SUPPORT.value), by.on)
        people = set(typists.values_list("person_id", flat=True))
        tell("to_type", people=people, key=key, at=by.at, number=found.pk, child=found.child_id)
    elif move == "typed":
        chair = {found.meeting.chair_id} - {by.id}
        tell("typed", people=chair, key=key, at=by.at, number=found.pk, child=found.child_id)
