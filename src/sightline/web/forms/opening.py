"""One opening of a form: what the record said then, which version it had, what has been written since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict

from sightline.casework.staff import drafts
from sightline.casework.staff.drafts import Kept
from sightline.casework.staff.queries import Viewer
from sightline.web.forms.sent import new_token
from sightline.web.forms.told import Told, told_by

#: More than any record has ever had.
DIGITS_OF_A_VERSION = 9
#: Longer than those that we make.
LONGEST_TOKEN = 40


class NotTold(BadRequest):
    """What the page sent along cannot be read: the answer is status 400."""


@dataclass(frozen=True)
class Opening:
    """What a page with a form sends along: `opened` is what the record said, `told` what was written."""

    token: str
    opened: Told
    version: int | None
    told: Told

    @classmethod
    def fresh(cls, opened: Told, version: int | None) -> Opening:
        """A form just opened: nothing is written yet."""
        return cls(new_token(), opened, version, {})

    def sent(self, post: QueryDict) -> Opening:
        """This opening as the page sent it back."""
        return Opening(
            token=post.get("_token", "")[:LONGEST_TOKEN],
            opened=read_told(post.get("_opened", "")) or self.opened,
            version=read_version(post.get("_version", ""), self.version),
            told=told_by(post),
        )

    def of_draft(self, draft: Kept) -> Opening:
        """The opening that a draft was begun on."""
        return replace(self, opened=draft.opened or self.opened, version=draft.version, told=draft.values)

    def keep(self, form: str, subject: str, *, page: str, by: Viewer) -> None:
        """Keep what is written as a draft. Raises drafts.TooLong."""
        drafts.keep(
            form, subject, values=self.told, opened=self.opened, version=self.version, page=page[:200], by=by
        )

    @property
    def opened_text(self) -> str:
        """What the record said, for the page to send along."""
        return json.dumps(self.opened)

    @property
    def version_text(self) -> str:
        """The version, for the page to send along."""
        return "" if self.version is None else str(self.version)


def read_told(text: str) -> dict[str, list[str]]:
    """What a page sent along of what a record said; nothing where it sent none. Raises NotTold."""
    try:
        told: Any = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise NotTold from None
    if not _is_told(told):
        raise NotTold
    return dict(told)


def read_version(text: str, otherwise: int | None) -> int | None:
    """The version that a page sent along."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS_OF_A_VERSION else otherwise


def _is_told(told: Any) -> bool:
    return isinstance(told, Mapping) and all(
        _can_be_kept(name) and isinstance(texts, list) and all(map(_can_be_kept, texts))
        for name, texts in told.items()
    )


def _can_be_kept(text: Any) -> bool:
    """Text that every database takes: no zero bytes, no half characters."""
    return isinstance(text, str) and "\0" not in text and text.encode("utf-8", "replace").decode() == text
