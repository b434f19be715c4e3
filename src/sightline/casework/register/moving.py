"""A child leaves care, or where and how a child is cared for changes: what is asked, and what cannot be.

The return (SSDA903) tells both as episodes: the one that is open ends, with X1 where another follows the same day,
which says by its reason what is new. The numbers beside the rules are those of the department's checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sightline.casework.register.checks import NotRight
from sightline.casework.register.moving_rules import LEAVING, MOVING, Case, refuse
from sightline.casework.register.tables import EPISODES, Field, Kind
from sightline.casework.register.telling import Told
from sightline.domain.care import SHORT_BREAKS, TEMPORARY, age_on
from sightline.domain.explain import in_words

#: Where the child lives from the day on.
SAME, CARERS, HOME, BACK = "same", "carers", "home", "back"
WHERE: Final = {
    SAME: "In the same placement",
    CARERS: "With other carers, or in another home",
    HOME: "With the same carers, but the kind of placement or the address is new",
}
WHERE_AFTER_A_STAY: Final = {
    SAME: "Still in the temporary placement",
    BACK: "Back in the placement from before the temporary stay",
}
#: Why the next episode began, by where the child lives and whether the legal status is new (903: RNE).
REASONS: Final = {
    (SAME, True): "L", (CARERS, False): "P", (CARERS, True): "B",
    (HOME, False): "T", (HOME, True): "U", (BACK, False): "P",
}  # fmt: skip
#: What says where the child is placed.
PLACED = ("placement", "provider", "placement_postcode", "urn")
FOLLOWED = "X1"
_NEW_ONLY = "Only if the placement is new"
_STAYS = "With the same carers, what you leave empty here and below stays as it was"


def open_episode(rows: Sequence[Told]) -> Told | None:
    """The episode that has not ended, if the child is in care; short breaks are not being in care."""
    lasting = [row for row in rows if row.until is None and row["legal_status"] not in SHORT_BREAKS]
    return lasting[-1] if lasting else None


def leaving_fields(on: date) -> tuple[Field, ...]:
    """What is asked when a child left care."""
    why = EPISODES.field("reason_ceased")
    options = {key: label for key, label in why.options(on).items() if key != FOLLOWED}
    return (
        Field("on", "The child left care on", Kind.DAY, required=True),
        replace(why, label="Why the child left care", required=True, choices=options),
    )


def moving_fields(now: Told, on: date) -> tuple[Field, ...]:
    """What is asked when the legal status or the placement is new."""
    status, place = EPISODES.field("legal_status"), EPISODES.field("placement")
    statuses = {key: label for key, label in status.options(on).items() if key not in SHORT_BREAKS}
    statuses.setdefault(now["legal_status"], status.say(now["legal_status"]))
    staying = now["placement"] in TEMPORARY
    asked = (
        Field("on", "From which day", Kind.DAY, required=True),
        replace(status, choices=statuses, hint="Leave it as it is where it is not new"),
        Field("where", "Where does the child live from that day?", Kind.CODE, required=True,
              choices=WHERE_AFTER_A_STAY if staying else WHERE),
    )  # fmt: skip
    if staying:
        return asked
    return (
        *asked,
        replace(place, label="New placement", required=False, hint=f"{_NEW_ONLY}. {_STAYS}"),
        replace(EPISODES.field("provider"), hint=_NEW_ONLY),
        replace(EPISODES.field("placement_postcode"), hint=_NEW_ONLY),
        replace(EPISODES.field("urn"), hint=_NEW_ONLY),
        replace(EPISODES.field("reason_moved"), hint="Only if the placement is new and neither is temporary"),
    )


def right_day(now: Told, on: date, today: date) -> None:
    """An episode lasts a day or more (355), and nothing is told of a day to come. Raises NotRight."""
    began = now["started"]
    if on > today:
        raise NotRight({"on": "This has to be today or a day before"})
    if on <= began:
        says = f"What is told now began on {in_words(began)}: choose a later day, or correct that episode"
        raise NotRight({"on": says})


def right_leaving(now: Told, on: date, reason: str, *, born: date | None) -> None:
    """Refuse an end of care that the return would send back. Raises NotRight."""
    refuse(LEAVING, Case(now.values, reason, age_on(born, on) if born else None))


def next_episode(
    now: Told, before: Sequence[Told], told: Mapping[str, Any], *, born: date | None
) -> dict[str, Any]:
    """The episode that follows, as told. Raises NotRight where that cannot be.

    `before` are the episodes before the one that is open, the latest last.
    """
    where, legal_status = told["where"], told["legal_status"]
    placed = _placed(now, before, told)
    changes = legal_status != now["legal_status"]
    reason = REASONS.get((where, changes))
    if reason is None:
        raise NotRight({"legal_status": _NOTHING_NEW if where == SAME else _BACK_ALONE})
    moves = where in (CARERS, HOME)
    if moves and all((placed[name] or None) == (now[name] or None) for name in PLACED):
        raise NotRight({"placement": _NO_OTHER_PLACE})
    made = {
        **now.values, **placed, "started": told["on"], "reason_started": reason, "legal_status": legal_status,
        "ceased": None, "reason_ceased": None, "reason_moved": None,
    }  # fmt: skip
    case = Case(made, told.get("reason_moved") or "", age_on(born, told["on"]) if born else None)
    refuse([rule for rule in MOVING if moves or (changes and rule.field == "legal_status")], case)
    if moves:
        _right_move(made, case.reason)
    return made


_NOTHING_NEW = "Nothing is new: choose another legal status, or say that the placement changed"
_BACK_ALONE = "The return takes the way back alone: tell the new legal status from the day after"
_NO_OTHER_PLACE = "This is the placement until now: say what is new, its kind, who provides it, or where it is"
_LEFT_EMPTY = "Leave this empty, or say above that the placement is new"


def _placed(now: Told, before: Sequence[Told], told: Mapping[str, Any]) -> dict[str, Any]:
    """Where the child is placed then; with the same carers what is not told anew stays as it was."""
    where, given = told["where"], {name: told.get(name) or None for name in PLACED}
    if where in (SAME, BACK):
        wrong = [name for name in (*PLACED, "reason_moved") if told.get(name)]
        if wrong:
            raise NotRight(dict.fromkeys(wrong, _LEFT_EMPTY))
        return {name: _settled(now, before, where)[name] for name in PLACED}
    if now["placement"] in TEMPORARY:
        raise NotRight({"where": "After a temporary stay the child goes back: tell that first"})
    if where == HOME and given["placement"] in TEMPORARY:
        raise NotRight({"where": f"A temporary stay is somewhere else: choose “{WHERE[CARERS]}”"})
    if where == HOME:
        return {name: given[name] or now[name] for name in PLACED}
    if not given["placement"]:
        raise NotRight({"placement": "New placement: this has to be answered"})
    return given


def _settled(now: Told, before: Sequence[Told], where: str) -> Told:
    if where == SAME:
        return now
    settled = [row for row in before if row["placement"] not in TEMPORARY]
    if now["placement"] not in TEMPORARY or not settled:
        raise NotRight({"where": "There is no temporary stay to come back from"})
    return settled[-1]


def _right_move(made: Mapping[str, Any], reason: str) -> None:
    """Why the placement changed is told of every move but those to temporary stays (225, 226)."""
    temporary = made["placement"] in TEMPORARY
    if temporary and reason:
        raise NotRight({"reason_moved": "Leave this empty: a temporary stay is no change of placement"})
    if not temporary and not reason:
        raise NotRight({"reason_moved": "Why the placement changed: this has to be answered"})
