"""Templates with their versions, and documents as they were issued."""

from __future__ import annotations

from django.db import models

from sightline.casework.register.models import Child
from sightline.casework.staff.models import Person


class Template(models.Model):
    """One version of a council's template for one kind of document. The latest put in force counts.

    The file is in the folder of documents under its hash; `checked` says what its check found when it was given.
    """

    kind = models.CharField(max_length=40)  # an entry of `documents/kinds.py`
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    checked = models.JSONField(default=list)  # warnings; a template with a mistake is not kept
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(null=True)  # from when it is used
    stopped = models.DateField(null=True)  # from when the one before is used again

    class Meta:
        indexes = [models.Index(fields=["kind", "since"])]


class Issued(models.Model):
    """A document as it was issued: its bytes never change, and it can be printed again as it was.

    `about` and `number` say what it was made from (such as matter 12); `replaced_by` was issued in its place.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=20)
    number = models.BigIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    format = models.CharField(max_length=10)  # docx, pdf
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    template = models.ForeignKey(Template, null=True, on_delete=models.PROTECT, related_name="+")  # None: ours
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "number", "kind", "edition", "format"], name="one_document_an_edition"
            )
        ]
        indexes = [models.Index(fields=["child", "made_at"])]
