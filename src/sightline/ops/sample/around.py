"""What happens around a child's care: times missing, social workers, deprivation of liberty, motherhood."""

from __future__ import annotations

from random import Random

from sightline.ops.sample.chance import Weighted, spread, waiting
from sightline.ops.sample.days import YEAR, birthday, ordinal, year_holding
from sightline.ops.sample.life import Absence, Care, Life, Stay, WorkerSpell

_SECURE_WITH_ORDER = frozenset({"K2", "Z12", "Z13"})
_ORDERS_RETURNED_FROM = ordinal(2025, 4, 1)
_CHANGE = Weighted(
    {"MANAGE": 18, "LEFTRL": 38, "ORGRST": 8, "TSPROC": 26, "ABSENC": 6, "CHCHAN": 1.5, "PCCHAN": 1, "OTHERS": 1.5}
)


def absences(chance: Random, care: Care, born: int) -> list[Absence]:
    """Times missing or away, each within one episode. Some children go missing again and again."""
    often = chance.random()
    found: list[Absence] = []
    eleven = birthday(born, 11)
    if often < 0.11:
        mean = 45 if often < 0.02 else 260
        for stay in care.stays:
            found += _within(chance, stay, max(eleven, stay.start + 3), mean)
    if care.spell.ends == "missing until adult":
        return _never_found(chance, care, found)
    return found


def _within(chance: Random, stay: Stay, day: int, mean: float) -> list[Absence]:
    found: list[Absence] = []
    if stay.place.kind[0] not in "UKZ":
        return found
    while (day := day + waiting(chance, mean, 2, 3000)) < stay.end - 8:
        kind = "M" if chance.random() < 0.72 else "A"
        back = min(day + (spread(chance, 0, 2) if chance.random() < 0.9 else spread(chance, 3, 25)), stay.end - 3)
        found.append(Absence(kind, day, back))
        day = back + 1
    return found


def _never_found(chance: Random, care: Care, before: list[Absence]) -> list[Absence]:
    last = care.stays[-1]
    gone = last.start + 1 + int(chance.random() * (last.end - last.start) * 0.8)
    return [absence for absence in before if absence.end < gone] + [Absence("M", gone, last.end)]


def workers(chance: Random, life: Life) -> list[WorkerSpell]:
    """Social workers in turn, from before care begins to when it ends."""
    found: list[WorkerSpell] = []
    for care in life.care:
        day, reason = care.spell.start - spread(chance, 0, 150), "FCONTA"
        if found and day <= found[-1].end + 10:
            day = found[-1].end + 11
        while day < care.spell.end:
            end = day + waiting(chance, 420, 12, 2500)
            end = care.spell.end if end > care.spell.end - 12 else end
            found.append(WorkerSpell(f"SW{spread(chance, 1, 9999):010}", day, end, reason))
            day, reason = end, _CHANGE.pick(chance)
    return found


def liberty_orders(chance: Random, care: Care) -> list[tuple[int, int]]:
    """Orders that deprive a child of liberty, each within one placement where one may be expected."""
    found = []
    for stay in care.stays:
        likely = 0.5 if stay.place.kind[0] == "Z" else 0.025
        if stay.place.kind in _SECURE_WITH_ORDER and stay.end > _ORDERS_RETURNED_FROM and chance.random() < likely:
            start = stay.start + spread(chance, 1, 40)
            end = start + spread(chance, 28, 180)
            if end < stay.end - 2:
                found.append((start, end))
    return found


def first_child_born(chance: Random, life: Life) -> int | None:
    """The birth of a young woman's first child, in care."""
    if life.male or chance.random() > 0.035:
        return None
    earliest = life.born + int(15.3 * YEAR)
    last = life.care[-1].spell
    first = max(earliest, last.start + 1)
    return spread(chance, first, last.end - 1) if first < last.end - 1 else None


def status_ceased(chance: Random, life: Life) -> int:
    """The day a child is no longer an unaccompanied asylum seeker: adult, gone, or with leave to remain."""
    end = life.care[-1].spell.end
    earliest = max(year_holding(end).first, life.care[-1].spell.start) + 1
    return spread(chance, earliest, end) if chance.random() < 0.15 and earliest < end else end
