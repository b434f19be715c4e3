"""How the sign-in library is held to this service: nobody signs up, and a provider makes nobody known."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sightline.casework.trail.actions import record
from sightline.web.day import now
from sightline.web.rendering import render

_BEGUN_AS = "sign_in_begun_as"
_JUST_NOW = 5 * 60  # seconds


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Local accounts: an administrator makes them."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The address or the password is not right.",
        "incorrect_code": "The code is not right. Wait for the next one, and enter that.",
        "too_many_login_attempts": "Too many wrong tries. Wait 15 minutes before you try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Nobody gets here."""
        return "/"

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """The first step is right: keep what it stood on until the last is."""
        request.session[_BEGUN_AS] = user.get_session_auth_hash()
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every step is right. What ends sittings in between (a new password, say) ends this sign-in too."""
        if request.session.pop(_BEGUN_AS, None) != user.get_session_auth_hash():
            request.session.flush()
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for whoever has just signed in, with all that sign-in asks for."""
        began = self.request.session.get("began", 0)
        return time.time() - began > _JUST_NOW and bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(self, *_: Any, **__: Any) -> None:
        """None: the page that follows says what happened."""


class Providers(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts of the council's provider: each belongs to somebody who is known here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse, with the reason, whoever is not known here."""
        reason = _why_not(sociallogin)
        if reason is not None:
            record("sign_in_failed", by=None, at=now(), request=getattr(request, "number", ""), provider=reason)
            raise ImmediateHttpResponse(_refused(request, reason))

    def on_authentication_error(self, request: HttpRequest, *_: Any, **__: Any) -> None:
        """Show a page of ours: what the provider answered is no help to the person, and may hold anything."""
        raise ImmediateHttpResponse(_refused(request, "failed"))

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False


def _why_not(sociallogin: Any) -> str | None:
    if sociallogin.state.get("process") not in (None, "login"):
        return "not_offered"
    if not sociallogin.is_existing:
        told = sociallogin.email_addresses
        return "unverified" if told and not any(address.verified for address in told) else "unknown"
    return None if sociallogin.user.is_active else "inactive"


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "account/provider_refused.html", {"reason": reason}, status=403)
