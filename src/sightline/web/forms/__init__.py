"""Forms: fields that look after themselves, drafts that save themselves, and two people on one record."""

from sightline.web.forms.base import Form
from sightline.web.forms.fields import DayField, choices

__all__ = ["DayField", "Form", "choices"]
