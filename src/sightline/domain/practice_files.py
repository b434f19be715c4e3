"""Reading practice files. Every problem of a file is told at once, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from enum import Enum
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, get_type_hints

from sightline.domain import practice_cycle as cycle
from sightline.domain.bands import DEFAULT, OLDEST, AgeBand, check, schemes
from sightline.domain.codes import code_set
from sightline.domain.practice import Counting
from sightline.domain.practices import (
    Basis,
    Caseload,
    ConsultationForm,
    Practice,
    Stage,
    Target,
    TargetKind,
    TrackingLevel,
    Word,
)
from sightline.domain.timescales import TIMESCALES, Limit, Status, Timescale, Unit
from sightline.domain.told import Problem, Told

__all__ = ["PracticeError", "Problem", "handbook", "read", "shipped", "understand"]

HANDBOOK_NAME = "handbook"


class PracticeError(ValueError):
    """A practice file that cannot be taken, with all that is wrong in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def read(file: bytes | str, *, indicators: Collection[str] = ()) -> Practice:
    """The practice that a file tells. Raises PracticeError with all problems, and nothing else.

    `indicators` are the keys that a target may name beside those of time limits; none given, any is taken.
    """
    practice, problems = understand(file, indicators=indicators)
    if problems:
        raise PracticeError(problems)
    return practice


def understand(file: bytes | str, *, indicators: Collection[str] = ()) -> tuple[Practice, tuple[Problem, ...]]:
    """What can be understood of a file, and what is wrong in it. What is wrong is as the handbook has it."""
    return _practice(file, indicators, dict(handbook().words))


@cache
def handbook() -> Practice:
    """The practice of the IRO Handbook: what every other stands on."""
    practice, problems = _practice(_shipped_file(HANDBOOK_NAME), (), None)
    if problems:
        raise PracticeError(problems)
    return practice


@cache
def shipped() -> Mapping[str, bytes]:
    """The files that come with Sightline, by name of the practice, the handbook first."""
    folder = files("sightline.domain").joinpath("data/practices")
    names = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {name: _shipped_file(name) for name in sorted(names, key=lambda name: name != HANDBOOK_NAME)}


def _shipped_file(name: str) -> bytes:
    return files("sightline.domain").joinpath(f"data/practices/{name}.toml").read_bytes()


def _practice(
    file: bytes | str, indicators: Collection[str], words: dict[str, Word] | None
) -> tuple[Practice, tuple[Problem, ...]]:
    data = file if isinstance(file, bytes) else file.encode("utf-8", "replace")
    try:
        told = Told.of(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        told = Told.of("")
        told.problem("", "The file is not UTF-8 text. Save it as UTF-8.")
    if told.problems:
        return _nothing(data, words or {}), told.problems
    practice = Practice(
        name=_name(told),
        title=told.text("title", longest=120),
        since=told.day("since"),
        sha256=sha256(data).hexdigest(),
        words=_words(told.table("words"), words),
        counting=_counting(told.table("counting")),
        timeliness=_indicator(told, "timeliness", indicators, "reviews-in-time-review"),
        caseload=_caseload(told.table("caseload")),
        limits=_limits(told.table("limits")),
        age_bands=_age_bands(told.table("age_bands")),
        targets=_targets(told.tables("target"), indicators),
        tracking_levels=tuple(_tracking_level(level) for level in told.tables("tracking_level")),
        ethnicity_details=_ethnicity(told.table("ethnicity_details")),
        **_challenge(told.table("challenge")),
        consultation_forms=tuple(_form(form) for form in told.tables("consultation_form")),
        record_options=cycle.record_options(told.table("record")),
        wordings=cycle.wordings(told.tables("wording"), () if words is None else handbook().wordings),
        drift=cycle.drift(told.table("drift")),
        midway=cycle.midway(told.table("midway")),
        source=told.text("about", "", longest=300),
    )
    told.done()
    return Practice(**{**_shallow(practice), "sources": told.sources}), told.problems


def _shallow(practice: Practice) -> dict[str, Any]:
    return {each.name: getattr(practice, each.name) for each in fields(practice)}


def _nothing(data: bytes, words: Mapping[str, Word]) -> Practice:
    return Practice("", "", sha256(data).hexdigest(), words, age_bands={DEFAULT: schemes()[DEFAULT]})


def _name(told: Told) -> str:
    name = told.text("name", longest=60)
    if name and not all(part.isascii() and part.isalnum() and part.islower() for part in name.split("-")):
        told.problem("name", "Give small letters, digits and hyphens: derby, milton-keynes.")
    return name


def _words(told: Told, usual: dict[str, Word] | None) -> Mapping[str, Word]:
    """The handbook's words with the council's in their place. The handbook's own file says which there are."""
    words = {} if usual is None else dict(usual)
    for concept in told.left() if usual is None else usual:
        if concept not in told.left():
            continue
        table = told.table(concept)
        one = table.text("one", longest=60)
        many = table.text("many", f"{one}s", longest=60)
        if one:
            words[concept] = Word(one, many)
        table.done()
    told.asked(usual or ())
    told.done()
    return words


def _counting(told: Told) -> Counting:
    kinds = get_type_hints(Counting)
    settings: dict[str, Any] = {}
    for each in fields(Counting):
        kind = kinds[each.name]
        if issubclass(kind, Enum):
            options = [option.value for option in kind]
            settings[each.name] = kind(told.choice(each.name, options, each.default.value))
        else:
            settings[each.name] = told.flag(each.name, bool(each.default))
    told.done()
    return Counting(**settings)


def _caseload(told: Told) -> Caseload:
    usual = Caseload()
    caseload = Caseload(
        lower=told.whole("lower", usual.lower, least=1, most=200) or usual.lower,
        upper=told.whole("upper", usual.upper, least=1, most=200) or usual.upper,
        local=told.whole("local", None, least=1, most=200),
        basis=Basis(told.choice("basis", [basis.value for basis in Basis], usual.basis.value)),
    )
    if caseload.lower > caseload.upper:
        told.problem("upper", "The upper line is under the lower one. Give the larger number here.")
    told.done()
    return caseload


def _limits(told: Told) -> Mapping[str, int]:
    limits: dict[str, int] = {}
    for key in told.left():
        if key not in TIMESCALES:
            continue  # `done` says that there is no such limit
        table = told.table(key)
        amount = _amount(table, TIMESCALES[key])
        if amount is not None:
            limits[key] = amount
        table.done()
    told.asked(TIMESCALES)
    told.done()
    return limits


def _amount(told: Told, timescale: Timescale) -> int | None:
    """The council's number, in the limit's own unit and never more than law allows."""
    limit = timescale.limit
    if not limit.unit.gives_a_date and limit.unit is not Unit.CASES:
        told.problem("", f"{timescale.title} has no number: {limit.in_words()}. Take it out.")
        return None
    if limit.unit.value not in told.left():
        told.problem("", f"Give it in {limit.unit.value}: {{ {limit.unit.value} = {limit.amount or 5} }}.")
        return None
    amount = told.whole(limit.unit.value, None, least=1, most=1000)
    if amount is None:
        return None
    if timescale.status is Status.LAW and limit.amount is not None and amount > limit.amount:
        told.problem(
            limit.unit.value,
            f"Longer than law: {limit.in_words()} ({timescale.cite}). Give {limit.amount} or fewer.",
        )
        return None
    return amount


def _age_bands(told: Told) -> Mapping[str, tuple[AgeBand, ...]]:
    bands = {DEFAULT: schemes()[DEFAULT]}
    rows = told.tables("local")
    local = tuple(_band(row) for row in rows)
    if local:
        try:
            check("local", local)
            bands["local"] = local
        except ValueError:
            told.problem("local", "The bands have to follow each other from age 0 on, without gap or overlap.")
    told.done()
    return bands


def _band(told: Told) -> AgeBand:
    band = AgeBand(
        told.text("band", longest=30),
        told.whole("from", 0, least=0, most=25) or 0,
        told.whole("to", OLDEST, least=0, most=25) or 0,
    )
    told.done()
    return band


def _targets(tables: list[Told], indicators: Collection[str]) -> Mapping[str, tuple[Target, ...]]:
    targets: dict[str, list[Target]] = {}
    for told in tables:
        target = Target(
            key=_indicator(told, "of", [*indicators, *TIMESCALES] if indicators else ()),
            year=_year(told),
            value=told.number("value", least=0, most=100_000),
            kind=TargetKind(told.choice("kind", [kind.value for kind in TargetKind], "target")),
        )
        if any(target.year == other.year for other in targets.get(target.key, [])):
            told.problem("year", "This year has a target already. Keep one of them.")
        targets.setdefault(target.key, []).append(target)
        told.done()
    return {key: tuple(sorted(said, key=lambda target: target.year)) for key, said in targets.items()}


def _year(told: Told) -> int:
    if "year" not in told.left():
        told.problem("year", "Give the year by its end: 2027 is 1 April 2026 to 31 March 2027.")
    return told.whole("year", 0, least=2000, most=2100) or 0


def _indicator(told: Told, key: str, known: Collection[str], default: str | None = None) -> str:
    if not known:
        return told.text(key, default, longest=60)
    name = told.text(key, default, longest=60)
    if name and name not in known:
        told.unknown(key, name, known, "There is no such indicator or time limit.")
    return name


def _tracking_level(told: Told) -> TrackingLevel:
    level = TrackingLevel(
        told.text("name", longest=40), told.text("meaning", longest=300), actions=told.texts("actions")
    )
    told.done()
    return level


def _ethnicity(told: Told) -> Mapping[str, str]:
    codes = code_set("ethnicity")
    details: dict[str, str] = {}
    for detail in told.left():
        code = told.choice(detail, codes)
        if len(detail) > 80 or not detail.isprintable():
            told.problem(detail, "Give the detail in up to 80 characters.")
        elif code:
            details[detail] = code
    told.done()
    return details


def _challenge(told: Told) -> dict[str, Any]:
    parts = {
        "ladder": tuple(_stage(stage) for stage in told.tables("stage")),
        "challenge_reasons": told.texts("reasons"),
        "challenge_triggers": told.texts("triggers"),
    }
    told.done()
    return parts


def _stage(told: Told) -> Stage:
    stage = Stage(
        name=told.text("name", longest=80),
        who=told.texts("who"),
        action=told.text("action", ""),
        response=_response(told.table("response")),
        meeting=told.flag("meeting"),
        informal=told.flag("informal"),
    )
    told.done()
    return stage


def _response(told: Told) -> Limit | None:
    units = {unit.value: unit for unit in Unit if unit.gives_a_date}
    given = [key for key in told.left() if key in units]
    amounts = [(units[key], told.whole(key, None, least=1, most=1000)) for key in given]
    if len(given) > 1:
        told.problem("", f"Give one limit, not {len(given)}.")
    told.asked(units)
    told.done()
    unit, amount = amounts[0] if amounts else (Unit.EVENT, None)
    return Limit(unit, amount) if amount is not None else None


def _form(told: Told) -> ConsultationForm:
    form = ConsultationForm(
        told.text("name", longest=80),
        told.whole("from", 0, least=0, most=25) or 0,
        told.whole("to", 25, least=0, most=25) or 0,
    )
    if form.from_age > form.to_age:
        told.problem("to", "The form ends before it starts. Give the older age here.")
    told.done()
    return form
