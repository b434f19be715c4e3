"""Settings of the service, each from the environment. `docs/reference/settings.md` is made from this file's table.

One that is missing or cannot be understood stops the start and says what to set.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from csp.constants import NONCE, NONE, SELF

from sightline.ops.environment import read
from sightline.ops.logs import LOGGING as LOGGING

env = read()
HTTPS = env.url.startswith("https://")

BASE_URL = env.url
SECRET_KEY = env.secret_key
DEBUG = False
ALLOWED_HOSTS = env.hosts
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

#: Where uploads, imports and (with SQLite) the database are.
DATA = env.data
COUNCIL = env.council
SAMPLE = env.sample  # the sample council: says so on every page
SECOND_FACTOR = not env.sample  # local accounts need one, but for the accounts that the sample council prints
GLASS_HOURS = env.glass_hours
TODAY = env.today  # a fixed day, for demonstrations, pictures and tests

INSTALLED_APPS = [
    "sightline.web",
    "sightline.casework.watch",
    "sightline.casework.reviews",
    "sightline.casework.meetings",
    "sightline.casework.documents",
    "sightline.casework.allocation",
    "sightline.casework.register",
    "sightline.casework.practice",
    "sightline.casework.outbox",
    "sightline.casework.staff",
    "sightline.casework.trail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "sightline.web.log.Log",
    "sightline.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sightline.web.middleware.Who",
    "sightline.web.sending.Sending",
    "sightline.web.sitting.Sitting",
    "sightline.web.sitting.Gate",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sightline.web.urls"
WSGI_APPLICATION = "sightline.ops.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.static", "sightline.web.components.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "sightline.web.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

#: In the database, so that limits (of tries at a code, of readings by a key) hold over all server processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "staff_remembered",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

DATA_UPLOAD_MAX_NUMBER_FILES = 200  # of one import

DATABASES: dict[str, dict[str, Any]] = {"default": env.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "staff.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "sightline.web.adapters.Accounts"
ACCOUNT_FORMS = {
    "login": "sightline.web.account_forms.SignIn",
    "reset_password": "sightline.web.account_forms.ResetPassword",
    "reset_password_from_key": "sightline.web.account_forms.NewPassword",
    "change_password": "sightline.web.account_forms.ChangePassword",
    "reauthenticate": "sightline.web.account_forms.Reauthenticate",
}
MFA_FORMS = {
    "authenticate": "sightline.web.account_forms.Code",
    "reauthenticate": "sightline.web.account_forms.CodeAgain",
    "activate_totp": "sightline.web.account_forms.FirstCode",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # nobody signs up: the adapter is closed
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator gives the address; a letter to it proves it
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Sightline: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
#: A whole council may come from one address; guessing at one account is stopped by the lock-out below.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/15m/key"}  # the second is for codes
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

SOCIALACCOUNT_ADAPTER = "sightline.web.adapters.Providers"
SOCIALACCOUNT_PROVIDERS = env.providers
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # an address that the provider has verified is that person
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_AUTO_SIGNUP = False

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Sightline"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute out
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "sightline.web.signing_in.account_tried"
AXES_LOCKOUT_CALLABLE = "sightline.web.signing_in.locked"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or somebody who keeps trying locks another out for ever
AXES_DISABLE_ACCESS_LOG = True  # the trail has it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["login", "email", "username", "password", "csrfmiddlewaretoken"]

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would hold names
SESSION_COOKIE_AGE = env.idle_minutes * 60
SESSION_LASTS = timedelta(hours=12)  # whatever somebody does
SESSION_COOKIE_NAME = "__Host-sightline" if HTTPS else "sightline"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # strict would lose the way back from the provider
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-form" if HTTPS else "form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *env.provider_origins],  # the sign-in form is sent on to the provider
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

EMAIL_BACKEND = env.mail["EMAIL_BACKEND"]
EMAIL_HOST = env.mail.get("EMAIL_HOST", "")
EMAIL_PORT = env.mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = env.mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.mail.get("EMAIL_TIMEOUT")
NOTIFY_KEY = env.mail.get("NOTIFY_KEY", "")
NOTIFY_TEMPLATE = env.mail.get("NOTIFY_TEMPLATE", "")
NOTIFY_URL = env.mail.get("NOTIFY_URL", "")
HOOKS = env.hooks  # where webhooks may lead
DEFAULT_FROM_EMAIL = env.mail_from
ADMINS: list[tuple[str, str]] = []  # no letter about a fault: it could hold a child's values

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = env.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.static_storage},
}

SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # the lock counts by account: a council comes from one address

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
