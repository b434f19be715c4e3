"""How long somebody stays signed in, and what must be so before a page opens at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sightline.web.rendering import render

Handler = Callable[[HttpRequest], HttpResponse]

_BEGAN, _SEEN, _FACTOR = "began", "seen", "second_factor"
_A_MINUTE = 60


class Sitting:
    """Signs out after the idle time (the session's own age) and, whatever somebody does, after SESSION_LASTS."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _keep_time(request)
        return self.get_response(request)


def _keep_time(request: HttpRequest) -> None:
    """Told to the database once a minute at most: a page that only reads stays one that only reads."""
    now, session = time.time(), request.session
    if now - session.setdefault(_BEGAN, now) > settings.SESSION_LASTS.total_seconds():
        logout(request)
    elif now - session.get(_SEEN, 0) > _A_MINUTE:
        session[_SEEN] = now


class Gate:
    """Before any page but those of the account: a second factor is set up, and some role is held today."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, *_: Any) -> HttpResponse | None:
        """Leads to what is missing."""
        if _is_open(request, view) or not request.user.is_authenticated:
            return None
        if lacks_second_factor(request):
            return redirect("mfa_activate_totp")
        if not request.viewer.roles:
            return render(request, "account/no_role.html", status=403)
        return None


def _is_open(request: HttpRequest, view: Any) -> bool:
    return not getattr(view, "login_required", True) or request.path.startswith("/account/")


def lacks_second_factor(request: Any) -> bool:
    """Whether this local account needs a second factor and has none. Asked of the database once a session."""
    if not settings.SECOND_FACTOR or request.session.get(_FACTOR):
        return False
    if came_from_provider(request):
        return False
    found = has_second_factor(request.user)
    if found:
        request.session[_FACTOR] = True
    return not found


def has_second_factor(person: Any) -> bool:
    """Whether this person has set up a second factor."""
    return bool(is_mfa_enabled(person))


def came_from_provider(request: Any) -> bool:
    """Whether the council's own provider said who this is: what it asks of people is the council's to decide."""
    methods = request.session.get("account_authentication_methods", ())
    return any(method.get("method") == "socialaccount" for method in methods)


def forget_second_factor(request: Any) -> None:
    """Look again: the second factor of this account was set up or taken away."""
    request.session.pop(_FACTOR, None)
