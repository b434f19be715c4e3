"""Forms of what is said of a review."""

from __future__ import annotations

from django import forms

from sightline.domain.review_kinds import kinds
from sightline.web.forms.base import Form


class KindForm(Form):
    """Of what kind a review is."""

    kind = forms.ChoiceField(
        label="Kind of review",
        choices=[(kind.key, f"{kind.title}: {kind.help}") for kind in kinds().values()],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Why was it brought forward?",
        help_text="For a review that is held sooner than it falls due",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
