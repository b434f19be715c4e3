"""Health, missing, care leavers, social workers, short breaks."""

from __future__ import annotations

from dataclasses import replace

from sightline.reports.document import Block, Paragraph, Section, Table, given
from sightline.reports.evidence import Evidence
from sightline.reports.tables import (
    Breakdown,
    breakdown_table,
    column_chart,
    measure_sentence,
    measures_table,
    not_available,
)
from sightline.reports.wording import counted, day, said, year_name

HEALTH = (
    ("Yearly health assessment", "health-assessment"),
    ("Development checks up to date, under 5", "health-development-u5"),
    ("Immunisations up to date", "immunisations"),
    ("Seen by a dentist", "dental"),
    ("Strengths and difficulties questionnaire returned", "sdq-complete"),
    ("Substance misuse identified", "substance-misuse"),
    ("Help received for substance misuse", "substance-misuse-intervention"),
    ("Convicted or cautioned, aged 10 or over", "offending"),
)
CHECKS = HEALTH[:5]
SCORES = Breakdown(
    "sdq-bands",
    "sdq-band",
    "sdq",
    "Strengths and difficulties scores",
    "Score",
    "children with a score recorded for the year",
    as_at=False,
    note="A higher score means that the child has more difficulties and may need more help.",
)
LEAVERS = (
    ("In education, employment or training", "care-leaver-eet"),
    ("In suitable accommodation", "care-leaver-suitable"),
    ("In touch with the council", "care-leaver-in-touch"),
)


def health(evidence: Evidence) -> Section:
    """Checks for children in care for a year or more, with what they are out of."""
    base = "children in our care for twelve months or more on 31 March, of the age that each check is for"
    table = measures_table(
        evidence, "health", f"Health and wellbeing, {year_name(evidence.year)}", HEALTH, base=base
    )
    scores = breakdown_table(evidence, SCORES)
    return Section(
        "Health and wellbeing",
        "health-chapter",
        given(
            _health_chart(evidence, table),
            measure_sentence(
                evidence,
                "sdq-average",
                ", on a scale from 0 to 40",
                before="The average score of the strengths and difficulties questionnaire was ",
            ),
            scores,
            not_available(evidence, [key for _, key in HEALTH] + ["sdq-average"]),
        ),
    )


def _health_chart(evidence: Evidence, table: Table | None) -> Block | None:
    if table is None or not all(evidence.whole(key) for _, key in CHECKS):
        return table
    shown = [
        (label, figure) for label, key in CHECKS if (figure := evidence.whole(key)) and figure.value is not None
    ]
    if not shown:
        return table
    label, top = max(shown, key=lambda one: one[1].value or 0)
    lowest_label, lowest = min(shown, key=lambda one: one[1].value or 0)
    words = (f"Highest: {label} (", said(top), f"). Lowest: {lowest_label} (", said(lowest), ").")
    head = f"Percent, {year_name(evidence.year)}"
    rows = tuple(row for row in table.rows if row.head in {name for name, _ in CHECKS})
    picture = Table(table.id, table.caption, table.stub, table.columns, rows)
    chart = column_chart(
        picture, (head,), id="health-chart", caption="Health checks and questionnaires", reading=words, unit="%"
    )
    return replace(chart, table=table)


def missing(evidence: Evidence) -> Section:
    """Children who went missing, and how often."""
    return Section(
        "Children missing from care",
        "missing",
        given(
            measure_sentence(
                evidence, "missing-children", " of children were missing from care at some time in the year"
            ),
            measure_sentence(
                evidence,
                "missing-children-times",
                " times in the year",
                before="Each child who was missing was missing, on average, ",
            ),
            not_available(evidence, ("missing-children", "missing-children-times")),
        ),
    )


def leavers(evidence: Evidence) -> Section:
    """Young people who have left our care."""
    table = measures_table(
        evidence,
        "leavers",
        f"Young people who have left our care, {year_name(evidence.year)}",
        LEAVERS,
        base="care leavers who turned 17 to 21 in the year",
    )
    ages = breakdown_table(
        evidence,
        Breakdown(
            "care-leaver-age",
            "age",
            "leavers-age",
            "Care leavers by age",
            "Age",
            "care leavers who turned 17 to 21 in the year",
            as_at=False,
        ),
    )
    return Section(
        "Care leavers", "leavers-chapter", given(table, ages, not_available(evidence, [key for _, key in LEAVERS]))
    )


def workers(evidence: Evidence) -> Section:
    """Changes of social worker."""
    return Section(
        "Changes of social worker",
        "workers",
        given(
            measure_sentence(evidence, "sw-changes", " of children had three or more social workers in the year"),
            not_available(evidence, ("sw-changes",)),
        ),
    )


def short_breaks(evidence: Evidence) -> Section:
    """Children on an agreed series of short breaks, who are in none of the numbers above."""
    figure = evidence.whole("cla-short-breaks")
    words = None
    if figure is not None and figure.symbol != "x":
        words = Paragraph(
            (
                f"On {day(evidence.period.end)}, ",
                *counted(figure, "child", "children"),
                f" {'was' if figure.value == 1 else 'were'} on an agreed series of short breaks. ",
                *evidence.change("cla-short-breaks").sentence,
                " They are in none of the other numbers of this report.",
            )
        )
    return Section("Short breaks", "short-breaks", given(words, not_available(evidence, ("cla-short-breaks",))))
