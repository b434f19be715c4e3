"""The handover pack as Word and PDF: what the page says and of the same children, and the trail knows of each."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

import mammoth
import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from access_world import restrict
from dates_shown import facts_of, text_of
from service import TODAY, allocate, make_child, make_person, signed_in, viewer_of
from sightline.casework.allocation.models import Handover
from sightline.casework.documents import actions, storing
from sightline.casework.documents.models import Template
from sightline.casework.register.models import Child, CommunicationNeed, Relation, Review, Visit, Warning
from sightline.casework.staff.models import Person
from sightline.casework.trail.models import Entry
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db

FORMS = ("docx", "pdf")
PASSED = date(2026, 11, 16)
NOTE = "Ada likes <music> & football.\nWe promised her a visit to the sea."


@pytest.fixture
def officer() -> Person:
    return make_person(name="Nora Next")


@pytest.fixture
def told(officer: Person) -> Child:
    """A child who passed to the officer, with everything that a pack has."""
    child = make_child(forename="Ada", surname="Early")
    before = allocate(child, make_person(name="Lee Leaves"), ended=PASSED, reason_ended="reallocated")
    now = allocate(child, officer, PASSED, reason="left", direction="Look at contact.\nThen at school.")
    Handover.objects.create(before=before, after=now, note=NOTE, child_told_on=PASSED)
    allocate(child, make_person(Role.SOCIAL_WORKER, name="Sol Work"), role="social_worker")
    Review.objects.create(child=child, held=date(2026, 6, 1), participation="PN1")
    Visit.objects.create(child=child, held=date(2026, 10, 5), kind="iro")
    Relation.objects.create(
        child=child, name="Mo Early", relationship="Mother", capacity="family", parental_responsibility="yes"
    )
    Relation.objects.create(child=child, name="Gone Away", relationship="Carer", capacity="carer", ended=PASSED)
    CommunicationNeed.objects.create(child=child, need="Makaton", helps="Signs, and time")
    CommunicationNeed.objects.create(child=child, need="Easy read")
    Warning.objects.create(
        child=child, kind="Dog", says="Ring first", started=PASSED, review_on=TODAY + timedelta(days=9)
    )
    return child


def taken(person: Person, address: str) -> Any:
    return signed_in(Client(), person).get(address)


def lines(answer: Any) -> list[str]:
    """The paragraphs of a Word file, each cell of a table by itself."""
    text = str(mammoth.extract_raw_text(io.BytesIO(answer.content)).value)
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def printed(answer: Any) -> str:
    """The words of a PDF without the spaces, which a line's end takes away."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)


def said(page: str) -> dict[str, dict[str, str]]:
    """What the page says of each child, under each key; how far off a day is stays on the page alone."""
    return {
        text_of(pack[pack.index("<h2") :].partition("</h2>")[0]): {
            key: re.sub(r" ?\((in|today|tomorrow|yesterday)[^)]*\)|\(\d[^)]* ago\)", "", text_of(value))
            for key, value in facts_of(pack).items()
        }
        for pack in page.split('<section class="sl-pack"')[1:]
    }


def plain(text: str) -> str:
    return "".join(text.split()).casefold()


@pytest.mark.parametrize(
    "address", ["/allocation/people/{officer}/handover/", "/children/{child}/allocation/handover/"]
)
def test_the_files_say_what_the_page_says(officer: Person, told: Child, address: str) -> None:
    gone = make_child(forename="Zoe", surname="Young")
    gone.episode_set.update(ceased=date(2026, 11, 2), reason_ceased="E8")
    allocate(gone, officer)
    at = address.format(officer=officer.pk, child=told.pk)
    page = said(taken(officer, at).content.decode())
    word, pdf = taken(officer, f"{at}docx/"), taken(officer, f"{at}pdf/")
    found = lines(word)
    assert len(page) == (2 if "people" in at else 1)
    for child, facts in page.items():
        assert child in found
        for key in (
            "IRO now",
            "Lives",
            "Next review",
            "Last review",
            "Last seen by the IRO",
            "The child was told",
        ):
            assert plain(f"{key}: {facts[key]}").rstrip(".") in [plain(line).rstrip(".") for line in found]
        for person in filter(None, facts["People"].split("; ")):
            name, _, capacity = person.partition(" (")
            assert name in found or person == "Nobody recorded"
            assert capacity.removesuffix(")") in found or person == "Nobody recorded"
    facts = page[next(name for name in page if name.startswith("Ada"))]
    assert (facts["Last review"], facts["Last seen by the IRO"]) == ("1 June 2026", "5 October 2026")
    assert "Gone Away" not in " ".join(found)
    assert [line for line in found if plain(line) not in printed(pdf).casefold()] == []


def test_what_was_typed_is_in_both_as_it_was(officer: Person, told: Child) -> None:
    at = f"/children/{told.pk}/allocation/handover/"
    word, pdf = lines(taken(officer, f"{at}docx/")), printed(taken(officer, f"{at}pdf/"))
    for line in (
        "Ada likes <music> & football.", "We promised her a visit to the sea.",
        "Look at contact.", "Then at school.", "Warning: Dog: Ring first",
        "How we talk: Makaton: Signs, and time; Easy read",
        "The child was told: 16 November 2026. Met the new IRO: not recorded",
    ):  # fmt: skip
        assert line in word
        assert "".join(line.split()) in pdf


@pytest.mark.parametrize("form", FORMS)
def test_a_restricted_child_is_in_it_for_whom_the_record_names(officer: Person, told: Child, form: str) -> None:
    named, other = make_person(Role.IRO_MANAGER), make_person(Role.IRO_MANAGER)
    hidden = make_child(forename="Zyxwena", surname="Quorvane")
    allocate(hidden, officer)
    at = f"/allocation/people/{officer.pk}/handover/{form}/"

    def read(person: Person) -> str:
        answer = taken(person, at)
        return " ".join(lines(answer)) if form == "docx" else printed(answer)

    assert "Zyxwena" in read(other)
    restrict(hidden, named)
    assert "Zyxwena" not in read(other)
    assert "restrictedrecord" in plain(read(named))
    assert "restrictedrecord" not in plain(read(other))
    assert taken(other, f"/children/{hidden.pk}/allocation/handover/{form}/").status_code == 404
    assert taken(named, f"/children/{hidden.pk}/allocation/handover/{form}/").status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_an_officer_of_nobody_whom_one_may_see_is_one_of_nobody(officer: Person, told: Child, form: str) -> None:
    at = f"/allocation/people/{officer.pk}/handover/{form}/"
    answer = taken(make_person(), at)
    text = " ".join(lines(answer)) if form == "docx" else printed(answer)
    assert "nochildtohandover" in plain(text)
    assert "ada" not in plain(text)


@pytest.mark.parametrize("form", FORMS)
def test_the_trail_knows_of_each_child_and_no_file_is_called_by_a_name(
    officer: Person, told: Child, form: str
) -> None:
    second = make_child(forename="Zoe", surname="Young")
    allocate(second, officer)
    answer = taken(officer, f"/allocation/people/{officer.pk}/handover/{form}/")
    assert answer["Content-Disposition"] == f'attachment; filename="handover-{officer.pk}.{form}"'
    looks = Entry.objects.filter(action="exported", kind="child")
    assert {look.subject: look.detail["format"] for look in looks} == {told.pk: form, second.pk: form}
    one = taken(officer, f"/children/{second.pk}/allocation/handover/{form}/")
    assert one["Content-Disposition"] == f'attachment; filename="handover-child-{second.pk}.{form}"'
    assert looks.filter(subject=second.pk).count() == 2


def test_the_files_say_of_themselves_no_name_of_a_child(officer: Person, told: Child) -> None:
    at = f"/children/{told.pk}/allocation/handover/"
    word = Document(io.BytesIO(taken(officer, f"{at}docx/").content)).core_properties
    pdf = PdfReader(io.BytesIO(taken(officer, f"{at}pdf/").content))
    assert pdf.metadata is not None
    assert word.title == pdf.metadata.title == "Handover"
    assert b"pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]


@pytest.mark.parametrize(
    "at", ["/allocation/people/{officer}/handover/odt/", "/allocation/people/999999/handover/pdf/"]
)
def test_there_is_no_other_form_and_no_pack_of_nobody(officer: Person, at: str) -> None:
    assert taken(officer, at.format(officer=officer.pk)).status_code == 404


def test_a_council_gives_its_own_template(officer: Person, told: Child) -> None:
    document = Document()
    for text in ("{%p for one in children %}", "Über {{ one.name }}", "{%p endfor %}"):
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    by = viewer_of(make_person(Role.IRO_MANAGER))
    number = actions.add_template(kind="handover", name="Ours", file=made.getvalue(), by=by)
    actions.use_template(template=number, since=TODAY, by=by)
    at = f"/children/{told.pk}/allocation/handover/docx/"
    assert lines(taken(officer, at)) == ["Über Ada Early"]
    storing._path(Template.objects.get().sha256).unlink()
    lost = signed_in(Client(raise_request_exception=False), officer).get(at)
    assert (lost.status_code, "cannot be shown" in lost.content.decode()) == (500, True)
