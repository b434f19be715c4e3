"""An OpenID Connect provider, as a program of its own: accounts and passwords of a council that does not exist.

    python identity_provider.py FOLDER PORT CLIENT_ID CLIENT_SECRET REDIRECT_URI EMAIL…

It asks for PKCE, signs with a key of its own, and says of an address that begins with "unverified" that nobody has
checked it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

PASSWORD = "the council's own password"
LOGIN = """<!DOCTYPE html><html lang="en"><title>Council account</title>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Continue</button></form></html>"""


def configure(folder: Path, port: int) -> None:
    import django
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    loaders = [("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN})]
    templates = {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": loaders}}
    settings.configure(
        SECRET_KEY="of the tests",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            *(f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions")),
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[templates],
        SESSION_COOKIE_NAME="provider",
        CSRF_COOKIE_NAME="provider-form",
        LOGIN_URL="/login",
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}/o",
            "OIDC_RSA_PRIVATE_KEY": pem,
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.validator",
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "", "profile": "", "email": ""},
        },
    )
    django.setup()


def validator() -> Any:
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Claims(OAuth2Validator):
        oidc_claim_scope = None

        def get_additional_claims(self, request: Any) -> dict[str, Any]:
            email = request.user.email
            return {"email": email, "email_verified": not email.startswith("unverified")}

    return Claims()


def addresses() -> list[Any]:
    from django.contrib.auth.views import LoginView
    from django.urls import include, path

    return [path("o/", include("oauth2_provider.urls")), path("login", LoginView.as_view())]


def fill(client_id: str, secret: str, redirect: str, emails: list[str]) -> None:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for email in emails:
        User.objects.create_user(email, email, PASSWORD)
    Application.objects.create(
        name="Sightline",
        client_id=client_id,
        client_secret=secret,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=redirect,
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


if __name__ == "__main__":
    sys.modules["identity_provider"] = sys.modules["__main__"]
    __name__ = "identity_provider"
    folder, port, client_id, secret, redirect, *emails = sys.argv[1:]
    configure(Path(folder), int(port))
    urlpatterns = addresses()
    fill(client_id, secret, redirect, emails)
    from django.core.wsgi import get_wsgi_application

    make_server("127.0.0.1", int(port), get_wsgi_application(), handler_class=Quiet).serve_forever()
