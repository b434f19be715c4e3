"""GOV.UK Notify, against a stub that really listens; and what is said at the start where a setting is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from notifications_python_client.errors import HTTPError

from listening import Heard, listening
from service import TODAY, make_person, moment
from sightline.casework.outbox import digests
from sightline.casework.outbox.actions import tell
from sightline.casework.outbox.models import Digest
from sightline.casework.register.scope import children
from sightline.ops.environment import Misconfigured, read

KEY = "ours-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
HERE = {"SIGHTLINE_SECRET_KEY": "x"}


class Notify:
    """The part of Notify that is asked: it keeps letters by their reference."""

    def __init__(self) -> None:
        self.letters: list[dict[str, Any]] = []
        self.status = 201

    def __call__(self, heard: Heard) -> tuple[int, dict[str, str], bytes]:
        if heard.method == "POST":
            return self._take(json.loads(heard.body))
        wanted = heard.path.partition("reference=")[2]
        found = [{"reference": wanted} for each in self.letters if each["reference"] == wanted]
        return 200, {"Content-Type": "application/json"}, json.dumps({"notifications": found}).encode()

    def _take(self, letter: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        if self.status == 201:
            self.letters.append(letter)
        told = {"id": "1"} if self.status == 201 else {"status_code": self.status, "errors": []}
        return self.status, {"Content-Type": "application/json"}, json.dumps(told).encode()


@pytest.fixture
def notify(settings: Any) -> Iterator[Notify]:
    stub = Notify()
    with listening(stub) as listener:
        settings.EMAIL_BACKEND = "sightline.casework.outbox.senders.notify.EmailBackend"
        settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE, settings.NOTIFY_URL = KEY, "a-template", listener.url
        yield stub


def a_digest() -> None:
    tell("asked", people=[make_person(email="ada@example.org").pk], key="one", at=moment())
    digests.make(on=TODAY, at=moment(), sees=children)


def test_a_letter_leaves_by_the_template_with_its_subject_and_text(notify: Notify) -> None:
    EmailMessage("Choose a password", "Here: …", to=["ada@example.org"]).send()
    (letter,) = notify.letters
    assert letter["email_address"] == "ada@example.org"
    assert letter["template_id"] == "a-template"
    assert letter["personalisation"] == {"subject": "Choose a password", "body": "Here: …"}


@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_refusal_is_raised_unless_it_may_fail_silently(notify: Notify, status: int) -> None:
    notify.status = status
    with pytest.raises(HTTPError):
        EmailMessage("x", "y", to=["ada@example.org"]).send()
    assert EmailMessage("x", "y", to=["ada@example.org"]).send(fail_silently=True) == 0


def test_an_address_of_two_lines_goes_nowhere(notify: Notify) -> None:
    with pytest.raises(ValueError, match="newlines"):
        EmailMessage("x", "y", to=["ada@example.org\nBcc: b@example.org"]).send()
    assert notify.letters == []


@pytest.mark.django_db
def test_a_digest_says_its_number_as_reference(notify: Notify) -> None:
    a_digest()
    assert digests.send(at=moment(), sees=children) == 1
    assert notify.letters[0]["reference"] == f"digest-{Digest.objects.get().pk}"


@pytest.mark.django_db
def test_one_whose_sender_was_killed_after_notify_had_it_is_not_sent_again(notify: Notify) -> None:
    a_digest()
    digests.send(at=moment(), sees=children)
    Digest.objects.update(sent_at=None)  # killed before it was noted
    assert digests.send(at=moment() + timedelta(minutes=16), sees=children) == 1
    assert len(notify.letters) == 1
    assert Digest.objects.get().sent_at is not None


@pytest.mark.django_db
def test_one_whose_sender_was_killed_before_notify_had_it_is_sent(notify: Notify) -> None:
    a_digest()
    Digest.objects.update(claimed_at=moment(), tries=1)
    assert digests.send(at=moment() + timedelta(minutes=16), sees=children) == 1
    assert len(notify.letters) == 1


@pytest.mark.django_db
def test_what_notify_refuses_is_kept_by_kind_alone(notify: Notify) -> None:
    notify.status = 400
    a_digest()
    assert digests.send(at=moment(), sees=children) == 0
    assert Digest.objects.get().failed == "HTTPError"
    assert mail.outbox == []


# settings


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"MAIL": "notify"}, "SIGHTLINE_NOTIFY_KEY and SIGHTLINE_NOTIFY_TEMPLATE"),
        ({"MAIL": "notify", "NOTIFY_KEY": "k"}, "needs SIGHTLINE_NOTIFY_TEMPLATE"),
        ({"MAIL": "notify", "NOTIFY_KEY": "k", "NOTIFY_TEMPLATE": "t", "NOTIFY_URL": "x"}, "SIGHTLINE_NOTIFY_URL"),
        ({"MAIL": "mail.example.org"}, "SIGHTLINE_MAIL"),
        ({"MAIL_FROM": "a@example.org\nBcc: b@example.org"}, "SIGHTLINE_MAIL_FROM"),
        ({"HOOKS": "everywhere"}, "SIGHTLINE_HOOKS"),
        ({"HOOKS": "local"}, "SIGHTLINE_SAMPLE"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named_at_the_start(told: dict[str, str], said: str) -> None:
    with pytest.raises(Misconfigured, match=said):
        read(HERE | {f"SIGHTLINE_{name}": value for name, value in told.items()})


@pytest.mark.parametrize(
    ("address", "backend"),
    [("", "console"), ("console", "console"), ("smtp://mail.example.org:25", "smtp"), ("notify", "notify")],
)
def test_letters_leave_as_the_setting_says(address: str, backend: str) -> None:
    told = {"SIGHTLINE_MAIL": address, "SIGHTLINE_NOTIFY_KEY": KEY, "SIGHTLINE_NOTIFY_TEMPLATE": "t"}
    assert f".{backend}." in read(HERE | told).mail["EMAIL_BACKEND"]
