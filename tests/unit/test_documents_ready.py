"""The maker of documents is made ready when a server starts: a document is made, and no database is asked."""

from __future__ import annotations

import sys

from sightline.casework.documents import queries


def test_made_ready_without_the_database() -> None:
    """This test has no database: asking one would be an error."""
    queries.warm()
    assert "weasyprint" in sys.modules


def test_the_server_makes_it_ready(monkeypatch) -> None:
    from sightline.ops import server

    made = []
    monkeypatch.setattr(queries, "warm", lambda: made.append("letter"))
    server._warm()
    assert made == ["letter"]


def test_a_server_that_cannot_make_documents_serves_pages(monkeypatch, caplog) -> None:
    from sightline.ops import server

    def broken() -> None:
        raise OSError("no font")

    monkeypatch.setattr(queries, "warm", broken)
    server._warm()
    assert "could not be made ready" in caplog.text
