"""The catalogue of mistakes. Each is put into one row that it suits, and names the rules that should find it.

Rules are the department's numbers where there is one, else ours (SL-RD: found on reading). `knock_on` are
the rules that may then be broken elsewhere by the same child's rows, in this return or the next. Kinds with no
rules are odd but readable: nothing is wrong, though a note may be made of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sightline.ops.sample.text_rows import Row, YearFiles

Place = tuple[Row, str]
PutIn = Callable[[YearFiles, Row, Random], Place | None]

#: What no longer fits when an episode is not read as it was: the ones beside it, and the year before and after.
_CHAIN = ("142", "225", "357", "388", "432", "433", "434", "435", "436", "501", "504", "562", "NoE")
_NEXT_YEAR = ("502", "503A", "503B", "503C", "503D", "503E", "503F", "503H", "1010")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mistake."""

    key: str
    file: str
    rules: tuple[str, ...]
    put_in: PutIn
    knock_on: tuple[str, ...] = ()


def _set(column: str, text: str, *, where: Callable[[Row], bool] = lambda row: True) -> PutIn:
    """Put a text into a column of rows that suit."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        if not where(row) or row[column] == text:
            return None
        row[column] = text
        return row, column

    return put_in


def _shift(column: str, days: int, *, of: str = "", where: Callable[[Row], bool] = lambda row: True) -> PutIn:
    """Put another date into a column: so many days from that of a column (itself, unless `of` is given)."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        if not row[of or column] or not where(row):
            return None
        row[column] = _text(_date(row[of or column]) + timedelta(days=days))
        return row, column

    return put_in


def _remove(file: str, found_in: str, column: str, *, where: Callable[[YearFiles, Row], bool]) -> PutIn:
    """Take a child's rows out of one file; it is found in another."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        rows, left = files.others(row, file), files.others(row, found_in)
        place = next((other for other in left if where(files, other)), None)
        if not rows or place is None:
            return None
        for other in rows:
            other.gone = True
        return place, column

    return put_in


def _date(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def _text(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _filled(column: str) -> Callable[[Row], bool]:
    return lambda row: bool(row[column])


def _is(column: str, *texts: str) -> Callable[[Row], bool]:
    return lambda row: row[column] in texts


def _alone(files: YearFiles, row: Row) -> bool:
    return len(files.others(row, row.file)) == 1


def _goes_on(row: Row) -> bool:
    return row["REC"] == "X1"


def _care(row: Row) -> bool:
    return row["LS"] not in ("V3", "V4")


def _fostered_open(row: Row) -> bool:
    return row["PLACE"] in ("U4", "U6") and not row["DEC"] and _care(row)


def _copy(column: str, text: str = "") -> PutIn:
    """A second row for the same child: the same, or with another text in one column."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        if row[column] == text:
            return None
        return files.add_copy(row, **({column: text} if text else {})), column

    return put_in


def _extra_value(files: YearFiles, row: Row, chance: Random) -> Place | None:
    row.extra = "0"
    return row, ""


def _overlap(files: YearFiles, row: Row, chance: Random) -> Place | None:
    """The episode before ends some days after this one starts."""
    before = next((other for other in files.others(row, "Episodes") if other["DEC"] == row["DECOM"]), None)
    if before is None or row["RNE"] == "S" or not _care(row):
        return None
    late = _date(row["DECOM"]) + timedelta(days=5)
    if late > date(files.collection, 3, 31):
        return None
    before["DEC"] = _text(late)
    return row, "DECOM"


def _need_changes(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if row["RNE"] == "S" or not any(other["DEC"] == row["DECOM"] for other in files.others(row, "Episodes")):
        return None
    row["CIN"] = "N7" if row["CIN"] != "N7" else "N1"
    return row, "CIN"


def _as_if_placement_changed(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if row["RNE"] != "L" or not any(other["DEC"] == row["DECOM"] for other in files.others(row, "Episodes")):
        return None
    row["RNE"] = "P"
    return row, "RNE"


def _too_long_a_break(files: YearFiles, row: Row, chance: Random) -> Place | None:
    end = _date(row["DECOM"]) + timedelta(days=18)
    if row["LS"] != "V3" or not row["DEC"] or end > date(files.collection, 3, 30):
        return None
    row["DEC"] = _text(end)
    return row, "DEC"


def _home_of_unaccompanied(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if not files.others(row, "UASC") or not _alone(files, row):
        return None
    row["HOME_POST"] = "YB1 1AA"
    return row, "HOME_POST"


def _placed_at_home(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if not _fostered_open(row) or not row["HOME_POST"]:
        return None
    row["PL_POST"] = row["HOME_POST"]
    return row, "PL_POST"


def _stays_with_carers_too_young(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if row["REC"] not in ("E4A", "E4B", "E13", "E41") or not _care(row):
        return None
    row["REC"] = "E17"
    return row, "REC"


def _activity_of_another_year(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if row["IN_TOUCH"] != "YES":
        return None
    row["ACTIV"] = "F3" if files.collection >= 2022 else "F4"
    return row, "ACTIV"


def _before_birth(files: YearFiles, row: Row, chance: Random) -> Place | None:
    row["REVIEW"] = _text(_date(row["DOB"]) - timedelta(days=30))
    return row, "REVIEW"


def _in_another_form(column: str) -> PutIn:
    """The date as a computer writes it, which is readable."""

    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        row[column] = _date(row[column]).isoformat()
        return row, column

    return put_in


def _small_letters(column: str) -> PutIn:
    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        if row[column] == row[column].lower():
            return None
        row[column] = row[column].lower()
        return row, column

    return put_in


def _score_and_reason(files: YearFiles, row: Row, chance: Random) -> Place | None:
    if not row["SDQ_SCORE"]:
        return None
    row["SDQ_REASON"] = "SDQ4"
    return row, "SDQ_REASON"


def _wide(column: str) -> PutIn:
    def put_in(files: YearFiles, row: Row, chance: Random) -> Place | None:
        row[column] = f"  {row[column]} "
        return row, column

    return put_in


def _no_pupil_number(files: YearFiles, row: Row, chance: Random) -> Place | None:
    row["UPN"] = row.child
    return row, "UPN"


def _girl(row: Row) -> bool:
    return row["SEX"] in ("2", "F") and row["MOTHER"] == "0"


KINDS: tuple[Kind, ...] = (
    Kind("sex: no such code", "Header", ("101",), _set("SEX", "9"), ("202", "INT21", "393")),
    Kind("ethnicity: no such code", "Header", ("103",), _set("ETHNIC", "ZZZZ"), ("204",)),
    Kind("date of birth unreadable", "Header", ("SL-RD-20",), _set("DOB", "31/31/2010"), ("102",)),
    Kind("UPN of the wrong form", "Header", ("168",), _no_pupil_number, ("208",)),
    Kind("motherhood not answered", "Header", ("393",), _set("MOTHER", "", where=_girl), ("207",)),
    Kind(
        "first child of somebody who is no mother",
        "Header",
        ("612",),
        _set("MC_DOB", "01/01/2015", where=_girl),
        ("624", "625"),
    ),
    Kind("child told twice alike", "Header", ("SL-RD-42",), _copy("CHILD")),
    Kind("child told twice otherwise", "Header", ("SL-RD-39",), _copy("ETHNIC", "NOBT")),
    Kind(
        "child not in Header",
        "Header",
        ("INT03",),
        _remove("Header", "Episodes", "CHILD", where=lambda files, row: True),
        (*(f"INT{number:02}" for number in range(1, 10)), "SL-IN-SW-HEADER", "SL-IN-DL-HEADER"),
    ),
    Kind(
        "legal status: no such code",
        "Episodes",
        ("144",),
        _set("LS", "C9", where=_care),
        (*_CHAIN, *_NEXT_YEAR, "191", "408", "553"),
    ),
    Kind(
        "reason for episode: no such code",
        "Episodes",
        ("143",),
        _set("RNE", "Q", where=_care),
        (*_CHAIN, *_NEXT_YEAR, "191", "383", "630", "634"),
    ),
    Kind(
        "why the episode ceased is missing",
        "Episodes",
        ("148",),
        _set("REC", "", where=lambda row: row["REC"] not in ("", "E11", "E12")),
        (*_CHAIN, *_NEXT_YEAR, "191"),
    ),
    Kind(
        "episode ends before it starts",
        "Episodes",
        ("356",),
        _shift("DEC", -3, of="DECOM", where=lambda row: _goes_on(row) and _care(row)),
        (*_CHAIN, *_NEXT_YEAR, "SL-RV-06", "578", "SL-EP-04"),
    ),
    Kind(
        "episode starts before the last ended",
        "Episodes",
        ("501",),
        _overlap,
        (*_CHAIN, "361", "362", "363", "375", "376", "379"),
    ),
    Kind(
        "more to follow, and nothing does",
        "Episodes",
        ("388",),
        _set("REC", "X1", where=lambda row: row["REC"] in ("E4A", "E4B", "E5", "E6") and _care(row)),
        (*_CHAIN, "191", "562"),
    ),
    Kind(
        "date episode ceased unreadable",
        "Episodes",
        ("SL-RD-20",),
        _set("DEC", "31/02/20", where=_goes_on),
        (*_CHAIN, *_NEXT_YEAR, "148", "233", "359", "361", "362", "363", "364", "574", "1007", "SW01STG1"),
    ),
    Kind(
        "provider not for parents",
        "Episodes",
        ("527",),
        _set("PLACE_PROVIDER", "PR1", where=_is("PLACE", "P1")),
        (*_CHAIN, *_NEXT_YEAR),
    ),
    Kind(
        "parents as provider elsewhere",
        "Episodes",
        ("550",),
        _set("PLACE_PROVIDER", "PR0", where=_fostered_open),
        (*_CHAIN, *_NEXT_YEAR),
    ),
    Kind(
        "no provider",
        "Episodes",
        ("526",),
        _set("PLACE_PROVIDER", "", where=_is("PLACE", "U6", "K2")),
        (*_CHAIN, *_NEXT_YEAR, "383"),
    ),
    Kind(
        "no reason for the move",
        "Episodes",
        ("225",),
        _set("REASON_PLACE_CHANGE", "", where=_filled("REASON_PLACE_CHANGE")),
    ),
    Kind(
        "reason for a move that was not",
        "Episodes",
        ("233",),
        _set("REASON_PLACE_CHANGE", "CARPL", where=_fostered_open),
    ),
    Kind(
        "postcode of the wrong form",
        "Episodes",
        ("392c",),
        _set("PL_POST", "NOWHERE", where=_fostered_open),
        (*_CHAIN, *_NEXT_YEAR, "383"),
    ),
    Kind(
        "home and placement at one postcode", "Episodes", ("392d",), _placed_at_home, (*_CHAIN, *_NEXT_YEAR, "383")
    ),
    Kind("need changes within care", "Episodes", ("504",), _need_changes, (*_NEXT_YEAR, "504")),
    Kind("a move that was none", "Episodes", ("435",), _as_if_placement_changed, (*_NEXT_YEAR, "225", "226")),
    Kind(
        "URN of the wrong form",
        "Episodes",
        ("1008",),
        _set("URN", "SC12", where=_fostered_open),
        (*_CHAIN, *_NEXT_YEAR, "383"),
    ),
    Kind("a break that is no short one", "Episodes", ("365",), _too_long_a_break, ("367",)),
    Kind("home of an unaccompanied child", "Episodes", ("406",), _home_of_unaccompanied),
    Kind("stays on with carers before 18", "Episodes", ("460",), _stays_with_carers_too_young),
    Kind(
        "start not in PrevPerm",
        "PrevPerm",
        ("630",),
        _remove(
            "PrevPerm",
            "Episodes",
            "RNE",
            where=lambda files, row: (
                row["RNE"] == "S" and _care(row) and _date(row["DECOM"]) >= date(files.collection - 1, 4, 1)
            ),
        ),
        ("630",),
    ),
    Kind("PN0 when over four", "Reviews", ("440",), _set("REVIEW_CODE", "PN0")),
    Kind(
        "took part when under four",
        "Reviews",
        ("441",),
        _set("REVIEW_CODE", "PN1", where=_is("REVIEW_CODE", "PN0")),
    ),
    Kind("review before birth", "Reviews", ("SL-RV-04",), _before_birth, ("SL-RV-03", "SL-RV-06", "441")),
    Kind("participation: no such code", "Reviews", ("167",), _set("REVIEW_CODE", "PN9"), ("441",)),
    Kind("participation missing", "Reviews", ("167",), _set("REVIEW_CODE", "")),
    Kind("review in another year", "Reviews", ("SL-RV-03",), _shift("REVIEW", 400), ("SL-RV-06", "440")),
    Kind("review told twice", "Reviews", ("SL-RD-42",), _copy("CHILD")),
    Kind("another date of birth", "Reviews", ("INT17",), _shift("DOB", 1), ("440", "441")),
    Kind("date of review unreadable", "Reviews", ("SL-RD-37",), _set("REVIEW", "in May")),
    Kind("no child identifier", "Reviews", ("SL-RD-34",), _set("CHILD", "")),
    Kind("a value too many", "Reviews", ("SL-RD-30",), _extra_value),
    Kind("review in small letters", "Reviews", (), _small_letters("REVIEW_CODE"), ("SL-RD-10",)),
    Kind("date in another form", "Reviews", (), _in_another_form("REVIEW"), ("SL-RD-09",)),
    Kind("spaces around", "Reviews", (), _wide("REVIEW_CODE")),
    Kind("SDQ score out of range", "OC2", ("180",), _set("SDQ_SCORE", "99", where=_filled("SDQ_SCORE"))),
    Kind("SDQ score and a reason for none", "OC2", ("197a",), _score_and_reason),
    Kind("convictions not answered", "OC2", ("543",), _set("CONVICTED", "", where=_filled("CONVICTED"))),
    Kind("health check of an older child", "OC2", ("546",), _set("HEALTH_CHECK", "1", where=_filled("CONVICTED"))),
    Kind("neither yes nor no", "OC2", ("181",), _set("TEETH_CHECK", "2")),
    Kind(
        "help without misuse",
        "OC2",
        ("193",),
        _set("INTERVENTION_RECEIVED", "1", where=_is("SUBSTANCE_MISUSE", "0")),
    ),
    Kind("not in OC2", "OC2", ("191",), _remove("OC2", "Header", "CHILD", where=lambda files, row: True)),
    Kind("in touch: no such code", "OC3", ("131",), _set("IN_TOUCH", "MAYBE"), ("348",)),
    Kind("homeless and suitable", "OC3", ("133",), _set("ACCOM", "S1", where=_is("IN_TOUCH", "YES"))),
    Kind("home, and yet active", "OC3", ("344",), _set("IN_TOUCH", "RHOM", where=_is("IN_TOUCH", "YES"))),
    Kind("in touch, and nothing known", "OC3", ("345",), _set("ACTIV", "0", where=_is("IN_TOUCH", "YES"))),
    Kind("activity of another year", "OC3", ("132",), _activity_of_another_year),
    Kind("unaccompanied after 18", "UASC", ("304",), _shift("DUC", 6700, of="DOB"), ("SL-UA-02", "205B")),
    Kind(
        "back before missing",
        "Missing",
        ("567",),
        _shift("MIS_END", -2, of="MIS_START", where=_filled("MIS_END")),
        ("571",),
    ),
    Kind("missing: no such code", "Missing", ("1006",), _set("MISSING", "Q")),
    Kind(
        "social worker's number of the wrong form",
        "SWEpisodes",
        ("SW02STG1",),
        _set("SW_ID", "AB1234"),
        ("SW16aSTG2",),
    ),
    Kind(
        "no reason for the social worker",
        "SWEpisodes",
        ("SW01bSTG1",),
        _set("SW_REASON", "", where=lambda row: _date(row["SW_DECOM"]) >= date(2023, 4, 1)),
        ("SW10STG2",),
    ),
    Kind("authority of no permanence", "PrevPerm", ("635",), _set("LA_PERM", "380", where=_is("PREV_PERM", "Z1"))),
    Kind(
        "decision ended without a reason",
        "PlacedAdoption",
        ("119",),
        _set("REASON_PLACED_CEASED", "", where=_filled("REASON_PLACED_CEASED")),
        ("557",),
    ),
    Kind("a couple as a single adopter", "AD1", ("514",), _set("LS_ADOPTR", "L0", where=_is("NB_ADOPTR", "2"))),
    Kind(
        "adopted, and not in AD1",
        "AD1",
        ("601",),
        _remove("AD1", "Episodes", "REC", where=lambda files, row: row["REC"] in ("E11", "E12")),
    ),
)

BY_FILE: dict[str, list[Kind]] = {}
for _kind in KINDS:
    BY_FILE.setdefault(_kind.file, []).append(_kind)
