"""The quality of the data in a few numbers: how many findings of each rule, and never a row of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sightline.returns.findings import Finding, Severity

FEW = 5  # the threshold of disclosure control
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule was broken; `title` is its wording."""

    rule: str
    severity: Severity
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What a report says of the data it stands on."""

    rules: tuple[RuleCount, ...] = ()
    files: int | None = None
    rows_read: int | None = None
    rows_sent_back: int | None = None
    few_hidden: bool = False  # are rules with few findings told together?
    rules_with_few: int = 0

    def without_few(self) -> DataQuality:
        """The same, with the rules that had few findings counted and not named."""
        kept = tuple(rule for rule in self.rules if rule.count > FEW)
        return replace(self, rules=kept, few_hidden=True, rules_with_few=len(self.rules) - len(kept))

    def count(self, severity: Severity) -> int:
        return sum(rule.count for rule in self.rules if rule.severity is severity)


def summarise(
    findings: Iterable[Finding],
    *,
    titles: Mapping[str, str] | None = None,
    files: int | None = None,
    rows_read: int | None = None,
    rows_sent_back: int | None = None,
) -> DataQuality:
    """Findings counted by rule, worst first, then most often.

    `titles` gives the wording of each rule; one without is told by what its first finding says.
    """
    counts: Counter[tuple[str, Severity]] = Counter()
    wording = dict(titles or {})
    for finding in findings:
        counts[(finding.rule, finding.severity)] += 1
        if finding.rule not in wording:
            wording[finding.rule] = f"For example: {_first_sentence(finding.message)}"
    rules = [RuleCount(rule, how_bad, wording[rule], n) for (rule, how_bad), n in counts.items()]
    rules.sort(key=lambda one: (ORDER[one.severity], -one.count, one.rule))
    return DataQuality(tuple(rules), files, rows_read, rows_sent_back)


def _first_sentence(message: str) -> str:
    """What was found, without what to do about it."""
    return message.partition(". ")[0].rstrip(".")
