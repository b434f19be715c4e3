"""Findings and files as people read them in a terminal."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sightline.returns.findings import Finding, Findings
    from sightline.returns.reading import Reading

_ORDER = {"error": 0, "warning": 1, "note": 2}


def finding_row(finding: Finding | None) -> dict[str, Any]:
    """The columns of a finding for CSV and JSON; None gives the headings."""
    columns = ("rule", "severity", "file", "line", "field", "message", "record", "collection", "official")
    if finding is None:
        return dict.fromkeys(columns)
    row: dict[str, Any] = {column: getattr(finding, column) for column in columns}
    row["severity"] = finding.severity.value
    row["official"] = " ".join(finding.official)
    return row


def print_files(reading: Reading) -> None:
    """One line a file: what it was taken for, and how many rows."""
    for file in reading.files:
        sent_back = f", {file.sent_back:,} sent back" if file.sent_back else ""
        what = file.record or "not recognised"
        click.echo(f"{file.collection or '':>4}  {what:<20} {file.rows:>9,} rows{sent_back}   {file.name}")


def print_findings(*sources: Findings, limit: int = 10) -> None:
    """Findings grouped by rule, errors first, each with the first few places."""
    counts: dict[tuple[int, str], int] = defaultdict(int)
    places: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in chain(*sources):
        key = (_ORDER[finding.severity.value], finding.rule)
        counts[key] += 1
        if len(places[key]) < limit:
            places[key].append(finding)
    if not counts:
        click.echo("Nothing wrong was found.")
        return
    for key in sorted(counts):
        first = places[key][0]
        click.echo()
        click.secho(f"{first.severity.value} {first.rule} ({counts[key]:,})", bold=True)
        for finding in places[key]:
            click.echo(f"  {_place(finding)}: {finding.message}")
        if counts[key] > limit:
            click.echo(f"  … and {counts[key] - limit:,} more (--limit shows more, --json shows all)")


#: Findings about whole files and returns that make figures wrong, and not just fewer.
_GRAVE = ("SL-RD-01", "SL-RD-02", "SL-RD-03", "SL-RD-04", "SL-RD-13", "SL-RD-15")
_MOST_TOLD = 5


def warn_of_what_is_missing(reading: Reading) -> None:
    """Say on the error stream why figures from this reading may be wrong: beside the output, never in it."""
    grave = sum(reading.findings.by_rule[rule] for rule in _GRAVE)
    told = islice((each for each in reading.findings if each.rule in _GRAVE), _MOST_TOLD) if grave else ()
    for finding in told:
        click.echo(f"{finding.severity.value}: {_place(finding)}: {finding.message}", err=True)
    sent_back = sum(file.sent_back for file in reading.files)
    if sent_back:
        many = f"{sent_back:,} rows were" if sent_back > 1 else "1 row was"
        click.echo(f"warning: {many} sent back and not counted.", err=True)
    if grave or sent_back:
        click.echo("What follows is worked out from the rest. `sightline check` tells all.", err=True)


def _the_return(collection: int | None) -> str:
    return f"the return of {collection - 1}-{collection % 100:02}" if collection else "the return"


def _place(finding: Finding) -> str:
    parts = [finding.file or _the_return(finding.collection)]
    if finding.line is not None:
        parts.append(f"line {finding.line}")
    if finding.field:
        parts.append(finding.field)
    return ", ".join(parts)
