"""Children's part in their reviews, from the participation code of each review."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sightline.indicators.catalogue.dimensions import CARE, CHILD, WHEN
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator

GROUP = "Participation and voice"
_OLD_ENOUGH = "participation <> 'PN0'"
_UNDER_FOUR = "Reviews of children under 4 (PN0)"
_AGED_FOUR = "reviews held in the period of children aged 4 or over (PN1 to PN7)"

_reviews = partial(
    Indicator,
    group=GROUP,
    table="reviews_held",
    counts=_OLD_ENOUGH,
    basis=Basis.REVIEW,
    unit="percent",
    decimals=1,
    denominator=_AGED_FOUR,
    source="SSDA903 Reviews (REVIEW_CODE)",
    exclusions=_UNDER_FOUR,
    breakdowns=(*CHILD, *CARE, *WHEN, "review-number"),
    needs_tables=("reviews",),
    sums_over_time=True,
)


def indicators() -> Iterator[Indicator]:
    yield from _took_part()
    yield from _no_voice()
    yield _distribution()


def _took_part() -> Iterator[Indicator]:
    yield _reviews(
        key="participation-review",
        family="participation",
        title="Reviews in which the child took part",
        meets="participation IN ('PN1', 'PN2', 'PN3', 'PN5', 'PN6')",
        good=Good.HIGH,
        numerator="Reviews to which the child gave views, there or by other means (PN1, PN2, PN3, PN5, PN6)",
        variants=("participation-child",),
        pitfalls="PN4 is attendance, not participation. An IRO who passes on an absent child's views is PN5, "
        "not PN6: recoding during a year breaks the series.",
    )
    yield Indicator(
        key="participation-child",
        family="participation",
        group=GROUP,
        title="Children who took part in every review",
        table="children_reviewed",
        counts="reviews_from_four > 0",
        meets="took_part = reviews_from_four",
        unit="percent",
        decimals=1,
        good=Good.HIGH,
        numerator="Children aged 4 or over who took part in every review of theirs in the period",
        denominator="children with a review in the period at the age of 4 or over",
        source="SSDA903 Reviews (REVIEW_CODE)",
        reference="former PAF C63",
        exclusions=_UNDER_FOUR,
        breakdowns=(*CHILD, *CARE),
        variants=("participation-review",),
        needs_tables=("reviews",),
        pitfalls="One review without views counts against the child, so it is lower than by review.",
    )
    yield _reviews(
        key="attendance-review",
        family="attendance-review",
        title="Reviews that the child attended",
        meets="participation IN ('PN1', 'PN2', 'PN3', 'PN4')",
        good=Good.HIGH,
        numerator="Reviews at which the child was present (PN1 to PN4)",
        pitfalls="Whether presence by video counts is not settled: say how it was coded.",
    )


def _no_voice() -> Iterator[Indicator]:
    for key, title, condition, words, other in (
        (
            "no-voice-reviews",
            "Reviews without the child or the child's views",
            "participation = 'PN7'",
            "the child did not attend and gave no views (PN7)",
            "no-voice-reviews-present",
        ),
        (
            "no-voice-reviews-present",
            "Reviews without the child's views, present or absent",
            "participation IN ('PN4', 'PN7')",
            "the child gave no views, whether present (PN4) or absent (PN7)",
            "no-voice-reviews",
        ),
    ):
        yield _reviews(
            key=key,
            family="no-voice-reviews",
            title=title,
            meets=condition,
            good=Good.LOW,
            numerator=f"Reviews in which {words}",
            variants=(other,),
            pitfalls="The code does not say why; keep the reason.",
        )


def _distribution() -> Indicator:
    return _reviews(
        key="pn-distribution",
        family="pn-distribution",
        title="Reviews by participation code",
        counts="TRUE",
        distribution="participation",
        numerator="Reviews held in the period with each participation code",
        denominator="all reviews held in the period",
        exclusions="",
        breakdowns=("age-band", *WHEN),
        pitfalls="A change in how PN5 and PN6 are used during a year breaks the series.",
    )
