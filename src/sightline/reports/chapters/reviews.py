"""Reviews and taking part in them: each way of counting side by side, by name."""

from __future__ import annotations

from sightline.indicators.figures import NOT_AVAILABLE, Figure
from sightline.reports.document import Block, Bullets, Callout, Paragraph, Section, Text, given
from sightline.reports.evidence import Evidence
from sightline.reports.tables import (
    FEWEST_BARS,
    Breakdown,
    breakdown_table,
    column_chart,
    illustrated,
    largest,
    measure_sentence,
    measures_table,
    not_available,
    parts_table,
)
from sightline.reports.wording import (
    capital,
    counted,
    said,
    share,
    year_name,
)

HEADLINE = "reviews-in-time-review"
TIMELINESS = (
    ("By review due (this report's headline): of the reviews that fell due, those held by then", HEADLINE),
    ("By review held: of the reviews that took place, those held by the day due", "reviews-in-time-held"),
    ("By child: of the children with a review due, those whose every review was in time", "reviews-in-time-child"),
)
STEPS = (
    ("First review: within 20 working days of coming into care", "first-review-in-time"),
    ("Second review: within 3 months of the first", "second-review-in-time"),
    ("Later reviews: within 6 months of the one before", "later-review-in-time"),
    ("Adoption reviews", "adoption-review-in-time"),
)
CODES = Breakdown(
    "pn-distribution",
    "participation",
    "codes",
    "How children took part in their reviews",
    "How the child took part",
    "reviews held in the year",
    as_at=False,
    of="reviews of children of any age",
    note="Each review has one code. Children under 4 are shown here and left out of every percentage below.",
)
TAKING_PART = (
    ("By review: reviews to which the child gave views", "participation-review"),
    ("By child: children who took part in every review", "participation-child"),
)
ATTENDING = (
    ("Reviews that the child attended", "attendance-review"),
    ("Reviews without the child and without the child's views", "no-voice-reviews"),
    ("Reviews without the child's views, present or not", "no-voice-reviews-present"),
)


def chapter(evidence: Evidence) -> Section:
    """How many reviews, how many in time by each definition, and what could not be judged."""
    held = given(_held(evidence), not_available(evidence, ("reviews-held",)))
    sections = (
        Section("Reviews in time", "reviews-time", _in_time(evidence)),
        Section("First, second and later reviews", "reviews-steps", _steps(evidence)),
        Section("Reviews in time in each quarter", "reviews-quarters", _quarters(evidence)),
        Section("What could not be judged", "reviews-unknown", _unknown(evidence)),
    )
    return Section("Reviews", "reviews", held, sections, new_page=True)


def _held(evidence: Evidence) -> Paragraph | None:
    figure = evidence.whole("reviews-held")
    if figure is None:
        return None
    text: Text = (
        *capital(counted(figure, "review", "reviews")),
        f" {'was' if figure.value == 1 else 'were'} held in {year_name(evidence.year)}. ",
        *evidence.change("reviews-held").sentence,
    )
    each = evidence.whole("reviews-per-child")
    if each and each.value is not None:
        text = (*text, " Each child with a review had ", said(each), " reviews on average.")
    overdue = evidence.whole("reviews-overdue")
    if overdue and overdue.value is not None:
        text = (
            *text,
            " On the last day of the year, the next review of ",
            said(overdue),
            " of children was overdue.",
        )
    return Paragraph(text)


def _in_time(evidence: Evidence) -> tuple[Block, ...]:
    """The three ways of counting on one card, by name, with a sentence on why they differ."""
    table = measures_table(
        evidence,
        "timeliness",
        "Reviews in time: one year, three ways of counting",
        TIMELINESS,
        stub="Way of counting",
        base="reviews, and in the last row children; those that could not be judged are in neither column",
        whole=True,
    )
    why = Callout(
        "Why the three differ",
        (
            "A review that was never held is late by review due and is missing by review held; by child, one late "
            "review makes the child late. All three are in use: when comparing with another council, compare the "
            "same way of counting.",
        ),
    )
    first = measure_sentence(evidence, HEADLINE, " of reviews that fell due were held in time")
    return given(first, table, why if table else None, not_available(evidence, [key for _, key in TIMELINESS]))


def _steps(evidence: Evidence) -> tuple[Block, ...]:
    table = measures_table(
        evidence,
        "steps",
        f"Reviews in time by step, {year_name(evidence.year)}",
        STEPS,
        stub="Review",
        base="reviews that fell due in the year",
    )
    return given(table, not_available(evidence, [key for _, key in STEPS]))


def _quarters(evidence: Evidence) -> tuple[Block, ...]:
    key = "reviews-in-time-review"
    table = parts_table(
        evidence,
        key,
        "quarter",
        id="time-quarters",
        caption=f"Reviews in time in each quarter, by review due, {year_name(evidence.year)}",
        stub="Quarter",
        base="reviews that fell due in the quarter",
        note="The year is worked out from all its reviews, not as the mean of the quarters.",
    )
    if table is None:
        return given(not_available(evidence, (key,)))
    shown = [part for part in evidence.parts(key, "quarter") if part.value is not None]
    if len(shown) < FEWEST_BARS:
        return (table,)
    best, least = max(shown, key=lambda part: part.value or 0), min(shown, key=lambda part: part.value or 0)
    words: Text = (
        f"The share in time was highest in {best.breakdown[0][1]}, at ",
        said(best),
        *_in_brackets(best),
        f", and lowest in {least.breakdown[0][1]}, at ",
        said(least),
        *_in_brackets(least),
        ".",
    )
    return (
        column_chart(
            table,
            ("Percent",),
            id="time-chart",
            caption="Reviews in time in each quarter, percent of those that fell due",
            reading=words,
            unit="%",
        ),
    )


def _in_brackets(figure: Figure) -> Text:
    return (" (", *share(figure), ")")


def _unknown(evidence: Evidence) -> tuple[Block, ...]:
    """How many reviews or children each way of counting had to leave out, and what would tell."""
    found = [(label, figure) for label, key in TIMELINESS + STEPS if (figure := evidence.whole(key))]
    lines = [line for label, figure in found if (line := _not_judged(evidence, label, figure))]
    why = (
        "Whether a review was in time depends on the day of the review before it. A return holds only its own "
        "year's reviews, so where earlier returns were not given some cannot be judged. They are left out rather "
        "than guessed at: they are in neither the number nor what it is out of."
    )
    if not lines:
        return (Paragraph(("Every review that fell due could be judged.",)),) if found else ()
    return Paragraph((why,)), Bullets(tuple(lines))


def _not_judged(evidence: Evidence, label: str, figure: Figure) -> Text:
    """`By child: no percentage, because fewer than half could be judged (348 could not); needs the return …`."""
    words = evidence.unknown_words(figure, "case", "cases")
    if not words:
        return ()
    need = figure.note.partition("; ")[2].partition(". ")[0]
    told = f"{words} could not be judged"
    if figure.symbol == NOT_AVAILABLE:
        told = f"no percentage is given, because fewer than half could be judged ({words} could not)"
    name = label.partition(":")[0].partition(" (")[0]
    return (f"{name}: {told}" + (f"; it {need}." if need else "."),)


def participation(evidence: Evidence) -> Section:
    """Taking part, by review and by child; being there, kept apart from it; and every code in words."""
    words = Paragraph(
        (
            "A child can take part without being in the room, and can be in the room without taking part. So "
            "the two "
            "are counted apart. Reviews of children under 4 are left out of the percentages.",
        )
    )
    return Section(
        "Taking part in reviews",
        "participation",
        (words,),
        (
            Section("Giving views", "participation-views", _views(evidence)),
            Section("Being there", "participation-attendance", _attendance(evidence)),
            Section("How children took part", "participation-codes", _codes(evidence)),
        ),
    )


def _views(evidence: Evidence) -> tuple[Block, ...]:
    table = measures_table(
        evidence,
        "taking-part",
        f"Children taking part in their reviews, {year_name(evidence.year)}",
        TAKING_PART,
        stub="Way of counting",
        base="reviews of children aged 4 or over; children aged 4 or over with a review",
    )
    by_age = parts_table(
        evidence,
        "participation-review",
        "age-band",
        id="taking-part-age",
        caption=f"Reviews in which the child took part, by age, {year_name(evidence.year)}",
        stub="Age",
        base="reviews of children aged 4 or over",
    )
    first = measure_sentence(
        evidence, "participation-review", " of reviews of children aged 4 or over had the child's views"
    )
    return given(first, table, by_age, not_available(evidence, [key for _, key in TAKING_PART]))


def _attendance(evidence: Evidence) -> tuple[Block, ...]:
    table = measures_table(
        evidence,
        "attending",
        f"Children's attendance and voice, {year_name(evidence.year)}",
        ATTENDING,
        base="reviews of children aged 4 or over",
    )
    return given(table, not_available(evidence, [key for _, key in ATTENDING]))


def _codes(evidence: Evidence) -> tuple[Block, ...]:
    table = breakdown_table(evidence, CODES)
    if table is None:
        return given(not_available(evidence, (CODES.key,)))
    heads = [column.head for column in table.columns if not column.head.startswith("Percent")][-2:]
    words = largest(evidence, CODES, most="For children aged 4 or over, the most frequent way", besides="under 4")
    return illustrated(table, heads, id="codes-chart", caption=CODES.caption, reading=words)
