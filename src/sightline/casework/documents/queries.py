"""Templates with their versions, and documents as they were issued: to those who may see the child."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from django.db.models import Q

from sightline.casework.documents.filling import fill
from sightline.casework.documents.kinds import KINDS
from sightline.casework.documents.models import Issued, Template
from sightline.casework.documents.printing import to_pdf
from sightline.casework.documents.storing import Examined, examine, stored
from sightline.casework.register.scope import NoSuchChild, children
from sightline.casework.staff.queries import Viewer


class NoSuchTemplate(LookupError):
    """There is no such template."""


class NoSuchDocument(NoSuchChild):
    """There is no such document, or not for this person."""


@dataclass(frozen=True)
class Using:
    """The template that documents of a kind are made from; no number: ours."""

    number: int | None
    file: bytes


@dataclass(frozen=True)
class Kept:
    """A template that is kept. `used`: its kind of document is made from it on the day asked for."""

    number: int
    kind: str
    name: str
    warnings: tuple[str, ...]
    added_at: datetime
    added_by: str
    since: date | None
    stopped: date | None
    used: bool


@dataclass(frozen=True)
class Document:
    """A document as it was issued. `latest`: nothing was issued in its place."""

    number: int
    child: int
    kind: str
    about: str
    of: int  # the number of what it is about
    edition: int
    format: str
    size: int
    made_at: datetime
    made_by: str
    latest: bool

    @property
    def title(self) -> str:
        """What it is, in words."""
        return KINDS[self.kind].title if self.kind in KINDS else self.kind


def using(kind: str, *, on: date) -> Using:
    """The template of a kind on a day. Raises storing.NotThere, storing.Altered where its file is."""
    row = _in_use(kind, on)
    return Using(None, ours(kind)) if row is None else Using(row.pk, stored(row.sha256))


def ours(kind: str) -> bytes:
    """The template that comes with Sightline."""
    return files("sightline.casework.documents").joinpath(f"data/{kind}.docx").read_bytes()


def templates(*, on: date) -> list[Kept]:
    """Every template that is kept, by kind, the latest first. Two queries at most a kind."""
    rows = Template.objects.select_related("added_by").order_by("kind", "-added_at", "-pk")
    used = {row.pk for kind in KINDS if (row := _in_use(kind, on)) is not None}
    return [_kept(row, row.pk in used) for row in rows]


def template(number: int, *, on: date) -> Kept:
    """One template. Raises NoSuchTemplate."""
    row = _template(number)
    used = _in_use(row.kind, on)
    return _kept(row, used is not None and used.pk == row.pk)


def template_file(number: int) -> bytes:
    """The file of a template, as it was given. Raises NoSuchTemplate, storing.NotThere, storing.Altered."""
    return stored(_template(number).sha256)


def sample(number: int | None, kind: str, form: str) -> bytes:
    """A document of a template (None: ours) and invented values, as docx or pdf. Raises NoSuchTemplate."""
    told = KINDS[kind]
    file = ours(kind) if number is None else template_file(number)
    made = fill(file, told.samples, title=f"Sample: {told.heading}")
    return made if form == "docx" else to_pdf(made, title=f"Sample: {told.heading}")


def warm() -> None:
    """Make one sample, so that nobody waits while fonts and libraries are read. Asks no database."""
    sample(None, "letter", "pdf")


def of_child(child: int, *, seen_by: Viewer) -> list[Document]:
    """Every document of a child, the latest first. One query."""
    return _documents(Issued.objects.filter(child=child, child__in=children(seen_by=seen_by).values("pk")))


def of_matter(number: int, *, seen_by: Viewer) -> list[Document]:
    """Every document made from one child's part of a meeting, the latest first. One query."""
    rows = Issued.objects.filter(about="matter", number=number)
    return _documents(rows.filter(child__in=children(seen_by=seen_by).values("pk")))


def document(number: int, *, seen_by: Viewer) -> tuple[Document, bytes]:
    """A document with its bytes, as it was issued. Raises NoSuchDocument, storing.NotThere, storing.Altered."""
    rows = Issued.objects.filter(pk=number, child__in=children(seen_by=seen_by).values("pk"))
    row = rows.select_related("made_by").first()
    if row is None:
        raise NoSuchDocument
    return _documents([row])[0], stored(row.sha256)


def examined() -> Examined:
    """Whether every template and document that is kept is in the folder, and is the same."""
    return examine([*_hashes(Template.objects.values_list("sha256", flat=True)),
                    *_hashes(Issued.objects.values_list("sha256", flat=True))])  # fmt: skip


def _hashes(told: Iterable[str]) -> Sequence[str]:
    return list(told)


def _template(number: int) -> Template:
    row = Template.objects.select_related("added_by").filter(pk=number).first()
    if row is None:
        raise NoSuchTemplate
    return row


def _in_use(kind: str, on: date) -> Template | None:
    rows = Template.objects.filter(Q(stopped=None) | Q(stopped__gt=on), kind=kind, since__lte=on)
    return rows.order_by("-since", "-pk").first()


def _kept(row: Template, used: bool) -> Kept:
    return Kept(
        row.pk,
        row.kind,
        row.name,
        tuple(row.checked),
        row.added_at,
        row.added_by.name,
        row.since,
        row.stopped,
        used,
    )


def _documents(rows: Iterable[Issued]) -> list[Document]:
    if not isinstance(rows, list):
        rows = rows.select_related("made_by").order_by("-made_at", "kind", "format")  # type: ignore[attr-defined]
    return [
        Document(
            row.pk, row.child_id, row.kind, row.about, row.number, row.edition, row.format, row.size, row.made_at,
            row.made_by.name if row.made_by else "", row.replaced_by_id is None,
        )
        for row in rows
    ]  # fmt: skip
