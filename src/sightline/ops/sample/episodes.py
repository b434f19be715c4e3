"""From a plan to episodes: each with one legal status and one placement, each starting the day the last ceased."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from sightline.ops.sample import legal, places
from sightline.ops.sample.chance import Weighted, spread
from sightline.ops.sample.days import ordinal
from sightline.ops.sample.legal import Timeline
from sightline.ops.sample.life import Pace, Place, Spell, Stay
from sightline.ops.sample.placing import UNPLANNED, Move, Placing

_GUARDIANSHIP_CODES_FROM = ordinal(2018, 4, 1)
_TEMPORARY = Weighted({"T0": 6, "T1": 30, "T2": 8, "T3": 26, "T4": 30})
_LONGEST = {"T0": 14, "T1": 30, "T2": 14, "T3": 20, "T4": 7}  # days; the law allows T1 42, T3 21, T4 7
_LEAVING = {
    "home": Weighted({"E4A": 78, "E4B": 22}),
    "kin without responsibility": Weighted({"E13": 1}),
    "arrangements": Weighted({"E41": 1}),
    "another authority": Weighted({"E3": 1}),
    "other": Weighted({"E8": 1}),
    "abroad": Weighted({"E16": 1}),
    "died": Weighted({"E2": 1}),
    "custody": Weighted({"E9": 1}),
    "remand over": Weighted({"E14": 1}),
    "missing until adult": Weighted({"E8": 1}),
    "found adult": Weighted({"E15": 1}),
    "nearly adult": Weighted({"E5": 68, "E6": 22, "E7": 10}),
}
_ADULT_FOSTERED = Weighted({"E17": 48, "E5": 32, "E6": 10, "E7": 7, "E8": 3})
_ADULT_ELSEWHERE = Weighted({"E5": 58, "E6": 20, "E7": 13, "E8": 6, "E17": 3})


def episodes(
    chance: Random, spell: Spell, born: int, home: str | None, first: Place | None, pace: Pace
) -> tuple[list[Stay], list[int]]:
    """The episodes of one period of care, and the days on which a placement ended unplanned."""
    law = legal.timeline(chance, spell, born)
    moves = _on_days_in_court(Placing(chance, spell, born, home, law, pace).moves(first), law)
    stays = _with_temporary(chance, _chain(spell, law, moves))
    stays[-1].end = spell.end
    stays[-1].reason_ended = _leaving(chance, spell, stays[-1].place, born)
    return stays, [move.day for move in moves if move.why in UNPLANNED]


def _on_days_in_court(moves: list[Move], law: Timeline) -> list[Move]:
    """A move within days of a new order is made with it."""
    orders = [day for day, _ in law[1:]]
    made, last = moves[:1], moves[0].day
    for move in moves[1:]:
        day = next((order for order in orders if abs(order - move.day) <= 3 and order > last), move.day)
        made.append(move if day == move.day else replace(move, day=day))
        last = day
    return made


def _chain(spell: Spell, law: Timeline, moves: list[Move]) -> list[Stay]:
    orders = dict(law[1:])
    moved = {move.day: move for move in moves[1:]}
    stays = [Stay(spell.start, "S", law[0][1], moves[0].place)]
    for day in sorted(orders.keys() | moved.keys()):
        before, move = stays[-1], moved.get(day)
        before.end = day
        if move:
            before.reason_moved = move.why
        status = orders.get(day, before.legal)
        stays.append(Stay(day, _why_new(day in orders, move), status, move.place if move else before.place))
    return stays


def _why_new(ordered: bool, move: Move | None) -> str:
    """The reason for a new episode: L, P, T, B or U."""
    if move is None:
        return "L"
    if move.same_carer:
        return "U" if ordered else "T"
    return "B" if ordered else "P"


def _with_temporary(chance: Random, stays: list[Stay]) -> list[Stay]:
    """Some time in hospital, or while carers are on holiday, from which a child comes back. At most one a year."""
    made: list[Stay] = []
    free_from = stays[0].start + 30
    for number, stay in enumerate(stays):
        last = number == len(stays) - 1
        end = stay.end or stay.start + 400
        away = max(stay.start + 12, free_from) + int(chance.random() * 500)
        if not last and stay.place.kind[0] in "UK" and chance.random() < 0.2 and away < end - 45:
            kind = _TEMPORARY.pick(chance)
            back = away + spread(chance, 1, _LONGEST[kind])
            elsewhere = Place(kind, None, places.invented_postcode(chance, places.OTHER_AREAS[0]), None)
            made.append(replace(stay, end=away, reason_ended="X1", reason_moved=None))
            made.append(Stay(away, "P", stay.legal, elsewhere, back))
            made.append(replace(stay, start=back, reason_started="P"))
            free_from = back + 366
        else:
            made.append(stay)
    return made


def _leaving(chance: Random, spell: Spell, last: Place, born: int) -> str:
    if spell.ends == "adopted":
        return "E12" if spell.adoption and spell.adoption.ordered and chance.random() < 0.7 else "E11"
    if spell.ends == "guardianship":
        return _guardianship(chance, last, spell.end)
    if spell.ends == "custody" and (spell.end - born) < 12 * 365:
        return "E8"
    if spell.ends == "adult":
        return (_ADULT_FOSTERED if last.kind in places.FOSTERED else _ADULT_ELSEWHERE).pick(chance)
    return _LEAVING[spell.ends].pick(chance)


def _guardianship(chance: Random, last: Place, day: int) -> str:
    """Special guardianship: to the carer or somebody else, kin or not. Codes were split in April 2018."""
    fostered, kin = last.kind in places.FOSTERED, last.kind in ("U1", "U2", "U3")
    to_carer = fostered and chance.random() < (0.9 if kin else 0.4)
    if day < _GUARDIANSHIP_CODES_FROM:
        return "E43" if to_carer else "E44"
    if to_carer:
        return "E45" if kin else "E46"
    return "E47" if chance.random() < 0.85 else "E48"
