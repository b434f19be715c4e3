"""Coming in and going out, and one's own account. The views of sign-in are the library's; only these are open."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as provider
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_POST

from sightline.web.access import View, page
from sightline.web.rendering import render
from sightline.web.sitting import came_from_provider, has_second_factor


@page(None)
def own(request: Any) -> HttpResponse:
    """Who is signed in, as what, and how they sign in."""
    shown = {
        "roles": sorted(role.label for role in request.viewer.roles),
        "by_provider": came_from_provider(request),
        "second_factor": has_second_factor(request.user),
        "email": request.user.email,
    }
    return render(request, "account/own.html", shown)


@page(None)
@require_POST
def stay(request: Any) -> HttpResponse:
    """Stay signed in: the idle time begins anew."""
    request.session["seen"] = 0
    request.session.modified = True
    return HttpResponse(status=204)


@page(None)
def to_own(request: Any) -> HttpResponse:
    """Pages of the library that this service has one page for."""
    return redirect("account")


def _open(view: View) -> View:
    """A view of the library for people who are not signed in, told apart from ours for the matrix of access."""
    opened: View = login_not_required(view)
    opened.act = "open"  # type: ignore[attr-defined]
    return opened


def _own(view: View) -> View:
    """A view of the library for whoever is signed in."""
    view.act = None  # type: ignore[attr-defined]
    return view


urls: list[URLPattern] = [
    path("account/", own, name="account"),
    path("account/stay", stay, name="account_stay"),
    path("account/login/", _open(account.login), name="account_login"),
    path("account/logout/", _open(account.logout), name="account_logout"),
    path("account/inactive/", _open(account.account_inactive), name="account_inactive"),
    path("account/signup/", _open(account.signup), name="account_signup"),  # closed: it says so
    path("account/reauthenticate/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("account/password/change/", _own(account.password_change), name="account_change_password"),
    path("account/password/set/", to_own, name="account_set_password"),
    path("account/password/reset/", _open(account.password_reset), name="account_reset_password"),
    path("account/password/reset/sent/", _open(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _open(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        _open(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/email/", to_own, name="account_email"),
    path("account/second-factor/", to_own, name="mfa_index"),
    path("account/second-factor/code/", _open(factor.authenticate), name="mfa_authenticate"),
    path("account/second-factor/again/", _own(factor.reauthenticate), name="mfa_reauthenticate"),
    path("account/second-factor/app/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/second-factor/recovery/", _own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/second-factor/recovery/new/",
        _own(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-factor/recovery/download/",
        _own(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/provider/cancelled/", _open(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("account/provider/error/", _open(social.login_error), name="socialaccount_login_error"),
    path("account/provider/signup/", _open(social.signup), name="socialaccount_signup"),  # closed
    path("account/provider/accounts/", to_own, name="socialaccount_connections"),
    path("account/oidc/<str:provider_id>/", _open(provider.login), name="openid_connect_login"),
    path("account/oidc/<str:provider_id>/back/", _open(provider.callback), name="openid_connect_callback"),
]
