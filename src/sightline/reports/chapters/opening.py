"""The first chapters: the year in figures, why there is an Independent Reviewing Officer, the team."""

from __future__ import annotations

from sightline.reports.document import Block, Bullets, Link, Narrative, Paragraph, Section, Text, Tile, Tiles
from sightline.reports.evidence import Evidence
from sightline.reports.tables import could_not_be_judged
from sightline.reports.wording import amount, day, share, spaced, year_name

WRITER = "the IRO manager"
LAW = "https://www.legislation.gov.uk"

#: indicator, and what follows its number: for one, and for any other
HEADLINES: tuple[tuple[str, str, str], ...] = (
    ("cla-count", "child in our care on {end}", "children in our care on {end}"),
    ("cla-started", "child came into our care in {year}", "children came into our care in {year}"),
    ("cla-ceased", "child left our care in {year}", "children left our care in {year}"),
    ("reviews-held", "review was held in {year}", "reviews were held in {year}"),
    ("reviews-in-time-review", "", "of reviews that fell due were held in time"),
    ("participation-review", "", "of reviews of children aged 4 or over had the child's views"),
    ("cla-3plus-placements", "", "of children had three or more placements in the year"),
    (
        "cla-2yr-same-placement",
        "",
        "of children in care for a long time have lived in one placement for two years",
    ),
    ("health-assessment", "", "of children had their yearly health assessment"),
)


def summary(evidence: Evidence) -> Section:
    """Headlines with a word for their direction, then the manager's own."""
    tiles = tuple(_tile(evidence, key, one, many) for key, one, many in HEADLINES if _has_value(evidence, key))
    first = Paragraph(
        (
            f"These are the main figures for {year_name(evidence.year)}. Each is explained in its own section, "
            "and the way it is counted is at the end of the report. More or fewer children in care is neither "
            f"good nor bad by itself.{_no_comparison(evidence)}",
        )
    )
    own = Narrative(
        "the year in your own words",
        WRITER,
        (
            "What went well for children this year, and what did the service change for them?",
            "What did the service worry about most, and what has been done?",
            "What should members of the corporate parenting board take away?",
        ),
    )
    blocks: list[Block] = [first, *([Tiles(tiles)] if tiles else []), own]
    return Section("The year in figures", "summary", tuple(blocks), new_page=True)


def _no_comparison(evidence: Evidence) -> str:
    """Said once, so that no figure need say it: the returns given do not tell of the year before."""
    if all(evidence.change(key).text for key, _, _ in HEADLINES if _has_value(evidence, key)):
        return ""
    return (
        " Where a figure is not compared with a year earlier, the returns given do not reach back far enough to "
        "tell it."
    )


def _has_value(evidence: Evidence, key: str) -> bool:
    figure = evidence.whole(key)
    return figure is not None and figure.value is not None


def _tile(evidence: Evidence, key: str, one: str, many: str) -> Tile:
    figure = evidence.whole(key)
    assert figure is not None
    label = (one if one and figure.value == 1 else many).format(
        end=day(evidence.period.end), year=year_name(evidence.year)
    )
    moved = evidence.change(key)
    better = _which_is_better(evidence, key) if moved.direction in ("Up", "Down") else ()
    compared = (*moved.text, *better, *spaced(could_not_be_judged(evidence, figure)))
    base = share(figure) if figure.unit == "percent" else ()
    return Tile(amount(figure), label, compared, moved.direction, figure.id, base)


def _which_is_better(evidence: Evidence, key: str) -> Text:
    definition = evidence.catalogue.get(key)
    good = definition.good.value if definition else "context"
    return {"high": (" Higher is better.",), "low": (" Lower is better.",)}.get(good, ())


def purpose(council: str) -> Section:
    """What the law asks, in our own words, each with its source."""
    return Section(
        "Purpose and legal context",
        "purpose",
        (
            Paragraph(
                (
                    "Every child in the care of a council has an Independent Reviewing Officer (IRO). The IRO "
                    "gets to "
                    "know the child, chairs the reviews of the child's care plan, watches over the plan between "
                    "reviews, makes sure that the child is heard, and challenges the council when the plan is not "
                    "good enough or is not carried out.",
                )
            ),
            Paragraph(
                (
                    f"The service reports once a year to {council} as corporate parent, and to the public. This "
                    "report covers the children whose care the return to the Department for Education describes.",
                )
            ),
            Bullets(tuple(_duties())),
        ),
    )


def _duties() -> list[Text]:
    act, regulations = (
        Link("Children Act 1989", f"{LAW}/ukpga/1989/41"),
        Link("SI 2010/959", f"{LAW}/uksi/2010/959"),
    )
    return [
        (
            "An IRO is named for each child before the first review, and follows how the council carries out its "
            "duties to the child (",
            act,
            ", sections 25A and 25B).",
        ),
        (
            "The plan is reviewed within 20 working days of coming into care, again within three months of "
            "that, and "
            "then at least every six months (Care Planning, Placement and Case Review (England) Regulations "
            "2010, ",
            regulations,
            ", regulation 33). Children placed for adoption have their own times (",
            Link("Adoption Agencies Regulations 2005", f"{LAW}/uksi/2005/389"),
            ", regulation 36).",
        ),
        (
            "The IRO speaks with the child before the review, unless the child does not want it, and makes sure "
            "that "
            "the child's wishes and feelings count (the same regulations, regulation 36).",
        ),
        (
            "Where the council does not put right what the IRO challenges, the IRO may refer the matter to "
            "Cafcass "
            "(the same Act, section 25B).",
        ),
        (
            "Statutory guidance, the IRO Handbook (2010), asks the manager of the service to report each year "
            "to the "
            "corporate parenting board on how well the council looks after its children.",
        ),
        (
            "A council that looks after a child must act in the child's best interests, listen to the child and "
            "plan "
            "for stability (",
            Link("Children and Social Work Act 2017", f"{LAW}/ukpga/2017/16"),
            ", section 1).",
        ),
    ]


def team() -> Section:
    """The service itself is not in the return: a place for the manager."""
    return Section(
        "The IRO service",
        "service",
        (
            Narrative(
                "the team and its work",
                WRITER,
                (
                    "Who is in the team: posts, full-time equivalents in post, vacancies, agency staff.",
                    "Children for each full-time IRO (guidance says 50 to 70), and how this changed over the "
                    "year.",
                    "What else the team does: conferences, foster carer reviews, training, working with Cafcass.",
                    "How many children kept the same IRO.",
                ),
            ),
        ),
    )
