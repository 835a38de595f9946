"""Django's settings, all from the environment; reading them starts no database. See docs/reference/settings.md."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from ordino.engine.embedded import data_directory, database_url


def _secret_key() -> str:
    """`ORDINO_SECRET_KEY`, or a key made once and kept in the data directory, readable by its owner only."""
    if key := os.environ.get("ORDINO_SECRET_KEY"):
        return key
    path = data_directory() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # of two processes that start at once, the second takes the first one's key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def _database(url: str) -> dict[str, Any]:
    parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    known = {name: str(parts.pop(key, "")) for name, key in names.items()}
    return {"ENGINE": "django.db.backends.postgresql", **known, "OPTIONS": parts, "CONN_HEALTH_CHECKS": True}


def _email(url: str) -> SplitResult:
    """`console:`, `file:///folder`, or `smtp://user:password@host:port` (`smtps:` for TLS from the start)."""
    parts = urlsplit(url)
    if parts.scheme not in _EMAIL_BACKENDS:
        raise ImproperlyConfigured("ORDINO_EMAIL_URL begins with console:, file:, smtp: or smtps:")
    return parts


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


_EMAIL_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "ordino.adapters.mail.folder.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
}
BASE_DIRECTORY = Path(__file__).resolve().parent
SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ORDINO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ORDINO_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "ordino.engine",
    "ordino.catalog",
    "ordino.network",
    "ordino.parties",
    "ordino.orders",
    "ordino.inventory",
    "ordino.sourcing",
    "ordino.exceptions",
    "ordino.jobs",
    "ordino.access",
    "ordino.webhooks",
    "ordino.fulfillment",
    "ordino.delivery",
    "ordino.payments",
    "ordino.billing",
    "ordino.fraud",
    "ordino.notes",
    "ordino.stored_value",
    "ordino.returns",
    "ordino.procurement",
    "ordino.quotes",
    "ordino.notifications",
    "ordino.insight",
    "ordino.office",
    "ordino.office.signin",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",  # with a random length, so that what is secret cannot be guessed from it
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ordino.site.headers.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ordino.office.signin.activity.note_activity",
    "ordino.office.signin.preferences.personal",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "ordino.site.urls"
WSGI_APPLICATION = "ordino.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIRECTORY.parent / "office", BASE_DIRECTORY.parent / "office" / "signin" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ordino.office.menu.menu",
            ]
        },
    }
]

DATABASES = {"default": _database(database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Over smtp: the connection is encrypted by STARTTLS; `?plain=yes` is for a server on this machine.
_EMAIL = _email(os.environ.get("ORDINO_EMAIL_URL", "console:"))
EMAIL_BACKEND = _EMAIL_BACKENDS[_EMAIL.scheme]
EMAIL_FILE_PATH = unquote(_EMAIL.path)
EMAIL_HOST = _EMAIL.hostname or "localhost"
EMAIL_PORT = _EMAIL.port or (465 if _EMAIL.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_EMAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(_EMAIL.password or "")
EMAIL_USE_SSL = _EMAIL.scheme == "smtps"
EMAIL_USE_TLS = _EMAIL.scheme == "smtp" and parse_qs(_EMAIL.query).get("plain") != ["yes"]
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("ORDINO_EMAIL_FROM", "Ordino <ordino@localhost>")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIRECTORY.parent / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000  # seconds: the address of a file changes with its content
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ordino.site.versions.VersionedFiles"},
}
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Cookies travel over HTTPS only, except where the operator says that this is a machine of his own without it.
_INSECURE = _flag("ORDINO_ALLOW_HTTP")
SESSION_COOKIE_SECURE = not _INSECURE
CSRF_COOKIE_SECURE = not _INSECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if _INSECURE else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("ORDINO_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day

# Signing in (office/signin): tries are counted in the database, so that they count over all processes.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "signin_shared_value"},
}
ACCOUNT_ADAPTER = "ordino.office.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
USERSESSIONS_TRACK_ACTIVITY = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ordino"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _INSECURE
SECOND_FACTOR_ROLES = frozenset(
    role.strip() for role in os.environ.get("ORDINO_SECOND_FACTOR_ROLES", "").split(",") if role.strip()
)

# Single sign-on, where an issuer is named. Its pages are where the form of signing in leads, so the policy names it, too.
_ISSUER = os.environ.get("ORDINO_OIDC_ISSUER", "").rstrip("/")
SOCIALACCOUNT_ADAPTER = "ordino.office.signin.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": os.environ.get("ORDINO_OIDC_NAME", "Single sign-on"),
                "client_id": os.environ.get("ORDINO_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("ORDINO_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": _ISSUER, "oauth_pkce_enabled": True},
            }
        ],
    }
    if _ISSUER
    else {}
}
_FORMS = " ".join(["'self'", "/".join(_ISSUER.split("/", 3)[:3])]).strip()
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    f"object-src 'none'; base-uri 'none'; form-action {_FORMS}; frame-ancestors 'none'"
)
