"""What no feed tells of a sample child: the people around, how the child talks, what to know before meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sightline.ops.sample import feed, names, today
from sightline.ops.sample.chance import spread, stream
from sightline.ops.sample.life import Life

Rows = Iterator[tuple[str, dict[str, Any]]]

_PRONOUNS = {True: "he/him", False: "she/her"}
_NEEDS = (
    ("Uses Makaton", "Sign as you speak, and wait"),
    ("Short sentences", "One thing at a time; draw it"),
    ("Hearing aids", "Face the child; no humming room"),
    ("Does not like the telephone", "Write, or come in person"),
    ("Speaks through play", "Bring paper and pens; sit on the floor"),
)
_WARNINGS = (
    ("Address", "The address of the home is not to be shared with the birth family"),
    ("Contact", "A court order says who may see the child: read it first"),
    ("Health", "Severe allergy to nuts; carries two pens"),
    ("Online", "Does not want to be photographed"),
    ("Going missing", "Talk about a safe place before each visit ends"),
)
_PROFESSIONALS = (
    ("Teacher", "Hillside School"),
    ("Health visitor", "Community Health"),
    ("Nurse for children in care", "Community Health"),
    ("Advocate", "Voices Together"),
    ("Children's guardian", "Cafcass"),
)


def details(life: Life) -> dict[str, Any]:
    """What the service itself knows of the child: how to address and to speak with the child."""
    chance = stream(*life.key, "details")
    of = names.origin(life.ethnicity, chance)
    speaks = life.unaccompanied or chance.random() < 0.06
    return {
        "known_as": feed.name_of(life).known_as or "",
        "pronouns": "they/them"
        if chance.random() < 0.01
        else _PRONOUNS[life.male]
        if chance.random() < 0.8
        else "",
        "language": names.language(chance, of) if speaks else "English",
        "interpreter": life.unaccompanied and chance.random() < 0.8,
        "religion": chance.choice(("", "", "", "Christian", "Muslim", "None")),
    }


def rows(life: Life, on: date) -> Rows:
    """By table: relations, needs and warnings of those in care; what the dataset has no place for."""
    yield from _not_in_the_dataset(life, on)
    chance = stream(*life.key, "around")
    if not today.in_care(life, on):
        return
    yield from _family(life)
    yield from _carer(life, on)
    for relationship, organisation in chance.sample(_PROFESSIONALS, spread(chance, 1, 3)):
        yield (
            "relation",
            _relation(names.grown_up(chance), relationship, "professional", organisation=organisation),
        )
    if chance.random() < 0.16:
        need, helps = chance.choice(_NEEDS)
        yield (
            "communicationneed",
            {"need": need, "helps": helps, "started": on - timedelta(days=200), "ended": None},
        )
    if chance.random() < 0.12:
        kind, says = chance.choice(_WARNINGS)
        started = on - timedelta(days=spread(chance, 10, 300))
        review = started + timedelta(days=182)
        yield "warning", {"kind": kind, "says": says, "started": started, "review_on": review, "ended": None}


def _not_in_the_dataset(life: Life, on: date) -> Rows:
    """Visits of the reviewing officer, and education plans."""
    for care in life.care:
        for table, row in feed.meetings(life, care, on.toordinal()):
            if table == "education_plans":
                yield "educationplan", {"held": row.held, "status": row.status}
            elif row.kind == "iro":
                yield "visit", {"held": row.held, "kind": "iro", "seen": row.seen, "seen_alone": row.seen_alone}


def _family(life: Life) -> Rows:
    """Mother and, mostly, father; alike for brothers and sisters."""
    chance = stream(*life.key[:4], "parents")
    surname = feed.name_of(life).surname or ""
    of = names.origin(life.ethnicity, chance)
    if life.unaccompanied:
        yield "relation", _relation(f"{names.forename(chance, of, male=True)} {surname}", "Uncle", "family")
        return
    mother = f"{names.forename(chance, of, male=False)} {surname}"
    needs = "Interpreter" if chance.random() < 0.06 else "Easy read" if chance.random() < 0.08 else ""
    yield "relation", _relation(mother, "Mother", "family", responsibility="yes", needs=needs)
    if chance.random() < 0.72:
        father = f"{names.forename(chance, of, male=True)} {names.surname(chance, of)}"
        caution = "Write to the solicitor, not to the home" if chance.random() < 0.08 else ""
        held = chance.choice(("yes", "yes", "no", "unknown"))
        yield "relation", _relation(father, "Father", "family", responsibility=held, caution=caution)
    if chance.random() < 0.3:
        yield "relation", _relation(names.grown_up(chance), "Grandmother", "family", responsibility="no")


def _carer(life: Life, on: date) -> Rows:
    """Who looks after the child now: a foster carer, or the key worker of the home."""
    day = on.toordinal()
    stay = next((stay for care in life.care for stay in care.stays if stay.start <= day < stay.end), None)
    if stay is None or stay.place.kind[0] == "P":
        return
    chance = stream(*life.key, "carer", stay.start)
    fostered = stay.place.kind[0] in "UA"
    relationship = "Foster carer" if fostered else "Key worker"
    started = date.fromordinal(stay.start)
    yield "relation", _relation(names.grown_up(chance), relationship, "carer", started=started)


def _relation(
    name: str,
    relationship: str,
    capacity: str,
    *,
    responsibility: str = "no",
    organisation: str = "",
    needs: str = "",
    caution: str = "",
    started: date | None = None,
) -> dict[str, Any]:
    return {
        "name": name,
        "relationship": relationship,
        "capacity": capacity,
        "parental_responsibility": responsibility,
        "organisation": organisation,
        "contact": "",
        "needs": needs,
        "caution": caution,
        "started": started,
        "ended": None,
    }
