"""The kinds of document, and what a template of each may name: the words between {{ and }}.

`FIELDS` of a kind is a tree: a name leads to a `Field`, to names within it, or to `Many` of which a template goes
through each. Every field has an invented value, of which samples are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One value: what it is, and one that is invented."""

    says: str
    sample: Any


@dataclass(frozen=True, slots=True)
class Many:
    """Several of something: each is one value (`each` a Field) or has names within it. `samples` are invented."""

    says: str
    each: Field | Mapping[str, Any]
    samples: Sequence[Any]


Fields = Mapping[str, Any]


def _samples(fields: Fields) -> dict[str, Any]:
    return {name: _sample(told) for name, told in fields.items()}


def _sample(told: Any) -> Any:
    if isinstance(told, Field):
        return told.sample
    return list(told.samples) if isinstance(told, Many) else _samples(told)


_CHILD = {
    "name": Field("the name the child is known as", "Robin"),
    "full_name": Field("the child's whole name", "Robin Example"),
    "born": Field("the day the child was born", "4 May 2014"),
    "came": Field("for {% if %}: whether the child was at the review", True),
}
_REVIEW = {
    "title": Field("what kind of review it was, in words", "Third or later review"),
    "held_on": Field("the day of the review", "16 November 2026"),
    "place": Field("where people met", "Town Hall"),
    "chair": Field("who chaired", "Ada Appleby"),
}
_DOCUMENT = {
    "made_on": Field("the day the document is issued", "20 November 2026"),
    "edition": Field("which edition it is, from 1", "1"),
}
_DECISION = {
    "number": Field("its place in the list", "1"),
    "what": Field("what was decided", "See the dentist"),
    "who": Field("who does it", "Foster carer"),
    "by_when": Field("by when", "10 December 2026"),
    "outcome": Field("what it is to lead to", "Teeth that do not hurt"),
    "held_back": Field("for {% if %}: managers asked about it and the answer is to come", False),
}
_DECISIONS = Many(
    "each decision",
    _DECISION,
    (
        {name: field.sample for name, field in _DECISION.items()},
        {
            "number": "2", "what": "Agree when Robin sees their grandmother", "who": "Social worker",
            "by_when": "",
            "outcome": "Robin knows when the next visit is", "held_back": True,
        },
    ),
)  # fmt: skip
_PEOPLE = Many(
    "each person who was asked",
    {
        "name": Field("their name", "Bilal Begum"),
        "capacity": Field("what they are to the child", "Social worker"),
        "came": Field("whether they came", "Came"),
    },
    (
        {"name": "Bilal Begum", "capacity": "Social worker", "came": "Came"},
        {"name": "Ewa Evans", "capacity": "Foster carer", "came": "Joined by video or phone"},
        {"name": "Ines Iqbal", "capacity": "Teacher", "came": ""},
    ),
)
_SECTIONS = Many(
    "each section of the record",
    {
        "title": Field("its heading", "Health"),
        "paragraphs": Many("each paragraph of it", Field("its text", "Robin is well."), ("Robin is well.",)),
        "answers": Many(
            "each question of it that is answered",
            {"asked": Field("the question", "Seen by a dentist?"), "said": Field("the answer", "Yes")},
            ({"asked": "Seen by a dentist?", "said": "Yes"},),
        ),
        "source": Field("how it was written, where it was not typed", ""),
    },
    (
        {
            "title": "What Robin thinks",
            "paragraphs": ["Robin likes the school.", "Robin wants to swim."],
            "answers": [],
            "source": "",
        },
        {
            "title": "Health",
            "paragraphs": ["Robin is well."],
            "answers": [{"asked": "Seen by a dentist?", "said": "Yes"}],
            "source": "Dictated and typed",
        },
    ),
)
_EARLIER = Many(
    "each decision of earlier reviews that was answered",
    {
        "what": Field("what was decided", "Find a swimming club"),
        "result": Field("what became of it", "Done"),
        "says": Field("what was said of it", "Robin swims on Tuesdays"),
    },
    (
        {"what": "Find a swimming club", "result": "Done", "says": "Robin swims on Tuesdays"},
        {"what": "Ask for a school report", "result": "Partly done", "says": ""},
    ),
)
_COUNCIL = Field("the name of the council", "Example Council")
_COMMON: Fields = {
    "council": _COUNCIL,
    "child": _CHILD,
    "review": _REVIEW,
    "document": _DOCUMENT,
    "decisions": _DECISIONS,
}
_LETTER: Fields = {
    **_COMMON,
    "words": Many(
        "each paragraph that the chair wrote to the child",
        Field("its text", "It was good to hear about your swimming."),
        ("It was good to hear about your swimming.",),
    ),
}

_HANDED_ON: Mapping[str, Any] = {
    "name": Field("the name the child is known as", "Robin"),
    "age": Field("how old the child is, in years", "12"),
    "restricted": Field("for {% if %}: whether the record is restricted", False),
    "warnings": Many("each warning", Field("its text", "Dog: ring first"), ("Dog: ring first",)),
    "officer": Field("the child's IRO", "Ada Appleby"),
    "before": Field("the IRO from whom the child passed on", "Bilal Begum"),
    "reason": Field("why this IRO was named", "The one before left"),
    "placement": Field("where the child lives, in words", "Foster placement"),
    "legal_status": Field("the legal status, in words", "Full care order"),
    "came": Field("since when the child is in care", "3 February 2026"),
    "left": Field("when the child left care", ""),
    "due": Field("the day by which the next review is due", "10 December 2026"),
    "due_why": Field("why by that day", "Third or later review: within 183 days."),
    "last_review": Field("the day of the last review", "12 June 2026"),
    "seen_on": Field("when an IRO last saw the child", "1 June 2026"),
    "needs": Many(
        "each thing to know to talk with the child", Field("it", "Makaton"), ("Makaton: signs with school",)
    ),
    "people": Many(
        "each person around the child",
        {
            "name": Field("their name", "Ewa Evans"),
            "capacity": Field("what they are to the child", "Foster carer"),
        },
        (
            {"name": "Ewa Evans", "capacity": "Foster carer"},
            {"name": "Ines Iqbal", "capacity": "Social worker, North"},
        ),
    ),
    "direction": Many(
        "each paragraph of what to look at first", Field("its text", "Look at contact."), ("Look at contact.",)
    ),
    "note": Many(
        "each paragraph of the note for the next IRO", Field("its text", "Robin swims."), ("Robin swims.",)
    ),
    "told_on": Field("when the child was told of the change", "16 November 2026"),
    "met_on": Field("when the child met the new IRO", ""),
}
_HANDOVER: Fields = {
    "council": _COUNCIL,
    "officer": Field("the IRO whose children they are; nothing where it is of one child", "Bilal Begum"),
    "document": {
        "made_on": Field("the day the document is made", "20 November 2026"),
        "made_for": Field("who asked for it", "Ada Appleby"),
    },
    "children": Many("each child", _HANDED_ON, (_samples(_HANDED_ON),)),
}


@dataclass(frozen=True)
class Kind:
    """One kind of document. `required` are the names that no template of it may be without."""

    key: str
    title: str
    heading: str  # of the document, where it says what it is: it is read out before the text
    fields: Fields
    required: tuple[str, ...] = ("child.name", "decisions")

    @property
    def samples(self) -> dict[str, Any]:
        """Invented values of everything that a template may name."""
        return _samples(self.fields)

    @property
    def names(self) -> list[tuple[str, str]]:
        """The mark of everything that may be named, with what it is, for those who write templates."""
        return list(_names(self.fields))


#: What is made of a review's record.
OF_REVIEWS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("decisions", "Decisions sheet", "Decisions of a review", _COMMON),
        Kind(
            "record",
            "Full record",
            "Record of a review",
            {**_COMMON, "people": _PEOPLE, "sections": _SECTIONS, "earlier": _EARLIER},
            ("child.name", "decisions", "sections"),
        ),
        Kind("letter", "Letter to the child", "A letter about your review", _LETTER),
    )
}
HANDOVER = Kind("handover", "Handover pack", "Handover", _HANDOVER, ("children",))
KINDS: Mapping[str, Kind] = {**OF_REVIEWS, HANDOVER.key: HANDOVER}


def _names(fields: Fields, before: str = "", each: str = "one") -> Iterator[tuple[str, str]]:
    """`each` is what one of several is called in a loop: of several within it, each is a part."""
    for name, told in fields.items():
        path = f"{before}{name}"
        if isinstance(told, Field):
            yield f"{{{{ {path} }}}}", told.says
        elif isinstance(told, Many):
            yield f"{{% for {each} in {path} %}} … {{% endfor %}}", told.says
            yield from _names({each: told.each}, each="part")
        else:
            yield from _names(told, f"{path}.", each)
