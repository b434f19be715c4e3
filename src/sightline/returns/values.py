"""How text becomes values, in SQL, a whole column at a time; and what kind of thing did not.

Everything here is an SQL expression over one text expression, trimmed, blank as NULL. A value that is
not of the column's type comes out NULL; `kind` then says what it was, and never the value itself.
"""

from __future__ import annotations

from sightline.domain.records import Column, ColumnType
from sightline.returns.specs import ColumnSpec

FIRST_DAY, LAST_DAY = 1900, 2100  # years that a date of a child's life can be in
LONGEST_CODE, LONGEST_TEXT = 10, 60

_FORMS = (
    "['%d/%m/%Y', '%Y-%m-%d', '%d-%m-%Y', '%Y/%m/%d', '%d.%m.%Y', '%d %b %Y', '%d-%b-%Y', '%d %B %Y', '%Y%m%d']"
)
_TIME = r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?(Z|[AP]M|[+-]\d{2}:?\d{2}))?$"
_DATE_LIKE = r"^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}"
_PARTIAL = r"^(ZZ|\d{1,2})/(ZZ|\d{1,2})/(ZZZZ|\d{4})$"

#: The rule for a value that is not of its column's type.
RULES: dict[ColumnType, str] = {
    ColumnType.DATE: "SL-RD-20",
    ColumnType.NUMBER: "SL-RD-21",
    ColumnType.FLAG: "SL-RD-21",
    ColumnType.CODE: "SL-RD-22",
    ColumnType.TEXT: "SL-RD-23",
}


def trimmed(text: str) -> str:
    """Without space around it; NULL where nothing is left. (`rows` has made every kind of space a plain one.)"""
    return f"nullif(trim({text}), '')"


def value(spec: ColumnSpec, column: Column, text: str) -> str:
    """The value that a text stands for."""
    if spec.form == "partial date":
        return partial_date(text)
    if spec.name == "SEX":
        return _sex(text)
    return {
        ColumnType.DATE: day,
        ColumnType.NUMBER: number,
        ColumnType.FLAG: _flag,
        ColumnType.CODE: _code,
        ColumnType.TEXT: _text,
    }[column.type](text)


def rule_for(spec: ColumnSpec, column: Column) -> str:
    """The rule that a text which is no value breaks."""
    return "SL-RD-24" if spec.form == "partial date" else RULES[column.type]


def day(text: str) -> str:
    """A date, as dd/mm/yyyy or in another form that can mean one day only."""
    date_alone = f"regexp_replace(upper({text}), '{_TIME}', '')"
    parsed = f"CAST(COALESCE(try_strptime({text}, '%d/%m/%Y'), try_strptime({date_alone}, {_FORMS})) AS DATE)"
    within = f"{parsed} BETWEEN DATE '{FIRST_DAY}-01-01' AND DATE '{LAST_DAY}-12-31'"
    return f"CASE WHEN {within} THEN {parsed} END"


def in_expected_form(text: str) -> str:
    """Whether a date is written dd/mm/yyyy."""
    return f"(length({text}) = 10 AND try_strptime({text}, '%d/%m/%Y') IS NOT NULL)"


def rounded_number(text: str) -> str:
    """Whether a spreadsheet has turned an identifier into a power of ten."""
    return rf"regexp_full_match(upper({text}), '\d([.]\d+)?E[+]\d+')"


def kind(column: Column, text: str) -> str:
    """What kind of thing a text is that is no value of its column's type. Never the text."""
    length = f"length({text}) || CASE WHEN length({text}) = 1 THEN ' character' ELSE ' characters' END"
    if column.type in (ColumnType.CODE, ColumnType.TEXT):
        return length
    date_like = f"regexp_matches({text}, '{_DATE_LIKE}')"
    letters = f"regexp_matches({text}, '[A-Za-z]')"
    number = rf"regexp_full_match({text}, '[-+]?\d+')"
    if column.type is not ColumnType.DATE:
        return (
            f"CASE WHEN {date_like} THEN 'a date' WHEN {letters} THEN 'text' "
            rf"WHEN regexp_full_match({text}, '[-+]?\d*[.]\d+') THEN 'a number with a fraction' "
            f"WHEN {number} THEN 'a number of ' || length({text}) || ' figures' ELSE {length} END"
        )
    year = rf"CAST(regexp_extract({text}, '^\d{{1,2}}[-/.]\d{{1,2}}[-/.](\d{{3,4}})', 1) AS VARCHAR)"
    odd_year = f"TRY_CAST({year} AS INTEGER) NOT BETWEEN {FIRST_DAY} AND {LAST_DAY}"
    two_figures = rf"regexp_matches({text}, '^\d{{1,2}}[-/. ]\d{{1,2}}[-/. ]\d{{2}}($|[T ])')"
    return (
        f"CASE WHEN {odd_year} THEN 'a date in the year ' || TRY_CAST({year} AS INTEGER) "
        f"WHEN {two_figures} THEN 'a date with two figures for the year' "
        f"WHEN {date_like} THEN 'a day that is not in the calendar' "
        f"WHEN {number} THEN 'a number of ' || length({text}) || ' figures' "
        f"WHEN {letters} THEN 'text' ELSE {length} END"
    )


def number(text: str) -> str:
    """A whole number."""
    told = f"CAST(TRY_CAST({text} AS DOUBLE) AS INTEGER)"
    return rf"CASE WHEN regexp_full_match({text}, '[-+]?\d{{1,8}}([.]0*)?') THEN {told} END"


def _flag(text: str) -> str:
    yes, no = f"upper({text}) IN ('Y', 'YES', 'TRUE')", f"upper({text}) IN ('N', 'NO', 'FALSE')"
    words = f"CASE WHEN {yes} THEN 1 WHEN {no} THEN 0 END"
    return f"COALESCE({number(text)}, {words})"


def _code(text: str) -> str:
    return f"CASE WHEN length({text}) <= {LONGEST_CODE} THEN {_without_fraction(text)} END"


def _text(text: str) -> str:
    return f"CASE WHEN length({text}) <= {LONGEST_TEXT} THEN {_without_fraction(text)} END"


def _sex(text: str) -> str:
    return f"CASE {_code(text)} WHEN '1' THEN 'M' WHEN '2' THEN 'F' ELSE {_code(text)} END"


def _without_fraction(text: str) -> str:
    """In capitals, one space for several; a whole number that a spreadsheet wrote as 12.0 is 12."""
    one_space = f"regexp_replace(upper({text}), ' +', ' ', 'g')"
    capitals = f"CASE WHEN contains({text}, '  ') THEN {one_space} ELSE upper({text}) END"
    return (
        f"CASE WHEN ends_with({text}, '.0') AND regexp_full_match({text}, '\\d+[.]0') "
        f"THEN left({text}, length({text}) - 2) ELSE {capitals} END"
    )


def partial_date(text: str) -> str:
    """A date as dd/mm/yyyy, or zz in place of what is not known."""
    return (
        f"COALESCE(strftime({day(text)}, '%d/%m/%Y'), "
        f"CASE WHEN regexp_full_match(upper({text}), '{_PARTIAL}') AND upper({text}) LIKE '%ZZ%' "
        f"THEN lower({text}) END)"
    )
