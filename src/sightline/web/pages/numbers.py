"""The numbers by which other systems know a child: shown, entered where no feed tells them, taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from sightline.casework.register import actions
from sightline.casework.register.actions.numbers import LONGEST
from sightline.casework.register.choices import NUMBERED_BY
from sightline.casework.register.queries.numbers import Number, numbers_of
from sightline.domain.pupil_number import NO_NUMBER
from sightline.domain.roles import Act
from sightline.web.access import child_page
from sightline.web.child_head import head
from sightline.web.components.values import BLANK, Cell, Column, Link, Several, Table
from sightline.web.forms.base import Form
from sightline.web.forms.editing import Editing
from sightline.web.record_forms import doing
from sightline.web.rendering import render

REFUSED = (actions.NotPermitted, actions.NotRight)


class NumberForm(Form):
    """A number, and whose it is."""

    scheme = forms.ChoiceField(
        label="Whose number is it?", choices=list(NUMBERED_BY.items()), widget=forms.RadioSelect
    )
    value = forms.CharField(label="The number", max_length=LONGEST, help_text="As that system writes it.")


class TakeAwayForm(Form):
    """Why a number is taken away."""

    reason = forms.CharField(label="Why is it taken away?", max_length=500)


@child_page(Act.SEE_CHILD)
def numbers(request: Any, pk: int) -> HttpResponse:
    """The numbers of a child, each with who told it."""
    may_record = request.viewer.may(Act.RECORD_FACTS)
    told = numbers_of(request.child, seen_by=request.viewer)
    context = {
        **head(request),
        "shared": any(number.too for number in told),
        "numbers": _table(pk, told, may_record),
        "upn": _pupil_number(request.child.upn or ""),
        "may_record": may_record,
    }
    return render(request, "pages/children/numbers.html", context)


@child_page(Act.RECORD_FACTS)
def enter(request: Any, pk: int) -> HttpResponse:
    """Enter a number of the child."""
    editing = Editing(request, NumberForm, name="number-add", subject=str(pk))
    act = doing(editing, lambda values, version: actions.give_number(child=pk, by=request.viewer, **values))
    if editing.sends(act, refused=REFUSED):
        messages.success(request, "The number: entered.")
        return redirect("child-numbers", pk=pk)
    return render(request, "pages/children/number_add.html", {**head(request), "editing": editing})


@child_page(Act.RECORD_FACTS)
def take_away(request: Any, pk: int, row: int) -> HttpResponse:
    """Take a number away that a person entered; what it was is kept."""
    number = _number(request, row)
    editing = Editing(request, TakeAwayForm, name="number-away", subject=f"{pk}-{row}", version=number.version)
    act = doing(
        editing,
        lambda values, version: actions.take_number(
            child=pk, number=row, version=version, by=request.viewer, **values
        ),
    )
    if editing.sends(act, refused=REFUSED):
        messages.success(request, "The number: taken away.")
        return redirect("child-numbers", pk=pk)
    context = {**head(request), "editing": editing, "number": number}
    return render(request, "pages/children/number_away.html", context)


def _pupil_number(upn: str) -> str:
    return f"None: {NO_NUMBER[upn]} ({upn})" if upn in NO_NUMBER else upn


def _number(request: Any, row: int) -> Number:
    for number in numbers_of(request.child, seen_by=request.viewer):
        if number.pk == row and number.by_hand:
            return number
    raise Http404


def _table(pk: int, told: list[Number], may_record: bool) -> Table:
    shared = any(number.too for number in told)
    return Table(
        "Numbers",
        [
            "System",
            "Number",
            "Who told it",
            "Since",
            *(["Also the number of"] if shared else []),
            *([Column("Change", doing=True)] if may_record else []),
        ],
        [
            [
                number.system,
                number.value,
                number.source,
                number.since or BLANK,
                *([_too(number)] if shared else []),
                *([_change(pk, number)] if may_record else []),
            ]
            for number in told
        ],
        empty="No number is told.",
        caption_hidden=True,
    )


def _too(number: Number) -> Cell:
    return Several([Link(name, reverse("child-numbers", kwargs={"pk": other})) for other, name in number.too])


def _change(pk: int, number: Number) -> Cell:
    if not number.by_hand:
        return BLANK
    about = f"the number of {number.system}"
    return Link("Take away", reverse("child-number-away", kwargs={"pk": pk, "row": number.pk}), about)


urls = [
    path("children/<int:pk>/numbers/", numbers, name="child-numbers"),
    path("children/<int:pk>/numbers/add/", enter, name="child-number-add"),
    path("children/<int:pk>/numbers/<int:row>/take-away/", take_away, name="child-number-away"),
]
