"""Who may see a child's record, who did, and opening one with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.register import breaking_glass, restricting
from sightline.casework.register.queries import access
from sightline.domain.roles import Act
from sightline.web.access import child_page, page, saw
from sightline.web.access_words import hours_of_glass, look_row, named_row
from sightline.web.child_head import head
from sightline.web.components.values import Table
from sightline.web.forms.base import Form
from sightline.web.forms.fields import DayField
from sightline.web.numbers import page_number
from sightline.web.rendering import render

A_PAGE = 50


class Filter(Form):
    """Whose looks, on which days."""

    all_optional = True
    person = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Who")
    first = DayField(required=False, label="From")
    last = DayField(required=False, label="To")

    def __init__(self, *args: Any, people: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = sorted(people.items(), key=lambda pair: pair[1])
        self.fields["person"].choices = [("", "Everybody"), *by_name]  # type: ignore[attr-defined]


@child_page(Act.SEE_WHO_LOOKED)
def seen(request: Any, pk: int) -> HttpResponse:
    """Who has looked at a child's record, when, and in what way."""
    people = access.lookers(pk, seen_by=request.viewer)
    form = Filter(request.GET or None, people=people)
    asked = form.cleaned_data if form.is_valid() else {}
    number = page_number(request.GET.get("page"))
    looks, total = access.who_looked(pk, seen_by=request.viewer, page=number, count=A_PAGE, **asked)
    table = Table(
        caption=f"{total} {'entry' if total == 1 else 'entries'}, newest first",
        columns=["When", "Who", "What", "In what way"],
        rows=[look_row(people.get(look.by or 0, "Sightline"), look) for look in looks],
        empty="Nobody has looked in these days.",
    )
    pages = Paginator(range(total), A_PAGE).get_page(number)
    return render(
        request, "pages/access/seen.html", {**head(request), "form": form, "table": table, "pages": pages}
    )


class Why(Form):
    """The reason for a change."""

    reason = forms.CharField(max_length=200, label="Why", help_text="It is kept with the record.")


class NameOne(Why):
    """One more person."""

    field_order = ("person", "reason")
    person = forms.TypedChoiceField(coerce=int, label="Person")

    def __init__(self, *args: Any, people: tuple[access.Named, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", ""), *map(_choice, people)]  # type: ignore[attr-defined]


class NameAll(Why):
    """Those who will go on seeing the record."""

    people = forms.TypedMultipleChoiceField(
        coerce=int,
        label="Who may go on seeing this record",
        help_text="Those are people whose role reaches this child today. At least one must be a manager who can "
        "change the restriction again.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: tuple[access.Named, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [_choice(one) for one in people]  # type: ignore[attr-defined]


def _choice(one: access.Named) -> tuple[int, str]:
    told = [*one.roles, *(["works with this child"] if one.works_with else [])]
    return one.id, f"{one.name} ({', '.join(told)})" if told else one.name


@child_page(Act.RESTRICT)
def restriction(request: Any, pk: int) -> HttpResponse:
    """The restriction of a record: set it, or see whom it names."""
    now = access.restriction(pk, seen_by=request.viewer)
    if now is not None:
        people = Table(
            caption="Who may see this record",
            columns=["Name", "Role", ""],
            rows=[named_row(pk, one, now.may_change) for one in now.people],
        )
        return render(request, "pages/access/restricted.html", {**head(request), "now": now, "people": people})
    candidates = access.who_would_see(pk, seen_by=request.viewer)
    form = NameAll(request.POST or None, people=candidates, initial=_those_near(candidates, request.viewer.id))
    if _done(form, lambda told: restricting.restrict(child=pk, by=request.viewer, **told)):
        return _after(
            request, pk, "The record is restricted.", named=request.viewer.id in form.cleaned_data["people"]
        )
    return render(request, "pages/access/restrict.html", {**head(request), "form": form})


def _those_near(people: tuple[access.Named, ...], me: int) -> dict[str, list[int]]:
    return {"people": [one.id for one in people if one.works_with or one.id == me]}


@child_page(Act.RESTRICT)
def name_person(request: Any, pk: int) -> HttpResponse:
    """Name one more person on the restriction."""
    now = _to_change(request, pk)
    if now is None:
        return redirect("child-restriction", pk)
    named = {one.id for one in now.people}
    people = tuple(one for one in access.who_would_see(pk, seen_by=request.viewer) if one.id not in named)
    form = NameOne(request.POST or None, people=people)
    if _done(form, lambda told: restricting.name(child=pk, by=request.viewer, **told)):
        return _after(request, pk, "The person is named.")
    return _ask(request, form, "Name somebody who may see this record", "Name this person")


@child_page(Act.RESTRICT)
def unname_person(request: Any, pk: int, person: int) -> HttpResponse:
    """Take somebody off the restriction."""
    now = _to_change(request, pk)
    called = next((one.name for one in now.people if one.id == person), None) if now else None
    if called is None:
        raise Http404
    form = Why(request.POST or None)
    if _done(form, lambda told: restricting.unname(child=pk, person=person, by=request.viewer, **told)):
        return _after(request, pk, "The person is no longer named.", named=person != request.viewer.id)
    return _ask(request, form, f"{called} will no longer see this record", "Take this person off")


@child_page(Act.RESTRICT)
def lift(request: Any, pk: int) -> HttpResponse:
    """Lift the restriction."""
    if _to_change(request, pk) is None:
        return redirect("child-restriction", pk)
    form = Why(request.POST or None)
    if _done(form, lambda told: restricting.lift(child=pk, by=request.viewer, **told)):
        return _after(request, pk, "The restriction is lifted.")
    return _ask(request, form, "Lift the restriction", "Lift the restriction")


def _to_change(request: Any, pk: int) -> access.RestrictionNow | None:
    """The restriction, where there is one that this person may change."""
    now = access.restriction(pk, seen_by=request.viewer)
    return now if now and now.may_change else None


def _done(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether a form was sent and done; where it was refused the form says why."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except (restricting.NotPermitted, breaking_glass.NotPermitted) as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _after(request: Any, pk: int, said: str, *, named: bool = True) -> HttpResponse:
    messages.success(request, said if named else f"{said} You are not named on it and no longer see it.")
    return redirect("child-restriction", pk) if named else redirect("home")


def _ask(request: Any, form: Form, title: str, button: str) -> HttpResponse:
    context = {**head(request), "form": form, "title": title, "button": button}
    return render(request, "pages/access/why.html", context)


@page(Act.RESTRICT)
def restricted_records(request: Any) -> HttpResponse:
    """The restricted records on which this person is named."""
    rows = access.restricted_records(seen_by=request.viewer)
    saw(request, "restrictions", rows=len(rows))
    return render(request, "pages/access/restricted_records.html", {"rows": rows})


class Opening(Form):
    """Which record, and why."""

    scheme = forms.ChoiceField(choices=access.SCHEMES, label="Kind of number", initial="case")
    identifier = forms.CharField(
        max_length=60,
        label="The child’s number, exactly as it is written",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reason = forms.CharField(
        max_length=500,
        min_length=breaking_glass.SHORTEST_REASON,
        label="Why do you need this record now?",
        help_text="Others will read this. Do not write the child’s name.",
        widget=forms.Textarea({"rows": 3}),
    )
    sure = forms.BooleanField(label="I know that this is reported, in my name, whether or not a record is found")


@page(Act.BREAK_GLASS)
def open_a_record(request: Any) -> HttpResponse:
    """Open a record outside one's reach, with a reason, for some hours."""
    form = Opening(request.POST or None)
    hours = hours_of_glass()
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("scheme", "identifier", "reason")}
        try:
            return redirect("child", breaking_glass.open_record(by=request.viewer, hours=hours, **told))
        except breaking_glass.NoSuchRecord:
            form.add_error("identifier", "No record has this number. That you looked for it is reported")
        except breaking_glass.NotPermitted as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "hours": hours, "most": breaking_glass.MOST_IN_A_DAY}
    return render(request, "pages/access/open.html", context)


@page(Act.SEE_GLASS)
def opened_records(request: Any) -> HttpResponse:
    """Records that were opened with a reason, and what came of looking into each."""
    waiting = access.openings(seen_by=request.viewer, waiting=True)
    done = access.openings(seen_by=request.viewer, waiting=False)
    saw(request, "openings", rows=len(waiting) + len(done))
    return render(request, "pages/access/opened.html", {"waiting": waiting, "done": done})


class Finding(Form):
    """What came of looking into an opening."""

    finding = forms.CharField(
        max_length=1000,
        label="What did you find?",
        help_text="Was the reason good, and was it the right record? Do not write the child’s name.",
        widget=forms.Textarea({"rows": 4}),
    )


@page(Act.SEE_GLASS)
def opened_record(request: Any, pk: int) -> HttpResponse:
    """Look into one opening, by somebody else."""
    found = next((one for one in access.openings(seen_by=request.viewer, waiting=True) if one.id == pk), None)
    if found is None or found.own:
        raise Http404
    saw(request, "glass", pk)
    form = Finding(request.POST or None)
    if _done(form, lambda told: breaking_glass.look_into(glass=pk, by=request.viewer, **told)):
        messages.success(request, "What you found is kept.")
        return redirect("opened-records")
    return render(request, "pages/access/look_into.html", {"opening": found, "form": form})


urls = [
    path("children/<int:pk>/seen/", seen, name="child-seen"),
    path("children/<int:pk>/restriction/", restriction, name="child-restriction"),
    path("children/<int:pk>/restriction/name/", name_person, name="child-restriction-name"),
    path("children/<int:pk>/restriction/take-off/<int:person>/", unname_person, name="child-restriction-take-off"),
    path("children/<int:pk>/restriction/lift/", lift, name="child-restriction-lift"),
    path("restricted-records/", restricted_records, name="restricted-records"),
    path("open-a-record/", open_a_record, name="open-a-record"),
    path("opened-records/", opened_records, name="opened-records"),
    path("opened-records/<int:pk>/", opened_record, name="opened-record"),
]
