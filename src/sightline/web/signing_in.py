"""What signing in leaves behind: entries of the trail, and the lock after too many wrong passwords."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import ratelimit
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from sightline.casework.staff.signing_in import factor_is_new, number_of, person_to_sign_in
from sightline.casework.trail.actions import record
from sightline.web.day import now
from sightline.web.rendering import render
from sightline.web.sitting import forget_second_factor


def account_tried(request: Any, credentials: dict[str, Any] | None = None) -> str:
    """What the lock counts by: the address typed, known or not, in a form that cannot be read back.

    What is typed into the box for an address is now and then a password.
    """
    return salted_hmac("sightline.lock", _address(request, credentials), algorithm="sha256").hexdigest()


def _address(request: Any, credentials: dict[str, Any] | None) -> str:
    told = credentials or {}
    typed = told.get("email") or told.get("username") or (request.POST.get("login") if request else "")
    return str(typed or "").strip().lower()


def locked(request: HttpRequest, *_: Any) -> HttpResponse:
    """The page after too many wrong passwords, alike for an address that is known and one that is not."""
    return render(request, "account/locked.html", status=429)


def connect() -> None:
    """Listen to what the sign-in libraries tell. Called once, when the service starts."""
    for signal, receiver in _RECEIVERS:
        signal.connect(receiver, dispatch_uid=f"sightline.{receiver.__name__}")


def _signed_in(*, request: Any, user: Any, **_: Any) -> None:
    _record("signed_in", request, user.pk, by=user.pk)


def _signed_out(*, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        _record("signed_out", request, user.pk, by=user.pk)


def _failed(*, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    _record("sign_in_failed", request, number_of(_address(request, credentials)))


def _locked_out(*, request: Any = None, **_: Any) -> None:
    _record("locked_out", request, number_of(_address(request, None)))


def _factor_set(*, request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    forget_second_factor(request)
    factor_is_new(user.pk)
    _record("second_factor_set", request, user.pk, by=user.pk, what=str(authenticator.type))


def _factor_removed(*, request: Any, user: Any, **_: Any) -> None:
    forget_second_factor(request)
    _record("second_factor_removed", request, user.pk, by=user.pk)


def _record(action: str, request: Any, subject: int | None, *, by: int | None = None, **detail: str) -> None:
    number, kind = getattr(request, "number", ""), "person" if subject else ""
    record(action, by=by, at=now(), kind=kind, subject=subject, request=number, **detail)


_RECEIVERS: tuple[tuple[Any, Any], ...] = (
    (user_logged_in, _signed_in),
    (user_logged_out, _signed_out),
    (user_login_failed, _failed),
    (user_locked_out, _locked_out),
    (authenticator_added, _factor_set),
    (authenticator_reset, _factor_set),
    (authenticator_removed, _factor_removed),
)


def is_locked(request: HttpRequest, address: str) -> bool:
    """Whether this address is locked after too many wrong passwords."""
    tries: int = AxesProxyHandler.get_failures(request, {"username": address})
    return tries >= settings.AXES_FAILURE_LIMIT


def unlock(request: HttpRequest, number: int, address: str) -> None:
    """Forget the wrong passwords and codes of somebody, so that they may try again at once."""
    reset(username=account_tried(None, {"username": address}))
    code_tries = f"mfa-auth-user-{number}"  # as the sign-in library counts them
    ratelimit.clear(request, action="login_failed", key=code_tries)


def password_link(number: int) -> str:
    """A link by which this person chooses a password: good once, for PASSWORD_RESET_TIMEOUT."""
    person = person_to_sign_in(number)
    whose, key = user_pk_to_url_str(person), default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": whose, "key": key})
    return f"{settings.BASE_URL}{path}"
