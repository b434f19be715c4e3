"""A form on a record: nothing that is typed is lost, and nobody's text is overwritten unseen.

    editing = Editing(request, DetailsForm, name="child-details", subject=str(pk), now=values, version=version)
    if editing.sends(lambda values, version: actions.correct_child(child=pk, version=version, by=…, **values)):
        return redirect("child", pk)
    return render(request, "pages/children/details.html", {"editing": editing})

and in the template {% include "forms/editing.html" with send="Save" cancel=url %}.

What is typed is kept as a draft: by the page's script every few seconds, by "Save and come back later", and
whenever what was sent could not be done. The draft is shown when the form is opened again and is gone once it was
sent. When the action raises `Changed`, the page compares the texts and asks (`comparing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse

from sightline.casework.staff import drafts
from sightline.casework.trail.actions import Changed
from sightline.web.forms.comparing import Comparison, Texts, compare, merged
from sightline.web.forms.opening import Opening, read_told
from sightline.web.forms.sent import mark_sent
from sightline.web.forms.told import query, raw, told_of

Act = Callable[[dict[str, Any], Any], Any]


class Editing:
    """One person's go at one form. `now` is what the record says, by field; `version` the version it has.

    Fields that `now` does not have (a reason, say) belong to the form alone and are never compared.
    """

    def __init__(
        self,
        request: Any,
        form_class: type[forms.BaseForm],
        *,
        name: str,
        subject: str = "",
        now: Mapping[str, Any] | None = None,
        version: int | None = None,
        **options: Any,
    ) -> None:
        self.request = request
        self.name = name
        self.subject = subject
        self.comparison: Comparison | None = None
        self.written: datetime | None = None  # when the draft that is shown was written
        self.just_kept = False
        self.too_long = False
        self._form_class = form_class
        self._options = options
        self._now = dict(now or {})
        self._version = version
        self._open()

    def sends(self, act: Act, *, refused: tuple[type[Exception], ...] = ()) -> bool:
        """Whether the form was sent and `act(values, version)` did it. `refused` exceptions show on the form."""
        if not self.answers:
            return False
        if "_throw" in self.request.POST:
            return self._throw_away()
        if "_later" in self.request.POST:
            return self._keep_for_later()
        return self._chosen() and self._valid() and self._done(act, refused)

    @property
    def answers(self) -> bool:
        """Whether this page answers something that was sent: then its text is newer than the browser's."""
        return bool(self.request.method == "POST")

    @property
    def draft_url(self) -> str:
        """Where the page's script saves the draft."""
        return reverse("draft", kwargs={"form": self.name, "subject": self.subject or "-"})

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What was written, control by control, for the page that asks which text to take."""
        return [(name, text) for name, texts in self.opening.told.items() for text in texts]

    # opening

    def _open(self) -> None:
        self.form = self._make(initial=self._now)
        self.opening = Opening.fresh(told_of(self.form, self._now), self._version)
        if self.answers:
            self.opening = self.opening.sent(self.request.POST)
            self._bind()
        elif draft := drafts.draft(self.name, self.subject, by=self.request.viewer):
            self.written = draft.saved_at
            self._show(self.opening.of_draft(draft))

    def _make(self, **given: Any) -> forms.BaseForm:
        return self._form_class(**self._options, **given)

    def _bind(self) -> None:
        self.form = self._make(data=query(self.opening.told), files=self.request.FILES)

    def _show(self, opening: Opening) -> None:
        """The form with what was written in it; nothing is checked before it is sent."""
        self.opening = opening
        written = {name: raw(self.form, name, opening.told) for name in self.form.fields}
        self.form = self._make(initial=written)

    # sending

    def _valid(self) -> bool:
        if not self.form.is_valid():
            self._keep()
            return False
        return True

    def _done(self, act: Act, refused: tuple[type[Exception], ...]) -> bool:
        try:
            act(self.form.cleaned_data, self.opening.version)
        except Changed as changed:
            self._ask(changed)
            return False
        except refused as refusal:
            self.form.add_error(None, str(refusal))
            self._keep()
            return False
        self._forget()
        return True

    def _forget(self) -> None:
        mark_sent(self.request, self.opening.token)
        drafts.throw_away(self.name, self.subject, by=self.request.viewer)

    # drafts

    def _keep(self) -> None:
        try:
            self.opening.keep(self.name, self.subject, page=self.request.path, by=self.request.viewer)
        except drafts.TooLong:
            self.too_long = True

    def _keep_for_later(self) -> bool:
        self._keep()
        self._show(self.opening)
        self.just_kept = not self.too_long
        return False

    def _throw_away(self) -> bool:
        self._forget()
        self.form = self._make(initial=self._now)
        self.opening = Opening.fresh(told_of(self.form, self._now), self._version)
        return False

    # two people on one record

    def _ask(self, changed: Changed) -> None:
        """Show both texts; what is chosen will be sent on the record as it is now."""
        self._keep()
        before = self.opening.opened
        self._now |= {name: said for name, said in changed.now.items() if name in self._now}
        told = told_of(self.form, self._now)
        self.opening = replace(self.opening, opened=told, version=changed.version)
        self.comparison = compare(self._record(), Texts(before, told, self.opening.told))

    def _chosen(self) -> bool:
        """Take what was chosen between the texts; False where something is still to be chosen."""
        if "_before" not in self.request.POST:
            return True
        texts = Texts(read_told(self.request.POST["_before"]), self.opening.opened, self.opening.told)
        comparison = compare(self._record(), texts, self._taken())
        if not comparison.answered:
            self.comparison = comparison
            return False
        self.opening = replace(self.opening, told=merged(self.form, comparison))
        self._bind()
        return True

    def _record(self) -> forms.BaseForm:
        """The form with the record's own fields alone."""
        form = self._make()
        for name in set(form.fields) - set(self._now):
            del form.fields[name]
        return form

    def _taken(self) -> dict[str, str]:
        sent = self.request.POST
        return {name: sent[f"_take_{name}"] for name in self.form.fields if f"_take_{name}" in sent}
