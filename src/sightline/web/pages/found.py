"""What is not there is "not found", whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from sightline.casework.staff.directory import NoSuchPerson

View = Callable[..., HttpResponse]


def or_not_found(view: View) -> View:
    """A page about a person, team, role, post or absence that may not be there."""

    @wraps(view)
    def found(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoSuchPerson:
            raise Http404 from None

    return found
