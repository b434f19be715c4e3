"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from access_walks import TOMORROW, Cell, Walk
from access_world import NOBODY, sent
from service import TODAY, moment
from sightline.casework.documents.models import Issued, Template
from sightline.casework.documents.queries import ours
from sightline.casework.documents.storing import store
from sightline.casework.meetings.models import Decision, Delivery, Matter, Meeting, Participant, Query, Record


def _matter(cell: Cell) -> dict[str, Any]:
    return {"pk": cell.row("matter") if cell.child else NOBODY}


def _with(key: str, row: str) -> Any:
    return lambda cell: {**_matter(cell), key: cell.row(row)}


def _chairs(cell: Cell) -> None:
    """Whoever may hold a meeting holds the ones they chair."""
    Meeting.objects.filter(pk=cell.row("meeting")).update(chair=cell.person)


def _drafts(cell: Cell) -> None:
    _chairs(cell)
    Decision.objects.filter(pk=cell.row("decision")).update(state="draft")


def _nothing_asked(cell: Cell) -> None:
    Decision.objects.filter(matter=cell.row("matter"), state="queried").update(state="final")


def _finished(cell: Cell) -> None:
    """All is decided and written, and nothing issued."""
    Decision.objects.filter(matter=cell.row("matter")).update(state="final")
    Record.objects.filter(matter=cell.row("matter")).update(state="finished", finished_on=TODAY)


def _issued(cell: Cell) -> None:
    """There is a record to send, and somebody it was not sent to."""
    child = cell.child or cell.world.own
    Participant.objects.create(matter_id=cell.row("matter"), capacity="carer", name="A carer", gets="record")
    if not Issued.objects.filter(number=cell.row("matter"), kind="record").exists():
        Issued.objects.create(
            child=child, kind="record", about="matter", number=cell.row("matter"), format="pdf",
            sha256=store(b"A"), size=1, made_at=moment(),
        )  # fmt: skip


def _kept(cell: Cell) -> None:
    """The document is in the folder."""
    Issued.objects.filter(pk=cell.row("issued")).update(sha256=store(b"A document"))


def _carer(cell: Cell) -> int:
    found = Participant.objects.filter(matter=cell.row("matter"), name="A carer").values_list("pk", flat=True)
    return found.first() or 0


def _template(cell: Cell) -> dict[str, Any]:
    return {"pk": cell.world.template.pk}


def _in_use(cell: Cell) -> None:
    Template.objects.filter(pk=cell.world.template.pk).update(since=TODAY)


WALKS: dict[str, Walk] = {
    "reviews-following": Walk(),
    "review-window": Walk(_matter, about_child=True),
    "review-window-open": Walk(
        _matter, body=lambda cell: sent({"version": ""}), changes=(Decision, Matter), ready=_drafts,
        about_child=True,
    ),
    "review-window-agree": Walk(
        _matter, body=lambda cell: sent({"version": ""}), changes=(Decision, Matter), ready=_nothing_asked,
        about_child=True,
    ),
    "decision-query": Walk(
        _with("decision", "decision"), body=lambda cell: sent({"says": "Who pays?"}), changes=(Query, Decision),
        about_child=True,
    ),
    "query-answer": Walk(
        _with("query", "query"),
        body=lambda cell: sent(
            {"says": "The council", "outcome_of_query": "changed", "what": "Find a near school", "who": "School",
             "by_when": TOMORROW, "outcome": ""}
        ),
        changes=(Query, Decision), ready=_chairs, about_child=True,
    ),
    "review-documents": Walk(_matter, about_child=True),
    "review-issue": Walk(
        _matter, body=lambda cell: sent({"kinds": ["letter"], "words": ""}), changes=(Issued,), ready=_finished,
        about_child=True,
    ),
    "review-sending": Walk(
        _matter,
        body=lambda cell: sent({"people": [_carer(cell)], "on": TODAY, "channel": "post", "proof": ""}),
        changes=(Delivery,), ready=_issued, about_child=True,
    ),
    "review-recipients": Walk(
        _matter, body=lambda cell: sent({f"gets_{_carer(cell)}": "decisions"}), changes=(Participant,),
        ready=_issued, about_child=True,
    ),
    "child-documents": Walk(),
    "document": Walk(
        lambda cell: {"pk": cell.row("issued") if cell.child else NOBODY}, ready=_kept, about_child=True
    ),
    "templates": Walk(),
    "template-add": Walk(
        body=lambda cell: {
            "kind": "letter", "name": "Ours", "file": SimpleUploadedFile("letter.docx", ours("letter"))
        },
        changes=(Template,),
    ),
    "template-names": Walk(lambda cell: {"kind": "letter"}),
    "template-ours": Walk(lambda cell: {"kind": "letter"}),
    "template-our-sample": Walk(lambda cell: {"kind": "letter", "form": "docx"}),
    "template": Walk(_template),
    "template-file": Walk(_template),
    "template-sample": Walk(lambda cell: {**_template(cell), "form": "docx"}),
    "template-use": Walk(
        _template, body=lambda cell: sent({"since": TOMORROW}), changes=(Template,)
    ),
    "template-stop": Walk(_template, body=lambda cell: {"go": "yes"}, changes=(Template,), ready=_in_use),
}  # fmt: skip
FORMS: set[str] = set()
NOT_MET: set[str] = {
    "review-window-open",
    "review-window-agree",
    "decision-query",
    "query-answer",
    "document",
    "template-ours",
    "template-our-sample",
    "template",
    "template-file",
    "template-sample",
    "template-use",
    "template-stop",
}
