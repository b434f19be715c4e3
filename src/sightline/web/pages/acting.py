"""One form, one action: the page of everything that is asked once and done. A refusal stands at the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from sightline.casework.trail.actions import Changed
from sightline.web.components.values import Link
from sightline.web.rendering import render

CHANGED = "Somebody changed this after you opened it. Look at what it says now before you send it again."


@dataclass(frozen=True)
class Asking:
    """A page with one form: what is asked, what its button says, where it leads, which refusals stand at it."""

    title: str
    button: str
    back: Link
    refusals: tuple[type[Exception], ...]
    intro: str = ""
    done: str = ""  # said on the page it leads to
    leads: Callable[[Any], str] | None = None  # from what the action gave to another page than `back`
    warns: bool = False  # the button is the colour of what cannot be taken back

    def page(
        self,
        request: Any,
        form: forms.Form,
        act: Callable[..., object],
        *,
        template: str = "pages/acting.html",
        **context: Any,
    ) -> HttpResponse:
        """The page; when the form was sent and is right, the action, and then the way back."""
        given = self._given(form, act) if form.is_bound and form.is_valid() else []
        if not given:
            return render(request, template, {"asking": self, "form": form, **context})
        if self.done:
            messages.success(request, self.done)
        return HttpResponseRedirect(self.leads(given[0]) if self.leads else self.back.url)

    def _given(self, form: forms.Form, act: Callable[..., object]) -> list[Any]:
        """What the action gave; empty where it refused, which then stands at the form."""
        try:
            return [act(**form.cleaned_data)]
        except self.refusals as refusal:
            form.add_error(None, str(refusal))
        except Changed:
            form.add_error(None, CHANGED)
        return []
