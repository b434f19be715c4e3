"""Templates and documents: what is refused and where, and that what people type does nothing in any of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mammoth
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from jinja2.exceptions import SecurityError
from pypdf import PdfReader

from service import TODAY, make_person, viewer_of
from sightline.casework.documents import actions, queries, storing
from sightline.casework.documents.checking import check
from sightline.casework.documents.filling import fill
from sightline.casework.documents.kinds import KINDS
from sightline.casework.documents.models import Template
from sightline.casework.documents.printing import _fetcher, to_html, to_pdf
from sightline.casework.documents.problems import TemplateRefused
from sightline.casework.documents.queries import ours
from sightline.domain.roles import Role
from sightline.ops.service_examined import _documents

GOOD = ("Dear {{ child.name }}", "{%p for one in decisions %}", "{{ one.what }}", "{%p endfor %}")


def template(*paragraphs: str, change: Callable[[Any], None] | None = None) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if change:
        change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(file: bytes, name: str, content: bytes, *, instead: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            if not (instead and entry.filename == name):
                target.writestr(entry, source.read(entry))
        target.writestr(name, content)
    return made.getvalue()


def refused(file: bytes, kind: str = "letter") -> list[tuple[str, str]]:
    with pytest.raises(TemplateRefused) as told:
        check(file, KINDS[kind])
    return [(problem.place, problem.says) for problem in told.value.problems]


def text_of(file: bytes) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(file)).value)


# what is taken


@pytest.mark.parametrize("kind", list(KINDS))
def test_our_own_templates_are_taken_without_a_warning(kind: str) -> None:
    assert check(ours(kind), KINDS[kind]) == []


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_a_template_may_name_can_be_written(kind: str) -> None:
    """Each mark as the page of names says it, within the loops that it says before: none is a mistake."""
    closing, written = 0, []
    for mark, _ in KINDS[kind].names:
        loops = mark.startswith("{% for")
        first = mark.split()[4 if loops else 1].split(".")[0]
        depth = {"one": 1, "part": 2}.get(first, 0)
        written += ["{% endfor %}"] * (closing - depth) + [mark.removesuffix(" … {% endfor %}")]
        closing = depth + loops
    check(template(*written, *["{% endfor %}"] * closing), KINDS[kind])


def test_one_of_several_within_several_is_a_part() -> None:
    names = dict(KINDS["record"].names)
    assert names["{% for part in one.answers %} … {% endfor %}"] == "each question of it that is answered"
    assert names["{{ part.said }}"] == "the answer"
    assert "{{ part.said }}" not in dict(KINDS["letter"].names)


def test_a_plain_template_is_taken() -> None:
    assert "no heading" in check(template(*GOOD), KINDS["letter"])[0]


def test_marks_that_word_split_are_whole() -> None:
    def split(document: Any) -> None:
        paragraph = document.add_paragraph()
        for part in ("{", "{ chi", "ld.na", "me }", "}"):
            paragraph.add_run(part).bold = part == "ld.na"

    file = template(*GOOD[1:], change=split)
    check(file, KINDS["letter"])
    assert "Robin" in text_of(fill(file, KINDS["letter"].samples, title="A"))


# what is refused, and where


@pytest.mark.parametrize(
    ("paragraphs", "place", "says"),
    [
        ((*GOOD, "Dear {{ child.nmae }}"), "Paragraph 5, “Dear {{ child.nmae }}”", "Perhaps child.name?"),
        ((*GOOD, "{{ one.what }}"), "Paragraph 5, “{{ one.what }}”", "not a name that this document has"),
        ((*GOOD, "{{ child }}"), "Paragraph 5, “{{ child }}”", "has parts"),
        ((*GOOD, "{{ decisions }}"), "Paragraph 5, “{{ decisions }}”", "several things"),
        ((*GOOD, "{{ sections }}"), "Paragraph 5, “{{ sections }}”", "not a name"),
        ((*GOOD, "{{ child.name"), "Paragraph 5, “{{ child.name”", "not closed"),
        ((*GOOD, "child.name }}"), "Paragraph 5, “child.name }}”", "not closed"),
        ((*GOOD, "{% if child.came %}"), "Paragraph 5, “{% if child.came %}”", "endif %} is missing"),
        ((*GOOD, "{%p for x in decisions %}"), "Paragraph 5, “{%p for x in decisions %}”", "endfor %} is missing"),
        ((*GOOD, "{%p endfor %}"), "Paragraph 5, “{%p endfor %}”", "closes nothing"),
        ((*GOOD[:3], "{% endfor %}"), "Paragraph 4, “{% endfor %}”", "same letters"),
        ((*GOOD, "{%p if child.came %} Hello", "{%p endif %}"), "Paragraph 5, “{%p if child.came %} Hello”",
         "nothing else stand there"),
        ((*GOOD, "{%tr if child.came %}"), "Paragraph 5, “{%tr if child.came %}”", "row of a table"),
        ((*GOOD, "{% for x in child.name %}", "{% endfor %}"), "Paragraph 5, “{% for x in child.name %}”",
         "one value"),
        ((*GOOD, "{% include 'a' %}"), "Paragraph 5, “{% include 'a' %}”", "not known here"),
        ((*GOOD, "{% set x = 1 %}"), "Paragraph 5, “{% set x = 1 %}”", "not known here"),
        ((*GOOD, "{{ 7*7 }}"), "Paragraph 5, “{{ 7*7 }}”", "more than a template may"),
        ((*GOOD, "{{ child.name|safe }}"), "Paragraph 5, “{{ child.name|safe }}”", "more than a template may"),
        ((*GOOD, "{{ ''.__class__ }}"), "Paragraph 5, “{{ ''.__class__ }}”", "more than a template may"),
        ((*GOOD, "{{ child.name.__class__ }}"), "Paragraph 5, “{{ child.name.__class__ }}”", "not a name"),
        ((*GOOD, "{{ range(9) }}"), "Paragraph 5, “{{ range(9) }}”", "more than a template may"),
        ((*GOOD, "{{ child['name'] }}"), "Paragraph 5, “{{ child['name'] }}”", "more than a template may"),
        ((*GOOD, "{{r child.name }}"), "Paragraph 5, “{{r child.name }}”", "without the r"),
        (GOOD[1:], "The whole template", "lacks {{ child.name }}"),
        (GOOD[:1], "The whole template", "lacks {% for one in decisions %}"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place(paragraphs: tuple[str, ...], place: str, says: str) -> None:
    found = refused(template(*paragraphs))
    assert [each for each in found if each[0] == place and says in each[1]], found


def test_every_mistake_is_said_at_once() -> None:
    places = [place for place, _ in refused(template(*GOOD, "{{ a }}", "{{ b }}"))]
    assert places == ["Paragraph 5, “{{ a }}”", "Paragraph 6, “{{ b }}”"]


def test_a_mistake_in_a_table_names_its_cell() -> None:
    def table(document: Any) -> None:
        document.add_table(rows=2, cols=2).cell(1, 1).text = "{{ wrong }}"

    assert refused(template(*GOOD, change=table))[0][0] == "Table 1, row 2, column 2, “{{ wrong }}”"


@pytest.mark.parametrize("margin", ["header", "footer"])
def test_a_mistake_in_the_margin_is_found(margin: str) -> None:
    def write(document: Any) -> None:
        getattr(document.sections[0], margin).paragraphs[0].text = "{{ wrong }}"

    assert refused(template(*GOOD, change=write))[0][0] == f"Page {margin}, “{{{{ wrong }}}}”"


def field(code: str) -> Callable[[Any], None]:
    def write(document: Any) -> None:
        made = OxmlElement("w:fldSimple")
        made.set(qn("w:instr"), code)
        document.add_paragraph()._p.append(made)

    return write


@pytest.mark.parametrize("code", ["INCLUDETEXT a.docx", "DDEAUTO cmd", "INCLUDEPICTURE a", "HYPERLINK a"])
def test_a_field_that_fetches_is_refused(code: str) -> None:
    assert code in refused(template(*GOOD, change=field(code)))[0][1]


def test_the_number_of_the_page_may_stay() -> None:
    check(template(*GOOD, change=field(" PAGE ")), KINDS["letter"])


def test_a_field_in_pieces_is_read_as_one() -> None:
    def write(document: Any) -> None:
        paragraph = document.add_paragraph()._p
        for kind, text in (("begin", ""), ("", "INCLUDE"), ("", "TEXT a.docx"), ("end", "")):
            run = OxmlElement("w:r")
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            part.text = text
            run.append(part)
            paragraph.append(run)

    assert "INCLUDETEXT" in refused(template(*GOOD, change=write))[0][1]


def test_a_link_to_the_outside_is_refused() -> None:
    def link(document: Any) -> None:
        document.part.relate_to("https://example.org/a", "http://x/relationships/hyperlink", is_external=True)

    assert "leads outside itself (hyperlink: https://example.org/a)" in refused(template(*GOOD, change=link))[0][1]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("word/vbaProject.bin", "macros"),
        ("word/embeddings/oleObject1.bin", "another program"),
        ("word/activeX/control1.bin", "ActiveX"),
    ],
)
def test_what_is_no_document_is_refused(name: str, says: str) -> None:
    assert says in refused(with_part(template(*GOOD), name, b"x"))[0][1]


def test_a_part_with_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "document type" in refused(with_part(template(*GOOD), "word/more.xml", bomb))[0][1]


def test_changes_to_be_accepted_are_refused() -> None:
    def change(document: Any) -> None:
        document.paragraphs[0]._p.append(OxmlElement("w:ins"))

    assert "tracked changes" in refused(template(*GOOD, change=change))[0][1]


def test_a_picture_needs_words(tmp_path: Path) -> None:
    def picture(words: str) -> Callable[[Any], None]:
        def write(document: Any) -> None:
            shape = document.add_picture(io.BytesIO(PNG))
            shape._inline.docPr.set("descr", words)

        return write

    assert "no words" in refused(template(*GOOD, change=picture("")))[0][1]
    file = template(*GOOD, change=picture("The council's tree"))
    check(file, KINDS["letter"])
    assert 'alt="The council&#x27;s tree"' in to_html(file, title="A") or 'alt="The council\'s tree"' in to_html(
        file, title="A"
    )


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f00038401809d1ef7d40000000049454e44ae426082"
)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    assert "no Word document" in refused(content)[0][1]


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "larger than 5 MB" in refused(b"0" * 5_000_001)[0][1]
    assert "too large when it is opened" in refused(_swollen())[0][1]


def _swollen() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b"0" * 60_000_000)
    return made.getvalue()


# what people type does nothing

EVIL = (
    "{{7*7}}",
    "{% for a in decisions %}x{% endfor %}",
    "{{ child.__class__ }}",
    "{_{7*7}_}",
    "<script>alert(1)</script>",
    '<w:fldSimple w:instr="INCLUDETEXT a"/>',
    "</w:t></w:r><w:r><w:t>",
    '{ INCLUDETEXT "a.docx" }',
    '{ HYPERLINK "https://example.org" }',
    "<img src='https://example.org/a.png'>",
    "=cmd|' /C calc'!A0",
    "&lt;b&gt; &amp; ]]>",
    "a\x00b\x07c\x0cd\x1b[31m",
    "\u202egnitirw\u2066 \u200fmore",
    "line\none\r\nline\ttwo",
    "\ud800 half \ufffe",
)


def evil(kind: str, said: str) -> dict[str, Any]:
    def spoiled(value: Any) -> Any:
        if isinstance(value, str):
            return said
        if isinstance(value, dict):
            return {key: spoiled(each) for key, each in value.items()}
        return [spoiled(each) for each in value] if isinstance(value, (list, tuple)) else value

    told: dict[str, Any] = spoiled(KINDS[kind].samples)
    return told


@pytest.mark.parametrize("said", EVIL)
@pytest.mark.parametrize("kind", list(KINDS))
def test_typed_text_stays_text_in_word(kind: str, said: str) -> None:
    filled = fill(ours(kind), evil(kind, said), title=said, author=said)
    plain = fill(ours(kind), KINDS[kind].samples, title="A")
    told, usual = (zipfile.ZipFile(io.BytesIO(file)) for file in (filled, plain))
    assert told.namelist() == usual.namelist()
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        tags = set(re.findall(rb"<(?!/)(\w+:\w+)", told.read(name)))
        assert tags <= set(re.findall(rb"<(?!/)(\w+:\w+)", usual.read(name))) | {b"w:br"}
    assert "49" not in text_of(filled).replace("2049", "")
    assert b"External" not in told.read("word/_rels/document.xml.rels")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\u200f]", text_of(filled))


@pytest.mark.parametrize("said", [said for said in EVIL if said.isprintable() and said.isascii()])
def test_typed_text_is_printed_as_it_was_typed(said: str) -> None:
    filled = fill(ours("letter"), evil("letter", said), title=said)
    assert said.replace("{_{", "{{").replace("}_}", "}}") in text_of(filled)
    page = to_html(filled, title=said)
    assert "<script" not in page
    assert "<img" not in page


def test_typed_text_does_nothing_in_a_pdf() -> None:
    said = "<script>x</script> {{7*7}} <img src='file:///etc/passwd'> { INCLUDETEXT a }"
    reader = PdfReader(io.BytesIO(to_pdf(fill(ours("record"), evil("record", said), title=said), title=said)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "<script>x</script>" in text
    assert "root:" not in text
    names = str(reader.trailer["/Root"])
    assert all(each not in names for each in ("/JavaScript", "/OpenAction", "/EmbeddedFiles"))
    assert not any("/Annots" in page for page in reader.pages)


def test_a_template_that_was_not_checked_cannot_do_more() -> None:
    """The short list of what a template may say is held to when it is filled too."""
    for mark in ("{{ child.name|safe }}", "{{ cycler.__init__ }}", "{{ 'a' * 999999999 }}", "{{ range(10) }}"):
        with pytest.raises(SecurityError):
            fill(template(mark), KINDS["letter"].samples, title="A")


@pytest.mark.parametrize("url", ["https://example.org/a.png", "file:///etc/passwd", "ftp://a/b"])
def test_nothing_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="disallowed protocol"):
        _fetcher().fetch(url)


def test_a_picture_of_the_template_is_in_the_pdf_with_its_words() -> None:
    def write(document: Any) -> None:
        document.add_picture(io.BytesIO(PNG))._inline.docPr.set("descr", "A tree")

    filled = fill(template("Dear {{ child.name }}", change=write), KINDS["letter"].samples, title="A")
    reader = PdfReader(io.BytesIO(to_pdf(filled, title="A")))
    assert "/Figure" in _tags(reader.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    assert [len(page.images) for page in reader.pages] == [1]


# what comes out


def test_a_page_begins_in_the_pdf_where_it_does_in_word() -> None:
    def turn(document: Any) -> None:
        document.add_page_break()
        document.add_paragraph("On the second")

    def printed(file: bytes) -> list[str]:
        filled = fill(file, KINDS["letter"].samples, title="A")
        return [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(filled, title="A"))).pages]

    first, second = printed(template(*GOOD, change=turn))
    assert "Dear Robin" in first
    assert "On the second" in second
    assert len(printed(template(*GOOD))) == 1


def test_what_is_not_known_says_so() -> None:
    told = KINDS["decisions"].samples
    filled = fill(ours("decisions"), {**told, "child": {**told["child"], "born": ""}}, title="A")
    assert "born not recorded" in text_of(filled)


def test_the_word_file_says_its_title_and_language_and_nobody() -> None:
    filled = Document(
        io.BytesIO(fill(ours("letter"), KINDS["letter"].samples, title="A letter", author="Council"))
    )
    about = filled.core_properties
    assert (about.title, about.author, about.language, about.last_modified_by) == (
        "A letter", "Council", "en-GB", "",
    )  # fmt: skip
    spoken = {each.get(qn("w:val")) for each in filled.styles.element.iter(qn("w:lang"))}
    assert spoken == {"en-GB"}


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_pdf_is_tagged(kind: str) -> None:
    filled = fill(ours(kind), KINDS[kind].samples, title="A")
    reader = PdfReader(io.BytesIO(to_pdf(filled, title=KINDS[kind].heading)))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == KINDS[kind].heading
    wanted = {"/H1", "/P"} | ({"/L"} if kind == "letter" else {"/H2", "/Table", "/TH"})
    assert wanted <= _tags(root["/StructTreeRoot"])


def _tags(node: Any) -> set[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*map(_tags, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    own = {str(node["/S"])} if "/S" in node else set()
    return own | (_tags(node["/K"]) if "/K" in node else set())


# kept, used, stopped


@pytest.mark.django_db
def test_doctor_says_which_documents_are_lost() -> None:
    by = viewer_of(make_person(Role.IRO_MANAGER))
    actions.add_template(kind="letter", name="Ours", file=template(*GOOD), by=by)
    what, well, found, _, needed = next(_documents())
    assert (what, well, needed) == ("Documents as they were issued", True, True)
    assert found == "1 kept, 0 missing, 0 altered"
    storing._path(Template.objects.get().sha256).unlink()
    _, well, found, mend, _ = next(_documents())
    assert (well, found) == (False, "1 kept, 1 missing, 0 altered")
    assert "backup" in mend


@pytest.mark.django_db
def test_a_template_is_used_from_its_day_until_it_is_stopped() -> None:
    by = viewer_of(make_person(Role.IRO_MANAGER))
    number = actions.add_template(kind="letter", name="Ours", file=template(*GOOD), by=by)
    assert queries.using("letter", on=TODAY).number is None
    actions.use_template(template=number, since=TODAY, by=by)
    assert queries.using("letter", on=TODAY).number == number
    assert queries.using("decisions", on=TODAY).number is None
    actions.stop_template(template=number, by=by)
    assert queries.using("letter", on=TODAY).number is None


@pytest.mark.django_db
def test_a_template_is_not_used_from_a_day_gone_by() -> None:
    by = viewer_of(make_person(Role.IRO_MANAGER))
    number = actions.add_template(kind="letter", name="Ours", file=template(*GOOD), by=by)
    with pytest.raises(actions.NotPermitted):
        actions.use_template(template=number, since=TODAY.replace(day=1), by=by)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.IRO, Role.BUSINESS_SUPPORT, Role.TEAM_MANAGER])
def test_templates_are_for_those_who_may(role: Role) -> None:
    with pytest.raises(actions.NotPermitted):
        actions.add_template(kind="letter", name="A", file=template(*GOOD), by=viewer_of(make_person(role)))


def test_the_same_file_is_kept_once_and_mended_when_it_was_altered() -> None:
    sha256 = storing.store(b"a file")
    assert storing.store(b"a file") == sha256
    storing._path(sha256).write_bytes(b"another")
    with pytest.raises(storing.Altered):
        storing.stored(sha256)
    storing.store(b"a file")
    assert storing.stored(sha256) == b"a file"
    assert {path.name for path in storing._path(sha256).parent.iterdir() if path.name.startswith(".")} == set()


@pytest.mark.parametrize("name", ["", "../../secret-key", "0" * 63, "A" * 64])
def test_only_a_hash_names_a_file(name: str) -> None:
    with pytest.raises(storing.NotThere):
        storing.stored(name)
