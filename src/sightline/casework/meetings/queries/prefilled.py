"""What the register tells for a section of the record: shown beside it, and written in it before anybody has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sightline.casework.meetings.models import Matter
from sightline.casework.meetings.queries.recorded import Present, participants_of
from sightline.casework.register.queries import TABLES, Told, rows_of
from sightline.domain.explain import in_words

#: Where a route of the register's plan of permanence leads, as the record calls it.
ROUTES: Mapping[str, str] = {
    "REMAINSUP": "home", "RETURN1M": "home", "RETURN6M": "home", "RETURNEV": "home", "RETURN": "home",
    "LTRELFR": "kin", "KINSHIP": "kin", "CAO": "kin", "LTFOST18": "foster", "LTFOSTER": "foster",
    "SGO": "special", "ADOPTION": "adoption", "RESPLMT": "residential", "SUPPLIV": "independence",
}  # fmt: skip
CAME, VIEWS = ("yes", "part", "remote"), "Sent their views"


@dataclass(frozen=True, slots=True)
class Known:
    """One thing the register tells, in words, and from where. `asked`: a question of the section asks for it."""

    label: str
    says: str
    source: str = ""
    asked: bool = False


@dataclass(frozen=True)
class Prefilled:
    """What is known for one section: line by line, and as answers to its questions."""

    known: tuple[Known, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What the section's text says before anybody has written in it: what no question asks for."""
        return "\n".join(f"{each.label}: {each.says}" for each in self.known if not each.asked)


def prefilled(found: Matter, *names: str, on: date) -> dict[str, Prefilled]:
    """What the register tells by name of what is to be filled in. Two queries a name at most."""
    day = found.held_on or on
    return {name: _MAKERS[name](found, day) for name in dict.fromkeys(names) if name in _MAKERS}


def _who(found: Matter, day: date) -> Prefilled:
    people = participants_of(found)
    groups = {
        "There": [each for each in people if each.came in CAME],
        "Sent apologies": [each for each in people if each.came == "apologies"],
        VIEWS: [each for each in people if each.sent_views],
    }
    return Prefilled(tuple(Known(label, "; ".join(map(_named, who))) for label, who in groups.items() if who))


def _named(present: Present) -> str:
    if not present.name or present.name == present.capacity:
        return present.capacity
    return f"{present.name} ({present.capacity.lower()})"


def _home(found: Matter, day: date) -> Prefilled:
    now = _holding(found, "episodes", day)
    if now is None:
        return Prefilled()
    placed = Known("Lives", f"{now.say('placement')}, since {in_words(now['started'])}", str(now.source))
    return Prefilled((placed,))


def _legal(found: Matter, day: date) -> Prefilled:
    now = _holding(found, "episodes", day)
    beside = _holding(found, "legal_statuses", day)
    rows = [row for row in (now, beside) if row is not None]
    told = {f"{row.say('legal_status')}, since {in_words(row['started'])}": str(row.source) for row in rows}
    return Prefilled(tuple(Known("Legal status", says, source) for says, source in told.items()))


def _health(found: Matter, day: date) -> Prefilled:
    done = [row for row in _rows(found, "health_checks") if row["held"] <= day and row["status"] != "booked"]
    last: dict[str, Told] = {("assessment" if row["kind"] == "review" else row["kind"]): row for row in done}
    if "assessment" not in last and "initial" in last:
        last["assessment"] = last["initial"]
    known = tuple(_check(words, last[kind]) for kind, words in _CHECKS.items() if kind in last)
    assessment = last.get("assessment")
    if assessment is None:
        return Prefilled(known)
    if assessment["status"] == "declined":
        return Prefilled(known, {"done": "declined", "done_on": assessment["held"].isoformat()})
    return Prefilled(known, {"done_on": assessment["held"].isoformat()})


_CHECKS = {
    "assessment": "Last health assessment",
    "dental": "Last seen by a dentist",
    "immunisation": "Immunisations",
}


def _check(words: str, row: Told) -> Known:
    declined = ", declined" if row["status"] == "declined" else ""
    asked = words == _CHECKS["assessment"]
    return Known(words, f"{in_words(row['held'])}{declined}", str(row.source), asked)


def _education(found: Matter, day: date) -> Prefilled:
    held = [row for row in _rows(found, "education_plans") if row["held"] <= day]
    if not held:
        return Prefilled()
    last = held[-1]
    known = Known("Last meeting of the personal education plan", in_words(last["held"]), str(last.source), True)
    return Prefilled((known,), {"pep_on": last["held"].isoformat()})


def _permanence(found: Matter, day: date) -> Prefilled:
    now = _holding(found, "permanence_plans", day)
    care = _holding(found, "care_plans", day)
    known = [Known("Care plan", str(care.say("plan")), str(care.source))] if care else []
    if now is None:
        return Prefilled(tuple(known))
    second = f", and beside it: {now.say('second_route')}" if now["second_route"] else ""
    says = f"{now.say('route')}{second}, since {in_words(now['started'])}"
    answers = {
        "plan_a": ROUTES.get(now["route"], ""), "plan_b": ROUTES.get(now["second_route"] or "", ""),
        "agreed_on": now["started"].isoformat(),
    }  # fmt: skip
    told = {name: value for name, value in answers.items() if value}
    return Prefilled((Known("Plan of permanence", says, str(now.source), "plan_a" in told), *known), told)


def _rows(found: Matter, table: str) -> list[Told]:
    return rows_of(found.child_id, TABLES[table])


def _holding(found: Matter, table: str, day: date) -> Told | None:
    """The latest row of a table that holds on a day."""
    return next((row for row in reversed(_rows(found, table)) if row.holds(day)), None)


_MAKERS: Mapping[str, Callable[[Matter, date], Prefilled]] = {
    "who": _who, "home": _home, "legal": _legal, "health": _health, "education": _education,
    "permanence": _permanence,
}  # fmt: skip
