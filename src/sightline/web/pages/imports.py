"""Imports: files given, what is wrong in them, what they would change, and the yes that loads them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.register import tasks
from sightline.casework.register.importing import actions, queries, uploading
from sightline.domain.roles import Act
from sightline.returns import specs
from sightline.web.access import page, saw
from sightline.web.components.statuses import status
from sightline.web.components.values import Column, Link, Row, Several, Table
from sightline.web.forms.base import Form
from sightline.web.forms.fields import DayField
from sightline.web.lists.plain import harmless
from sightline.web.numbers import page_number
from sightline.web.pages import feeds
from sightline.web.rendering import render

REFRESH = 3  # seconds after which the page of an import at work looks again
KINDS = (("903", "SSDA903 return"), ("ssd", "Extract of the case system (Standard Safeguarding Dataset)"))


class ManyFiles(forms.FileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files that were chosen."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError("Choose the files of the return, or a zip with them.")
        return list(given)


def _year(year: int) -> str:
    """A year of the return by its end, as people say it: 2025 is 2024-25."""
    return f"{year - 1}-{year % 100:02}"


class StartForm(Form):
    """What is given, and what it is."""

    kind = forms.ChoiceField(label="What is it?", choices=KINDS, widget=forms.RadioSelect, initial="903")
    given = FilesField(
        label="Files", help_text="CSV files, the department's XML, or a zip of them. You may choose several."
    )
    year = forms.TypedChoiceField(
        label="Year of the return",
        choices=[("", "As the files say")]
        + [(year, _year(year)) for year in range(specs.LAST, specs.FIRST - 1, -1)],
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Of a 903 return, where the names of the files do not say.",
    )
    as_at = DayField(
        label="Day of the extract",
        required=False,
        help_text="Of an extract of the case system: the day that it tells of. Today, if you leave it empty.",
    )


@page(Act.IMPORT)
def imports(request: Any) -> HttpResponse:
    """All imports, the latest first."""
    rows = [
        [
            Link(f"Import {each.id}", reverse("import", args=[each.id])), each.kind,
            status(each.state, "import"), each.as_at, each.made_at, each.made_by,
        ]
        for each in queries.imports()
    ]  # fmt: skip
    table = Table(
        "Imports", ("Import", "What", "Where it is", "Tells of days up to", "Given", "By"), rows,
        empty="Nothing has been imported yet.", caption_hidden=True,
    )  # fmt: skip
    return render(request, "pages/imports/list.html", {"table": table})


@page(Act.IMPORT)
def start(request: Any) -> HttpResponse:
    """Give files."""
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        as_at = told["as_at"] or (request.viewer.on if told["kind"] == "ssd" else None)
        try:
            load = actions.start(
                kind=told["kind"], files=told["given"], year=told["year"], as_at=as_at, by=request.viewer
            )
        except (actions.NotPermitted, uploading.NotTaken) as refusal:
            form.add_error("given", str(refusal))
        else:
            tasks.read_import.enqueue(load.pk, request.viewer.at.isoformat())
            return HttpResponseRedirect(reverse("import", args=[load.pk]))
    return render(request, "pages/imports/start.html", {"form": form})


@page(Act.IMPORT)
def one(request: Any, pk: int) -> HttpResponse:
    """One import: where it is; what it would change, or did; what is wrong in its files."""
    try:
        shown = queries.one(pk)
    except queries.NoSuchImport:
        raise Http404 from None
    saw(request, "import", pk)
    context = {
        "import": shown,
        "facts": _facts(shown),
        "state": status(shown.state, "import"),
        "years": ", ".join(map(_year, shown.years)),
        "files": _files(shown),
    }
    if shown.state in ("ready", "loaded", "undone"):
        context |= _what_changes(request, pk)
    if shown.state == "loaded":
        context["standing"] = queries.stands_on(pk)
    response = render(request, "pages/imports/one.html", context)
    if shown.at_work and not shown.silent:
        response["Refresh"] = str(REFRESH)
    return response


def _facts(shown: queries.Shown) -> list[Row]:
    rows = [Row("What", shown.kind), Row("Given", shown.made_at), Row("By", shown.made_by)]
    if shown.as_at:
        rows.append(Row("Tells of days up to", shown.as_at))
    if shown.loaded_at:
        rows += [Row("Loaded", shown.loaded_at), Row("Loaded by", shown.loaded_by)]
    if shown.undone_at:
        rows.append(Row("Undone", shown.undone_at))
    return rows


def _files(shown: queries.Shown) -> Table:
    rows = [[name, f"{max(1, size // 1024):,} kB", rows, back] for name, size, rows, back in shown.files]
    numbers = [Column(title, numeric=True) for title in ("Size", "Rows read", "Rows sent back")]
    return Table("Files", ["File", *numbers], rows)


def _what_changes(request: Any, pk: int) -> dict[str, Any]:
    counts = queries.counts(pk, seen_by=request.viewer)
    verdicts = [v for v in queries.SHOWN if v == "known" or any(counts[table].get(v) for table in counts)]
    rows = [
        [queries.title(table), *(_count(pk, table, verdict, found.get(verdict, 0)) for verdict in verdicts)]
        for table, found in counts.items()
    ]
    headings = [Column(status(v, "change").label, numeric=True) for v in verdicts]
    changes = Table("Rows, by what becomes of them", ["Rows of", *headings], rows, caption_hidden=True)
    rules = queries.rules(pk)
    return {
        "changes": changes,
        "nothing": not any(any(found.values()) for found in counts.values()),
        "same": all(set(found) <= {"known", "older"} for found in counts.values()),
        "rules": Table(
            "What is wrong in the files",
            ["How grave", "Rule", "What to do", Column("How often", numeric=True), "First places"],
            [[status(r.severity, "level"), r.rule, r.message, r.count, Several(r.places)] for r in rules],
            row_headings=False, empty="Nothing wrong was found in the files.", caption_hidden=True,
        ),
        "any_findings": bool(rules),
        "sent_back": bool(queries.sent_back(pk)),
        "alike": Table(
            "Children who may be on the register already", ("Where", "Like", "How"),
            [
                [f"{file}, line {line}", Link(f"Child {child}", f"/children/{child}/"), _LIKE[likeness]]
                for _, child, file, line, likeness in queries.alike(pk, seen_by=request.viewer)
            ],
        ),
        "not_kept": Table(
            "Rows that cannot be kept", ("Where", "What", "Why"),
            [
                [f"{file}, line {line}", queries.title(table), why]
                for table, why, file, line in queries.not_kept(pk, seen_by=request.viewer)
            ],
        ),
    }  # fmt: skip


_LIKE = {
    "name": "The same birthday and a name like it",
    "coming": "The same birthday, sex and day of coming into care",
}


def _count(pk: int, table: str, verdict: str, number: int) -> Any:
    if not number or verdict == "known":
        return number
    return Link(f"{number:,}", reverse("import-changes", args=[pk, table, verdict]), queries.title(table).lower())


@page(Act.IMPORT)
def changes(request: Any, pk: int, table: str, verdict: str) -> HttpResponse:
    """The rows of one table with one verdict: before, and after."""
    number = page_number(request.GET.get("page"))
    try:
        queries.one(pk)
        total, rows = queries.changes(pk, table, verdict, seen_by=request.viewer, page=number)
    except queries.NoSuchImport:
        raise Http404 from None
    saw(request, "import", pk, table=table, verdict=verdict)
    shown = [
        [
            Link(f"Child {row.child_id}", f"/children/{row.child_id}/") if row.child_id else f"New: {row.child}",
            Several([f"{name}: {_said(value)}" for name, value in row.keys]),
            Several([_said_change(verdict, *value) for value in row.values]),
            f"{row.file}, line {row.line}" if row.file else "",
        ]
        for row in rows
    ]
    title = f"{queries.title(table)}: {status(verdict, 'change').label.lower()}"
    of = Paginator(range(total), queries.PAGE).get_page(number)
    table_of = Table(title, ("Child", "Which", "What it says", "Where"), shown, caption_hidden=True)
    return render(
        request, "pages/imports/changes.html", {"number": pk, "title": title, "table": table_of, "page": of}
    )


def _said_change(verdict: str, name: str, before: Any, after: Any) -> str:
    if verdict in ("changed", "contradicted", "older"):
        return f"{name}: {_said(before)} → {_said(after)}"
    return f"{name}: {_said(before if verdict == 'gone' else after)}"


def _said(value: Any) -> str:
    if value is None:
        return "nothing told"
    return value.strftime("%-d %B %Y") if hasattr(value, "strftime") else str(value)


def _doing(act: Callable[..., Any], done: str) -> Any:
    """A page that does one thing to an import, and goes back to it."""

    @page(Act.IMPORT)
    @require_POST
    def view(request: Any, pk: int) -> HttpResponse:
        try:
            queries.one(pk)
            gone = act(request, pk)
        except queries.NoSuchImport:
            raise Http404 from None
        except actions.NotPermitted as refusal:
            messages.error(request, str(refusal))
            gone = None
        else:
            messages.success(request, done)
        return HttpResponseRedirect(gone or reverse("import", args=[pk]))

    return view


def _load(request: Any, pk: int) -> None:
    actions.load(pk, by=request.viewer)
    tasks.load_import.enqueue(pk, request.viewer.at.isoformat())


def _undo(request: Any, pk: int) -> None:
    actions.undo(pk, by=request.viewer)


def _set_aside(request: Any, pk: int) -> str:
    actions.set_aside(pk, by=request.viewer)
    return reverse("imports")


def _again(request: Any, pk: int) -> None:
    state = actions.again(pk, by=request.viewer)
    job = tasks.load_import if state == actions.State.LOADING else tasks.read_import
    job.enqueue(pk, request.viewer.at.isoformat())


load = _doing(_load, "The import is being loaded.")
undo = _doing(_undo, "The import is undone. Every row says again what it said before.")
set_aside = _doing(_set_aside, "The import is set aside, and its files are removed.")
again = _doing(_again, "It is tried again.")


@page(Act.IMPORT)
def findings(request: Any, pk: int) -> HttpResponse | StreamingHttpResponse:
    """All findings as CSV, to mend the files by."""
    try:
        queries.one(pk)
    except queries.NoSuchImport:
        raise Http404 from None
    saw(request, "import", pk, action="exported", what="findings")
    columns = ("severity", "rule", "file", "line", "field", "message", "record", "collection")
    writer = csv.writer(_Echo())
    lines = (
        writer.writerow([each.severity.value, *(harmless(str(getattr(each, name))) for name in columns[1:])])
        for each in queries.findings(pk)
    )
    response = StreamingHttpResponse(
        _after("\ufeff" + writer.writerow(columns), lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-findings.csv"'
    return response


class _Echo:
    """Gives a line of CSV back as it is written."""

    def write(self, text: str) -> str:
        """The line."""
        return text


def _after(first: str, rest: Any) -> Any:
    yield first
    yield from rest


@page(Act.IMPORT)
def sent_back(request: Any, pk: int) -> HttpResponse:
    """The rows sent back, to mend: a zip with a file for each file."""
    try:
        queries.one(pk)
    except queries.NoSuchImport:
        raise Http404 from None
    paths = queries.sent_back(pk)
    if not paths:
        raise Http404
    saw(request, "import", pk, action="exported", what="sent_back")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in paths:
            archive.write(each, each.name)
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-rows-to-mend.zip"'
    return response


urls = [
    *feeds.urls,
    path("imports/", imports, name="imports"),
    path("imports/new/", start, name="import-start"),
    path("imports/<int:pk>/", one, name="import"),
    path("imports/<int:pk>/changes/<slug:table>/<slug:verdict>/", changes, name="import-changes"),
    path("imports/<int:pk>/load/", load, name="import-load"),
    path("imports/<int:pk>/undo/", undo, name="import-undo"),
    path("imports/<int:pk>/set-aside/", set_aside, name="import-set-aside"),
    path("imports/<int:pk>/again/", again, name="import-again"),
    path("imports/<int:pk>/findings.csv", findings, name="import-findings"),
    path("imports/<int:pk>/rows-to-mend.zip", sent_back, name="import-sent-back"),
]
