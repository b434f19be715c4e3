"""What becomes of an extract of the safeguarding dataset: kept, spelled out, sent back, and told as lives."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.returns import joining, ssd
from sightline.returns.pages import rows_of
from sightline.returns.ssd import spec, spellings

AS_AT = date(2026, 11, 20)

PERSON = (
    "pers_person_id,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_upn_unknown\n"
    "7,Ada,Null,Female,White British,2012-02-01,\n"
)
EPISODES = (
    "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,"
    "clae_cla_primary_need_code,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_id,"
    "clae_cla_placement_id\n"
    "E1,7,2024-05-01 00:00:00,S,N1,2025-01-10,X1,C1,P1\n"
    "E2,7,2025-01-10,L,N1,,,C1,P1\n"
)
LAW = (
    "lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date\n"
    "L1,7,Section 20,2024-05-01,2025-01-10\n"
    "L2,7,C1 - Interim care order,2025-01-10,\n"
)
PLACEMENT = (
    "clap_cla_placement_id,clap_person_id,clap_cla_placement_start_date,clap_cla_placement_type,"
    "clap_cla_placement_provider,clap_cla_placement_distance\n"
    "P1,7,01/05/2024,U6,a) PR1,12.34\n"
)
REVIEWS = (
    "clar_cla_review_id,clar_cla_id,clar_cla_review_date,clar_cla_review_cancelled,clar_cla_review_participation\n"
)
ONE = {"person.csv": PERSON, "episodes.csv": EPISODES, "law.csv": LAW, "placement.csv": PLACEMENT}

Files = Mapping[str, str | bytes]
Read = Callable[..., ssd.DatasetReading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """A function that reads files (name -> content) beside the plain extract of one child."""

    def read_files(files: Files, *, mapping: str = "") -> ssd.DatasetReading:
        folder = tmp_path / "extract"
        folder.mkdir()
        for name, content in {**ONE, **files}.items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        (tmp_path / "mapping.toml").write_text(mapping)
        own = ssd.Mapping.of(tmp_path / "mapping.toml")
        return ssd.read([folder], as_at=AS_AT, work=tmp_path / "work", mapping=own)

    return read_files


def told(reading: ssd.DatasetReading, record: str, *columns: str) -> list[tuple[Any, ...]]:
    return list(rows_of(ssd.to_lives(reading) / f"{record}.parquet", columns))


def rules(reading: ssd.DatasetReading) -> list[tuple[str, int | None, str | None]]:
    """What is worth telling: not that a table was not given."""
    every = [*reading.findings, *joining.findings_of(reading)]
    return [(each.rule, each.line, each.field) for each in every if each.rule not in ("SL-SD-03", "SL-RD-05")]


def test_a_plain_extract_is_told_as_a_life(read: Read) -> None:
    reading = read({})
    assert told(reading, "children", "child", "sex", "ethnicity", "born") == [("7", "F", "WBRI", date(2012, 2, 1))]
    assert told(reading, "names", "forename", "surname") == [("Ada", "Null")]
    assert told(reading, "episodes", "started", "legal_status", "placement", "provider", "ceased") == [
        (date(2024, 5, 1), "V2", "U6", "PR1", date(2025, 1, 10)),
        (date(2025, 1, 10), "C1", "U6", "PR1", None),
    ]
    assert told(reading, "placement_details", "distance", "file", "line") == [(123, "placement.csv", 2)]
    assert told(reading, "identifiers", "scheme", "value") == [("case", "7")]
    assert rules(reading) == []


def test_collections_end_on_the_day_of_the_extract(read: Read) -> None:
    (*_, last) = told(read({}), "collections", "collection", "start_on", "end_on")
    assert last == (2027, date(2026, 4, 1), AS_AT)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding(read: Read, encoding: str) -> None:
    reading = read({"person.csv": PERSON.replace("Ada", "Zoë").encode(encoding)})
    assert told(reading, "names", "forename") == [("Zoë",)]


def test_columns_in_any_order_more_or_fewer(read: Read) -> None:
    reading = read({"person.csv": "spare,pers_dob,PERS_PERSON_ID,pers_nationality\nx,1/2/2012,7,\n"})
    assert told(reading, "children", "child", "born", "sex") == [("7", date(2012, 2, 1), None)]


def test_a_file_without_the_column_that_places_its_rows_is_not_read(read: Read) -> None:
    reading = read({"visits.csv": "clav_cla_visit_id,clav_person_id,clav_cla_visit_seen\nV1,7,Y\n"})
    (finding,) = [each for each in reading.findings if each.rule == "SL-SD-04"]
    assert "ssd_cla_visits but has no column clav_cla_visit_date" in finding.message


def test_a_table_that_is_not_used_is_said_so(read: Read) -> None:
    reading = read({"contacts.csv": "cont_contact_id,cont_person_id,cont_contact_date\n1,7,2024-01-01\n"})
    assert ("SL-SD-01", None, None) in rules(reading)


# --- spellings ---


def test_an_unknown_spelling_is_blank_told_and_listed(read: Read) -> None:
    """Never a silent default: the row stays, the field is empty, the spelling waits in unmapped.csv."""
    reading = read({"law.csv": LAW.replace("Section 20", "Vol accom")})
    assert told(reading, "legal_statuses", "legal_status") == [("Vol accom",), ("C1",)]
    assert told(reading, "episodes", "legal_status") == [(None,), ("C1",)]
    assert rules(reading) == [("SL-SD-11", 2, "lega_legal_status"), ("SL-SD-30", 2, "clae_cla_episode_start_date")]
    assert list(csv.reader(reading.unmapped.read_text("utf-8-sig").splitlines()))[1:] == [
        ["legal_status", "lega_legal_status", "vol accom", "1"]
    ]


def test_a_councils_own_mapping_comes_first(read: Read) -> None:
    reading = read(
        {"law.csv": LAW.replace("Section 20", "Vol accom")}, mapping='[legal_status]\nV2 = ["VOL. ACCOM"]'
    )
    assert told(reading, "episodes", "legal_status") == [("V2",), ("C1",)]
    assert not reading.unmapped.exists()


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("[colour]\nred = ['r']", "[colour] is no set"),
        ("[sex]\nQ = ['q']", "[sex] Q is no code of this set"),
        ("[sex]\nM = 'm'", "[sex] M is not a list of texts"),
        ("[sex", "not a mapping in TOML"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_where(tmp_path: Path, mapping: str, says: str) -> None:
    (tmp_path / "ours.toml").write_text(mapping)
    with pytest.raises(ssd.NoMapping) as refusal:
        ssd.Mapping.of(tmp_path / "ours.toml")
    assert says in str(refusal.value)


@pytest.mark.parametrize("text", ["a) Yes", "Y", "1", "true", "B) yes"])
def test_yes_is_spelled_in_many_ways(read: Read, text: str) -> None:
    reading = read({"r.csv": REVIEWS + f"R1,C1,2024-05-20,{text},PN1\n"})
    assert told(reading, "reviews", "held") == []


@pytest.mark.parametrize("text", ["b) No", "N", "0", ""])
def test_and_no(read: Read, text: str) -> None:
    reading = read({"r.csv": REVIEWS + f"R1,C1,2024-05-20,{text},Under 4\n"})
    assert told(reading, "reviews", "child", "held", "participation") == [("7", date(2024, 5, 20), "PN0")]


def test_spellings_are_made_plain_alike_in_python_and_sql() -> None:
    from sightline.engine.connect import connect

    texts = ["a) Yes", "(b) No", "C2 – Full care order", " Section 20 ", "O'Neill", "12) x", "é", ""]
    with connect("duckdb") as engine:
        for text in texts:
            assert engine.rows(f"SELECT {spellings.plain_sql(':text')}", text=text) == [(spellings.plain(text),)]


# --- rows that have no place, and rows told twice ---


def test_a_review_still_to_be_held_is_no_review_and_no_mistake(read: Read) -> None:
    reading = read({"r.csv": REVIEWS + "R1,C1,,N,\nR2,C1,2026-12-24,N,\n"})
    assert told(reading, "reviews", "held") == []
    assert rules(reading) == []


def test_a_review_of_no_known_period_is_sent_back(read: Read) -> None:
    reading = read({"r.csv": REVIEWS + "R1,C9,2024-05-20,N,PN1\nR2,C1,2024-05-20,N,PN1\n"})
    assert told(reading, "reviews", "line") == [(3,)]
    assert ("SL-SD-20", 2, "clar_cla_id") in rules(reading)
    assert [file.sent_back for file in reading.files if file.name == "r.csv"] == [1]


def test_one_number_told_twice_otherwise_is_sent_back(read: Read) -> None:
    reading = read({"r.csv": REVIEWS + "R1,C1,2024-05-20,N,PN1\nR1,C1,2024-05-21,N,PN1\nR1,C1,2024-05-20,N,PN1\n"})
    assert told(reading, "reviews", "held") == [(date(2024, 5, 20),)]
    assert rules(reading) == [("SL-RD-39", 3, None), ("SL-RD-42", 4, None)]


def test_two_reviews_on_one_day_are_one_with_a_finding(read: Read) -> None:
    """A cancelled one beside it is no second."""
    rows = "R1,C1,2024-05-20,Y,\nR2,C1,2024-05-20,N,PN1\nR3,C1,2024-05-20,N,PN2\n"
    reading = read({"r.csv": REVIEWS + rows})
    assert told(reading, "reviews", "participation") == [("PN1",)]
    assert rules(reading) == [("SL-SD-32", 4, None)]


def test_a_rounded_number_is_sent_back(read: Read) -> None:
    reading = read({"person.csv": PERSON + "1.2E+05,Bo,Reed,M,WBRI,2015-01-01,\n"})
    assert rules(reading) == [("SL-RD-35", 3, "pers_person_id")]


def test_a_quotation_mark_in_a_value_is_kept(read: Read) -> None:
    plan = '"{""ADOPTION"":""N"",""LTFOST18"":""Y""}"'
    headings = "lacp_table_id,lacp_person_id,lacp_cla_care_plan_start_date,lacp_cla_care_plan_json"
    reading = read({"plan.csv": f"{headings}\n1,7,2024-06-01,{plan}\n"})
    assert told(reading, "care_plans", "started", "plan", "ended") == [(date(2024, 6, 1), "LTFOST18", None)]
    assert told(reading, "permanence_plans", "route") == [("LTFOST18",)]


@pytest.mark.parametrize(("links", "upn"), [("", "A123"), ("1,7,Unique Pupil Number,B456\n", "B456")])
def test_a_pupil_number_beside_the_name_is_used_where_none_is_linked(read: Read, links: str, upn: str) -> None:
    """As newer versions of the dataset have it."""
    person = PERSON.replace("\n", ",pers_upn\n", 1).replace("-01,\n", "-01,,a123\n")
    headings = "link_table_id,link_person_id,link_identifier_type,link_identifier_value\n"
    reading = read({"person.csv": person, "links.csv": headings + links})
    assert told(reading, "children", "upn") == [(upn,)]
    assert sorted(told(reading, "identifiers", "scheme", "value")) == [("case", "7"), ("upn", upn)]


@pytest.mark.parametrize("broken", ["\n", "\r\n", "\r", "\n\n", '\nsaid ""no"", and\n'])
def test_a_line_break_within_quotation_marks_is_part_of_the_value(read: Read, broken: str) -> None:
    """Notes and addresses of case systems have them; every other row keeps its own line."""
    person = PERSON.replace("\n", ",notes\n", 1).replace("-01,\n", f'-01,,"one{broken}two"\n')
    after = "8,Bo,Reed,M,WBRI,no day,,\n"
    reading = read({"person.csv": person + after})
    assert told(reading, "names", "forename") == [("Ada",), ("Bo",)]
    line = (person + "x").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert ("SL-RD-20", line, "pers_dob") in rules(reading)


def test_a_stray_quotation_mark_takes_no_other_row_with_it(read: Read) -> None:
    stray = '8,"Bo,Reed,M,WBRI,2015-01-01,\n9,Cy,Reed,M,WBRI,2015-01-01,\n10,Di,"Reed",F,WBRI,2015-01-01,\n'
    reading = read({"person.csv": PERSON + stray})
    assert set(told(reading, "names", "forename")) == {("Ada",), ("Cy",), ("Di",)}
    assert rules(reading) == [("SL-RD-31", 3, None)]


def test_a_table_that_sightline_does_not_know_is_no_fault(read: Read) -> None:
    reading = read({"send.csv": "send_table_id,send_person_id\n1,7\n"})
    assert [each.severity.value for each in reading.findings if each.rule == "SL-SD-05"] == ["note"]


def test_an_end_before_its_start_is_no_end(read: Read) -> None:
    reading = read({"law.csv": LAW + "L3,7,E1,2025-03-01,2025-02-01\n"})
    assert (date(2025, 3, 1), None) in told(reading, "legal_statuses", "started", "ended")
    assert ("SL-SD-36", 4, None) in rules(reading)


# --- what the law of the day was ---


@pytest.mark.parametrize(
    ("law", "status"),
    [
        ("L1,7,C2,2024-05-01,\nL2,7,E1,2024-05-01,\n", "E1"),  # of two on one day the stronger
        ("L1,7,E1,2024-05-01,\nL2,7,C2,2024-04-01,\n", "E1"),  # the later
        ("L1,7,V2,2024-04-01,2024-05-01\nL2,7,C2,2024-05-01,\n", "C2"),  # one that ended that day does not count
        ("L1,7,Supervision order,2024-05-01,\nL2,7,C2,2024-04-01,\n", "C2"),  # one outside the 903 does not either
    ],
)
def test_the_legal_status_of_an_episode(read: Read, law: str, status: str) -> None:
    reading = read({"law.csv": LAW.splitlines()[0] + "\n" + law})
    assert told(reading, "episodes", "legal_status")[0] == (status,)


def test_the_placement_of_an_episode_is_found_by_day_where_no_number_ties_them(read: Read) -> None:
    reading = read({"episodes.csv": EPISODES.replace(",C1,P1", ",C1,")})
    assert told(reading, "episodes", "placement") == [("U6",), ("U6",)]


def test_nothing_to_come_is_told(read: Read) -> None:
    """An episode that ends after the day of the extract is still open on it."""
    later = EPISODES.replace("E2,7,2025-01-10,L,N1,,,", "E2,7,2025-01-10,L,N1,2026-12-01,E4A,")
    assert told(read({"episodes.csv": later}), "episodes", "ceased", "reason_ceased")[1] == (None, None)


def test_every_field_of_the_dataset_says_its_use_or_why_not() -> None:
    for table in spec.tables().values():
        for field in table.fields:
            assert field.used != field.use.startswith("not used: "), (table.name, field.name)


def test_a_spelling_leads_to_one_code() -> None:
    every = [(name, spelling) for name, spelling, _ in spellings.every()]
    assert len(every) == len(set(every))
