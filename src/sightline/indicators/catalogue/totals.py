"""How the catalogue's figures hang together: what adds up to what, and what is the same count twice.

Disclosure control needs it: a hidden number must not follow from others that are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from sightline.domain import codes
from sightline.indicators.catalogue.dimensions import DIMENSIONS, month_label, quarter_label
from sightline.indicators.catalogue.indicator import Indicator, Timing
from sightline.indicators.catalogue.listing import INDICATORS
from sightline.indicators.disclosure.totals import Nested, Ref, Sum, Totals

_STEPS = ("first-review-in-time", "second-review-in-time", "later-review-in-time", "adoption-review-in-time")
_GROUPED = (
    ("legal-status", "legal-status-group"),
    ("placement", "placement-group"),
    ("ethnicity", "ethnic-group"),
    ("reason-ceased", "reason"),
)


def _refs_of(indicator: Indicator) -> Iterator[tuple[tuple[str, str, str], Ref]]:
    """Each count that an indicator publishes, with what is counted: table, condition, unknown."""
    counted = (indicator.table, indicator.counts, indicator.unknown)
    if indicator.unit == "count" or indicator.population or indicator.distribution:
        yield counted, Ref(indicator.key, "numerator")
    elif not indicator.change_of:
        yield counted, Ref(indicator.key, "denominator")


def _same_counts(indicators: Iterable[Indicator]) -> Iterator[Sum]:
    """One count under several names: shown everywhere, or nowhere."""
    named: dict[tuple[str, str, str], list[Ref]] = defaultdict(list)
    for indicator in indicators:
        if not indicator.unobtainable:
            for counted, ref in _refs_of(indicator):
                named[counted].append(ref)
    for first, *others in named.values():
        yield from (Sum(first, (other,)) for other in others)


def _a_part(whole: str, dimension: str, label: str, *others: Ref) -> Iterator[Sum]:
    """A count of its own that is one part of another indicator's breakdown too."""
    yield from (Sum(Ref(whole, where=((dimension, label),)), (other,)) for other in others)


def _same_as_a_part() -> Iterator[Sum]:
    yield from _a_part("cla-count", "placement-group", "Placed with parents", Ref("cla-placed-with-parents"))
    yield from _a_part(
        "cla-count", "placement-group", "Fostered by a relative or friend", Ref("cla-connected-carers")
    )
    yield from _a_part("cla-count", "provider", _label("placement_provider", "PR1"), Ref("cla-placement-provider"))
    yield from _a_part("cla-count", "uasc", "Unaccompanied asylum-seeking", Ref("cla-uasc"))
    yield from _a_part(
        "cla-count",
        "legal-status-group",
        "Accommodated under section 20",
        *(Ref(f"s20-duration-{months}", "denominator") for months in (6, 12, 24)),
    )
    yield from _a_part(
        "cla-count", "legal-status-group", "Placement order", Ref("placement-order-unplaced", "denominator")
    )
    yield from _a_part("reviews-held", "participation", _label("review_code", "PN7"), Ref("no-voice-reviews"))
    yield from _a_part("cla-ceased", "reason", "Adopted", Ref("sgo-adoption-adopted"))
    yield from _a_part("cla-ceased", "reason", "Special guardianship order", Ref("sgo-adoption-sgo"))


def _label(code_set: str, code: str) -> str:
    return codes.code_set(code_set)[code].label


def _parts() -> Iterator[Sum]:
    """Indicators that are the parts of another."""
    yield Sum(Ref("reviews-in-time-review"), tuple(Ref(step) for step in _STEPS))
    yield Sum(Ref("reviews-in-time-review", "denominator"), tuple(Ref(step, "denominator") for step in _STEPS))
    yield Sum(Ref("sgo-adoption-share"), (Ref("sgo-adoption-adopted"), Ref("sgo-adoption-sgo")))
    yield Sum(Ref("reviews-late-reason"), (Ref("reviews-in-time-held", "rest"),))
    yield Sum(Ref("no-voice-reviews-present"), (Ref("participation-review", "rest"),))
    yield from _of_codes()
    fostered = ("Fostered by a relative or friend", "Fostered by another carer")
    yield Sum(
        Ref("cla-placement-provider-foster", "denominator"),
        tuple(Ref("cla-count", where=(("placement-group", label),)) for label in fostered),
    )


def _of_codes() -> Iterator[Sum]:
    """Reviews with some of the participation codes: a code that is hidden must not follow from the others."""
    for ref, used in (
        (Ref("reviews-held"), "01234567"),
        (Ref("participation-review"), "12356"),
        (Ref("participation-review", "denominator"), "1234567"),
        (Ref("attendance-review"), "1234"),
        (Ref("attendance-review", "rest"), "567"),
        (Ref("no-voice-reviews-present"), "47"),
    ):
        yield Sum(ref, tuple(_reviews_coded(f"PN{number}") for number in used))
    yield Sum(Ref("reviews-held"), (Ref("participation-review", "denominator"), _reviews_coded("PN0")))


def _reviews_coded(code: str) -> Ref:
    return Ref("pn-distribution", where=(("participation", _label("review_code", code)),))


def _mostly_same() -> Iterator[Sum]:
    """Counts that differ only by rows that cannot be judged, or by a child counted more than once."""
    cohort = Ref("health-assessment", "denominator")
    for whole, part in (
        (Ref("cla-started-starts"), Ref("cla-started")),
        (Ref("cla-ceased-ends"), Ref("cla-ceased")),
        (Ref("cla-uasc"), Ref("uasc-nts-threshold")),
        (Ref("reviews-held"), Ref("reviews-in-time-held", "denominator")),
        *((cohort, Ref(key, "denominator")) for key in ("immunisations", "dental", "substance-misuse")),
        (Ref("sdq-complete"), Ref("sdq-average", "denominator")),
        (Ref("missing-children"), Ref("missing-children-times", "denominator")),
        *(
            (Ref("reviews-held"), Ref(key, "denominator"))
            for key in ("reviews-adjourned", "decisions-5wd", "record-15wd", "record-distributed-20wd")
        ),
        (Ref("reviews-adjourned"), Ref("reviews-adjourned-completed", "denominator")),
        (Ref("manager-objections"), Ref("manager-objections-changed", "denominator")),
        (Ref("reviews-in-time-review", "denominator"), Ref("reviews-in-time-recorded", "denominator")),
        (Ref("cla-started-starts"), Ref("notification-lag", "denominator")),
        (Ref("cla-started-starts"), Ref("iro-appointed-5wd", "denominator")),
        (Ref("cla-count"), Ref("iro-continuity", "denominator")),
        (
            Ref("care-leaver-eet", "denominator", (("in-touch", _label("in_touch", "YES")),)),
            Ref("care-leaver-in-touch"),
        ),
    ):
        yield Sum(whole, (part,), holds="where equal")


def _some_of() -> Iterator[Sum]:
    """Counts of which another counts some: what is left over can be worked out, and may be all or nothing."""
    cohort = Ref("health-assessment", "denominator")
    for whole, part in (
        (Ref("reviews-per-child", "denominator"), Ref("participation-child", "denominator")),
        (Ref("reviews-held"), Ref("participation-review", "denominator")),
        (Ref("no-voice-reviews-present"), Ref("no-voice-reviews")),
        (Ref("cla-placement-provider"), Ref("cla-placement-provider-foster")),
        *((cohort, Ref(key, "denominator")) for key in ("health-development-u5", "offending", "sdq-complete")),
    ):
        yield Sum(whole, (part,), holds="with a rest")


def _nested() -> Iterator[Nested]:
    for fine, coarse in _GROUPED:
        known = codes.code_set(DIMENSIONS[fine].code_set).values()
        yield Nested(fine, coarse, {code.label: code.group for code in known})
    months = [year * 100 + number for year in range(2010, 2050) for number in range(1, 13)]
    yield Nested("month", "quarter", {month_label(month): quarter_label(month) for month in months})


def _keys(chosen: Callable[[Indicator], bool]) -> frozenset[str]:
    return frozenset(key for key, indicator in INDICATORS.items() if chosen(indicator))


TOTALS = Totals(
    as_at=_keys(lambda indicator: indicator.timing is Timing.AS_AT),
    sums_over_time=_keys(lambda indicator: indicator.sums_over_time),
    sums=(*_same_counts(INDICATORS.values()), *_same_as_a_part(), *_parts(), *_mostly_same(), *_some_of()),
    nested=tuple(_nested()),
    changes={key: each.change_of for key, each in INDICATORS.items() if each.change_of},
    rates=frozenset({"uasc-nts-threshold"}),
    distributions={key: each.distribution for key, each in INDICATORS.items() if each.distribution},
)
