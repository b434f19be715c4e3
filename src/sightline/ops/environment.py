"""What the service is told by its environment: each variable once, with its default and what it is for."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class Misconfigured(Exception):
    """A variable is missing or cannot be understood; the message says what to set."""


@dataclass(frozen=True)
class Variable:
    """One variable: its name without the prefix, its default as text, and what it says."""

    name: str
    default: str
    says: str


VARIABLES = (
    Variable("DATA", "sightline-data", "Folder for the database (SQLite), uploads and imports."),
    Variable("DATABASE", "", "postgresql://user:password@host:port/name; empty: SQLite in the data folder."),
    Variable("SECRET_KEY", "", "Signs sessions. Empty: made once and kept in the data folder."),
    Variable("URL", "http://127.0.0.1:8000", "The address people use."),
    Variable("COUNCIL", "Sample Council", "The council's name, on every page."),
    Variable("SAMPLE", "no", "yes: this is the sample council, without second factor; never with real children."),
    Variable("TODAY", "", "A fixed day (YYYY-MM-DD), with SAMPLE alone."),
    Variable("IDLE_MINUTES", "30", "After so many minutes without a click somebody is signed out."),
    Variable("GLASS_HOURS", "8", "For so many hours a record opened with a reason stays open."),
    Variable("BEHIND_PROXY", "no", "yes: a proxy of ours sets X-Forwarded-Proto, and everybody comes through it."),
    Variable(
        "MAIL",
        "",
        "smtp://user:password@host:port, smtps://…, or notify (GOV.UK Notify); empty: letters are printed.",
    ),
    Variable("MAIL_FROM", "sightline@localhost", "The address that letters come from."),
    Variable("NOTIFY_KEY", "", "With MAIL=notify: the key of the service at GOV.UK Notify."),
    Variable("NOTIFY_TEMPLATE", "", "With MAIL=notify: the template there, of ((subject)) and ((body))."),
    Variable("NOTIFY_URL", "https://api.notifications.service.gov.uk", "Where GOV.UK Notify is."),
    Variable(
        "HOOKS", "public", "Where webhooks may lead: public; inside: our own network too; local: for trying out."
    ),
    Variable("OIDC_ISSUER", "", "The address of the OpenID Connect provider; empty: local accounts alone."),
    Variable("OIDC_CLIENT_ID", "", "What the provider calls Sightline."),
    Variable("OIDC_CLIENT_SECRET", "", "The secret that the provider gave Sightline."),
    Variable("OIDC_NAME", "your council account", "What people know the provider by: Sign in with …"),
    Variable("OIDC_TRUSTS_ADDRESSES", "no", "yes: our own directory, which does not say email_verified."),
)

PREFIX = "SIGHTLINE_"
_SQLITE = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=1073741824;"
    "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000"
)


@dataclass(frozen=True)
class Environment:
    """The settings of one installation."""

    data: Path
    database: dict[str, Any]
    secret_key: str
    url: str
    hosts: list[str]
    council: str
    sample: bool
    today: date | None
    static: Path
    static_storage: str
    idle_minutes: int
    glass_hours: int
    behind_proxy: bool
    mail: dict[str, Any]
    mail_from: str
    hooks: str
    providers: dict[str, Any]
    provider_origins: list[str]


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """The settings of this installation. Raises Misconfigured."""
    told = {each.name: environ.get(PREFIX + each.name, "") or each.default for each in VARIABLES}
    data = Path(told["DATA"]).absolute()
    sample = told["SAMPLE"] == "yes"
    url = told["URL"].rstrip("/")
    host = urlsplit(url).hostname
    if host is None:
        raise Misconfigured("SIGHTLINE_URL is not an address such as https://sightline.example.gov.uk")
    return Environment(
        data=data,
        database=_database(told["DATABASE"], data),
        secret_key=told["SECRET_KEY"] or _kept_secret(data),
        url=url,
        hosts=[host, *(("localhost", "127.0.0.1") if host in ("localhost", "127.0.0.1") else ())],
        council=told["COUNCIL"],
        sample=sample,
        today=_today(told["TODAY"], sample),
        static=data / "static",
        static_storage="whitenoise.storage.CompressedManifestStaticFilesStorage",
        idle_minutes=_number("IDLE_MINUTES", told["IDLE_MINUTES"]),
        glass_hours=_number("GLASS_HOURS", told["GLASS_HOURS"]),
        behind_proxy=told["BEHIND_PROXY"] == "yes",
        mail=_mail(told),
        mail_from=_one_line("MAIL_FROM", told["MAIL_FROM"]),
        hooks=_hooks(told["HOOKS"], sample),
        providers=_providers(told),
        provider_origins=_origins(told["OIDC_ISSUER"]),
    )


def _number(name: str, told: str) -> int:
    if told.isascii() and told.isdigit() and int(told) > 0:
        return int(told)
    raise Misconfigured(f"{PREFIX}{name} is not a number of at least 1")


def _one_line(name: str, told: str) -> str:
    if told.isprintable():
        return told
    raise Misconfigured(f"{PREFIX}{name} has to be one line")


def _hooks(told: str, sample: bool) -> str:
    if told not in ("public", "inside", "local"):
        raise Misconfigured("SIGHTLINE_HOOKS is public, inside or local")
    if told == "local" and not sample:
        raise Misconfigured("SIGHTLINE_HOOKS=local works with SIGHTLINE_SAMPLE=yes alone")
    return told


def _mail(told: Mapping[str, str]) -> dict[str, Any]:
    """How letters leave, as Django's settings of mail and ours of GOV.UK Notify."""
    address = told["MAIL"]
    if address in ("", "console"):
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    return _notify(told) if address == "notify" else _smtp(address)


def _notify(told: Mapping[str, str]) -> dict[str, Any]:
    missing = [name for name in ("NOTIFY_KEY", "NOTIFY_TEMPLATE") if not told[name]]
    if missing:
        raise Misconfigured(f"SIGHTLINE_MAIL=notify needs {' and '.join(PREFIX + name for name in missing)}")
    if not urlsplit(told["NOTIFY_URL"]).hostname:
        raise Misconfigured("SIGHTLINE_NOTIFY_URL is not an address")
    return {
        "EMAIL_BACKEND": "sightline.casework.outbox.senders.notify.EmailBackend",
        **{name: told[name] for name in ("NOTIFY_KEY", "NOTIFY_TEMPLATE", "NOTIFY_URL")},
    }


def _smtp(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Misconfigured("SIGHTLINE_MAIL is neither smtp://user:password@host:port nor notify")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def _origins(issuer: str) -> list[str]:
    parts = urlsplit(issuer)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _providers(told: Mapping[str, str]) -> dict[str, Any]:
    """The OpenID Connect provider, as allauth's settings; nothing where none is told."""
    if not told["OIDC_ISSUER"]:
        return {}
    if not told["OIDC_CLIENT_ID"] or not told["OIDC_CLIENT_SECRET"]:
        raise Misconfigured("SIGHTLINE_OIDC_ISSUER needs SIGHTLINE_OIDC_CLIENT_ID and _CLIENT_SECRET")
    settings: dict[str, Any] = {"server_url": told["OIDC_ISSUER"], "oauth_pkce_enabled": True}
    if told["OIDC_TRUSTS_ADDRESSES"] == "yes":
        settings["verified_email"] = True
    council = {
        "provider_id": "council",
        "name": told["OIDC_NAME"],
        "client_id": told["OIDC_CLIENT_ID"],
        "secret": told["OIDC_CLIENT_SECRET"],
        "settings": settings,
    }
    return {"openid_connect": {"APPS": [council], "OAUTH_PKCE_ENABLED": True}}


def _database(address: str, data: Path) -> dict[str, Any]:
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "sightline.sqlite3",
            "CONN_MAX_AGE": None,  # opening it anew for each page would read the schema and forget what was read
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": _SQLITE,
                "cached_statements": 400,
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise Misconfigured("SIGHTLINE_DATABASE is not postgresql://user:password@host:port/name")
    return {
        "ENGINE": "sightline.ops.postgres",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 1,  # a question that is asked a second time is planned for good
            "pool": {"min_size": 1, "max_size": 4, "timeout": 20},
            # A page's queries are small: compiling one took longer than all of them. Tables lie in memory.
            "options": "-c jit=off -c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan",
        },
    }


def _kept_secret(data: Path) -> str:
    """The secret of this installation, made the first time; readable by its owner alone."""
    path = data / "secret-key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
        secret = secrets.token_urlsafe(50)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret)
        return secret


def _today(told: str, sample: bool) -> date | None:
    if not told:
        return None
    if not sample:
        raise Misconfigured("SIGHTLINE_TODAY works with SIGHTLINE_SAMPLE=yes alone: real children live today")
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise Misconfigured("SIGHTLINE_TODAY is not a day such as 2026-11-20") from None
