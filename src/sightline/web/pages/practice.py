"""Practice: which is in force, what it says, how it differs from another, a new one, a change on a day."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.practice import actions, queries
from sightline.domain.practice_files import PracticeError
from sightline.domain.roles import Act
from sightline.web.access import page
from sightline.web.components.statuses import Tag, status
from sightline.web.components.values import Column, Distance, Link, Table
from sightline.web.day import today
from sightline.web.forms import DayField, Form, choices
from sightline.web.pages.acting import Asking
from sightline.web.rendering import render

LARGEST = 400_000  # bytes: more than the longest file that is read


class UploadForm(Form):
    """A practice file."""

    file = forms.FileField(label="Practice file", help_text="A .toml file: one from here, changed")

    def clean_file(self) -> bytes:
        """What is in the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is too large to be a practice: choose another")
        content: bytes = file.read()
        return content


class SwitchForm(Form):
    """From which day, and why."""

    since = DayField(label="From which day")
    why = forms.CharField(label="Why it changes", max_length=200, help_text="Such as: agreed by the board in May")


class CompareForm(Form):
    """Two practices."""

    all_optional = True
    before = forms.TypedChoiceField(label="What", coerce=int)
    after = forms.TypedChoiceField(label="Compared with", coerce=int)

    def __init__(self, *args: Any, kept: list[queries.Kept], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = choices([(str(version.id), _named(version)) for version in kept])
        for field in ("before", "after"):
            self.fields[field].choices = named  # type: ignore[attr-defined]


class TakeBackForm(forms.Form):
    """The day of a change that is taken back."""

    since = forms.DateField(input_formats=["%Y-%m-%d"])


@page(Act.SEE_PRACTICE)
def practice(request: Any) -> HttpResponse:
    """Which practice is in force and from when, every other that is kept, and the changes."""
    kept = queries.kept(request.viewer.on)
    history = queries.history()
    return render(
        request,
        "pages/practice/list.html",
        {
            "current": next((version for version in kept if version.in_force), None),
            "versions": _versions(kept, request.viewer.on),
            "changes": _changes(history, request.viewer.on),
            "coming": [switch for switch in history if switch.since > request.viewer.on],
            "may_change": request.viewer.may(Act.CHANGE_PRACTICE),
            "compare": CompareForm(kept=kept) if len(kept) > 1 else None,
        },
    )


@page(Act.SEE_PRACTICE)
def version(request: Any, pk: int) -> HttpResponse:
    """One practice, as a person reads it."""
    one = _kept(request, pk)
    return render(
        request,
        "pages/practice/version.html",
        {
            "version": one,
            "state": _state(one, request.viewer.on),
            "tables": [
                Table(part.title, ("What", "How it is here", "Where it is said"), _lines(part))
                for part in queries.in_words(pk)
                if part.lines
            ],
            "about": queries.practice(pk).source,
            "may_change": request.viewer.may(Act.CHANGE_PRACTICE),
        },
    )


@page(Act.SEE_PRACTICE)
def file(request: Any, pk: int) -> HttpResponse:
    """The file of one practice, to change and upload again."""
    one = _kept(request, pk)
    response = HttpResponse(queries.file(pk), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{one.name}.toml"'
    return response


@page(Act.CHANGE_PRACTICE)
def upload(request: Any) -> HttpResponse:
    """A new practice file: kept when nothing is wrong in it; else every problem is shown at its line."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        content = form.cleaned_data["file"]
        try:
            pk = actions.add(file=content, by=request.viewer)
        except PracticeError as refused:
            form.add_error("file", "The file cannot be taken: see below what to do about each problem")
            context["problems"] = _problems(content, refused)
        else:
            messages.success(request, "The practice is kept. It is not in force until you switch to it.")
            return HttpResponseRedirect(reverse("practice-version", args=[pk]))
    return render(request, "pages/practice/upload.html", context)


@page(Act.SEE_PRACTICE)
def compare(request: Any) -> HttpResponse:
    """What one practice says otherwise than another, side by side."""
    kept = queries.kept(request.viewer.on)
    form = CompareForm(request.GET or None, kept=kept)
    context: dict[str, Any] = {"form": form, "kept": kept}
    if form.is_valid():
        asked = form.cleaned_data
        titles = {version.id: version.title for version in kept}
        context["table"] = _differences(asked["before"], asked["after"], titles)
    return render(request, "pages/practice/compare.html", context)


@page(Act.CHANGE_PRACTICE)
def switch(request: Any, pk: int) -> HttpResponse:
    """Make a practice the council's from a day on."""
    one = _kept(request, pk)
    asking = Asking(
        title=f"Switch to {one.title}",
        button="Switch on this day",
        back=Link("Back to practice", reverse("practice")),
        refusals=(actions.NotPermitted,),
        intro="From this day on, due dates, words, lines and targets are those of this practice.",
        done=f"The practice changes to {one.title}.",
    )
    form = SwitchForm(request.POST or None, initial={"since": today()})
    return asking.page(request, form, partial(actions.switch, version=pk, by=request.viewer))


@require_POST
@page(Act.CHANGE_PRACTICE)
def take_back(request: Any) -> HttpResponse:
    """Take back a change that has not begun."""
    form = TakeBackForm(request.POST)
    if form.is_valid():
        try:
            actions.take_back(since=form.cleaned_data["since"], by=request.viewer)
        except actions.NotPermitted as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The change is taken back.")
    return HttpResponseRedirect(reverse("practice"))


def _kept(request: Any, pk: int) -> queries.Kept:
    one = next((version for version in queries.kept(request.viewer.on) if version.id == pk), None)
    if one is None:
        raise Http404
    return one


def _named(version: queries.Kept) -> str:
    return f"{version.title} (kept {version.added_at:%-d %B %Y}{', in force' if version.in_force else ''})"


def _state(version: queries.Kept, on: date) -> Tag:
    if version.in_force:
        return status("in_force", "practice")
    if any(since > on for since in version.since):
        return status("coming", "practice")
    return status("ended" if version.since else "not_used", "practice")


def _versions(kept: list[queries.Kept], on: date) -> Table:
    rows = [
        (_link(one.id, one.title), _state(one, on), one.added_at.date(),
         one.added_by or "Comes with Sightline")
        for one in kept
    ]  # fmt: skip
    return Table("Practices kept", ("Practice", "Status", "Kept since", "Added by"), rows)


def _changes(history: list[queries.Switch], on: date) -> Table:
    rows = [
        (Distance(each.since, on), _link(each.version, each.title), each.why, each.set_by or "The service")
        for each in history
    ]
    columns = ("From", "Practice", "Why", "By")
    return Table("Changes of practice", columns, rows, empty="The practice was never changed.")


def _lines(part: Any) -> list[tuple[str, str, str]]:
    return [(line.label, line.says, line.source or "–") for line in part.lines]


def _problems(content: bytes, refused: PracticeError) -> Table:
    told = content.decode("utf-8", "replace").splitlines()
    rows = [
        (str(problem.line or "–"), _line(told, problem.line), problem.place, problem.says)
        for problem in refused.problems
    ]
    columns = (Column("Line", numeric=True), "What the line says", "Place", "What to do")
    return Table("Problems in the file", columns, rows, row_headings=False)


def _line(told: list[str], number: int) -> str:
    return "".join(told[number - 1 : number]).strip()[:80] if number else "–"


def _link(version: int, title: str) -> Link:
    return Link(title, reverse("practice-version", args=[version]))


def _differences(before: int, after: int, titles: dict[int, str]) -> Table:
    rows = [
        (each.label, each.part, each.before or "Not said", each.after or "Not said")
        for each in queries.compare(before, after)
    ]
    columns = ("What", "Part", titles[before], titles[after])
    return Table(f"{len(rows)} differences", columns, rows, empty="The two say the same.")


urls = [
    path("practice/", practice, name="practice"),
    path("practice/upload/", upload, name="practice-upload"),
    path("practice/compare/", compare, name="practice-compare"),
    path("practice/take-back/", take_back, name="practice-take-back"),
    path("practice/<int:pk>/", version, name="practice-version"),
    path("practice/<int:pk>/file/", file, name="practice-file"),
    path("practice/<int:pk>/switch/", switch, name="practice-switch"),
]
