"""What a check on a return is: a wording, a table, the fields, the years, and a condition that holds.

A check is declared, never coded: `holds` is SQL on the ground DuckDB and Spark share, about one row of
`view`. When it is unknown (a blank, a child who is not in the Header) nothing is found: that a field
must be filled in is a check of its own. `:start` and `:end` are the days of the collection year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sightline.domain.codes import code_set
from sightline.domain.records import TABLES, columns
from sightline.returns.findings import Finding, Severity
from sightline.returns.specs import LAST, for_year

#: The letters of a rule that say which table it is about.
LETTERS: Mapping[str, str] = {
    "children": "HD",
    "episodes": "EP",
    "reviews": "RV",
    "uasc": "UA",
    "outcomes": "O2",
    "care_leavers": "O3",
    "adoptions": "AD",
    "adoption_decisions": "PA",
    "previous_permanence": "PP",
    "missing": "MI",
    "social_workers": "SW",
    "liberty_orders": "DL",
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rule that every row of a view must keep.

    `table` is the record whose row is to be mended, and the view unless `view` names another (see
    `checks/views`). `since` and `until` are the first and last collection year. `needs` names other
    files that must have been given; one beginning `last_` is the year before's.
    """

    key: str
    title: str
    table: str
    fields: tuple[str, ...]
    holds: str
    mend: str
    view: str = ""
    since: int | None = None
    until: int | None = None
    severity: Severity = Severity.ERROR
    official: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def applies_to(self, collection: int) -> bool:
        """Whether the rule was in force in that collection year."""
        return (self.since or collection) <= collection <= (self.until or collection)

    def condition(self, collection: int) -> str:
        """The SQL that holds for a right row of that collection."""
        return self.holds

    @property
    def reads(self) -> str:
        """The name of the view that it looks at."""
        return self.view or self.table

    @property
    def message(self) -> str:
        """The rule, and what to do where it is broken. It never holds a value from a file."""
        return f"{self.title}. {self.mend}"

    def finding(self, *, collection: int, file: str | None, line: int | None) -> Finding:
        """That this rule is broken at one line."""
        return Finding(
            rule=self.key,
            severity=self.severity,
            message=self.message,
            file=file,
            line=line,
            field=_column_name(self.table, self.fields[0]),
            record=self.table,
            collection=collection,
            official=self.official,
        )


@dataclass(frozen=True, kw_only=True)
class CodeCheck(Check):
    """A check that a field holds a code that the collection year allows, or one of `beside`.

    `beside` are codes whose last years other checks look at, by episode date or with a warning.
    """

    codes: str
    beside: tuple[str, ...] = ()

    def condition(self, collection: int) -> str:
        """The field is in that year's code set, written out: code sets are ours, not from a file."""
        known = sorted({*code_set(self.codes, collection), *self.beside})
        return f"{self.fields[0]} IN ({', '.join(_text(code) for code in known)})"


def required_check(table: str, field: str, *, official: tuple[str, ...] = ()) -> Check:
    """A check that a field of a table is filled in."""
    return Check(
        key=f"SL-{LETTERS[table]}-GIVEN-{field.upper()}",
        title=f"{_words(field)} is given",
        table=table,
        fields=(field,),
        holds=f"{field} IS NOT NULL",
        mend="Fill it in at the source and send the return again.",
        official=official,
    )


def code_check(
    table: str, field: str, *, official: tuple[str, ...] = (), beside: tuple[str, ...] = ()
) -> CodeCheck:
    """A check that a code field has a code of the collection year."""
    column = next(column for column in columns(TABLES[table]) if column.name == field)
    if column.code_set is None:
        raise ValueError(f"{table}.{field} has no code set")
    return CodeCheck(
        key=f"SL-{LETTERS[table]}-CODE-{field.upper()}",
        title=f"{_words(field)} has a code of the collection year",
        table=table,
        fields=(field,),
        holds=f"{field} is in the code set {column.code_set} of the collection year",
        mend="Use a code from that year's list.",
        official=official,
        codes=column.code_set,
        beside=beside,
    )


def flag_check(table: str, field: str, *, official: tuple[str, ...] = ()) -> Check:
    """A check that a yes or no is 1 or 0."""
    return Check(
        key=f"SL-{LETTERS[table]}-FLAG-{field.upper()}",
        title=f"{_words(field)} is 1 for yes or 0 for no",
        table=table,
        fields=(field,),
        holds=f"{field} IN (0, 1)",
        mend="Use 1, 0, or nothing where the question does not apply.",
        official=official,
    )


def on(collection: int) -> dict[str, date]:
    """The first and last day of a collection year: 2025 is 1 April 2024 to 31 March 2025."""
    return {"start": date(collection - 1, 4, 1), "end": date(collection, 3, 31)}


@cache
def _column_name(table: str, field: str) -> str:
    """What the return calls a field: findings speak of the file that somebody mends."""
    return for_year(LAST).files[table].column(field).name


def _words(field: str) -> str:
    words = field.replace("_", " ").capitalize()
    return {"Upn": "UPN", "Urn": "URN", "Sdq reason": "SDQ reason", "Sdq score": "SDQ score"}.get(words, words)


def _text(code: str) -> str:
    return "'" + code.replace("'", "''") + "'"
