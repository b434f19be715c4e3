"""What comes of imports: what to decide, how late the service is told, and taking an extract."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.register.importing import actions, choosing, lateness, queries
from sightline.casework.register.queries.chronology import NOTICES
from sightline.casework.watch import lives as work
from sightline.domain.roles import Act
from sightline.web.access import page, saw
from sightline.web.components.values import Table
from sightline.web.rendering import render


@page(Act.IMPORT)
def contradictions(request: Any) -> HttpResponse:
    """What a feed tells otherwise than a person."""
    waiting = [
        {
            "id": one.pk,
            "child": one.child_id,
            "title": queries.title(one.table),
            "which": queries.which(one),
            "where": f"{one.file}, line {one.line}" if one.file else "the case system",
            "values": [(queries.label(one.table, name), ours, theirs) for name, ours, theirs in told],
        }
        for one, told in queries.beside_ours(queries.contradictions(seen_by=request.viewer))
    ]
    saw(request, "contradictions")
    return render(request, "pages/imports/contradictions.html", {"waiting": waiting})


@page(Act.IMPORT)
@require_POST
def decide(request: Any, pk: int) -> HttpResponse:
    """Take the feed's, or keep ours."""
    theirs = request.POST.get("choice") == "theirs"
    try:
        choosing.decide(pk, theirs=theirs, by=request.viewer)
    except actions.NotPermitted as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The feed's is taken." if theirs else "Ours is kept.")
    return HttpResponseRedirect(reverse("contradictions"))


@page(Act.SEE_TRENDS)
def late(request: Any) -> HttpResponse:
    """How late the service is told, over the last twelve months."""
    on = request.viewer.on
    told = lateness.lateness(date(on.year - 1, on.month, 1), on, seen_by=request.viewer)
    tables = [
        _table("By what happened", "What happened", told.by_kind, lambda what: NOTICES.get(what, _plainly(what))),
        _table("By month in which it became known", "Month", told.by_month, _month),
        _table("By team of the social worker", "Team", told.by_team, lambda what: what or "No team known"),
    ]
    return render(request, "pages/imports/late.html", {"tables": tables, "any": bool(told.by_kind)})


def _table(caption: str, what: str, rows: Any, say: Any) -> Table:
    columns = (what, "Notices", "Half known within (days)", "Nine in ten within (days)")
    return Table(caption, columns, [[say(row.what), row.count, f"{row.median:g}", row.ninth] for row in rows])


def _plainly(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _month(month: str) -> str:
    return date.fromisoformat(f"{month}-01").strftime("%B %Y")


@page(Act.EXTRACT)
def take_extract(request: Any) -> HttpResponse:
    """An extract of the register, for figures: asked for, then given as a zip."""
    if request.method != "POST":
        return render(request, "pages/imports/extract.html", {})
    with tempfile.TemporaryDirectory(prefix="sightline-") as folder:
        lives = work.write(Path(folder) / "lives", on=request.viewer.on, seen_by=request.viewer)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for each in sorted(lives.iterdir()):
                archive.write(each, f"lives/{each.name}")
    saw(request, "extract", action="exported")
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="extract-{request.viewer.on}.zip"'
    return response


urls = [
    path("imports/to-decide/", contradictions, name="contradictions"),
    path("imports/to-decide/<int:pk>/", decide, name="contradiction-decide"),
    path("imports/extract/", take_extract, name="extract"),
    path("late-notices/", late, name="late-notices"),
]
