"""Checks that the files of one return agree about each child."""

from sightline.domain.records import TABLES, columns
from sightline.returns.checks.check import LETTERS, Check

#: The department's numbers for "not in Header", "other date of birth" and "more than one row".
_UNKNOWN = {
    "adoptions": "INT01",
    "adoption_decisions": "INT02",
    "episodes": "INT03",
    "missing": "INT04",
    "outcomes": "INT05",
    "care_leavers": "INT06",
    "previous_permanence": "INT07",
    "reviews": "INT08",
    "uasc": "INT09",
}
_BORN = {
    "adoptions": "INT11",
    "adoption_decisions": "INT12",
    "missing": "INT13",
    "outcomes": "INT14",
    "care_leavers": "INT15",
    "previous_permanence": "INT16",
    "reviews": "INT17",
    "uasc": "INT18",
}
_ONCE = {
    "adoptions": "INT31",
    "children": "INT32",
    "outcomes": "INT33",
    "care_leavers": "INT34",
    "previous_permanence": "INT35",
    "uasc": "INT36",
}
_OTHERS = tuple(table for table in LETTERS if table != "children")
_WITH_BORN = tuple(table for table in _OTHERS if any(column.name == "born" for column in columns(TABLES[table])))


def _in_header(table: str) -> Check:
    return Check(
        key=f"SL-IN-{LETTERS[table]}-HEADER",
        title="A child in any file is in Header",
        table=table,
        fields=("child",),
        holds="child IS NULL OR in_header",
        mend="Add the child to Header, or correct the child's number here.",
        official=_official(_UNKNOWN, table),
        needs=("children",),
    )


def _born_agrees(table: str) -> Check:
    return Check(
        key=f"SL-IN-{LETTERS[table]}-BORN",
        title="The date of birth is the same as in Header",
        table=table,
        fields=("born",),
        holds="born = header_born",
        mend="Correct the one that is wrong.",
        official=_official(_BORN, table),
    )


def _once(table: str) -> Check:
    return Check(
        key=f"SL-IN-{LETTERS[table]}-ONCE",
        title="A child has one row in this file",
        table=table,
        fields=("child",),
        holds="child IS NULL OR rows_of_child = 1",
        mend="Keep the row that is right and remove the others.",
        official=_official(_ONCE, table),
    )


def _official(numbers: dict[str, str], table: str) -> tuple[str, ...]:
    return (numbers[table],) if table in numbers else ()


CHECKS: tuple[Check, ...] = (
    *map(_in_header, _OTHERS),
    *map(_born_agrees, _WITH_BORN),
    *map(_once, _ONCE),
    Check(
        key="SL-IN-UA-SEX",
        title="The sex in the UASC file is the same as in Header",
        table="uasc",
        fields=("sex",),
        holds="translate(sex, '12', 'MF') = translate(header_sex, '12', 'MF')",
        mend="Correct the one that is wrong.",
        official=("INT21",),
    ),
    Check(
        key="SL-IN-HD-EPISODE",
        title="A child in Header has an episode, or is a care leaver",
        table="children",
        fields=("child",),
        holds="has_episode OR is_care_leaver",
        mend="Add the child's episodes, or remove the child.",
        official=("EPI",),
        needs=("episodes",),
    ),
)
