"""A template looked at before it is taken: is it safe, can it be filled, and if not, where and why."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError
from lxml import etree

from sightline.casework.documents.filling import fill
from sightline.casework.documents.kinds import Kind
from sightline.casework.documents.placeholders import Reader, margins
from sightline.casework.documents.problems import Problem, TemplateRefused

LARGEST, LARGEST_OPENED, MOST_PARTS = 5_000_000, 50_000_000, 500
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"

#: Fields of Word that say where one is in the document, and nothing else.
_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*\w]*", re.IGNORECASE)

#: Kinds of part, or of link to one, that bring in something that is not a document.
_FOREIGN = {
    "vbaproject": "macros",
    "macroenabled": "macros",
    "oleobject": "an object of another program",
    "/package": "a file within the file",
    "control": "an ActiveX control",
    "afchunk": "another document within this one",
    "attachedtemplate": "a template attached to it",
    "mailmerge": "a mail merge",
    "subdocument": "another document within this one",
    "frame": "another document within this one",
    "comments": "comments in the margin",
}
_DO_WITHOUT = "Take it out in Word and save the file again."


def check(file: bytes, kind: Kind) -> list[str]:
    """What to know of a template that can be taken. Raises TemplateRefused with every problem found."""
    parts = _parts(file)
    problems = [*_foreign(parts), *_hidden(parts)]
    if problems:
        raise TemplateRefused(problems)
    document = _document(file)
    reader = Reader(kind.fields)
    problems = list(reader.read(document)) + list(_pictures(document))
    problems += [Problem("The whole template", _lacking(name, kind)) for name in reader.lacking(kind.required)]
    if problems:
        raise TemplateRefused(problems)
    _tried(file, kind)
    return list(_warnings(document))


def _parts(file: bytes) -> Mapping[str, bytes]:
    """The parts of a Word file, by name. Raises TemplateRefused where it is none."""
    if len(file) > LARGEST:
        raise TemplateRefused([Problem("The file", "It is larger than 5 MB. Make its pictures smaller.")])
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            told = archive.infolist()
            if len(told) > MOST_PARTS or sum(each.file_size for each in told) > LARGEST_OPENED:
                raise TemplateRefused([Problem("The file", "It is too large when it is opened.")])
            parts = {each.filename: archive.read(each) for each in told}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise TemplateRefused([Problem("The file", _NO_WORD)]) from None
    if "word/document.xml" not in parts or "[Content_Types].xml" not in parts:
        raise TemplateRefused([Problem("The file", _NO_WORD)])
    return parts


_NO_WORD = "It is no Word document (.docx). In Word, choose Save as, Word document."


def _foreign(parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """What a document may not bring with it, and links to what is outside it."""
    found = set()
    for name, content in parts.items():
        if b"<!DOCTYPE" in content[:2000] or (name.endswith((".xml", ".rels")) and b"<!ENTITY" in content):
            yield Problem("The file", "A part of it declares a document type, which Word never writes.")
            return
        lower = name.lower()
        found |= {what for key, what in _FOREIGN.items() if key in lower and not lower.endswith((".xml", ".rels"))}
        if lower.endswith(".rels"):
            yield from _outside(name, content)
            found |= {what for key, what in _FOREIGN.items() for kind in _kinds(content) if kind.endswith(key)}
    types = parts["[Content_Types].xml"].lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        found.add("macros")
    yield from (Problem("The file", f"It holds {what}. {_DO_WITHOUT}") for what in sorted(found))


def _kinds(relations: bytes) -> list[str]:
    return [str(each.get("Type", "")).lower() for each in _xml(relations)]


def _outside(name: str, relations: bytes) -> Iterator[Problem]:
    for each in _xml(relations):
        if each.get("TargetMode", "").lower() == "external":
            what = str(each.get("Type", "")).rsplit("/", 1)[-1]
            yield Problem(
                "The file",
                f"It leads outside itself ({what}: {str(each.get('Target', ''))[:60]}). "
                "In Word, take the link out and leave its text.",
            )


def _hidden(parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """Fields that fetch something, and changes that somebody has still to accept."""
    for name, content in parts.items():
        if not (name.startswith("word/") and name.endswith(".xml")):
            continue
        root = _xml(content)
        for field in _fields(root):
            if not _FIELD.fullmatch(field):
                yield Problem(
                    _named(name), f"The field “{field.strip()[:60]}” may fetch or run something. {_DO_WITHOUT}"
                )
        if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
            yield Problem(_named(name), "It holds tracked changes. Accept or reject them in Word.")


def _fields(root: Any) -> Iterator[str]:
    """The codes of every field; one that is written in several pieces is put together."""
    for field in root.iter(f"{W}fldSimple"):
        yield str(field.get(f"{W}instr", ""))
    for paragraph in root.iter(f"{W}p"):
        code = "".join(each.text or "" for each in paragraph.iter(f"{W}instrText"))
        begins = sum(each.get(f"{W}fldCharType") == "begin" for each in paragraph.iter(f"{W}fldChar"))
        if code.strip() and begins == 1:
            yield code
        elif code.strip():
            yield from (each.text or "" for each in paragraph.iter(f"{W}instrText") if (each.text or "").strip())


def _xml(content: bytes) -> Any:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise TemplateRefused([Problem("The file", _NO_WORD)]) from None


def _named(part: str) -> str:
    if "header" in part:
        return "The page header"
    return "The page footer" if "footer" in part else "The text"


def _document(file: bytes) -> Any:
    try:
        return Document(io.BytesIO(file))
    except Exception:  # a file that python-docx cannot open is no document, whatever the reason
        raise TemplateRefused([Problem("The file", _NO_WORD)]) from None


def _pictures(document: Any) -> Iterator[Problem]:
    """A picture says nothing to those who hear a document unless it has words, or is said to be decoration."""
    for picture in document.element.body.iter(_DRAWING):
        decorative = any(each.get("val") == "1" for each in picture.iter(_DECORATIVE))
        if not (picture.get("descr") or "").strip() and not decorative:
            yield Problem(
                f"The picture “{picture.get('name', '')}”",
                "It has no words for those who hear the document: in Word, Alt text.",
            )


def _lacking(name: str, kind: Kind) -> str:
    shown = f"{{% for one in {name} %}}" if "." not in name else f"{{{{ {name} }}}}"
    return f"It lacks {shown}: a {kind.title.lower()} is not one without it."


def _tried(file: bytes, kind: Kind) -> None:
    """The template filled with invented values: what no look at its words has found."""
    try:
        Document(io.BytesIO(fill(file, kind.samples, title=kind.heading)))
    except (TemplateError, SecurityError) as problem:
        text = str(problem.message or type(problem).__name__)[:200]
        raise TemplateRefused([Problem("The whole template", f"It cannot be filled: {text}")]) from None
    except Exception as problem:  # whatever Word's own XML makes of it: the template is not taken
        says = f"It cannot be filled ({type(problem).__name__}). Write the marks in it anew."
        raise TemplateRefused([Problem("The whole template", says)]) from None


def _warnings(document: Any) -> Iterator[str]:
    """What is no mistake, and better known."""
    styles = {each.style.name for each in document.paragraphs if each.style is not None}
    if not any(name.startswith(("Heading", "Title")) for name in styles):
        yield "It has no heading: use Word's own heading styles, so that people who hear it find their way."
    for table in document.tables:
        first = table.rows[0]._tr if table.rows else None
        if first is not None and next(first.iter(f"{W}tblHeader"), None) is None:
            yield "A table has no header row: in Word, mark its first row with Repeat Header Rows."
            break
    if any(next(part.iter(_DRAWING), None) is not None for _, part in margins(document)):
        yield "Pictures in the page's header or footer are in the Word file and not in the PDF."
