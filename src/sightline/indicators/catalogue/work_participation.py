"""Who had a part in reviews: children who chaired, children seen before, parents, papers that came back."""

from __future__ import annotations

from collections.abc import Iterator

from sightline.indicators.catalogue import participation
from sightline.indicators.catalogue.dimensions import CHILD, WHEN
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator
from sightline.indicators.catalogue.work_reviews import ELSEWHERE, held_here

GROUP = participation.GROUP
_SEEN = ("visited-before-review", "visited-before-review-4", "visited-before-review-alone")


def indicators() -> Iterator[Indicator]:
    yield held_here(
        key="co-chaired",
        family="co-chaired",
        group=GROUP,
        title="Reviews chaired by the child, alone or together",
        counts="here AND age >= 8",
        meets="chaired IN ('child', 'together')",
        unknown="NOT here AND age >= 8",
        good=Good.HIGH,
        numerator="Reviews that the child chaired, alone or with the officer",
        denominator="reviews held in the period of children aged 8 or over",
        pitfalls=f"{ELSEWHERE}.",
    )
    yield from _seen()
    yield from _parents()
    yield from _papers()


def _seen() -> Iterator[Indicator]:
    for key, title, counts, meets, words in (
        (_SEEN[0], "Children seen before their review", "TRUE", "seen", "reviews held in the period"),
        (
            _SEEN[1],
            "Children aged 4 or over seen before their review",
            "age >= 4",
            "seen",
            "reviews held in the period of children aged 4 or over",
        ),
        (
            _SEEN[2],
            "Children seen alone before their review",
            "age >= 4",
            "seen_alone",
            "reviews held in the period of children aged 4 or over",
        ),
    ):
        alone = " alone" if meets == "seen_alone" else ""
        yield held_here(
            key=key,
            family=_SEEN[0],
            group=GROUP,
            title=title,
            counts=counts if counts != "TRUE" else "here",
            meets=meets,
            unknown="NOT here" if counts == "TRUE" else f"NOT here AND {counts}",
            good=Good.HIGH,
            numerator=f"Reviews before which the officer saw the child{alone}",
            denominator=words,
            reference="SI 2010/959 reg. 36(1)(b)",
            variants=tuple(other for other in _SEEN if other != key),
            pitfalls="Since the review before, or since care began; on the day of the review counts. "
            f"Say whether children under 4 are in it. {ELSEWHERE}.",
        )


def _parents() -> Iterator[Indicator]:
    for key, title, meets, words, other in (
        (
            "parent-attendance",
            "Parents who came to reviews or were heard",
            "parents_heard",
            "came, or was heard without coming",
            "parent-attendance-came",
        ),
        ("parent-attendance-came", "Parents who came to reviews", "parents_came", "came", "parent-attendance"),
    ):
        yield held_here(
            key=key,
            family="parent-attendance",
            group=GROUP,
            title=title,
            counts="here AND parents_asked",
            meets=meets,
            good=Good.HIGH,
            numerator=f"Reviews to which a parent {words}",
            denominator="reviews held in the period in which a parent was to have a part",
            exclusions="Reviews where every parent was left out with a reason, or none was named",
            variants=(other,),
            pitfalls=f"One parent of two is enough. By video or telephone counts as coming. {ELSEWHERE}.",
        )


def _papers() -> Iterator[Indicator]:
    for key, whose, kind, breakdowns, other in (
        (
            "consultation-returned",
            "children",
            "child_views",
            (*CHILD, *WHEN),
            "consultation-returned-parents",
        ),
        ("consultation-returned-parents", "parents", "parent_views", WHEN, "consultation-returned"),
    ):
        yield Indicator(
            key=key,
            family="consultation-returned",
            group=GROUP,
            title=f"Consultation papers of {whose} that came back",
            table="consultation_papers",
            counts=f"kind = '{kind}'",
            meets="returned",
            unknown=f"kind = '{kind}' AND still_out",
            basis=Basis.PAPER,
            unit="percent",
            decimals=1,
            good=Good.HIGH,
            numerator=f"Papers sent to {whose} in the period that came back",
            denominator=f"papers sent to {whose} in the period",
            source="What was asked for before reviews",
            breakdowns=breakdowns,
            variants=(other,),
            needs_work=True,
            sums_over_time=True,
            pitfalls="By the day of sending. A paper whose review was not held yet is unknown until it is back.",
        )
