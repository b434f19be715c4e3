"""The catalogue of mistakes. Each is put into one row that it suits, and names the rules that should find it.

Rules are the department's numbers where there is one, else ours (SL-RD: found on reading). `knock_on` are
the rules that may then be broken elsewhere by the same child's rows, in this return or the next. Kinds with no
rules are odd but readable: nothing is wrong, though a note may be made of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sightline.ops.sample import spoiling
from sightline.ops.sample.spoiling import (
    PutIn,
    day_of,
    filled,
    goes_on,
    has,
    is_care,
    is_fostered_now,
    is_girl_without_child,
    put,
    put_date,
    remove,
)

#: What no longer fits when an episode is not read as it was: the ones beside it, and the year before and after.
_CHAIN = ("142", "225", "357", "388", "432", "433", "434", "435", "436", "501", "504", "562", "NoE")
_NEXT_YEAR = ("502", "503A", "503B", "503C", "503D", "503E", "503F", "503H", "1010")
#: Statuses and temporary stays that last at most so long.
_TIME_LIMITS = ("361", "362", "363", "364", "375", "376", "379")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mistake."""

    key: str
    file: str
    rules: tuple[str, ...]
    put_in: PutIn
    knock_on: tuple[str, ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind("sex: no such code", "Header", ("101",), put("SEX", "9"), ("202", "INT21", "393")),
    Kind("ethnicity: no such code", "Header", ("103",), put("ETHNIC", "ZZZZ"), ("204",)),
    Kind("date of birth unreadable", "Header", ("SL-RD-20",), put("DOB", "31/31/2010"), ("102",)),
    Kind("UPN of the wrong form", "Header", ("168",), spoiling.no_pupil_number, ("208",)),
    Kind("motherhood not answered", "Header", ("393",), put("MOTHER", "", where=is_girl_without_child), ("207",)),
    Kind(
        "first child of somebody who is no mother",
        "Header",
        ("612",),
        put("MC_DOB", "01/01/2015", where=is_girl_without_child),
        ("624", "625"),
    ),
    Kind("child told twice alike", "Header", ("SL-RD-42",), spoiling.copy("CHILD")),
    Kind("child told twice otherwise", "Header", ("SL-RD-39",), spoiling.copy("ETHNIC", "NOBT")),
    Kind(
        "child not in Header",
        "Header",
        ("INT03",),
        remove("Header", "Episodes", "CHILD", where=lambda files, row: True),
        (*(f"INT{number:02}" for number in range(1, 10)), "SL-IN-SW-HEADER", "SL-IN-DL-HEADER"),
    ),
    Kind(
        "legal status: no such code",
        "Episodes",
        ("144",),
        put("LS", "C9", where=is_care),
        (*_CHAIN, *_NEXT_YEAR, "191", "408", "553"),
    ),
    Kind(
        "reason for episode: no such code",
        "Episodes",
        ("143",),
        put("RNE", "Q", where=is_care),
        (*_CHAIN, *_NEXT_YEAR, "191", "383", "630", "634"),
    ),
    Kind(
        "why the episode ceased is missing",
        "Episodes",
        ("148",),
        put("REC", "", where=lambda row: row["REC"] not in ("", "E11", "E12")),
        (*_CHAIN, *_NEXT_YEAR, "191"),
    ),
    Kind(
        "episode ends before it starts",
        "Episodes",
        ("356",),
        put_date("DEC", -3, of="DECOM", where=lambda row: goes_on(row) and is_care(row)),
        (*_CHAIN, *_NEXT_YEAR, "SL-RV-06", "578", "SL-EP-04"),
    ),
    Kind(
        "episode starts before the last ended",
        "Episodes",
        ("501",),
        spoiling.overlap,
        (*_CHAIN, *_TIME_LIMITS),
    ),
    Kind(
        "more to follow, and nothing does",
        "Episodes",
        ("388",),
        put("REC", "X1", where=lambda row: row["REC"] in ("E4A", "E4B", "E5", "E6") and is_care(row)),
        (*_CHAIN, "191", "562"),
    ),
    Kind(
        "date episode ceased unreadable",
        "Episodes",
        ("SL-RD-20",),
        put("DEC", "31/02/20", where=goes_on),
        (*_CHAIN, *_NEXT_YEAR, *_TIME_LIMITS, "148", "233", "359", "574", "1007", "SW01STG1"),
    ),
    Kind(
        "provider not for parents",
        "Episodes",
        ("527",),
        put("PLACE_PROVIDER", "PR1", where=has("PLACE", "P1")),
        (*_CHAIN, *_NEXT_YEAR),
    ),
    Kind(
        "parents as provider elsewhere",
        "Episodes",
        ("550",),
        put("PLACE_PROVIDER", "PR0", where=is_fostered_now),
        (*_CHAIN, *_NEXT_YEAR),
    ),
    Kind(
        "no provider",
        "Episodes",
        ("526",),
        put("PLACE_PROVIDER", "", where=has("PLACE", "U6", "K2")),
        (*_CHAIN, *_NEXT_YEAR, "383"),
    ),
    Kind(
        "no reason for the move",
        "Episodes",
        ("225",),
        put("REASON_PLACE_CHANGE", "", where=filled("REASON_PLACE_CHANGE")),
    ),
    Kind(
        "reason for a move that was not",
        "Episodes",
        ("233",),
        put("REASON_PLACE_CHANGE", "CARPL", where=is_fostered_now),
    ),
    Kind(
        "postcode of the wrong form",
        "Episodes",
        ("392c",),
        put("PL_POST", "NOWHERE", where=is_fostered_now),
        (*_CHAIN, *_NEXT_YEAR, "383"),
    ),
    Kind(
        "home and placement at one postcode",
        "Episodes",
        ("392d",),
        spoiling.placed_at_home,
        (*_CHAIN, *_NEXT_YEAR, "383"),
    ),
    Kind("need changes within care", "Episodes", ("504",), spoiling.need_changes, (*_NEXT_YEAR, "504")),
    Kind(
        "a move that was none", "Episodes", ("435",), spoiling.as_if_placement_changed, (*_NEXT_YEAR, "225", "226")
    ),
    Kind(
        "URN of the wrong form",
        "Episodes",
        ("1008",),
        put("URN", "SC12", where=is_fostered_now),
        (*_CHAIN, *_NEXT_YEAR, "383"),
    ),
    Kind("a break that is no short one", "Episodes", ("365",), spoiling.too_long_a_break, ("367",)),
    Kind("home of an unaccompanied child", "Episodes", ("406",), spoiling.home_of_unaccompanied),
    Kind("stays on with carers before 18", "Episodes", ("460",), spoiling.stays_with_carers_too_young),
    Kind(
        "start not in PrevPerm",
        "PrevPerm",
        ("630",),
        remove(
            "PrevPerm",
            "Episodes",
            "RNE",
            where=lambda files, row: (
                row["RNE"] == "S" and is_care(row) and day_of(row["DECOM"]) >= date(files.collection - 1, 4, 1)
            ),
        ),
        ("630",),
    ),
    Kind("PN0 when over four", "Reviews", ("440",), put("REVIEW_CODE", "PN0")),
    Kind(
        "took part when under four",
        "Reviews",
        ("441",),
        put("REVIEW_CODE", "PN1", where=has("REVIEW_CODE", "PN0")),
    ),
    Kind("review before birth", "Reviews", ("SL-RV-04",), spoiling.before_birth, ("SL-RV-03", "SL-RV-06", "441")),
    Kind("participation: no such code", "Reviews", ("167",), put("REVIEW_CODE", "PN9"), ("441",)),
    Kind("participation missing", "Reviews", ("167",), put("REVIEW_CODE", "")),
    Kind("review in another year", "Reviews", ("SL-RV-03",), put_date("REVIEW", 400), ("SL-RV-06", "440")),
    Kind("review told twice", "Reviews", ("SL-RD-42",), spoiling.copy("CHILD")),
    Kind("another date of birth", "Reviews", ("INT17",), put_date("DOB", 1), ("440", "441")),
    Kind("date of review unreadable", "Reviews", ("SL-RD-37",), put("REVIEW", "in May")),
    Kind("no child identifier", "Reviews", ("SL-RD-34",), put("CHILD", "")),
    Kind("a value too many", "Reviews", ("SL-RD-30",), spoiling.extra_value),
    Kind("review in small letters", "Reviews", (), spoiling.in_small_letters("REVIEW_CODE"), ("SL-RD-10",)),
    Kind("date in another form", "Reviews", (), spoiling.in_another_form("REVIEW"), ("SL-RD-09",)),
    Kind("spaces around", "Reviews", (), spoiling.with_spaces("REVIEW_CODE")),
    Kind("SDQ score out of range", "OC2", ("180",), put("SDQ_SCORE", "99", where=filled("SDQ_SCORE"))),
    Kind("SDQ score and a reason for none", "OC2", ("197a",), spoiling.score_and_reason),
    Kind("convictions not answered", "OC2", ("543",), put("CONVICTED", "", where=filled("CONVICTED"))),
    Kind("health check of an older child", "OC2", ("546",), put("HEALTH_CHECK", "1", where=filled("CONVICTED"))),
    Kind("neither yes nor no", "OC2", ("181",), put("TEETH_CHECK", "2")),
    Kind(
        "help without misuse",
        "OC2",
        ("193",),
        put("INTERVENTION_RECEIVED", "1", where=has("SUBSTANCE_MISUSE", "0")),
    ),
    Kind("not in OC2", "OC2", ("191",), remove("OC2", "Header", "CHILD", where=lambda files, row: True)),
    Kind("in touch: no such code", "OC3", ("131",), put("IN_TOUCH", "MAYBE"), ("348",)),
    Kind("homeless and suitable", "OC3", ("133",), put("ACCOM", "S1", where=has("IN_TOUCH", "YES"))),
    Kind("home, and yet active", "OC3", ("344",), put("IN_TOUCH", "RHOM", where=has("IN_TOUCH", "YES"))),
    Kind("in touch, and nothing known", "OC3", ("345",), put("ACTIV", "0", where=has("IN_TOUCH", "YES"))),
    Kind("activity of another year", "OC3", ("132",), spoiling.activity_of_another_year),
    Kind("unaccompanied after 18", "UASC", ("304",), put_date("DUC", 6700, of="DOB"), ("SL-UA-02", "205B")),
    Kind(
        "back before missing",
        "Missing",
        ("567",),
        put_date("MIS_END", -2, of="MIS_START", where=filled("MIS_END")),
        ("571",),
    ),
    Kind("missing: no such code", "Missing", ("1006",), put("MISSING", "Q")),
    Kind(
        "social worker's number of the wrong form",
        "SWEpisodes",
        ("SW02STG1",),
        put("SW_ID", "AB1234"),
        ("SW16aSTG2",),
    ),
    Kind(
        "no reason for the social worker",
        "SWEpisodes",
        ("SW01bSTG1",),
        put("SW_REASON", "", where=lambda row: day_of(row["SW_DECOM"]) >= date(2023, 4, 1)),
        ("SW10STG2",),
    ),
    Kind("authority of no permanence", "PrevPerm", ("635",), put("LA_PERM", "380", where=has("PREV_PERM", "Z1"))),
    Kind(
        "decision ended without a reason",
        "PlacedAdoption",
        ("119",),
        put("REASON_PLACED_CEASED", "", where=filled("REASON_PLACED_CEASED")),
        ("557",),
    ),
    Kind("a couple as a single adopter", "AD1", ("514",), put("LS_ADOPTR", "L0", where=has("NB_ADOPTR", "2"))),
    Kind(
        "adopted, and not in AD1",
        "AD1",
        ("601",),
        remove("AD1", "Episodes", "REC", where=lambda files, row: row["REC"] in ("E11", "E12")),
    ),
)

BY_FILE: dict[str, list[Kind]] = {}
for _kind in KINDS:
    BY_FILE.setdefault(_kind.file, []).append(_kind)
