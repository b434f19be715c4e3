"""Letting somebody in again: a lost second factor, a locked account, the link for a first password."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.staff import actions, directory
from sightline.domain.roles import Act
from sightline.web.access import page
from sightline.web.components.values import Link
from sightline.web.forms import Form
from sightline.web.pages.acting import Asking
from sightline.web.pages.found import or_not_found
from sightline.web.rendering import render
from sightline.web.signing_in import password_link, unlock


class WhyForm(Form):
    """The reason, which is kept with what the record said before."""

    reason = forms.CharField(
        label="Why?", max_length=200, help_text="Such as: new telephone, spoke to them in person"
    )


@page(Act.CHANGE_PEOPLE)
@or_not_found
def second_factor(request: Any, pk: int) -> HttpResponse:
    """Take away a second factor that was lost."""
    told = directory.profile(pk)
    asking = Asking(
        f"Reset the second factor of {told.name}",
        "Reset",
        Link(f"Back to {told.name}", reverse("person", args=[pk])),
        (actions.NotPermitted,),
        intro="Be sure that it is them who asks. They are signed out everywhere. At the next sign-in they enter "
        "their password, read that it was reset, and set up an app again.",
        done="The second factor is reset.",
        warns=True,
    )
    act = partial(actions.reset_second_factor, person=pk, by=request.viewer)
    return asking.page(request, WhyForm(request.POST or None), act)


@require_POST
@page(Act.CHANGE_PEOPLE)
@or_not_found
def let_try_again(request: Any, pk: int) -> HttpResponse:
    """Unlock an account after too many wrong tries."""
    told = directory.profile(pk)
    try:
        actions.unlocked(person=pk, by=request.viewer)
    except actions.NotPermitted as refusal:
        messages.error(request, str(refusal))
    else:
        unlock(request, pk, told.email)
        messages.success(request, "They may try again at once.")
    return redirect("person", pk)


@require_POST
@page(Act.CHANGE_PEOPLE)
@or_not_found
def link(request: Any, pk: int) -> HttpResponse:
    """A link for the first password of a new person. It is shown on the answer, and never again."""
    told = directory.profile(pk)
    try:
        actions.first_link(person=pk, by=request.viewer)
    except actions.NotPermitted as refusal:
        messages.error(request, str(refusal))
        return redirect("person", pk)
    return render(request, "pages/people/link_made.html", {"person": told, "link": password_link(pk)})


urls = [
    path("people/<int:pk>/second-factor/", second_factor, name="person-second-factor"),
    path("people/<int:pk>/unlock/", let_try_again, name="person-unlock"),
    path("people/<int:pk>/link/", link, name="person-link"),
]
