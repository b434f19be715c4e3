"""What a case system tells of one child on a day, beyond a return: names, workers, plans, health, visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from random import Random
from typing import Any

from sightline.domain import records
from sightline.domain.roles import Role
from sightline.ops.sample import names, yearly
from sightline.ops.sample.chance import spread, stream
from sightline.ops.sample.days import CollectionYear, add_working_days, age_on, birthday, ordinal, working_day_from
from sightline.ops.sample.leaving import care_leaver
from sightline.ops.sample.life import Care, Life, Stay, WorkerSpell
from sightline.ops.sample.staffing import Employee, Staff
from sightline.ops.sample.today import family_of, year_to

Rows = Iterator[tuple[str, Any]]

_day = date.fromordinal
_ALWAYS = ordinal(2000, 1, 1)
_WITHOUT_OFFICER = 4  # working days: who came later has none yet
_PLANS = {
    "brief": ("RETURN1M", "RETURN6M"),
    "proceedings": ("RETURNEV", "LTRELFR"),
    "settled": ("RETURN6M", "LTFOST18"),
    "adoption": ("RETURN6M", "ADOPTION"),
    "unaccompanied": ("LTFOST18", "SUPPLIV"),
    "remand": ("OTHERPLN", "OTHERPLN"),
}
_NO_ROUTE = frozenset({"OTHERPLN", "REMAINSUP"})
_AGENCIES = ("Harbour Fostering", "Rowan Tree Care", "Bright Path Homes", "Lantern Fostering", "Millstream Care")


def rows(life: Life, staff: Staff, *, brothers: bool) -> Rows:
    """Every row told of a child, with its table. `brothers`: there are brothers or sisters in the council."""
    on = staff.on.toordinal()
    whole = CollectionYear(year_to(staff.on), _ALWAYS, on)
    for table, row in yearly.rows(life, whole):
        if table not in ("social_workers", "care_leavers", "outcomes"):
            yield table, row
    leaver = (
        None if life.short_breaks else care_leaver(life, CollectionYear(whole.name, _first_of(whole.name), on))
    )
    if leaver is not None:
        yield "care_leavers", leaver
    yield from _who(life, on, brothers=brothers)
    yield from _workers(life, staff, on)
    for care in life.care:
        if care.spell.start <= on:
            yield from _law_and_places(life, care, on)
            if life.short_breaks:
                yield from _reviews_of_breaks(life, care, on)
            else:
                yield from _care(life, care, on)
                yield from _officers(life, care, staff, on)


def _first_of(year: int) -> int:
    return ordinal(year - 1, 4, 1)


def _who(life: Life, on: int, *, brothers: bool) -> Rows:
    yield "names", name_of(life)
    yield "identifiers", records.Identifier(life.child, "case", life.child)
    yield "identifiers", records.Identifier(life.child, "903", life.child)
    if brothers:
        yield "families", records.Family(life.child, family_of(life))
    chance = stream(*life.key, "disability")
    if life.need == "N2" or chance.random() < 0.11:
        code = chance.choice(("LD", "LD", "AUT", "AUT", "COMM", "BEH", "MOB", "HEAR", "VIS"))
        yield "disabilities", records.Disability(life.child, code)
    if life.unaccompanied:
        came = life.care[0].spell.start
        status = "Unaccompanied asylum seeking child"
        ceased = life.status_ceased
        ended = _day(ceased) if ceased is not None and ceased <= on else None
        deadline = _day(birthday(life.born, 17) + 180)  # leave is asked for before the child is an adult
        yield "immigration", records.Immigration(life.child, _day(came), status, ended, deadline)


def name_of(life: Life) -> records.Name:
    """What a child of the sample is called; brothers and sisters share a surname."""
    family = stream(*life.key[:4], "surname")
    of = names.origin(life.ethnicity, family)
    surname = names.surname(family, of)
    chance = stream(*life.key, "name")
    forename = names.forename(chance, of, male=life.male)
    known_as = forename[:3] if chance.random() < 0.05 else None
    return records.Name(life.child, forename, surname, known_as)


def _workers(life: Life, staff: Staff, on: int) -> Rows:
    team, members = staff.team_of(family_of(life))
    born = _day(life.born)
    spells = [(worker_of(members, spell), spell) for spell in life.workers if spell.start <= on]
    for worker, together in groupby(spells, key=lambda pair: pair[0]):
        run = [spell for _, spell in together]
        for spell in _joined(run):
            ended = _day(spell[1]) if spell[1] <= on else None
            told = (life.child, worker.worker, "social_worker", _day(spell[0]), ended, team, spell[2])
            yield "involvements", records.Involvement(*told)
            sw = (life.child, born, worker.worker, _day(spell[0]), ended, spell[2])
            yield "social_workers", records.SocialWorker(*sw)


def worker_of(members: tuple[Employee, ...], spell: WorkerSpell) -> Employee:
    """Who of a team works with a child for one spell."""
    return stream("worker", spell.worker, spell.start).choice(members)


def _joined(run: list[Any]) -> Iterator[tuple[int, int, str]]:
    """Spells of one worker that follow each other are one."""
    start, end, reason = run[0].start, run[0].end, run[0].reason
    for spell in run[1:]:
        if spell.start > end:
            yield start, end, reason
            start, reason = spell.start, spell.reason
        end = spell.end
    yield start, end, reason


def _officers(life: Life, care: Care, staff: Staff, on: int) -> Rows:
    """Who reviews: named within days of coming into care, and again when an officer leaves."""
    chance = stream(*life.key, "officer", care.spell.start)
    if add_working_days(care.spell.start, _WITHOUT_OFFICER) > on:
        return
    named = add_working_days(care.spell.start, spread(chance, 0, _WITHOUT_OFFICER))
    end = _day(care.spell.end) if care.spell.end <= on else None
    if care.spell.end <= named:
        return
    for number, (officer, start, last) in enumerate(staff.chair_of(family_of(life)).between(_day(named), end)):
        reason = ("family" if life.key[-1] else "new") if number == 0 else "left"
        yield (
            "involvements",
            records.Involvement(life.child, officer.worker, Role.IRO.value, start, last, None, reason),
        )


def _law_and_places(life: Life, care: Care, on: int) -> Rows:
    stays = [stay for stay in care.stays if stay.start <= on]
    chains = [stays] if not life.short_breaks else [[stay] for stay in stays]  # each break is a stay of its own
    for chain in chains:
        yield from _law(life, chain, on)
        yield from _places(life, chain, on)


def _reviews_of_breaks(life: Life, care: Care, on: int) -> Rows:
    """Reviews of a series of short breaks, which the case system tells and no return: a few of them late."""
    chance = stream(*life.key, "reviews of breaks")
    held = working_day_from(care.spell.start + spread(chance, 50, 84))
    while held <= min(on, care.spell.end + 365):  # a series stands for a year after its last break
        code = chance.choice(("PN1", "PN1", "PN3", "PN5", "PN6"))
        yield "reviews", records.Review(life.child, _day(life.born), _day(held), code)
        late = chance.random() < 0.04
        held = working_day_from(held + (spread(chance, 190, 230) if late else spread(chance, 150, 178)))


def _care(life: Life, care: Care, on: int) -> Rows:
    yield from _plans(life, care, on)
    yield from _health(life, care, on)
    yield from meetings(life, care, on)


def _law(life: Life, stays: list[Stay], on: int) -> Rows:
    for legal, run in groupby(stays, key=lambda stay: stay.legal):
        spell = list(run)
        ended = _day(spell[-1].end) if spell[-1].end <= on else None
        yield "legal_statuses", records.LegalStatus(life.child, _day(spell[0].start), legal, ended)


def _places(life: Life, stays: list[Stay], on: int) -> Rows:
    for place, run in groupby(stays, key=lambda stay: stay.place):
        spell = list(run)
        over = spell[-1].end <= on
        chance = stream(*life.key, "place", spell[0].start)
        outside = place.provider in ("PR4", "PR5")
        yield (
            "placement_details",
            records.PlacementDetail(
                life.child,
                _day(spell[0].start),
                yearly.placement_code(place.kind, 2027),
                place.provider,
                chance.choice(_AGENCIES) if outside else None,
                place.urn,
                place.postcode,
                spread(chance, 5, 150) if chance.random() < 0.8 else spread(chance, 200, 900),
                _day(spell[-1].end) if over else None,
                spell[-1].reason_moved if over else None,
            ),
        )


def _plans(life: Life, care: Care, on: int) -> Rows:
    """A first plan within ten working days, another when it is known how things will go; some have none yet."""
    chance = stream(*life.key, "plans", care.spell.start)
    first = add_working_days(care.spell.start, spread(chance, 0, 12))
    settled = care.spell.adoption.decided if care.spell.adoption else care.spell.start + spread(chance, 100, 170)
    days = sorted({day for day in (first, settled) if day <= on and day < care.spell.end})
    if chance.random() < 0.05:
        return
    ends = [*days[1:], care.spell.end]
    for number, (start, end) in enumerate(zip(days, ends, strict=False)):
        plan = _PLANS.get(care.spell.path, _PLANS["settled"])[min(number, 1)]
        ended = _day(end) if end <= on else None
        yield "care_plans", records.CarePlan(life.child, _day(start), plan, ended)
        if plan not in _NO_ROUTE and number == len(days) - 1 and start > care.spell.start + 60:
            second = "SGO" if plan == "LTRELFR" and chance.random() < 0.4 else None
            yield "permanence_plans", records.PermanencePlan(life.child, _day(start), plan, second, ended)


def _health(life: Life, care: Care, on: int) -> Rows:
    chance = stream(*life.key, "health", care.spell.start)
    day = add_working_days(care.spell.start, spread(chance, 12, 26))
    kind = "initial"
    while day <= on and day < care.spell.end:
        status = "done" if chance.random() < 0.95 else "declined"
        yield "health_checks", records.HealthCheck(life.child, _day(day), kind, status)
        teeth = working_day_from(day + spread(chance, 20, 90))
        if age_on(life.born, day) >= 2 and teeth <= on and teeth < care.spell.end and chance.random() < 0.85:
            yield "health_checks", records.HealthCheck(life.child, _day(teeth), "dental", "done")
        kind = "review"
        gap = 182 if age_on(life.born, day) < 5 else 365
        day = working_day_from(day + gap + spread(chance, -40, 25))
        if 4 <= age_on(life.born, day) < 17 and day <= on and day < care.spell.end and chance.random() < 0.8:
            score = max(0, min(40, 8 + life.number % 11 + spread(chance, -5, 9)))
            yield "sdq_scores", records.SdqScore(life.child, _day(day), score)


def meetings(life: Life, care: Care, on: int) -> Rows:
    """Visits by the social worker and the officer, and education plans, of this year and the last."""
    if care.spell.start > on or life.short_breaks:
        return
    chance = stream(*life.key, "visits", care.spell.start)
    last, since = min(on + 1, care.spell.end), _first_of(year_to(_day(on)) - 1)
    for day in _every(chance, care.spell.start + spread(chance, 1, 7), last, 25, 46):
        seen = int(chance.random() < 0.96)
        alone = int(seen and age_on(life.born, day) >= 4 and chance.random() < 0.7)
        if day >= since:
            yield "visits", records.Visit(life.child, _day(day), "social_worker", None, seen, alone)
    chance = stream(*life.key, "officer's visits", care.spell.start)
    for day in _every(chance, care.spell.start + spread(chance, 60, 150), last, 80, 200):
        alone = int(chance.random() < 0.8)
        if day >= since:
            yield "visits", records.Visit(life.child, _day(day), "iro", None, 1, alone)
    chance = stream(*life.key, "education", care.spell.start)
    for day in _every(chance, care.spell.start + spread(chance, 8, 18), last, 95, 150):
        if day >= since and 4 <= age_on(life.born, day) < 18:
            yield "education_plans", records.EducationPlan(life.child, _day(day), "held")


def _every(chance: Random, first: int, last: int, least: int, most: int) -> Iterator[int]:
    """Working days from a day up to another, some days apart."""
    day = working_day_from(first)
    while day < last:
        yield day
        day = working_day_from(day + spread(chance, least, most))
