"""The analyst's pages of an import: given, looked at, loaded, undone; refused to everybody else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import importing as given
from service import make_child, make_person, moment, signed_in
from sightline.casework.register.importing import actions, folders, uploading
from sightline.casework.register.models import Child, Contradiction, Episode, Import, Restriction
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db

HEADER = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"


@pytest.fixture
def analyst(client: Client) -> Client:
    return signed_in(client, make_person(Role.ANALYST))


def small(folder: Path, *episodes: bytes, header: bytes = b"A1,F,02/05/2014,WBRI,,,\n") -> Path:
    """A return of one year with a few rows."""
    place = folder / "2024-25"
    place.mkdir(parents=True, exist_ok=True)
    (place / "Header.csv").write_bytes(HEADER + header)
    (place / "Episodes.csv").write_bytes(EPISODES + b"".join(episodes))
    return place


OPEN = b"A1,03/06/2024,S,C1,N1,U6,PR1,,,,,,\n"


def test_an_upload_waits_to_be_read_and_is_shown(analyst: Client) -> None:
    files = [SimpleUploadedFile("Header.csv", HEADER), SimpleUploadedFile("Episodes.csv", EPISODES + OPEN)]
    answer = analyst.post("/imports/new/", {"kind": "903", "given": files, "year": "2025"})
    load = Import.objects.get()
    assert answer["Location"] == f"/imports/{load.pk}/"
    page = analyst.get(f"/imports/{load.pk}/")
    assert page["Refresh"] == "3"
    assert "waits for its turn" in page.text


def test_no_files_is_said_at_the_field(analyst: Client) -> None:
    page = analyst.post("/imports/new/", {"kind": "903"})
    assert page.text.count("Choose the files of the return, or a zip with them.") == 2  # summary and field


def test_what_would_change_is_shown_then_loaded_then_undone(analyst: Client, tmp_path: Path) -> None:
    load = given.read(small(tmp_path, OPEN), year=2025)
    page = analyst.get(f"/imports/{load.pk}/")
    assert f"/imports/{load.pk}/changes/episodes/added/" in page.text
    assert "Refresh" not in page
    rows = analyst.get(f"/imports/{load.pk}/changes/episodes/added/").text
    assert "New: A1" in rows
    assert "Episodes.csv, line 2" in rows
    analyst.post(f"/imports/{load.pk}/load/")
    assert Import.objects.get().state == "loading"
    actions.carry_out(load.pk, at=moment())
    assert Episode.objects.get().file.endswith("Episodes.csv")
    assert "Undo this import" in analyst.get(f"/imports/{load.pk}/").text
    analyst.post(f"/imports/{load.pk}/undo/")
    assert not Child.objects.exists()


def test_findings_come_as_csv_and_rows_sent_back_as_zip(analyst: Client, tmp_path: Path) -> None:
    load = given.read(small(tmp_path, OPEN, b"A1,30/02/2025,P,C1,N1,U4,PR1,,,,,,\n"), year=2025)
    csv = b"".join(analyst.get(f"/imports/{load.pk}/findings.csv").streaming_content).decode()
    assert "SL-RD-37" in csv
    assert "30/02/2025" not in csv  # a message holds no value
    assert analyst.get(f"/imports/{load.pk}/rows-to-mend.zip").content[:2] == b"PK"


def test_spellings_that_no_list_has_come_with_what_to_mend(analyst: Client, tmp_path: Path) -> None:
    """The finding sends people to unmapped.csv, so they must be able to have it."""
    extract = {
        "person.csv": "pers_person_id,pers_sex,pers_ethnicity,pers_dob\n7,F,Borsetshire,2012-02-01\n",
        "care.csv": "clae_person_id,clae_cla_episode_start_date,clae_cla_id\n7,2026-01-05,C1\n",
    }
    (tmp_path / "extract").mkdir()
    for name, text in extract.items():
        (tmp_path / "extract" / name).write_text(text)
    load = given.read(tmp_path / "extract", kind="ssd")
    whole = analyst.get(f"/imports/{load.pk}/rows-to-mend.zip").content
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert "pers_ethnicity,borsetshire,1" in archive.read("unmapped.csv").decode()


def test_a_return_says_the_year_it_was_read_as(analyst: Client, tmp_path: Path) -> None:
    """Files that do not say their year are taken by their dates, which may be wrong."""
    load = given.read(small(tmp_path, OPEN), year=2025)
    assert "Read as the return of 2024-25" in analyst.get(f"/imports/{load.pk}/").text


def test_where_no_row_could_be_used_nothing_is_offered(analyst: Client, tmp_path: Path) -> None:
    """That the register says all this already would be the opposite of the truth."""
    load = given.read(small(tmp_path, header=b",F,02/05/2014,WBRI,,,\n"), year=2025)
    page = analyst.get(f"/imports/{load.pk}/").text
    assert "no row of these files could be used" in page
    assert "says all this already" not in page
    assert "Load this into the register" not in page


def test_what_cannot_be_read_says_what_to_do(analyst: Client, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("shopping,list\nmilk,2\n")
    load = given.read(tmp_path / "notes.csv")
    assert load.state == "refused"
    page = analyst.get(f"/imports/{load.pk}/").text
    assert "No file of a return was found." in page
    analyst.post(f"/imports/{load.pk}/set-aside/")
    assert not folders.folder(load.pk).exists() or Import.objects.get().state == "set_aside"


def test_a_persons_row_is_never_overwritten(analyst: Client, tmp_path: Path) -> None:
    """The same row from no person's hand is changed: the near miss."""
    given.load(given.read(small(tmp_path / "a", OPEN), year=2025))
    person = make_person(Role.IRO)
    Episode.objects.update(placement="U4", entered_by=person, version=2)
    load = given.read(small(tmp_path / "b", OPEN), year=2025)
    assert load.counts["episodes"] == {"contradicted": 1}
    given.load(load)
    assert Episode.objects.get().placement == "U4"
    assert "Take the feed" in analyst.get("/imports/to-decide/").text
    one = Contradiction.objects.get()
    analyst.post(f"/imports/to-decide/{one.pk}/", {"choice": "theirs"})
    assert (Episode.objects.get().placement, Episode.objects.get().entered_by) == ("U6", None)
    assert given.read(small(tmp_path / "c", OPEN), year=2025).counts["episodes"] == {"known": 1}


def test_ours_once_kept_is_not_asked_about_again(analyst: Client, tmp_path: Path) -> None:
    given.load(given.read(small(tmp_path / "a", OPEN), year=2025))
    Episode.objects.update(placement="U4", entered_by=make_person(Role.IRO), version=2)
    given.load(given.read(small(tmp_path / "b", OPEN), year=2025))
    analyst.post(f"/imports/to-decide/{Contradiction.objects.get().pk}/", {"choice": "ours"})
    given.load(given.read(small(tmp_path / "b", OPEN), year=2025))
    assert "Nothing to decide" in analyst.get("/imports/to-decide/").text
    given.load(given.read(small(tmp_path / "b", OPEN.replace(b"U6", b"U1")), year=2025))
    assert "Take the feed" in analyst.get("/imports/to-decide/").text


def test_a_restricted_child_is_in_no_preview_and_no_count(analyst: Client, tmp_path: Path) -> None:
    given.load(given.read(small(tmp_path / "a", OPEN), year=2025))
    load = given.read(small(tmp_path / "b", OPEN.replace(b"U6", b"U1")), year=2025)
    address = f"/imports/{load.pk}/changes/episodes/changed/"
    assert "U1" in analyst.get(address).text
    Restriction.objects.create(
        child=Child.objects.get(), reason="x", set_at=moment(), set_by=make_person(Role.IRO_MANAGER)
    )
    assert "U1" not in analyst.get(address).text
    assert address not in analyst.get(f"/imports/{load.pk}/").text


def test_the_register_changed_meanwhile_so_somebody_looks_again(tmp_path: Path) -> None:
    given.load(given.read(small(tmp_path / "a", OPEN), year=2025))
    load = given.read(small(tmp_path / "b", OPEN.replace(b"U6", b"U1")), year=2025)
    make_child()  # another child: what would change is the same, and is loaded
    assert given.load(load).state == "loaded"
    load = given.read(small(tmp_path / "c", OPEN.replace(b"U6", b"U2")), year=2025)
    make_child()
    Episode.objects.filter(child__identifiers__value="A1").update(entered_by=make_person(), version=9)
    given.load(load)
    assert (load.state, "has changed since" in load.says) == ("ready", True)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "/etc/passwd.csv", "..\\..\\x.csv", ".hidden.csv", "a\0b.csv"]
)
def test_names_of_files_are_not_trusted(name: str, tmp_path: Path) -> None:
    safe = uploading.safe(name)
    assert (tmp_path / safe).resolve().is_relative_to(tmp_path)
    assert not any(part.startswith(".") for part in Path(safe).parts)


def test_two_files_of_one_name_are_both_kept() -> None:
    one, two = (SimpleUploadedFile("Header.csv", text) for text in (b"one", b"two"))
    load = actions.start(kind="903", files=[one, two], by=None, at=moment())
    kept = [path.read_bytes() for path in sorted(folders.files(load.pk).rglob("*.csv"))]
    assert sorted(kept) == [b"one", b"two"]


def test_late_notices_are_counted_for_the_service(client: Client) -> None:
    assert "No notices yet" in signed_in(client, make_person(Role.IRO_MANAGER)).get("/late-notices/").text


@pytest.mark.parametrize("role", [Role.IRO, Role.IRO_MANAGER, Role.ADMINISTRATOR])
def test_only_an_analyst_imports(client: Client, role: Role) -> None:
    for address in ("/imports/", "/imports/new/", "/imports/1/", "/imports/to-decide/", "/imports/extract/"):
        assert signed_in(client, make_person(role)).get(address).status_code == 403
