"""The last chapters: what only people can say, priorities, data quality, method, definitions and glossary."""

from __future__ import annotations

from sightline.domain.practice import AdoptionTrack, Counting, DateBasis, MonthMethod
from sightline.indicators.catalogue import Indicator
from sightline.indicators.display import fewer_than
from sightline.reports.chapters.opening import WRITER
from sightline.reports.document import (
    SYMBOLS,
    Block,
    Bullets,
    Cell,
    Column,
    Definition,
    DefinitionList,
    Narrative,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from sightline.reports.evidence import Evidence
from sightline.reports.findings import FEW, DataQuality
from sightline.reports.ledger import definition_id
from sightline.reports.wording import day, year_name
from sightline.returns.findings import Severity

MOST_RULES = 15  # lines of the data quality table
SEVERITIES = {
    Severity.ERROR: "Error: to be put right",
    Severity.WARNING: "Warning: to be looked at",
    Severity.NOTE: "Note: read, but not in the expected form",
}


def by_people() -> Section:
    """What the return does not hold: the work that only the team can tell of."""
    return Section(
        "Challenge, quality and feedback",
        "people",
        (
            Paragraph(
                (
                    "The return to the Department holds nothing on the subjects of this section. They belong in "
                    "the "
                    "report, and the service writes them from its own records.",
                )
            ),
            Narrative(
                "challenge and dispute resolution",
                WRITER,
                (
                    "How many challenges were raised, at which stage and on what themes, and how many were "
                    "resolved?",
                    "What changed for children because of them? More challenge can be a good sign.",
                    "Was any matter referred to Cafcass?",
                ),
            ),
            Narrative(
                "what children, parents and carers say",
                WRITER,
                (
                    "What did children tell the service, in their own words and with their agreement?",
                    "What did parents, carers and professionals say?",
                    "What was changed because of it, and were they told?",
                ),
            ),
            Narrative(
                "quality of plans and records",
                WRITER,
                (
                    "What did audits and checks between reviews find?",
                    "Were decisions sent out within five working days, and records within twenty?",
                ),
            ),
        ),
    )


def priorities(year: int) -> Section:
    """Last year's priorities and next year's, to be written."""
    return Section(
        "Priorities",
        "priorities",
        (
            Narrative(
                f"what became of the priorities for {year_name(year)}",
                WRITER,
                ("For each: done, partly done or not done, with the figure that shows it.",),
            ),
            Narrative(
                f"priorities for {year_name(year + 1)}",
                WRITER,
                (
                    "For each: what will be different for children, who leads, by when, and how it will be "
                    "measured.",
                ),
            ),
        ),
    )


# Data quality ---------------------------------------------------------------------------------------------------


def data_quality(quality: DataQuality, *, tier: str = "C") -> Section:
    """What was found wrong in the files: counts only, and in tiers B and C no small one.

    A rule such as "the sex is that of the year before", broken once, can speak of one child. Outside tier A the
    rules with few findings are told together, and no total stands beside a count that is not shown.
    """
    if tier != "A":
        quality = quality.without_few()
    blocks: list[Block] = [Paragraph(_read(quality))]
    if quality.rules or quality.rules_with_few:
        blocks += [_severities(quality), *([_rules(quality)] if quality.rules else [])]
        blocks += _few(quality)
    else:
        blocks.append(Paragraph(("No finding was made in the files.",)))
    return Section("Quality of the data", "quality", tuple(blocks))


def _few(quality: DataQuality) -> list[Block]:
    if not quality.rules_with_few:
        return []
    number = quality.rules_with_few
    rules = "1 rule" if number == 1 else f"{number:,} rules"
    words = (
        f"{rules} had {fewer_than()} findings each; they are not named here, so that no child can be recognised."
    )
    return [Paragraph((words,))]


def _read(quality: DataQuality) -> Text:
    parts = ["Every file was checked before anything was counted, and nothing in it was changed."]
    if quality.files is not None and quality.rows_read is not None:
        files = "1 file" if quality.files == 1 else f"{quality.files:,} files"
        parts.append(f"{quality.rows_read:,} rows were read from {files}.")
    if quality.rows_sent_back:
        rows = _how_many(quality.rows_sent_back, few_hidden=quality.few_hidden)
        parts.append(f"{rows} could not be read and went back to be mended; no number in this report counts them.")
    parts.append("A finding is about a row of a file; it does not mean that a child was let down.")
    return (" ".join(parts),)


def _how_many(rows: int, *, few_hidden: bool) -> str:
    if few_hidden and rows <= FEW:
        return f"{fewer_than(FEW).capitalize()} rows"
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _count(number: int) -> Cell:
    return Cell(f"{number:,}", None, number)


def _severities(quality: DataQuality) -> Table:
    counts = {words: quality.count(severity) for severity, words in SEVERITIES.items()}
    hidden = quality.few_hidden and bool(quality.rules_with_few)
    rows = [
        Row(words, (Cell(f"{number:,} or more") if hidden else _count(number),))
        for words, number in counts.items()
    ]
    if not hidden:
        rows.append(Row("Total", (_count(sum(counts.values())),), total=True))
    return Table(
        "quality-severity",
        "Findings in the files by how much they matter",
        "Finding",
        (Column("Number"),),
        tuple(rows),
        base="findings; one row may have several",
        source="Sightline's checks of the return",
    )


def _rules(quality: DataQuality) -> Table:
    shown, rest = quality.rules[:MOST_RULES], quality.rules[MOST_RULES:]
    rows = [
        _rule_row(f"{rule.rule} {rule.title}" if rule.title != rule.rule else rule.rule, rule.severity, rule.count)
        for rule in shown
    ]
    if rest:
        others = sum(rule.count for rule in rest)
        rows.append(Row(f"{len(rest):,} other rules", (Cell("", None), _count(others))))
    if not quality.rules_with_few:
        total = _count(sum(rule.count for rule in quality.rules))
        rows.append(Row("Total", (Cell(""), total), total=True))
    return Table(
        "quality-rules",
        "Findings in the files by rule",
        "Rule",
        (Column("How much it matters", numeric=False), Column("Number")),
        tuple(rows),
        base="findings",
        note="The most serious and most frequent first.",
        source="Sightline's checks of the return",
    )


def _rule_row(words: str, severity: Severity, count: int) -> Row:
    return Row(words, (Cell(severity.value.capitalize()), _count(count)))


# Method ---------------------------------------------------------------------------------------------------------


def method(evidence: Evidence, counting: Counting) -> Section:
    """Dates, bases, exclusions, counting rules, protection, symbols."""
    end = day(evidence.period.end)
    items: list[Text] = [
        (
            f"The year runs from {day(evidence.period.start)} to {end}. Numbers of children in care are as at "
            f"{end}.",
        ),
        ("Everything is counted from the council's SSDA903 return. No number was typed in.",),
        ("Children on an agreed series of short breaks are in no number, except where a section is about them.",),
        ("Tables name what they count: children, starts, reviews. A start or a review is an event, not a child.",),
        (
            "Percentages are rounded last, half up. Changes are worked out before rounding, from the earlier "
            "value.",
        ),
        ("Totals are the sum of their rows. Where something is not recorded, a row says so.",),
        *_counting_rules(counting),
        ("Reviews whose date due depends on a return that was not given are left out, and their number is told.",),
    ]
    return Section(
        "How the figures were made",
        "method",
        (Bullets(tuple(items)),),
        (Section("Protecting small numbers", "method-protection", _protection(evidence.tier)),),
    )


def _counting_rules(counting: Counting) -> list[Text]:
    basis = {
        DateBasis.HELD: "A review counts on the day of its meeting.",
        DateBasis.COMPLETED: "A review counts on the day it was complete, which is later than the meeting if "
        "adjourned.",
        DateBasis.RECORDED: "A review counts on the day its record was finished.",
    }
    months = {
        MonthMethod.CALENDAR: "Three and six months run to the same day of the month, as the law has it.",
        MonthMethod.DAYS_91_183: "Three and six months are counted as 91 and 183 days, as some case systems do.",
    }
    track = {
        AdoptionTrack.AUTHORITY: "The times for adoption reviews apply from the authority to place for adoption.",
        AdoptionTrack.PLACEMENT: "The times for adoption reviews apply from the day of placement for adoption.",
    }
    start = (
        "The day that starts a time limit in working days is its first day."
        if counting.count_trigger_as_day_1
        else "The day that starts a time limit in working days is not counted; bank holidays are not working days."
    )
    leaving = (
        "A child who left on the last day of the year is counted as in care on that day."
        if counting.cease_on_census_day_counts
        else "A child who left on the last day of the year is not counted as in care on that day."
    )
    words = basis[counting.review_date_basis], months[counting.month_method], track[counting.adoption_track_from]
    return [(sentence,) for sentence in (*words, start, leaving)]


def _protection(tier: str) -> tuple[Block, ...]:
    meaning = {
        "A": "This copy is for named staff with access to the cases. Nothing is hidden; do not pass it on.",
        "B": "This copy is for the corporate parenting panel in private. Small numbers are hidden unless lifted.",
        "C": "This copy is for the public. Small numbers are hidden, so that no child can be recognised.",
    }[tier]
    rule = (
        "A number from 1 to 5 is replaced by c; a true zero is shown. A percentage is replaced when what was "
        "counted, "
        "or the rest of what it is out of, is from 1 to 5, or when it is out of fewer than 10. Further numbers "
        "are "
        "replaced where a hidden one could be found by subtraction."
    )
    symbols: tuple[Text, ...] = tuple((f"{symbol}: {words}",) for symbol, words in SYMBOLS.items())
    first = Paragraph((meaning,))
    return (first, Paragraph((rule,)), Bullets(symbols)) if tier != "A" else (first, Bullets(symbols[1:]))


# Definitions ----------------------------------------------------------------------------------------------------


def definitions(evidence: Evidence) -> Section:
    """Every indicator that the report uses, as the catalogue defines it."""
    entries = tuple(_entry(evidence.catalogue[key]) for key in evidence.used() if key in evidence.catalogue)
    blocks = (DefinitionList(entries),) if entries else ()
    return Section("How each figure is counted", "definitions", blocks)


def _entry(indicator: Indicator) -> Definition:
    details = (
        ("Left out", indicator.exclusions),
        ("Careful", indicator.pitfalls),
        ("Source", indicator.source),
        ("Reference", indicator.reference),
        ("Version", f"{indicator.key}, version {indicator.version}"),
    )
    told = tuple((label, words) for label, words in details if words)
    return Definition(indicator.title, indicator.definition, definition_id(indicator.key), told)


GLOSSARY = (
    ("Cafcass", "The national service that speaks for children in the family courts."),
    (
        "Care order",
        "A court order that puts a child in the care of the council. An interim one lasts while the court "
        "decides.",
    ),
    (
        "Child in our care",
        "A child looked after by the council, by agreement with the parents or by order of a court.",
    ),
    (
        "Corporate parent",
        "The council as a whole, elected members included, in its duty to the children in its care.",
    ),
    (
        "Episode",
        "A time in care with one placement and one legal status; the return describes a child's care in episodes.",
    ),
    ("IRO", "Independent Reviewing Officer: named for each child, chairs the reviews, watches over the plan."),
    ("Period of care", "From the day a child comes into care to the day the child leaves it."),
    ("Placement", "Where the child lives and who looks after the child there."),
    ("Placement order", "A court order that lets the council place a child with people who will adopt."),
    ("Review", "The meeting, or series of meetings, at which a child's care plan is looked at again."),
    ("Section 20", "Accommodation by agreement, under that section of the Children Act 1989."),
    ("Special guardianship", "A court order that makes somebody other than a parent a child's guardian until 18."),
    (
        "SDQ",
        "Strengths and difficulties questionnaire: a short set of questions about how a child is feeling and "
        "coping.",
    ),
    (
        "SSDA903",
        "The return on children in care that each council makes to the Department for Education every year.",
    ),
    (
        "Unaccompanied asylum-seeking child",
        "A child who came to this country without a parent or carer and asks for protection.",
    ),
    ("Working day", "Monday to Friday, other than Christmas Day, Good Friday and bank holidays in England."),
)


def glossary() -> Section:
    """Words of the field, for readers who do not use them every day."""
    return Section("Words used", "glossary", (DefinitionList(tuple(Definition(*entry) for entry in GLOSSARY)),))
