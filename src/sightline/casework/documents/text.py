"""Text that people typed, before it goes into a document: what is not writing is taken out, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

#: Said where nothing is known.
NOTHING = "not recorded"

#: Marks that turn the order of what follows: they can make a text look like another one.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmless(value: Any) -> Any:
    """A value of any shape, every text in it without control characters and turning marks. Tabs become spaces."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, Mapping):
        return {key: harmless(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [harmless(each) for each in value]
    return value


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what stands between line breaks, without empty ones."""
    return [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(character for character in lines if _is_writing(character))


def _is_writing(character: str) -> bool:
    """Not a control character, half a character, or one that XML cannot hold."""
    if character in _TURNING or character in "\ufffe\uffff":
        return False
    return character == "\n" or unicodedata.category(character) not in ("Cc", "Cs")
