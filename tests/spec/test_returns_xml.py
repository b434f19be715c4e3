"""The department's XML: what is read from it, what it may not hold, and where it breaks."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.returns import reading, xml_form
from sightline.returns.pages import rows_of

CHILD = """<CHILD>
  <HEADER>
    <CHILDID>A1</CHILDID><UPN>UN1</UPN><SEX>2</SEX><DOB>01/02/2012</DOB><ETHNIC>WBRI</ETHNIC><UASC>0</UASC>
    <AMISSING><MISSING>M</MISSING><MIS_START>04/06/2024</MIS_START></AMISSING>
    <AREVIEW><REVIEW>03/06/2024</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
    <AREVIEW><REVIEW>03/12/2024</REVIEW><REVIEW_CODE>PN2</REVIEW_CODE></AREVIEW>
    <PERMANENCE><PREV_PERM>Z1</PREV_PERM></PERMANENCE>
    <OC2><SDQ_SCORE>12</SDQ_SCORE><CONVICTED>0</CONVICTED></OC2>
    <AD_PLACED><DATE_PLACED>05/07/2024</DATE_PLACED></AD_PLACED>
  </HEADER>
  <EPISODE>
    <DECOM>01/05/2024</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U6</PL><PLACE_PROVIDER>PR1</PLACE_PROVIDER>
  </EPISODE>
</CHILD>
"""
WHOLE = f'<?xml version="1.0"?>\n<EXPSSDA903>\n{CHILD}</EXPSSDA903>\n'


def read(tmp_path: Path, content: str | bytes) -> reading.Reading:
    path = tmp_path / "return.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return reading.read([path], year=2025, work=tmp_path / "work")


def rows(result: reading.Reading, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return list(rows_of(result.table(table), columns))


def rules(result: reading.Reading) -> dict[str, int]:
    return {rule: count for rule, count in result.findings.by_rule.items() if rule not in ("SL-RD-16", "SL-RD-11")}


def refusal(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(reading.CannotRead) as refused:
        read(tmp_path, content)
    return str(refused.value)


def test_each_block_is_a_row_of_its_table(tmp_path: Path) -> None:
    """The child's identifier and date of birth come from the header; lines are those of the blocks."""
    result = read(tmp_path, WHOLE)
    born = date(2012, 2, 1)
    assert rows(result, "children", "child", "sex", "born", "line") == [("A1", "F", born, 4)]
    assert rows(result, "episodes", "child", "started", "placement", "line") == [
        ("A1", date(2024, 5, 1), "U6", 13)
    ]
    assert rows(result, "reviews", "born", "held", "line") == [
        (born, date(2024, 6, 3), 7),
        (born, date(2024, 12, 3), 8),
    ]
    assert rows(result, "missing", "kind", "born") == [("M", born)]
    assert rows(result, "outcomes", "sdq_score", "convicted") == [(12, 0)]
    assert rows(result, "previous_permanence", "previous") == [("Z1",)]
    assert rows(result, "adoption_decisions", "decided") == [(date(2024, 7, 5),)]
    assert rules(result) == {}


def test_uasc_adoption_and_leaving_care_are_told_in_the_header(tmp_path: Path) -> None:
    more = "<UASC>1</UASC><DATE_INT>01/06/2024</DATE_INT><IN_TOUCH>YES</IN_TOUCH>"
    result = read(tmp_path, WHOLE.replace("<UASC>0</UASC>", more))
    assert rows(result, "uasc", "child", "sex", "status_ceased") == [("A1", "F", None)]
    assert rows(result, "adoptions", "decided", "matched") == [(date(2024, 6, 1), None)]
    assert rows(result, "care_leavers", "in_touch") == [("YES",)]


def test_a_child_who_is_none_of_these_is_in_none_of_their_tables(tmp_path: Path) -> None:
    result = read(tmp_path, WHOLE)
    for table in ("uasc", "adoptions", "care_leavers"):
        assert rows(result, table, "child") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_namespaces_and_encodings_make_no_difference(tmp_path: Path, encoding: str) -> None:
    text = WHOLE.replace("<EXPSSDA903>", '<EXPSSDA903 xmlns="urn:some:return">').replace(
        '<?xml version="1.0"?>\n', ""
    )
    assert len(rows(read(tmp_path, text.encode(encoding)), "reviews", "held")) == 2


def test_rows_of_one_line_are_kept_apart(tmp_path: Path) -> None:
    """A file without line ends has all its rows in line 1."""
    result = read(tmp_path, WHOLE.replace("\n", "").replace("03/12/2024", "soon"))
    assert rows(result, "reviews", "held", "line") == [(date(2024, 6, 3), 1)]
    assert rules(result) == {"SL-RD-37": 1}


def test_a_row_sent_back_from_xml_can_be_mended_as_csv(tmp_path: Path) -> None:
    result = read(tmp_path, WHOLE.replace("03/12/2024", "soon"))
    (path,) = result.sent_back.iterdir()
    assert path.name == "return__Reviews.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "SENT_BACK_LINE,WHAT_TO_DO,CHILD,DOB,REVIEW,REVIEW_CODE"
    mended = tmp_path / "mended.csv"
    mended.write_text(text.replace("soon", "03/12/2024"))
    both = reading.read([tmp_path / "return.xml", mended], year=2025, work=tmp_path / "work")
    assert len(rows(both, "reviews", "held")) == 2


def test_elements_of_no_return_are_noted(tmp_path: Path) -> None:
    result = read(tmp_path, WHOLE.replace("<UPN>", "<SHOE_SIZE>4</SHOE_SIZE><UPN>"))
    assert rules(result) == {"SL-RD-06": 1}


@pytest.mark.parametrize("cut", [0.5, 0.7, 0.95])
def test_xml_that_stops_short_keeps_the_children_before(tmp_path: Path, cut: float) -> None:
    second = CHILD.replace("A1", "A2")
    whole = WHOLE.replace("</EXPSSDA903>", f"{second}</EXPSSDA903>")
    text = whole[: len(WHOLE) + int(len(second) * (cut - 0.05)) - 20]
    result = read(tmp_path, text)
    assert rows(result, "children", "child") == [("A1",)]
    assert rules(result) == {"SL-RD-03": 1}
    (finding,) = [finding for finding in result.findings if finding.rule == "SL-RD-03"]
    assert finding.line is not None
    assert finding.line > 15


def test_tags_that_do_not_match_are_told_at_their_line(tmp_path: Path) -> None:
    second = CHILD.replace("A1", "A2").replace("</AD_PLACED>", "</AD>")
    result = read(tmp_path, WHOLE.replace("</EXPSSDA903>", f"{second}</EXPSSDA903>"))
    assert rules(result) == {"SL-RD-03": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        "<!doctype x []>",
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, declared: str, encoding: str) -> None:
    text = declared + WHOLE.partition("\n")[2].replace("UN1", "UN1")
    assert "document type or entities" in refusal(tmp_path, text.encode(encoding))


def test_a_document_type_behind_a_long_comment_is_refused_too(tmp_path: Path) -> None:
    text = f"<!-- {'x' * 200_000} --><!DOCTYPE x [<!ENTITY a 'A1'>]>" + WHOLE.partition("\n")[2]
    assert "document type or entities" in refusal(tmp_path, text)


def test_xml_without_children_is_refused(tmp_path: Path) -> None:
    assert "holds no children" in refusal(tmp_path, "<a><b/></a>")


def test_what_only_begins_like_xml_is_refused(tmp_path: Path) -> None:
    assert "not well formed" in refusal(tmp_path, "<a><b></a>")


def test_a_tree_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_form, "MOST_OF_ONE_CHILD", 100_000)
    endless = WHOLE.replace("</EXPSSDA903>", "<X/>" * 100_000 + "</EXPSSDA903>")
    result = read(tmp_path, endless)
    assert rows(result, "children", "child") == [("A1",)]
    assert rules(result) == {"SL-RD-03": 1}


def test_deep_nesting_is_no_crash(tmp_path: Path) -> None:
    deep = "<a>" * 5_000 + "</a>" * 5_000
    result = read(tmp_path, WHOLE.replace("</EXPSSDA903>", deep + "</EXPSSDA903>"))
    assert rules(result) == {"SL-RD-03": 1}


def test_many_children_take_little_memory(tmp_path: Path) -> None:
    """The tree of a child is let go when its rows are written."""
    many = "".join(CHILD.replace("A1", f"A{number}") for number in range(1_500))
    path = tmp_path / "many.xml"
    path.write_text(f"<EXPSSDA903>{many}</EXPSSDA903>")
    (tmp_path / "prepared").mkdir()
    tracemalloc.start()
    with path.open("rb") as stream, xml_form.Tables(tmp_path / "prepared") as tables:
        assert xml_form.write_tables(stream, tables) is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert tables.children == 1_500
    assert peak < path.stat().st_size / 2
