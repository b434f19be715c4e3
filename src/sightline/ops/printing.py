"""Findings and files as people read them in a terminal."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
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


def _place(finding: Finding) -> str:
    parts = [finding.file or "the return"]
    if finding.line is not None:
        parts.append(f"line {finding.line}")
    if finding.field:
        parts.append(finding.field)
    return ", ".join(parts)
