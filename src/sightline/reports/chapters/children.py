"""The children in our care: how many, age, sex, ethnicity, unaccompanied asylum seekers, legal status."""

from __future__ import annotations

from sightline.indicators.display import number
from sightline.reports.document import Block, Callout, Paragraph, Ref, Section, Text
from sightline.reports.evidence import Evidence
from sightline.reports.tables import (
    Breakdown,
    breakdown_table,
    column_chart,
    illustrated,
    largest,
    measures_table,
    not_available,
    stock_table,
)
from sightline.reports.wording import counted, day, said, value_cell

AGE = Breakdown(
    "cla-age-profile",
    "age-band",
    "age",
    "Children in our care by age",
    "Age",
    note="Age on the last day of the year.",
)
SEX = Breakdown("cla-sex-profile", "sex", "sex", "Children in our care by sex", "Sex")
ETHNICITY = Breakdown(
    "cla-ethnicity-profile",
    "ethnic-group",
    "ethnicity",
    "Children in our care by ethnic group",
    "Ethnic group",
    note="As recorded by the council. Not known holds what was refused or not yet obtained.",
)
LEGAL = Breakdown(
    "cla-legal-status", "legal-status-group", "legal", "Children in our care by legal status", "Legal status"
)


def chapter(evidence: Evidence) -> Section:
    return Section(
        "The children in our care",
        "children",
        sections=(
            how_many(evidence),
            _profile(evidence, "Age", "children-age", AGE),
            _profile(evidence, "Sex", "children-sex", SEX, picture=False),
            _profile(evidence, "Ethnicity", "children-ethnicity", ETHNICITY),
            asylum(evidence),
            legal(evidence),
        ),
    )


def how_many(evidence: Evidence) -> Section:
    """How many on the last day, compared with a year before, for every 10,000 children, month by month."""
    blocks: list[Block] = [Paragraph(_how_many(evidence))]
    rate = evidence.whole("cla-rate")
    if rate and rate.value is not None:
        blocks.append(Paragraph(("That is ", said(rate), " for every 10,000 children living in the area.")))
    table = stock_table(
        evidence,
        "cla-count",
        id="stock",
        caption=f"Children in our care at the end of each month to {day(evidence.period.end)}",
        base="children in our care on that day; agreed series of short breaks are left out",
    )
    if table:
        months = [f"{figure.period.end:%b %Y}" for figure in evidence.stocks("cla-count")]
        chart = column_chart(
            table,
            ("Number",),
            id="stock-chart",
            caption="Children in our care at the end of each month",
            kind="line",
            reading=_range(evidence),
            labels=months,
            axis="Children",
        )
        blocks.append(chart)
    missing = not_available(evidence, ("cla-count", "cla-rate"))
    return Section("How many", "children-number", (*blocks, *([missing] if missing else [])))


def _how_many(evidence: Evidence) -> Text:
    figure = evidence.whole("cla-count")
    if figure is None:
        return ("The number of children in our care was not worked out from the files given.",)
    are = "was" if figure.value == 1 else "were"
    start: Text = (
        f"On {day(evidence.period.end)} there {are} ",
        *counted(figure, "child", "children"),
        " in our care. ",
    )
    return (*start, *evidence.change("cla-count").sentence)


def _range(evidence: Evidence) -> Text:
    """The lowest and the highest month end."""
    shown = [figure for figure in evidence.stocks("cla-count") if figure.value is not None]
    if not shown:
        return ("The numbers are not shown.",)
    low = min(shown, key=lambda figure: figure.value or 0)
    high = max(shown, key=lambda figure: figure.value or 0)
    if low.value == high.value:
        return ("The number was the same at each date.",)
    return (
        "The number was lowest on ",
        f"{day(low.period.end)} (",
        Ref(low.id, value_cell(low).text),
        f") and highest on {day(high.period.end)} (",
        Ref(high.id, value_cell(high).text),
        ").",
    )


def _profile(evidence: Evidence, title: str, id: str, what: Breakdown, picture: bool = True) -> Section:
    """A breakdown of the children on the last day: a chart with its table, or the table alone."""
    table = breakdown_table(evidence, what)
    if table is None:
        missing = not_available(evidence, (what.key,))
        return Section(title, id, (missing or Callout("Not available for this report", (f"{what.caption}.",)),))
    words = largest(evidence, what)
    if not picture:
        return Section(title, id, (Paragraph(words), table))
    heads = [column.head for column in table.columns if not column.head.startswith("Percent")][-2:]
    return Section(
        title, id, illustrated(table, heads, id=f"{what.id}-chart", caption=what.caption, reading=words)
    )


def asylum(evidence: Evidence) -> Section:
    """Children who came to this country alone and seek asylum."""
    figure = evidence.whole("cla-uasc")
    title, id = "Unaccompanied asylum-seeking children", "children-asylum"
    if figure is None or figure.symbol == "x":
        missing = not_available(evidence, ("cla-uasc",))
        return Section(title, id, (missing,) if missing else ())
    are = "was" if figure.value == 1 else "were"
    blocks: list[Block] = [
        Paragraph(
            (
                f"On {day(evidence.period.end)}, ",
                *counted(figure, "child", "children"),
                f" in our care {are} unaccompanied and seeking asylum. ",
                *evidence.change("cla-uasc").sentence,
                " Young people who have turned 18 are no longer counted here.",
            )
        )
    ]
    threshold = evidence.whole("uasc-nts-threshold")
    if threshold and threshold.value is not None:
        share = number(threshold.value, threshold.decimals)
        blocks.append(
            Paragraph(
                ("This is ", Ref(threshold.id, f"{share}%"), " of the National Transfer Scheme's threshold.")
            )
        )
    return Section(title, id, tuple(blocks))


def legal(evidence: Evidence) -> Section:
    """Legal status on the last day, and what has waited."""
    profile = _profile(evidence, "Legal status", "children-legal", LEGAL)
    waiting = measures_table(
        evidence,
        "waiting",
        "Legal status and waiting",
        (
            ("Accommodated under section 20 for 6 months or more", "s20-duration-6"),
            ("Accommodated under section 20 for 12 months or more", "s20-duration-12"),
            ("Accommodated under section 20 for 24 months or more", "s20-duration-24"),
            ("Placement order, not yet placed for adoption", "placement-order-unplaced"),
            ("Placed with parents", "cla-placed-with-parents"),
            ("With parents on a care order for a year or more", "orders-outstanding"),
        ),
        base="children with that legal status or placement on the last day of the year",
        note="Long section 20 arrangements, unused placement orders and long orders at home are questions for the "
        "child's IRO to ask.",
    )
    return Section(profile.title, profile.id, (*profile.blocks, *([waiting] if waiting else [])))
