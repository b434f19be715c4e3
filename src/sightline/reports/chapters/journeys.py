"""Coming into care and leaving it, permanence, and where children live meanwhile."""

from __future__ import annotations

from sightline.reports.document import Block, Column, Paragraph, Row, Section, Table, given
from sightline.reports.evidence import Evidence
from sightline.reports.tables import (
    SOURCE,
    Breakdown,
    breakdown_table,
    illustrated,
    largest,
    measure_sentence,
    measures_table,
    not_available,
)
from sightline.reports.wording import capital, counted, denominator_cell, value_cell, year_name

NEED = Breakdown(
    "cla-started-by-need",
    "need",
    "need",
    "Children who came into our care by category of need",
    "Category of need",
    "children who started in the year, each counted once",
    as_at=False,
    note="The category describes why the child needed help, not what the child did.",
)
START_LEGAL = Breakdown(
    "cla-started-by-legal",
    "legal-status-group",
    "start-legal",
    "Children who came into our care by legal status at the start",
    "Legal status",
    "children who started in the year, each counted once",
    as_at=False,
)
REASON = Breakdown(
    "cla-ceased-by-reason",
    "reason",
    "leaving-reason",
    "Children who left our care by reason",
    "Reason",
    "children who left in the year, each counted once",
    as_at=False,
)
LEAVING_AGE = Breakdown(
    "cla-ceased-by-age",
    "age-band",
    "leaving-age",
    "Children who left our care by age",
    "Age on leaving",
    "children who left in the year, each counted once",
    as_at=False,
)
PLACEMENT = Breakdown(
    "cla-placement-type", "placement-group", "placement", "Children in our care by where they live", "Placement"
)
PROVIDER = Breakdown(
    "cla-count", "provider", "provider", "Children in our care by who provides the placement", "Provider"
)


def flow(evidence: Evidence) -> Section:
    """Coming into and leaving care, by quarter, need, legal status, reason and age."""
    return Section(
        "Coming into and leaving our care",
        "flow",
        given(
            _came_and_left(evidence), quarters(evidence), not_available(evidence, ("cla-started", "cla-ceased"))
        ),
        (
            Section("Why children came into our care", "flow-need", _breakdown(evidence, NEED)),
            Section("Legal status at the start", "flow-legal", _breakdown(evidence, START_LEGAL, picture=False)),
            Section("Where children went when they left", "flow-reason", _breakdown(evidence, REASON)),
            Section("Age on leaving", "flow-age", _breakdown(evidence, LEAVING_AGE, picture=False)),
        ),
    )


def _came_and_left(evidence: Evidence) -> Paragraph | None:
    started, ceased = evidence.whole("cla-started"), evidence.whole("cla-ceased")
    if started is None or ceased is None:
        return None
    return Paragraph(
        (
            f"In {year_name(evidence.year)}, ",
            *counted(started, "child", "children"),
            " came into our care. ",
            *evidence.change("cla-started").sentence,
            " ",
            *capital(counted(ceased, "child", "children")),
            " left our care. ",
            *evidence.change("cla-ceased").sentence,
        )
    )


def quarters(evidence: Evidence) -> Table | None:
    """Starts and ends in each quarter; these are events, so the quarters add up to the year."""
    keys = (("Came into care", "cla-started-starts"), ("Left care", "cla-ceased-ends"))
    parts = [part for _, key in keys for part in evidence.parts(key, "quarter")]
    names = list(dict.fromkeys(part.breakdown[0][1] for part in parts))
    if not names:
        return None
    rows = [
        Row(name, tuple(value_cell(evidence.part(key, ("quarter", name))) for _, key in keys)) for name in names
    ]
    rows.append(Row("Year", tuple(value_cell(evidence.whole(key)) for _, key in keys), total=True))
    return Table(
        "quarters",
        f"Coming into and leaving our care in each quarter, {year_name(evidence.year)}",
        "Quarter",
        tuple(Column(head) for head, _ in keys),
        tuple(rows),
        "starts and ends; a child who came or left twice is counted twice",
        "So the year may be more than the number of children above.",
        SOURCE,
        tuple(key for _, key in keys),
    )


def _breakdown(evidence: Evidence, what: Breakdown, picture: bool = True) -> tuple[Block, ...]:
    table = breakdown_table(evidence, what)
    if table is None:
        return given(not_available(evidence, (what.key,)))
    if not picture:
        return (Paragraph(largest(evidence, what)), table)
    heads = [column.head for column in table.columns if not column.head.startswith("Percent")][-2:]
    words = largest(evidence, what)
    return illustrated(table, heads, id=f"{what.id}-chart", caption=what.caption, reading=words)


def homes(evidence: Evidence) -> Section:
    """Where children live, who provides it, how settled they are, and endings that nobody planned."""
    stability = (
        ("Three or more placements in the year", "cla-3plus-placements"),
        ("In the same placement for two years", "cla-2yr-same-placement"),
        ("Fostered by relatives or friends", "cla-connected-carers"),
        ("Placed with the council's own provision", "cla-placement-provider"),
        ("Placed with the council's own provision, foster care only", "cla-placement-provider-foster"),
    )
    table = measures_table(
        evidence,
        "stability",
        "Stability and who cares for children",
        stability,
        note="Same placement: children under 16 in care for two and a half years or more. Temporary stays away "
        "and "
        "changes with the same carer are not moves.",
    )
    return Section(
        "Where children live",
        "homes",
        sections=(
            Section("Placements", "homes-placements", _breakdown(evidence, PLACEMENT)),
            Section("Who provides the placement", "homes-provider", _breakdown(evidence, PROVIDER, picture=False)),
            Section(
                "Stability",
                "homes-stability",
                given(table, not_available(evidence, [key for _, key in stability] + ["cla-out-of-area"])),
            ),
            Section("Placements that ended unplanned", "homes-endings", _endings(evidence)),
        ),
    )


def _endings(evidence: Evidence) -> tuple[Block, ...]:
    return given(
        measure_sentence(evidence, "placement-unplanned-ends", " of all changes of placement were not planned"),
        _reasons_moved(evidence),
        not_available(evidence, ("placement-unplanned-ends",)),
    )


def _reasons_moved(evidence: Evidence) -> Table | None:
    """How many changes of placement had each reason."""
    key = "placement-unplanned-ends"
    parts = [part for part in evidence.parts(key, "reason-moved") if part.symbol or part.denominator != 0]
    if not parts:
        return None
    rows = [Row(part.breakdown[0][1], (denominator_cell(part),)) for part in parts]
    return Table(
        "endings",
        f"Changes of placement by reason, {year_name(evidence.year)}",
        "Reason for the move",
        (Column("Number"),),
        (*rows, Row("Total", (denominator_cell(evidence.whole(key)),), total=True)),
        "changes of placement in the year",
        source=SOURCE,
        definitions=(key,),
    )


def permanence(evidence: Evidence) -> Section:
    """Children who found a permanent family."""
    keys = (
        ("Adopted", "sgo-adoption-adopted"),
        ("Special guardianship order", "sgo-adoption-sgo"),
        ("Either", "sgo-adoption-share"),
    )
    table = measures_table(
        evidence,
        "permanence",
        "Children who left our care to adoption or special guardianship",
        keys,
        stub="Left care by",
        base="children who left our care in the year",
        note="Orders for children who were not in care are not in the return.",
    )
    return Section(
        "Permanence", "permanence-chapter", given(table, not_available(evidence, [key for _, key in keys]))
    )
