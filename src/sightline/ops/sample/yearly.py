"""What one year's return says of one life, as rows of `domain.records`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

from sightline.domain.records import (
    Adoption,
    AdoptionDecision,
    Child,
    Episode,
    LibertyOrder,
    Missing,
    PreviousPermanence,
    Review,
    SocialWorker,
    Uasc,
)
from sightline.ops.sample.chance import Weighted, spread, stream
from sightline.ops.sample.days import CollectionYear, birthday
from sightline.ops.sample.leaving import care_leaver
from sightline.ops.sample.life import Care, Life, Stay
from sightline.ops.sample.outcomes import outcome

Rows = Iterator[tuple[str, Any]]

_day = date.fromordinal
_LETTERS_OF_UPN = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SEX_AS_LETTERS_FROM, _SOCIAL_WORKERS_FROM, _ORDERS_FROM, _PERMANENCE_FROM = 2025, 2024, 2027, 2017
_SCHOOL_AGE = 4
_PERMANENCE = Weighted({"Z1": 938, "P1": 6, "P2": 20, "P3": 24, "P4": 12})
_AUTHORITIES = Weighted({"999": 30, "WAL": 2, "SCO": 2, "330": 20, "380": 25, "383": 21})
_ADOPTERS = Weighted(
    {("2", "MF", "L11"): 62, ("2", "MF", "L3"): 12, ("1", "F1", "L0"): 10, ("1", "M1", "L0"): 1.5}
    | {("2", "MM", "L12"): 5, ("2", "FF", "L12"): 4, ("2", "MM", "L4"): 2, ("2", "FF", "L4"): 1.5}
    | {("2", "MM", "L2"): 1, ("2", "FF", "L2"): 1}
)


def rows(life: Life, year: CollectionYear) -> Rows:
    """Every row that a year's return holds of a life, with the name of its table. Nothing if it is not in it."""
    cares = [care for care in life.care if care.spell.start <= year.last and care.spell.end >= year.first]
    stays = [stay for care in cares for stay in care.stays if stay.start <= year.last and stay.end >= year.first]
    leaver = None if life.short_breaks else care_leaver(life, year)
    if not stays and not leaver:
        return
    yield "children", _child(life, year, in_care=bool(stays) and not life.short_breaks)
    for stay in stays:
        yield "episodes", _episode(life, stay, year)
    born = _day(life.born)
    if stays and not life.short_breaks:
        for held, code in life.reviews:
            if year.first <= held <= year.last:
                yield "reviews", Review(life.child, born, _day(held), code)
        yield from _while_looked_after(life, born, cares, year)
        began = [care.spell.start for care in cares if care.spell.start >= year.first]
        if began and year.name >= _PERMANENCE_FROM:
            yield "previous_permanence", _previous_permanence(life, began[0], born)
    if leaver:
        yield "care_leavers", leaver


def _while_looked_after(life: Life, born: date, cares: list[Care], year: CollectionYear) -> Rows:
    if life.status_ceased is not None and life.status_ceased >= year.first:
        ceased = _day(life.status_ceased) if life.status_ceased <= year.last else None
        yield "uasc", Uasc(life.child, _sex(life, year), born, ceased)
    care = cares[-1]
    if care.spell.start <= year.first and care.spell.end > year.last:
        yield "outcomes", outcome(life, year)
    yield from _adoption(life, born, care, year)
    for absence in life.absences:
        if absence.start <= year.last and absence.end >= year.first:
            back = _day(absence.end) if absence.end <= year.last else None
            yield "missing", Missing(life.child, born, absence.kind, _day(absence.start), back)
    if year.name >= _SOCIAL_WORKERS_FROM and care.spell.end > year.last:
        yield from _social_workers(life, born, year)
    if year.name >= _ORDERS_FROM:
        for start, end in life.liberty_orders:
            if start <= year.last and end >= year.first:
                ended = _day(end) if end <= year.last else None
                yield "liberty_orders", LibertyOrder(life.child, born, _day(start), ended)


def _social_workers(life: Life, born: date, year: CollectionYear) -> Rows:
    """Everybody who was the child's social worker in the year, when the child is looked after on its last day."""
    for spell in life.workers:
        if spell.start <= year.last and spell.end >= year.first:
            ended = _day(spell.end) if spell.end <= year.last else None
            yield (
                "social_workers",
                SocialWorker(life.child, born, spell.worker, _day(spell.start), ended, spell.reason),
            )


def _sex(life: Life, year: CollectionYear) -> str:
    if year.name >= _SEX_AS_LETTERS_FROM:
        return "M" if life.male else "F"
    return "1" if life.male else "2"


def _child(life: Life, year: CollectionYear, *, in_care: bool) -> Child:
    mother, first_child = None, None
    if in_care and not life.male:
        had = life.first_child_born is not None and life.first_child_born <= year.last
        mother, first_child = int(had), _day(life.first_child_born) if had and life.first_child_born else None
    upn = _upn(life, year)
    return Child(life.child, _sex(life, year), _day(life.born), life.ethnicity, upn, mother, first_child)


def _upn(life: Life, year: CollectionYear) -> str:
    """A pupil number with its right check letter, of an authority numbered 000; or why there is none."""
    if life.unaccompanied:
        return "UN2" if life.number % 10_000 < 6_000 else "UN3"
    if birthday(life.born, _SCHOOL_AGE) > year.last:
        return "UN1"
    digits = f"{life.number:012}"
    return _LETTERS_OF_UPN[sum(int(digit) * place for place, digit in enumerate(digits, start=2)) % 23] + digits


def _episode(life: Life, stay: Stay, year: CollectionYear) -> Episode:
    place = stay.place
    over = stay.end <= year.last
    return Episode(
        life.child,
        _day(stay.start),
        stay.reason_started,
        stay.legal,
        life.need,
        placement_code(place.kind, year.name),
        place.provider,
        _day(stay.end) if over else None,
        stay.reason_ended if over else None,
        stay.reason_moved if over else None,
        life.home,
        place.postcode,
        place.urn,
    )


def placement_code(kind: str, collection: int) -> str:
    """The code in one year's return: K3 was H5 until 2023-24, Z11 to Z14 were Z1 until 2024-25."""
    if kind == "K3" and collection < 2025:
        return "H5"
    if kind[0] == "Z" and collection < 2026:
        return "Z1"
    return kind


def _adoption(life: Life, born: date, care: Care, year: CollectionYear) -> Rows:
    plan = care.spell.adoption
    if not plan or plan.decided > year.last or (plan.given_up and plan.given_up < year.first):
        return
    reversed_on = _day(plan.given_up) if plan.given_up and plan.given_up <= year.last else None
    why = _of_life(life, "reversed", year, _WHY_REVERSED.pick) if reversed_on else None
    yield "adoption_decisions", AdoptionDecision(life.child, born, _day(plan.decided), reversed_on, why)
    if plan.adopted and plan.adopted <= year.last and plan.matched:
        adopters = _of_life(life, "adopters", year, _ADOPTERS.pick)
        by_carer = "1" if care.stays[-1].place.kind in ("A3", "A5") else "0"
        yield "adoptions", Adoption(life.child, born, _day(plan.decided), _day(plan.matched), by_carer, *adopters)


_WHY_REVERSED = Weighted({"RD1": 30, "RD3": 38, "RD4": 32})


def _of_life(life: Life, what: str, year: CollectionYear, draw: Callable[[Random], Any]) -> Any:
    return draw(stream(*life.key, what, year.name))


def _previous_permanence(life: Life, started: int, born: date) -> PreviousPermanence:
    chance = stream(*life.key, "permanence")
    previous = _PERMANENCE.pick(chance)
    before = started - 200 - int(chance.random() * 1500)
    if previous == "Z1" or life.unaccompanied or before < life.born + 60:
        return PreviousPermanence(life.child, born, "Z1")
    if previous == "P4":
        return PreviousPermanence(life.child, born, "P4", "999", "zz/zz/zzzz")
    on = _day(before)
    text = (f"{on:%d/%m/%Y}", f"zz/{on:%m/%Y}", f"zz/zz/{on:%Y}")[spread(chance, 0, 5) // 2 if before % 3 else 0]
    return PreviousPermanence(life.child, born, previous, _AUTHORITIES.pick(chance), text)
