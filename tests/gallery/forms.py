"""A form with every kind of field."""

from datetime import date

from django import forms

from sightline.web.forms import DayField, Form, choices


class EveryField(Form):
    """Every field that the service uses."""

    name = forms.CharField(label="Name", help_text="As the child says it", max_length=60)
    born = DayField(label="Date of birth", latest=date(2025, 4, 10))
    seen = forms.TypedChoiceField(
        label="Seen alone",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="What helps",
        choices=[("interpreter", "An interpreter"), ("pictures", "Pictures"), ("large", "Large print")],
        widget=forms.CheckboxSelectMultiple,
    )
    status = forms.ChoiceField(
        label="Legal status", choices=choices({"C1": "Interim care order", "V2": "Section 20"})
    )
    distance = forms.IntegerField(label="Miles from home", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=200, help_text="Plain words")
    file = forms.FileField(label="File", required=False)
    agreed = forms.BooleanField(
        label="The child was asked", error_messages={"required": "Say that the child was asked"}
    )


class RecordForm(Form):
    """What a record says, and why it is corrected: the reason is of the form alone."""

    name = forms.CharField(label="Name", max_length=60)
    born = DayField(label="Date of birth")
    sees = forms.ChoiceField(
        label="How the child is seen",
        choices=[("alone", "Alone"), ("together", "With somebody")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=2000)
    reason = forms.CharField(label="Why it is corrected", max_length=200, required=False)
