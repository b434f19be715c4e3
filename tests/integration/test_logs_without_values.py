"""The log tells what happened to whom by number, and never what anything said."""

from __future__ import annotations

import json
import logging
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django_tasks import task

from service import make_child, make_person, signed_in
from sightline.casework.register.models import Child
from sightline.ops.logs import Lines, fault
from sightline.ops.working import Jobs
from sightline.web import urls
from sightline.web.access import open_page

NAME = "Zephyrine Quillfeather"


@open_page
def raises_a_name(request: HttpRequest) -> HttpResponse:
    Child.objects.filter(surname=NAME).exists()
    raise ValueError(f"No such child: {NAME}")


@open_page
def breaks_the_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM register_child WHERE surname = %s", [NAME])
    return HttpResponse()


@task()
def job_that_raises_a_name() -> None:
    raise ValueError(f"No such child: {NAME}")


urlpatterns = [
    *urls.urlpatterns,
    path("raises/<str:word>", lambda request, word: raises_a_name(request), name="raises"),
    path("breaks", breaks_the_database, name="breaks"),
]
urlpatterns[-2].callback.login_required = False  # type: ignore[attr-defined]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """Everything that is logged, by any logger, as the service writes it."""
    out, handler = StringIO(), logging.StreamHandler()
    handler.setFormatter(Lines())
    handler.setStream(out)
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return out


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_fault_in_a_page_is_logged_by_kind_and_place(client: Client, lines: StringIO) -> None:
    client.raise_request_exception = False
    assert client.get("/raises/Quillfeather?q=Zephyrine").status_code == 500
    assert "Zephyrine" not in lines.getvalue()
    assert "Quillfeather" not in lines.getvalue()
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert any(line.get("fault", "").startswith("ValueError at ") for line in told)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_what_the_database_says_of_a_fault_is_not_logged(client: Client, lines: StringIO) -> None:
    client.raise_request_exception = False
    assert client.get("/breaks").status_code == 500
    assert "Quillfeather" not in lines.getvalue()


@pytest.mark.django_db
def test_a_fault_in_a_job_is_logged_and_kept_by_kind_and_place(lines: StringIO, capsys: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    job_that_raises_a_name.enqueue()
    job = DBTaskResult.objects.get()
    job.claim("w")
    with CaptureQueriesContext(connection) as asked:
        Jobs("w").run_task(job)
    job.refresh_from_db()
    assert job.status == "FAILED"
    assert job.traceback.startswith("ValueError at ")
    assert "Quillfeather" not in " ".join(query["sql"] for query in asked)  # not for a moment
    for said in (lines.getvalue(), job.traceback, *capsys.readouterr()):
        assert "Quillfeather" not in said


@pytest.mark.django_db
def test_a_request_is_one_line_with_the_route_and_the_person(client: Client, lines: StringIO) -> None:
    child, officer = make_child(surname="Quillfeather"), make_person(name=NAME)
    signed_in(client, officer).get(f"/children/{child.pk}/?q=Quillfeather")
    line = json.loads(lines.getvalue().splitlines()[-1])
    assert (line["event"], line["method"], line["person"]) == ("request", "GET", officer.pk)
    assert len(line["request"]) == 36
    assert "Quillfeather" not in lines.getvalue()
    assert f"/children/{child.pk}" not in lines.getvalue()


@pytest.mark.parametrize("message", [f"{NAME} was here", NAME])
def test_what_another_library_says_in_whole_is_told_by_its_place(lines: StringIO, message: str) -> None:
    logging.getLogger("some.library").error(message)
    assert "Quillfeather" not in lines.getvalue()
    assert "test_logs_without_values.py" in lines.getvalue()


def test_what_would_fill_a_message_in_is_left_out(lines: StringIO) -> None:
    logging.getLogger("some.library").error("Could not find %s", NAME)
    assert json.loads(lines.getvalue())["event"] == "Could not find %s"


def test_a_fault_says_its_kind_and_place() -> None:
    with pytest.raises(ValueError) as raised:
        int(NAME)
    assert (fault(raised.value) or "").startswith("ValueError at test_logs_without_values.py:")
