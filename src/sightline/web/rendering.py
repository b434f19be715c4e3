"""Pages from templates: a template is given values, and cannot ask the database for more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NoReturn

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import loader


class QueryInTemplate(RuntimeError):
    """A template asked the database: the page must hand it the value."""


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page made of a template and values. In tests a query from a template is an error."""
    chosen = loader.get_template(template)
    request.session.get("_")  # loaded before, so that the layout may tell who is signed in
    if request.user.is_authenticated:
        _ = request.viewer.roles  # type: ignore[attr-defined]
    with _no_queries():
        return HttpResponse(chosen.render(context or {}, request), status=status)


def _no_queries() -> AbstractContextManager[Any]:
    if getattr(settings, "TEMPLATES_MAY_QUERY", True):
        return nullcontext()
    return connection.execute_wrapper(_refuse)


def _refuse(execute: Callable[..., Any], sql: str, *_: Any) -> NoReturn:
    raise QueryInTemplate(f"A template started a query: {sql[:60]}…")
