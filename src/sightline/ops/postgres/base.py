"""Django's PostgreSQL backend, so that a query is planned once for a connection and not for every page.

A page asks some forty small questions, and planning them takes the server longer than answering them. PostgreSQL
keeps the plan of a statement that comes again with the same text; so values travel beside the text (server-side
binding), and a list of numbers is one value (`register.among`).
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

#: How many statements each connection keeps; the pages of the service have some three hundred between them.
KEPT = 400


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that keeps the plans of its statements."""

    def _configure_connection(self, connection: Any) -> Any:
        connection.prepared_max = KEPT
        return super()._configure_connection(connection)  # type: ignore[misc]
