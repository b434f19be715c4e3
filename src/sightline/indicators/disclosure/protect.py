"""Protecting a publication: primary rules, secondary rules, and an audit until nothing can be worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sightline.indicators.disclosure.audit import Audit, Bounds
from sightline.indicators.disclosure.constraints import Finder
from sightline.indicators.disclosure.entries import Register, whole
from sightline.indicators.disclosure.ledger import Cause
from sightline.indicators.disclosure.primary import hide_primary
from sightline.indicators.disclosure.record import Outcome, write_record
from sightline.indicators.disclosure.rounding import hide_unroundable, rounded
from sightline.indicators.disclosure.secondary import Balance
from sightline.indicators.disclosure.settings import CannotLift, Lift, NotSafe, Settings, Tier
from sightline.indicators.disclosure.totals import Totals
from sightline.indicators.figures import Figure

#: One wording for primary and secondary cells: a reader cannot tell which is small.
WHY_HIDDEN = "Hidden to protect children: a small number, or one that would give a small number away"

#: After so many cells hidden for one indicator by the audit, it hides one more at a time than before.
PATIENCE = 4
A_FEW_UNKNOWN = "A few could not be judged"


@dataclass(frozen=True)
class Protected:
    """The figures in the order given, symbols in place of what is hidden; and what was done (JSON-able)."""

    figures: list[Figure]
    record: dict[str, Any]


def protect(
    figures: Iterable[Figure],
    tier: Tier | str,
    *,
    settings: Settings | None = None,
    totals: Totals | None = None,
    published: Iterable[Figure] = (),
    lifts: Sequence[Lift] = (),
) -> Protected:
    """Hide whatever may not be shown in this tier, and whatever would give it away.

    `totals` says what adds up beyond what the figures show. `published` holds the figures of earlier releases
    as they were published, newest last. Raises NotSafe when no choice of cells protects a hidden one,
    CannotLift for a lift outside tier B, and ValueError when figures with one id differ.
    """
    given, tier, settings = list(figures), Tier(tier), settings or Settings()
    if lifts and tier is not Tier.B:
        raise CannotLift(f"figures may be lifted in tier B only, not in tier {tier}")
    if tier is Tier.A:
        return Protected(given, write_record(given, tier, settings, Outcome()))
    return _protect(given, tier, settings, totals or Totals(), list(published), lifts)


def _protect(
    given: list[Figure],
    tier: Tier,
    settings: Settings,
    totals: Totals,
    published: list[Figure],
    lifts: Sequence[Lift],
) -> Protected:
    register = Register(settings, totals)
    register.add(given)
    _know_lifted(register, lifts)
    earlier = register.add_earlier(published)
    finder = Finder(register.ledger, settings, totals)
    constraints = finder.all()
    _hide_what_earlier_releases_hid(register, earlier)
    rounds_only = bool(settings.rounding_base) and not settings.round_and_suppress
    outcome = Outcome(lifts=tuple(lifts), not_additive=tuple(sorted(set(finder.not_additive))))
    if rounds_only:
        hide_unroundable(register)
    else:
        hide_primary(register, tier, frozenset(lift.figure_id for lift in lifts))
        balance = Balance(register.ledger, constraints, settings)
        outcome = replace(outcome, bounds=_make_safe(balance), constraints=len(constraints))
    shown = _write(given, register)
    if settings.rounding_base:
        shown = [rounded(figure, settings) for figure in shown]
    return Protected(shown, write_record(shown, tier, settings, outcome, register))


def _know_lifted(register: Register, lifts: Sequence[Lift]) -> None:
    for lift in lifts:
        if lift.figure_id not in register.figures:
            raise CannotLift(f"no figure of this publication has the id {lift.figure_id}")


def _hide_what_earlier_releases_hid(register: Register, earlier: dict[str, list[Figure]]) -> None:
    """What was hidden stays hidden; a revision that differs by a few would show those few."""
    for name, before in earlier.items():
        number, now = register.entry_of[name], register.figures[name]
        if any(each.symbol == register.settings.symbol for each in before):
            register.ledger.hide(number, Cause("earlier release", "time", "hidden before"))
        elif any(_differs_by_a_few(now, each, register.settings) for each in before):
            register.ledger.hide(number, Cause("earlier release", "time", "revised by a small number"))


def _differs_by_a_few(now: Figure, before: Figure, settings: Settings) -> bool:
    pairs = [(now.numerator, before.numerator)]
    if now.unit == "percent":
        pairs.append((now.denominator, before.denominator))
    counts = [(whole(one), whole(other)) for one, other in pairs]
    return any(one is not None and other is not None and settings.small(abs(one - other)) for one, other in counts)


def _make_safe(balance: Balance) -> dict[int, Bounds]:
    """Secondary rules and the audit in turn, until every hidden cell has values enough."""
    proven: dict[int, Bounds] = {}
    tries: Counter[str] = Counter()
    balance.settle()
    while True:
        bounds = Audit(balance.ledger, balance.constraints, balance.settings.min_width).run(proven)
        narrow = [cell for cell, each in sorted(bounds.items()) if each.width() < balance.settings.min_width]
        if not narrow:
            return bounds
        if not _hide_more(balance, [cell for cell in narrow if bounds[cell].exact], tries):
            return bounds


def _hide_more(balance: Balance, unsafe: list[int], tries: Counter[str]) -> bool:
    """For each indicator with an unsafe cell, hide the best of the cells that bear on it, near ones first.

    One cell at first; where one by one does not end, in steps that grow (`tries` counts them). False when all that
    is left to work out is that nobody is counted in a hidden cell, and nothing is left to hide: a true zero is
    shown anyway elsewhere, and hides no child.
    """
    keys = balance.ledger.keys
    helped: set[str] = set()
    for cell in sorted(unsafe, key=lambda each: keys[each]):
        indicator = keys[cell].indicator
        if indicator in helped:
            continue
        for _ in range(1 + tries[indicator] // PATIENCE):
            chosen = balance.nearest_choice(cell)
            if chosen is None:
                break
            number, other = chosen
            balance.settle(balance.hide(other, balance.constraints[number]))
            helped.add(indicator)
        tries[indicator] += 1
    if helped:
        return True
    if not any(balance.ledger.values[cell] for cell in unsafe):
        return False
    name = keys[min(unsafe, key=lambda each: keys[each])].indicator
    raise NotSafe(
        f"{len(unsafe)} hidden figure(s), the first of {name}, can still be worked out from what is published "
        "or was published earlier. Leave out a breakdown or a period of it, or merge its categories."
    )


def _write(given: list[Figure], register: Register) -> list[Figure]:
    """The figures as they may be shown."""
    hidden = {place for entry in register.ledger.entries if entry.hidden for place in entry.figures}
    settings = register.settings
    return [
        hide_figure(figure, settings) if place in hidden else _without_few_unknown(figure, settings)
        for place, figure in enumerate(given)
    ]


def hide_figure(figure: Figure, settings: Settings) -> Figure:
    """The figure with the symbol in place of its value, and nothing left behind it."""
    return replace(figure, numerator=None, denominator=None, symbol=settings.symbol, note=WHY_HIDDEN, unknown=0)


def _without_few_unknown(figure: Figure, settings: Settings) -> Figure:
    """A few children who could not be judged are a small number too."""
    if not settings.small(figure.unknown):
        return figure
    note = f"{figure.note}. {A_FEW_UNKNOWN}" if figure.note else A_FEW_UNKNOWN
    return replace(figure, unknown=0, note=note)
