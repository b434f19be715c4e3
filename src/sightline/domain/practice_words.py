"""A practice in words: what a person reads, and what differs between two, thing by thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum

from sightline.domain.bands import OLDEST, AgeBand
from sightline.domain.codes import code_set
from sightline.domain.drift import kinds, thresholds
from sightline.domain.explain import counted
from sightline.domain.practice_cycle import ABOUT
from sightline.domain.practices import Basis, Practice, Stage, Target, TargetKind, Wording
from sightline.domain.record_forms import sections
from sightline.domain.timescales import TIMESCALES, Unit

_LABELS = {"iro": "IRO"}
_COUNTING = {
    "month_method": (
        "Three and six months are counted",
        {"calendar": "by the calendar", "days_91_183": "as 91 and 183 days"},
    ),
    "review_date_basis": (
        "A review is in time by the day it was",
        {"held": "held", "completed": "completed", "recorded": "recorded"},
    ),
    "count_trigger_as_day_1": (
        "The day that starts a limit is",
        {"False": "day 0: the next is the first", "True": "counted as the first"},
    ),
    "adoption_track_from": (
        "Adoption reviews start from",
        {"authority": "authority to place", "placement": "moving in with adopters"},
    ),
    "cease_on_census_day_counts": (
        "A child who leaves care on 31 March",
        {"False": "is not counted that day", "True": "is counted that day"},
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a practice says. `key` is its place in the file."""

    key: str
    label: str
    says: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Things that belong together, under one heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two practices say differently; empty where one does not say it."""

    part: str
    label: str
    before: str
    after: str


def parts(practice: Practice, titles: Mapping[str, str] | None = None) -> tuple[Part, ...]:
    """All that a practice says, in order. `titles` are those of indicators, by key."""
    known = {**{key: timescale.title for key, timescale in TIMESCALES.items()}, **(titles or {})}
    told = {
        "Words": _words(practice),
        "How it counts": _counting(practice, known),
        "Caseload of a reviewing officer": _caseload(practice),
        "Time limits of its own": _limits(practice),
        "Targets": _targets(practice, known),
        "Age bands": _bands(practice),
        "Tracking levels": _levels(practice),
        "Ladder of a challenge": _ladder(practice),
        "Reasons for a challenge": _list("challenge.reasons", practice.challenge_reasons),
        "What has to be challenged": _list("challenge.triggers", practice.challenge_triggers),
        "Consultation forms": _forms(practice),
        "The record of a review": _record(practice),
        "Between reviews": _between(practice),
        "When something may be drifting": _drift(practice),
        "Library of decisions": _wordings(practice),
        "Ethnicity in more detail": _ethnicity(practice),
    }
    return tuple(Part(title, _with_sources(lines, practice)) for title, lines in told.items())


def differences(before: Practice, after: Practice, titles: Mapping[str, str] | None = None) -> list[Difference]:
    """What the second says otherwise than the first, in the order of `parts`."""
    return [
        Difference(one.title, label, first, second)
        for one, other in zip(parts(before, titles), parts(after, titles), strict=True)
        for label, first, second in _sides(one, other)
        if first != second
    ]


def _sides(one: Part, other: Part) -> Iterator[tuple[str, str, str]]:
    first, second = ({line.key: line for line in part.lines} for part in (one, other))
    for key in dict.fromkeys([*first, *second]):
        told = first.get(key) or second[key]
        before, after = (side[key].says if key in side else _unsaid(key) for side in (first, second))
        yield told.label, before, after


def _unsaid(key: str) -> str:
    """What holds where a practice does not say: the limit of law and guidance; else nothing."""
    part, _, name = key.partition(".")
    return TIMESCALES[name].limit.in_words() if part == "limits" else ""


def _with_sources(lines: Iterator[Line], practice: Practice) -> tuple[Line, ...]:
    """Each line with the nearest source that the file gives: its own, or that of the table it is in."""
    return tuple(Line(line.key, line.label, line.says, _source(line.key, practice.sources)) for line in lines)


def _source(place: str, sources: Mapping[str, str]) -> str:
    while place and place not in sources:
        place = place.rpartition(".")[0]
    return sources.get(place, "")


def _words(practice: Practice) -> Iterator[Line]:
    for concept, word in practice.words.items():
        several = f"{word.one}; several: {word.many}" if word.many != word.one else word.one
        yield Line(f"words.{concept}", _LABELS.get(concept, concept.replace("_", " ").capitalize()), several)


def _counting(practice: Practice, titles: Mapping[str, str]) -> Iterator[Line]:
    for each in fields(practice.counting):
        label, words = _COUNTING[each.name]
        value = getattr(practice.counting, each.name)
        yield Line(f"counting.{each.name}", label, words[str(value.value if isinstance(value, Enum) else value)])
    yield Line("timeliness", "Reviews in time are published as", _title(practice.timeliness, titles))


def _caseload(practice: Practice) -> Iterator[Line]:
    caseload = practice.caseload
    yield Line("caseload.lower", "Lower line", str(caseload.lower))
    yield Line("caseload.upper", "Upper line", str(caseload.upper))
    if caseload.local is not None:
        yield Line("caseload.local", "The council's own line", str(caseload.local))
    basis = {Basis.FTE: "full-time equivalent in post", Basis.HEADCOUNT: "person in post"}[caseload.basis]
    yield Line("caseload.basis", "Children for one", basis)


def _limits(practice: Practice) -> Iterator[Line]:
    looser = practice.beyond_guidance()
    for key, amount in practice.limits.items():
        timescale = TIMESCALES[key]
        note = f" (guidance: {timescale.limit.in_words()})" if key in looser else ""
        yield Line(f"limits.{key}", timescale.title, _amount(amount, timescale.limit.unit) + note)


def _amount(amount: int, unit: Unit) -> str:
    return counted(amount, unit.value.replace("_", " ").removesuffix("s"))


def _targets(practice: Practice, titles: Mapping[str, str]) -> Iterator[Line]:
    for key, said in practice.targets.items():
        for target in said:
            label = f"{_title(key, titles)}, {target.year - 1}-{target.year % 100:02}"
            yield Line(f"target.{key}.{target.year}", label, _target(target))


def _target(target: Target) -> str:
    return f"{target.value:g}%{' (hoped for)' if target.kind is TargetKind.ASPIRATION else ''}"


def _title(key: str, titles: Mapping[str, str]) -> str:
    return titles.get(key, key.replace("-", " ").capitalize())


def _bands(practice: Practice) -> Iterator[Line]:
    for n, band in enumerate(practice.bands, 1):
        ages = _ages(band)
        yield Line(f"age_bands.{n}", f"Band {n}", band.band if band.band == ages else f"{band.band} ({ages})")


def _ages(band: AgeBand) -> str:
    if band.to_age == OLDEST:
        return f"{band.from_age} and over"
    return f"age {band.from_age}" if band.from_age == band.to_age else f"{band.from_age} to {band.to_age}"


def _levels(practice: Practice) -> Iterator[Line]:
    for n, level in enumerate(practice.tracking_levels, 1):
        says = ". ".join([level.meaning, *([f"May: {', '.join(level.actions)}"] if level.actions else [])])
        yield Line(f"tracking_level.{n}", f"Level {n}", f"{level.name}: {says}")


def _ladder(practice: Practice) -> Iterator[Line]:
    for n, stage in enumerate(practice.ladder, 1):
        yield Line(f"challenge.stage.{n}", f"Step {n}", f"{stage.name}: {_stage(stage)}")


def _stage(stage: Stage) -> str:
    said = [f"asks {', '.join(stage.who)}" if stage.who else "", stage.action]
    if stage.response is not None:
        said.append(f"answer within {stage.response.in_words()}")
    if stage.meeting and "meeting" not in stage.action:
        said.append("a meeting is held")
    return "; ".join(part for part in said if part)


def _list(place: str, texts: tuple[str, ...]) -> Iterator[Line]:
    for text in texts:
        yield Line(f"{place}.{text}", text, "named")


def _forms(practice: Practice) -> Iterator[Line]:
    for n, form in enumerate(practice.consultation_forms, 1):
        yield Line(f"consultation_form.{n}", form.name, f"for children of {form.from_age} to {form.to_age}")


def _record(practice: Practice) -> Iterator[Line]:
    for option in sorted(practice.record_options):
        titles = [section.title for section in sections().values() if section.option == option]
        yield Line(f"record.options.{option}", ", ".join(titles) or option, "asked for")


def _between(practice: Practice) -> Iterator[Line]:
    made = "are made half-way to the next review" if practice.midway else "are not made"
    yield Line("midway.checks", "Midway checks", made)


def _drift(practice: Practice) -> Iterator[Line]:
    """Every threshold, the council's own or ours: each is a setting."""
    titles = {kind.threshold: kind.title for kind in kinds()}
    for key, threshold in thresholds().items():
        label = ": ".join([*([titles[key]] if key in titles else []), threshold.label])
        amount = practice.drift.get(key, threshold.amount)
        yield Line(f"drift.{key}", label, counted(amount, threshold.unit.removesuffix("s")))


def _wordings(practice: Practice) -> Iterator[Line]:
    for wording in practice.wordings:
        label = f"{ABOUT.get(wording.about, wording.about)}: {wording.key.replace('-', ' ')}"
        yield Line(f"wording.{wording.key}", label, _wording(wording))


def _wording(wording: Wording) -> str:
    said = [
        wording.what.rstrip("."),
        wording.who,
        f"within {counted(wording.days, 'day')}" if wording.days else "",
    ]
    outcome = f"So that: {wording.outcome}" if wording.outcome else ""
    return ". ".join(part for part in ("; ".join(part for part in said if part), outcome) if part)


def _ethnicity(practice: Practice) -> Iterator[Line]:
    codes = code_set("ethnicity")
    for detail, code in practice.ethnicity_details.items():
        yield Line(f"ethnicity_details.{detail}", detail, f"{codes[code].label} ({code})")
