"""Templates of documents: checked when they are given, looked at with invented values, used from a day."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from sightline.casework.documents import actions, queries
from sightline.casework.documents.kinds import KINDS
from sightline.casework.documents.queries import Kept
from sightline.casework.documents.storing import Altered, NotThere
from sightline.domain.roles import Act
from sightline.web.access import page
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import Tag, status
from sightline.web.components.values import BLANK, Cell, Link, Several, Table
from sightline.web.forms import DayField, Form, choices
from sightline.web.pages.acting import Asking
from sightline.web.pages.documents import TYPES, file_answer
from sightline.web.rendering import render

LARGEST = 5_000_000  # bytes
FORMS = {"docx": "Word", "pdf": "PDF"}


class UploadForm(Form):
    """A template that is given."""

    kind = forms.ChoiceField(
        label="Which document it is for", choices=choices([(kind.key, kind.title) for kind in KINDS.values()])
    )
    name = forms.CharField(label="What you call it", max_length=120, help_text="Such as: Letter, new logo")
    file = forms.FileField(label="Word file", help_text="A .docx file of up to 5 MB")

    def clean_file(self) -> bytes:
        """What is in the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 5 MB: make its pictures smaller")
        content: bytes = file.read()
        return content


class UseForm(Form):
    """From which day."""

    since = DayField(label="From which day")


@page(Act.CHANGE_TEMPLATES)
def templates(request: Any) -> HttpResponse:
    """Which template each kind of document is made from, and every other that is kept."""
    kept = queries.templates(on=request.viewer.on)
    return render(
        request,
        "pages/templates/list.html",
        {"kinds": [(kind, _used(kind.key, kept), _samples(None, kind.key)) for kind in KINDS.values()],
         "table": _table(kept, request.viewer.on)},
    )  # fmt: skip


@page(Act.CHANGE_TEMPLATES)
def add(request: Any) -> HttpResponse:
    """A new template: kept when nothing is wrong in it; else every mistake is shown with its place."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            number = actions.add_template(by=request.viewer, **form.cleaned_data)
        except actions.TemplateRefused as refused:
            form.add_error("file", "The template cannot be taken: see below what to mend, and where")
            context["problems"] = _problems(refused)
        except actions.NotPermitted as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("template", pk=number)
    return render(request, "pages/templates/add.html", context)


@page(Act.CHANGE_TEMPLATES)
def names(request: Any, kind: str) -> HttpResponse:
    """What a template of a kind may name."""
    if kind not in KINDS:
        raise Http404
    told = KINDS[kind]
    table = Table(
        f"What a {told.title.lower()} may name", ["Write", "What it is"], told.names, caption_hidden=True
    )
    return render(request, "pages/templates/names.html", {"kind": told, "table": table})


@page(Act.CHANGE_TEMPLATES)
def template(request: Any, pk: int) -> HttpResponse:
    """One template: what its check found, samples to look at, from when it is used."""
    one = _one(request, pk)
    return render(
        request,
        "pages/templates/template.html",
        {"one": one, "kind": KINDS[one.kind], "tag": _tag(one, request.viewer.on),
         "samples": _samples(pk, one.kind), "may_use": one.since is None or one.stopped is not None,
         "may_stop": one.since is not None and one.stopped is None},
    )  # fmt: skip


@page(Act.CHANGE_TEMPLATES)
def file(request: Any, pk: int) -> HttpResponse:
    """The file of a template, to change and give again."""
    one = _one(request, pk)
    try:
        return file_answer(queries.template_file(pk), "docx", f"template-{one.kind}-{pk}")
    except (NotThere, Altered):
        return render(request, "pages/documents/lost.html", status=500)


@page(Act.CHANGE_TEMPLATES)
def ours(request: Any, kind: str) -> HttpResponse:
    """The file of the template that comes with Sightline, to begin with."""
    if kind not in KINDS:
        raise Http404
    return file_answer(queries.ours(kind), "docx", f"template-{kind}")


@page(Act.CHANGE_TEMPLATES)
def sample(request: Any, pk: int, form: str) -> HttpResponse:
    """A document of a template and invented values."""
    one = _one(request, pk)
    return _sampled(request, pk, one.kind, form)


@page(Act.CHANGE_TEMPLATES)
def sample_of_ours(request: Any, kind: str, form: str) -> HttpResponse:
    """A document of our template and invented values."""
    if kind not in KINDS:
        raise Http404
    return _sampled(request, None, kind, form)


@page(Act.CHANGE_TEMPLATES)
def use(request: Any, pk: int) -> HttpResponse:
    """Use a template from a day on."""
    one = _one(request, pk)
    asking = Asking(
        title=f"Use “{one.name}”",
        button="Use it from this day",
        back=Link("Back to the template", reverse("template", args=[pk])),
        refusals=(actions.NotPermitted,),
        intro="Look at its samples first. Documents that were issued before stay as they are.",
        done="The template is in use from that day.",
    )
    form = UseForm(request.POST or None, initial={"since": request.viewer.on})
    return asking.page(request, form, partial(actions.use_template, template=pk, by=request.viewer))


@page(Act.CHANGE_TEMPLATES)
def stop(request: Any, pk: int) -> HttpResponse:
    """Stop using a template."""
    one = _one(request, pk)
    asking = Asking(
        title=f"Stop using “{one.name}”",
        button="Stop using it",
        back=Link("Back to the template", reverse("template", args=[pk])),
        refusals=(actions.NotPermitted,),
        intro="From today the template before it is used again, or the one that comes with Sightline.",
        done="The template is not used any more.",
        warns=True,
    )
    form = Form(request.POST if request.method == "POST" else None)
    return asking.page(request, form, partial(actions.stop_template, template=pk, by=request.viewer))


def _one(request: Any, pk: int) -> Kept:
    try:
        return queries.template(pk, on=request.viewer.on)
    except queries.NoSuchTemplate:
        raise Http404 from None


def _sampled(request: Any, number: int | None, kind: str, form: str) -> HttpResponse:
    if form not in TYPES:
        raise Http404
    try:
        return file_answer(queries.sample(number, kind, form), form, f"sample-{kind}")
    except (NotThere, Altered):
        return render(request, "pages/documents/lost.html", status=500)


def _used(kind: str, kept: list[Kept]) -> Kept | None:
    return next((each for each in kept if each.kind == kind and each.used), None)


def _samples(number: int | None, kind: str) -> list[Link]:
    """Samples of a template, or of ours."""
    return [
        Link(
            f"Sample as {title}",
            reverse("template-our-sample", args=[kind, form]) if number is None
            else reverse("template-sample", args=[number, form]),
            KINDS[kind].title.lower(),
        )
        for form, title in FORMS.items()
    ]  # fmt: skip


def _table(kept: list[Kept], on: Any) -> Table:
    rows: list[list[Cell]] = [
        [
            Link(each.name, reverse("template", args=[each.number])), KINDS[each.kind].title, _tag(each, on),
            each.since or BLANK, Several([day_in_words(each.added_at.date()), each.added_by]),
        ]
        for each in kept
    ]  # fmt: skip
    columns = ["Template", "Document", "Status", "Used from", "Added"]
    return Table("Templates kept", columns, rows, empty="The council has given none: ours are used.")


def _tag(each: Kept, on: Any) -> Tag:
    if each.used:
        return status("used", "template")
    if each.stopped is not None:
        return status("stopped", "template")
    if each.since is None:
        return status("not_used", "template")
    return status("coming" if each.since > on else "before", "template")


def _problems(refused: actions.TemplateRefused) -> Table:
    rows = [(each.place, each.says) for each in refused.problems]
    return Table("Mistakes in the template", ["Where", "What to do"], rows, row_headings=False)


urls = [
    path("templates/", templates, name="templates"),
    path("templates/add/", add, name="template-add"),
    path("templates/names/<slug:kind>/", names, name="template-names"),
    path("templates/ours/<slug:kind>/", ours, name="template-ours"),
    path("templates/ours/<slug:kind>/sample/<slug:form>/", sample_of_ours, name="template-our-sample"),
    path("templates/<int:pk>/", template, name="template"),
    path("templates/<int:pk>/file/", file, name="template-file"),
    path("templates/<int:pk>/sample/<slug:form>/", sample, name="template-sample"),
    path("templates/<int:pk>/use/", use, name="template-use"),
    path("templates/<int:pk>/stop/", stop, name="template-stop"),
]
