"""Drafts: whose they are, when they go, and what is asked of somebody who writes on an old version."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import Client, RequestFactory

from service import make_person, moment, signed_in, viewer_of
from sightline.casework.staff import drafts
from sightline.casework.trail.actions import Changed
from sightline.web.forms import Form
from sightline.web.forms.editing import Editing
from sightline.web.forms.opening import NotTold

pytestmark = pytest.mark.django_db
NOW = {"note": "It stays."}


class NoteForm(Form):
    note = forms.CharField(label="Note", widget=forms.Textarea)
    reason = forms.CharField(label="Reason", required=False)


class Refusal(Exception):
    """An action's own."""


def opened(person: Any, sent: dict[str, str] | None = None, *, version: int = 1, subject: str = "7") -> Editing:
    """The form on a record, opened or sent by somebody."""
    request: Any = (
        RequestFactory().post("/note/7/", sent) if sent is not None else RequestFactory().get("/note/7/")
    )
    request.viewer = viewer_of(person)
    request.session = SessionStore()
    return Editing(request, NoteForm, name="note", subject=subject, now=NOW, version=version)


def write(person: Any, note: str = "Half a sentence", subject: str = "7") -> None:
    """A draft."""
    told = {"note": [note], "reason": [""]}
    drafts.keep(
        "note",
        subject,
        values=told,
        opened={"note": ["It stays."]},
        version=1,
        page="/note/7/",
        by=viewer_of(person),
    )


def do(values: dict[str, Any], version: int | None) -> None:
    """An action that does it."""


def test_a_draft_is_shown_again_to_its_writer_alone() -> None:
    writer, other = make_person(), make_person()
    write(writer)
    assert opened(writer).form["note"].value() == "Half a sentence"
    assert opened(other).form["note"].value() == "It stays."
    assert opened(writer, subject="8").form["note"].value() == "It stays."


def test_sending_removes_the_draft() -> None:
    person = make_person()
    write(person)
    assert opened(person, {"note": "Whole"}).sends(do)
    assert drafts.draft("note", "7", by=viewer_of(person)) is None


def test_what_could_not_be_sent_is_kept() -> None:
    person = make_person()
    editing = opened(person, {"note": "", "reason": "Because"})
    assert not editing.sends(do)
    kept = drafts.draft("note", "7", by=viewer_of(person))
    assert kept is not None
    assert kept.values["reason"] == ["Because"]


def test_a_refusal_is_on_the_form_and_the_text_is_kept() -> None:
    def refuse(values: dict[str, Any], version: int | None) -> None:
        raise Refusal("Not on a day to come")

    person = make_person()
    editing = opened(person, {"note": "Whole"})
    assert not editing.sends(refuse, refused=(Refusal,))
    assert editing.form.non_field_errors() == ["Not on a day to come"]
    assert drafts.draft("note", "7", by=viewer_of(person)) is not None


def test_a_failure_of_the_action_is_not_hidden() -> None:
    """The near miss: an exception that nobody named goes on."""

    def fail(values: dict[str, Any], version: int | None) -> None:
        raise Refusal

    with pytest.raises(Refusal):
        opened(make_person(), {"note": "Whole"}).sends(fail)


def test_the_action_is_given_the_version_that_was_opened() -> None:
    """Not the version that the record has when the form is sent."""
    given = []
    editing = opened(make_person(), {"note": "Whole", "_version": "3"}, version=4)
    assert editing.sends(lambda values, version: given.append(version))
    assert given == [3]


def test_a_draft_goes_on_with_the_version_it_was_begun_on() -> None:
    person = make_person()
    write(person)
    assert opened(person, version=5).opening.version == 1


def test_an_old_version_is_compared_and_nothing_is_lost() -> None:
    def late(values: dict[str, Any], version: int | None) -> None:
        raise Changed(6, {"note": "Theirs", "forename": "not of this form"})

    person = make_person()
    sent = {"note": "Mine", "reason": "Because", "_version": "1", "_opened": json.dumps({"note": ["It stays."]})}
    editing = opened(person, sent)
    assert not editing.sends(late)
    assert editing.comparison is not None
    (asked,) = editing.comparison.asked
    assert (asked.before, asked.now, asked.mine) == ("It stays.", "Theirs", "Mine")
    assert editing.opening.version == 6
    kept = drafts.draft("note", "7", by=viewer_of(person))
    assert kept is not None
    assert (kept.values["note"], kept.version) == (["Mine"], 1)


def test_what_a_page_never_sends_is_answered_with_400() -> None:
    """Django answers a bad request with status 400, not with a failure."""
    with pytest.raises(NotTold):
        opened(make_person(), {"note": "Mine", "_opened": "["})


def test_throwing_a_draft_away_shows_the_record() -> None:
    person = make_person()
    write(person)
    editing = opened(person, {"_throw": "yes"})
    assert not editing.sends(do)
    assert editing.form["note"].value() == "It stays."
    assert drafts.draft("note", "7", by=viewer_of(person)) is None


def test_a_form_that_is_only_opened_sends_nothing() -> None:
    assert not opened(make_person()).sends(do)


def test_old_drafts_of_everybody_are_forgotten() -> None:
    person = make_person()
    write(person)
    assert drafts.forget(at=moment() + drafts.KEPT_FOR) == 0
    assert drafts.forget(at=moment() + drafts.KEPT_FOR + timedelta(seconds=1)) == 1


SENT: dict[str, Any] = {
    "note": "Half",
    "_page": "/note/7/",
    "_version": "2",
    "_token": "t",
    "_opened": '{"note": ["a"]}',
}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 204),
        ({"_opened": "{"}, 400),
        ({"_opened": '["a"]'}, 400),
        ({"_opened": '{"note": "a"}'}, 400),
        ({"_opened": '{"note": ["\\u0000"]}'}, 400),
        ({"_opened": '{"note": ["\\ud800"]}'}, 400),
        ({"note": "zero \0 byte", "_version": "9" * 30}, 204),
        ({"_page": "//elsewhere.example/"}, 400),
        ({"_page": "https://elsewhere.example/"}, 400),
        ({"note": "a" * drafts.LONGEST}, 413),
    ],
)
def test_saving_by_the_page(client: Client, change: dict[str, str], status: int) -> None:
    person = make_person()
    assert signed_in(client, person).post("/drafts/note/7/", {**SENT, **change}).status_code == status
    assert (drafts.draft("note", "7", by=viewer_of(person)) is not None) is (status == 204)


def test_saving_needs_sign_in_and_the_pages_own_mark() -> None:
    assert Client().post("/drafts/note/7/", SENT).status_code == 302
    careful = signed_in(Client(enforce_csrf_checks=True), make_person())
    assert careful.post("/drafts/note/7/", SENT).status_code == 403
    assert signed_in(Client(), make_person()).get("/drafts/note/7/").status_code == 405


def test_a_save_that_comes_after_the_form_was_sent_brings_nothing_back(client: Client) -> None:
    person = make_person()
    client = signed_in(client, person)
    session = client.session
    session["sent_drafts"] = ["t"]
    session.save()
    assert client.post("/drafts/note/7/", SENT).status_code == 204
    assert drafts.draft("note", "7", by=viewer_of(person)) is None
    client.post("/drafts/note/7/", {**SENT, "_token": "another opening"})
    assert drafts.draft("note", "7", by=viewer_of(person)) is not None


def test_what_was_begun_is_listed_for_its_writer(client: Client) -> None:
    writer = make_person()
    write(writer)
    assert 'href="/note/7/">Note</a>' in signed_in(client, writer).get("/drafts/").content.decode()
    assert "/note/7/" not in signed_in(Client(), make_person()).get("/drafts/").content.decode()
