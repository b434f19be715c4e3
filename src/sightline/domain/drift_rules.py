"""The rules of `drift`: what is so since which day, for one child in care. Each rule asks one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from sightline.domain.calendar import months_after
from sightline.domain.care import Period, Placement, covers, periods_of_care, placements, review_day
from sightline.domain.codes import code_set
from sightline.domain.drift import Fact, Pair, Spell, Strand, Threshold, Told, after, pairs, thresholds
from sightline.domain.duties import Duty
from sightline.domain.explain import in_words
from sightline.domain.practices import Practice
from sightline.domain.records import Episode, Review
from sightline.domain.standing import Standing

PLACEMENT_ORDER = frozenset({"E1"})
FOR_ADOPTION = frozenset({"A3", "A4", "A5", "A6"})
HEALTH = ("iha", "rha-u5", "rha-5", "dental", "sdq")
EDUCATION = ("pep-1", "pep-n")


def strands(told: Told, practice: Practice, on: date) -> Mapping[str, Sequence[Strand]]:
    """What is so of a child, by the key of the flag; nothing of one who is not in care on the day."""
    life = told.life.as_at(on)
    period = next(iter(reversed(periods_of_care(life.episodes))), None)
    if period is None or not covers(period.episodes[-1], on):
        return {}
    child = _Child(replace(told, life=life), period, practice, on)
    return {key: list(rule(child)) for key, rule in RULES.items()}


class _Child:
    """A child in care on a day."""

    def __init__(self, told: Told, period: Period, practice: Practice, on: date) -> None:
        self.told, self.period, self.practice, self.on = told, period, practice, on
        self.stays = placements(period)
        self.reviews = [review for review in told.life.reviews if review_day(review) >= period.started]
        self.plans = [plan for plan in told.plans if plan.holds(on)]

    @property
    def stay(self) -> Placement:
        """Where the child lives."""
        return self.stays[-1]

    def threshold(self, key: str) -> Threshold:
        """One threshold, as this council has it."""
        return thresholds()[key].here(self.practice)

    def run(self, holds: Callable[[Episode], bool]) -> Episode | None:
        """The first episode of the run that holds now; None where the last does not hold."""
        run = list(takewhile(holds, reversed(self.period.episodes)))
        return run[-1] if run else None

    def episode(self, label: str, told: Episode, code: str) -> Fact:
        """An episode as a fact."""
        row = self.told.rows.get(("episodes", told.started))
        return Fact(label, told.started, "episodes", row, code)

    def reviewed(self, told: Review) -> Fact:
        """A review as a fact."""
        return Fact("Review", review_day(told), "reviews", self.told.rows.get(("reviews", told.held)))

    def over(self, key: str, since: date, says: str, facts: Sequence[Fact], *, months: int = 0) -> Strand:
        """Something that is a flag when it has been so for more than the months of a threshold."""
        limit = self.threshold(key)
        return Strand(months_after(since, limit.amount + months), tuple(facts), says, thresholds=(limit,))


def _overdue(child: _Child) -> Iterator[Strand]:
    limit = child.threshold("decision-overdue-days")
    for each in child.told.promises:
        if each.by_when is not None:
            fact = Fact(each.what or "A decision was to be done", each.by_when, "decisions", each.row)
            says = f"A decision was to be done by {in_words(each.by_when)}"
            yield Strand(after(each.by_when, limit.amount), (fact,), says, thresholds=(limit,))


def _set_again(child: _Child) -> Iterator[Strand]:
    limit = child.threshold("decision-set-again-times")
    for each in child.told.promises:
        if each.earlier and each.again >= limit.amount:
            days = [Fact("Promised before, for", day, "decisions", each.row) for day in each.earlier]
            now = (
                [Fact(each.what or "Now promised for", each.by_when, "decisions", each.row)]
                if each.by_when
                else []
            )
            says = f"First promised for {in_words(each.earlier[0])}, and set again {each.again} times"
            yield Strand(each.earlier[0], (*days, *now), says, thresholds=(limit,))


def _plan_missing(child: _Child) -> Iterator[Strand]:
    limit = child.threshold("plan-missing-at-review")
    permanence = [
        plan for plan in child.told.plans if plan.table == "permanence_plans" and plan.started <= child.on
    ]
    if len(child.reviews) < limit.amount or any(plan.holds(child.on) for plan in permanence):
        return
    review = child.reviews[limit.amount - 1]
    ended = max((plan.ended for plan in permanence if plan.ended), default=review_day(review))
    gone = [Fact("A plan of permanence ended", ended, "permanence_plans")] if ended > review_day(review) else []
    says = f"There was none at the review of {in_words(review_day(review))}, and there is none now"
    if gone:
        says = f"The last one ended on {in_words(ended)}"
    yield Strand(max(review_day(review), ended), (child.reviewed(review), *gone), says, thresholds=(limit,))


def _not_placed(child: _Child) -> Iterator[Strand]:
    order = child.run(lambda episode: episode.legal_status in PLACEMENT_ORDER)
    if order is None or child.stay.placement in FOR_ADOPTION:
        return
    fact = child.episode("Placement order since", order, "E1")
    says = f"A placement order since {in_words(order.started)}, not placed for adoption"
    yield child.over("placement-order-not-placed-months", order.started, says, [fact])


def _at_home(child: _Child) -> Iterator[Strand]:
    first = child.run(lambda episode: episode.legal_status == "C2" and episode.placement == "P1")
    if first is not None:
        fact = child.episode("At home under a care order since", first, "C2 P1")
        says = f"At home under a care order since {in_words(first.started)}"
        yield child.over("care-order-at-home-months", first.started, says, [fact])


def _section_20(child: _Child) -> Iterator[Strand]:
    first = child.run(lambda episode: episode.legal_status == "V2")
    if first is not None:
        fact = child.episode("Section 20 since", first, "V2")
        says = f"In care by agreement since {in_words(first.started)}"
        yield child.over("section-20-months", first.started, says, [fact])


def _placements(child: _Child) -> Iterator[Strand]:
    limit = child.threshold("placements")
    last = child.stays[-limit.amount :]
    if len(last) < limit.amount or limit.amount < 2:
        return
    left = last[0].ended or last[-1].started
    if months_after(left, 12) <= last[-1].started:
        return
    facts = tuple(child.episode(_place(stay), _first(child.period, stay), stay.placement) for stay in last)
    says = f"{limit.amount} placements in 12 months, the last since {in_words(last[-1].started)}"
    yield Strand(last[-1].started, facts, says, until=months_after(left, 12), thresholds=(limit,))


def _first(period: Period, stay: Placement) -> Episode:
    """The episode with which a stay began."""
    return next(episode for episode in period.episodes if episode.started == stay.started)


def _disagree(child: _Child) -> Iterator[Strand]:
    for plan in child.plans:
        for pair in pairs():
            if not pair.plans.isdisjoint(plan.codes):
                yield from _pair(child, plan, pair)


def _pair(child: _Child, plan: Spell, pair: Pair) -> Iterator[Strand]:
    def holds(episode: Episode) -> bool:
        legal, placed = episode.legal_status, episode.placement
        return (
            (not pair.legal or legal in pair.legal)
            and legal not in pair.not_legal
            and placed not in pair.not_placed
        )

    first = child.run(holds)
    if first is None:
        return
    facts = (
        Fact(f"Plan: {plan.words}".removesuffix(": "), plan.started, plan.table, plan.row, pair.key),
        child.episode(_standing(first), first, first.legal_status),
    )
    both = plan.started if pair.within else max(plan.started, first.started)
    if not pair.threshold:
        yield Strand(both, facts, pair.reason)
        return
    strand = child.over(pair.threshold, both, pair.reason, facts, months=pair.within)
    yield replace(strand, since=max(strand.since, first.started))


def _no_footprint(child: _Child) -> Iterator[Strand]:
    limit = child.threshold("no-footprint-days")
    last = child.told.footprint
    if last is not None and last.day >= child.period.started:
        fact = Fact("The last trace of the reviewing service", last.day, last.table, last.row)
        says = f"The last is of {in_words(last.day)}"
    else:
        fact = child.episode("In care since, and no trace yet", child.period.episodes[0], "")
        says = f"None since the child came into care on {in_words(child.period.started)}"
    yield Strand(after(fact.value, limit.amount), (fact,), says, thresholds=(limit,))


def _duties(key: str, duties: Sequence[str] | None) -> Callable[[_Child], Iterator[Strand]]:
    def rule(child: _Child) -> Iterator[Strand]:
        limit = child.threshold(key)
        for duty in child.told.duties:
            due = duty.due
            if due is not None and _is_of(duty, duties) and duty.standing in (Standing.DUE, Standing.OVERDUE):
                fact = Fact(f"{duty.title}: due", due, "duties", code=duty.key)
                says = f"{duty.title} was due on {in_words(due)}"
                yield Strand(after(due, limit.amount), (fact,), says, thresholds=(limit,))

    return rule


def _is_of(duty: Duty, keys: Sequence[str] | None) -> bool:
    """Whether a duty is one of these; None: neither of health nor of education, a visit."""
    return duty.key in keys if keys is not None else duty.key not in (*HEALTH, *EDUCATION)


def _unchanged(child: _Child) -> Iterator[Strand]:
    limit = child.threshold("reviews-without-progress")
    for plan in child.plans:
        since = max(plan.started, child.told.last_done or date.min)
        run = [review for review in child.reviews if review_day(review) > since]
        decided = child.told.last_decided
        if len(run) < limit.amount or decided is None or decided < run[0].held:
            continue
        fact = Fact(
            f"Plan: {plan.words}".removesuffix(": "), plan.started, plan.table, plan.row, " ".join(plan.codes)
        )
        says = f"The same plan since {in_words(plan.started)}, and nothing done over {len(run)} reviews"
        day = review_day(run[limit.amount - 1])
        yield Strand(day, (fact, *map(child.reviewed, run)), says, thresholds=(limit,))


def _place(stay: Placement) -> str:
    known = code_set("placement_type").get(stay.placement)
    return f"{known.label if known else stay.placement}: since"


def _standing(episode: Episode) -> str:
    legal, place = (
        code_set("legal_status").get(episode.legal_status),
        code_set("placement_type").get(episode.placement),
    )
    return (
        f"{legal.label if legal else episode.legal_status}, {place.label if place else episode.placement}: since"
    )


RULES: Mapping[str, Callable[[_Child], Iterator[Strand]]] = {
    "decisions-overdue": _overdue,
    "decision-set-again": _set_again,
    "plan-missing": _plan_missing,
    "placement-order-not-placed": _not_placed,
    "care-order-at-home": _at_home,
    "section-20": _section_20,
    "three-placements": _placements,
    "plan-and-status": _disagree,
    "no-footprint": _no_footprint,
    "health-overdue": _duties("health-overdue-days", HEALTH),
    "education-overdue": _duties("education-overdue-days", EDUCATION),
    "visits-overdue": _duties("visits-overdue-days", None),
    "plan-unchanged": _unchanged,
}
