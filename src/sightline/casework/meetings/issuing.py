"""Documents of one child's part of a meeting: three from one record, kept as they were issued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from sightline.casework.documents.actions import keep_issued
from sightline.casework.documents.filling import fill
from sightline.casework.documents.kinds import KINDS, OF_REVIEWS, Kind
from sightline.casework.documents.models import Issued
from sightline.casework.documents.printing import to_pdf
from sightline.casework.documents.queries import Using, using
from sightline.casework.documents.text import paragraphs
from sightline.casework.meetings.changing import told_anew
from sightline.casework.meetings.models import Matter
from sightline.casework.meetings.queries.recorded import Decided, Recorded, Written, recorded_of
from sightline.casework.meetings.scope import NotPermitted, open_matter, require
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Past
from sightline.domain.explain import in_words
from sightline.domain.review_kinds import kinds as review_kinds
from sightline.domain.roles import Act

LONGEST_WORDS = 4000
_CAME = frozenset({"yes", "part", "remote"})
_ANOTHER = "Somebody changed the record just now. Look at it and issue the documents again."


def issue(*, matter: int, kinds: Sequence[str], by: Viewer, words: str = "") -> list[int]:
    """Make documents of these kinds, as Word and as PDF, and keep them; their numbers.

    `words` are what the chair writes to the child, in the letter. Where the record was opened again since, it is
    the next edition. What was made before stays. Raises NoSuchMatter, NotPermitted.
    """
    require(by, Act.SEND_OUT)
    found = open_matter(matter, seen_by=by)
    told = recorded_of(found, on=by.on)
    if not kinds or not set(kinds) <= set(OF_REVIEWS):
        raise NotPermitted("Choose which documents to issue.")
    _may_be_issued(told, kinds)
    made = {kind: _made(KINDS[kind], found, told, words, by) for kind in kinds}
    with transaction.atomic():
        now = open_matter(matter, seen_by=by, lock=True)
        if recorded_of(now, on=by.on) != told:
            raise NotPermitted(_ANOTHER)
        _not_there_already(found, kinds, words)
        numbers = [
            number
            for kind, (template, files) in made.items()
            for number in keep_issued(
                child=found.child_id,
                kind=kind,
                about="matter",
                number=matter,
                files=files,
                template=template,
                by=by,
            )
        ]
        told_anew([found.child_id], "documents_issued", by, matter=matter, kinds=sorted(kinds), documents=numbers)
    return numbers


def why_not(told: Recorded, kind: str) -> str:
    """Why a document of a kind cannot be issued yet; nothing where it can be."""
    if told.completed_on is None:
        return "The review is not complete yet."
    if any(row.state == "draft" for row in told.decisions):
        return "There are draft decisions: issue them to managers first."
    if any(row.state == "in_window" for row in told.decisions):
        return "Decisions are with managers until their window closes."
    if kind != "decisions" and told.record != "finished":
        return "The record is not finished yet."
    return ""


def outdated(matter: Matter, kind: str) -> bool:
    """Whether there is no document of a kind, or what it was made from changed since. Two queries."""
    last = Issued.objects.filter(about="matter", number=matter.pk, kind=kind).order_by("-edition").first()
    return last is None or _changed_since(matter, last)


def values(found: Matter, told: Recorded, *, words: str, edition: int, by: Viewer) -> dict[str, Any]:
    """What a template of any kind may name, of one child's part of a meeting."""
    venue = found.meeting.venue
    return {
        "council": settings.COUNCIL,
        "child": {
            "name": told.called,
            "full_name": told.child_name,
            "born": in_words(told.born) if told.born else "",
            "came": any(each.came in _CAME for each in told.participants if each.capacity == "Child"),
        },
        "review": {
            "title": review_kinds()[told.form].title if told.form in review_kinds() else "Review",
            "held_on": in_words(told.held_on) if told.held_on else "",
            "place": venue.name if venue else found.meeting.place or told.mode,
            "chair": told.chair,
        },
        "document": {"made_on": in_words(by.on), "edition": str(edition)},
        "decisions": [_decision(number, row) for number, row in enumerate(told.decisions, start=1)],
        "people": [
            {"name": each.name, "capacity": each.capacity, "came": each.came_said if each.came else ""}
            for each in told.participants
        ],
        "sections": [_section(each) for each in told.sections if not each.empty or each.form.required],
        "earlier": [
            {"what": row.what, "result": row.result_said, "says": row.says} for row in told.answered
        ],
        "words": paragraphs(words[:LONGEST_WORDS]),
    }  # fmt: skip


def _decision(number: int, row: Decided) -> dict[str, Any]:
    """One decision; without its full stop, since a template goes on in its own way."""
    return {
        "number": str(number), "what": row.what.rstrip(" \n."), "who": row.does,
        "by_when": in_words(row.by_when) if row.by_when else "", "outcome": row.outcome,
        "held_back": row.state == "queried",
    }  # fmt: skip


def _section(each: Written) -> dict[str, Any]:
    return {
        "title": each.title,
        "paragraphs": paragraphs(each.text),
        "answers": [{"asked": asked.rstrip("?"), "said": said} for asked, said in each.answers],
        "source": "" if each.source == "typed" else each.source_said,
    }


def _made(
    kind: Kind, found: Matter, told: Recorded, words: str, by: Viewer
) -> tuple[int | None, dict[str, bytes]]:
    """The template used, and the files by format."""
    template: Using = using(kind.key, on=by.on)
    edition = Issued.objects.filter(about="matter", number=found.pk, kind=kind.key, format="pdf").count() + 1
    title = f"{kind.heading}: {told.called}"
    filled = fill(
        template.file, values(found, told, words=words, edition=edition, by=by), title=title,
        author=settings.COUNCIL,
    )  # fmt: skip
    return template.number, {"docx": filled, "pdf": to_pdf(filled, title=title)}


def _may_be_issued(told: Recorded, kinds: Sequence[str]) -> None:
    if reason := next(filter(None, (why_not(told, kind) for kind in kinds)), ""):
        raise NotPermitted(reason)


def _not_there_already(found: Matter, kinds: Sequence[str], words: str) -> None:
    for kind in kinds:
        if not outdated(found, kind) and not (kind == "letter" and words.strip()):
            title = KINDS[kind].title.lower()
            raise NotPermitted(f"The {title} is issued and nothing changed since: print it again as it was.")


def _changed_since(matter: Matter, last: Issued) -> bool:
    """The record or a decision was written on: a record that is finished is so only after it was opened again."""
    pasts = Past.objects.filter(subject=matter.child_id, replaced_at__gt=last.made_at)
    return any(pasts.filter(kind=f"meetings.{name}", row__in=rows).exists() for name, rows in _rows_of(matter))


def _rows_of(matter: Matter) -> Iterator[tuple[str, Any]]:
    yield "record", matter.__class__.objects.filter(pk=matter.pk).values("record")
    yield "decision", matter.decisions.values("pk")
