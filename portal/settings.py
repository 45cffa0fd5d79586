"""Every setting, read from the environment; a bad value stops the program with a sentence.

The embedded run (`make run`, `make test`) sets EMBEDDED=1 and the addresses of its own servers.
Production sets the variables of README's configuration table.
"""

import os
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from botocore.config import Config
from psycopg.conninfo import conninfo_to_dict

from portal.carrier_settings import *  # noqa: F403  # Every name there is a setting.
from portal.carrier_settings import AWS_REGION
from portal.environment import BASE_DIR, EMBEDDED, env

# --- Which run is this? -------------------------------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="embedded-only-" + "k" * 50 if EMBEDDED else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Keys for tax ids and second-factor seeds at rest, newest first; the older ones only decrypt.
FIELD_KEYS: list[str] = env.list(
    "FIELD_KEYS", default=["ZW1iZWRkZWQtb25seS1maWVsZC1rZXktMDAwMDAwMDA="] if EMBEDDED else []
)
API_KEY_PEPPER = env.str("API_KEY_PEPPER", default="embedded-only-pepper" if EMBEDDED else "")

PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"] if EMBEDDED else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# Where tenants lead their own domains by CNAME (a name) or A record (an address): the servers that
# hold the certificates. Empty: the host of PUBLIC_URL.
CUSTOM_DOMAIN_TARGET = env.str("CUSTOM_DOMAIN_TARGET", default="").strip(".").lower()
# Name servers that are asked about such domains, "address" or "address:port"; empty: the system's.
DNS_RESOLVERS = env.list("DNS_RESOLVERS", default=[])
ADMIN_PATH = env.str("ADMIN_PATH", default="admin").strip("/")

# --- The ISV ------------------------------------------------------------------------------
ISV_NAME = env.str("ISV_NAME", default="Assent")
ISV_SUPPORT_EMAIL = env.str("ISV_SUPPORT_EMAIL", default="support@assent.example")

INSTALLED_APPS = [
    "portal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "tenants",
    "consent",
    "registrations",
    "messaging",
]

MIDDLEWARE = [
    # First: it decides by the host which routes and promises there are.
    "portal.hosting.TenantHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.NoNulMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenants.sign_in.session_life.SessionLifeMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tenants.key_limits.LeakedKeyMiddleware",
    "tenants.staff.visit_gate.VisitMiddleware",
    # Innermost: it opens the tenant's scope around the view and the rendering of its answer.
    "tenants.middleware.TenantScopeMiddleware",
    "tenants.sign_in.second_step_gate.SecondStepMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "portal.forms.PortalFormRenderer"

# --- PostgreSQL ---------------------------------------------------------------------------


def database(url: str) -> dict[str, Any]:
    """Translate a libpq URL, socket paths included, into Django's settings.

    psycopg's own parser is used so that every form that psql takes is taken here too.
    """
    parts = conninfo_to_dict(url)
    known = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    settings = {known[key]: value for key, value in parts.items() if key in known}
    options = {key: value for key, value in parts.items() if key not in known}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        # Server-side cursors live outside a transaction-pooled connection; we never need them.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
        **settings,
    }


DATABASES = {"default": database(env.str("DATABASE_URL", default="postgresql://portal@/portal"))}
# The role that work across tenants switches to, and that no login role inherits from.
STAFF_DATABASE_ROLE = env.str("STAFF_DATABASE_ROLE", default="portal_staff")
# Row history: who changed a row and on which page; reading is not recorded.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis and Celery ---------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", default=REDIS_URL),
        "KEY_PREFIX": "assent",
        # A server that hangs must not hang ours.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
CELERY_BROKER_URL = REDIS_URL

# --- People -------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "tenants.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "tenants.people.sign_up_form.SignUpForm",
    "login": "tenants.account_forms.OurLoginForm",
    "add_email": "tenants.account_forms.OurAddEmailForm",
    "reset_password": "tenants.account_forms.OurResetPasswordForm",
    "change_password": "tenants.account_forms.OurChangePasswordForm",
    "set_password": "tenants.account_forms.OurSetPasswordForm",
    "reset_password_from_key": "tenants.account_forms.OurResetPasswordKeyForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Tries by address (ip), by what is tried on (key) and by who is signed in (user).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/5m/ip,10/5m/key",
    "second_step": "5/5m/key,20/h/key,50/d/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/10s/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # A phone whose clock is off, or a slow typist, by 30 seconds.
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers take http://localhost for safe; the embedded run has no other address.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
MFA_FORMS = {
    "authenticate": "tenants.sign_in.sign_in_forms.CodeForm",
    "reauthenticate": "tenants.sign_in.sign_in_forms.CodeAgainForm",
    "activate_totp": "tenants.sign_in.sign_in_forms.SetUpAppForm",
    "add_webauthn": "tenants.sign_in.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "tenants.sign_in.sign_in_forms.RenamePasskeyForm",
}
# Must staff sign in with a second step? May be off in the embedded run only.
STAFF_MFA = env.bool("STAFF_MFA", default=not EMBEDDED)
MFA_ADAPTER = "tenants.sign_in.second_step_adapter.SecondStepAdapter"
MFA_TOTP_ISSUER = ISV_NAME
# Without a visit; signed in or not, it is over after the days of tenants/sign_in/session_life.py.
SESSION_COOKIE_AGE = 12 * 3600
# May anybody found a tenant, or only the invited?
OPEN_SIGN_UP = env.bool("OPEN_SIGN_UP", default=True)

# --- Looks at live pages ------------------------------------------------------------------
# The browser that workers look with; empty: /usr/bin/chromium, else the one that Playwright brings.
BROWSER_PATH = env.str("BROWSER_PATH", default="")
# Chromium refuses to run as root unless this is off; anywhere else leave it on.
BROWSER_SANDBOX = env.bool("BROWSER_SANDBOX", default=not (EMBEDDED and os.geteuid() == 0))

# Listeners of this very machine that webhooks may call, such as http://127.0.0.1:9000; in the
# embedded run only, where an app under development has no public address.
WEBHOOK_LOCAL_ORIGINS = env.list("WEBHOOK_LOCAL_ORIGINS", default=[])

# How long a closed business can be reopened before its personal data are erased.
CLOSING_DAYS = env.int("CLOSING_DAYS", default=30)

# --- Mail ---------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{ISV_NAME} <{ISV_SUPPORT_EMAIL}>")
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds, for each step of handing a mail over
if EMBEDDED:
    # Shown at /mailbox/, since a laptop has no mail server.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# --- Files: S3 in production, a folder in the embedded run --------------------------------
EVIDENCE_BUCKET = env.str("EVIDENCE_BUCKET", default="")
PUBLIC_BUCKET = env.str("PUBLIC_BUCKET", default="")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default="") or None


def storage(bucket: str, folder: str) -> dict[str, Any]:
    """A private S3 bucket where one is configured, else a folder below DATA_DIR."""
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": DATA_DIR / "files" / folder},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "region_name": AWS_REGION,
            "endpoint_url": S3_ENDPOINT_URL,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_expire": 300,
            # A bucket that does not answer must fail an upload soon, not hold up a web worker.
            "client_config": Config(connect_timeout=3, read_timeout=10),
        },
    }


STORAGES = {
    "default": storage(EVIDENCE_BUCKET, "originals"),
    # Re-encoded pictures, the only copies that a browser is ever given.
    "public": storage(PUBLIC_BUCKET, "public"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
if EMBEDDED:
    # Served straight from static/, so that an edit shows on reload and nothing is collected.
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
MAX_UPLOAD_BYTES = 10 * 1024 * 1024
# What one business may keep as evidence: originals and copies together.
EVIDENCE_TENANT_BYTES = env.int("EVIDENCE_TENANT_MB", default=200) * 1024 * 1024
# A function, as "package.module.name", that looks for viruses in uploads (SECURITY.md says how it
# is called); empty: nobody looks, and the page says so.
EVIDENCE_SCANNER = env.str("EVIDENCE_SCANNER", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Security -----------------------------------------------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = not EMBEDDED
SECURE_REDIRECT_EXEMPT = [r"^healthz"]
SECURE_HSTS_SECONDS = 0 if EMBEDDED else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not EMBEDDED
SESSION_COOKIE_NAME = "sessionid" if EMBEDDED else "__Host-sessionid"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        # The consent box must not be framed, or a stolen click could be called consent.
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# --- REST ---------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tenants.api_auth.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["tenants.api_auth.HasApiKey"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["tenants.api_format.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "tenants.api_schema.ScopedSchema",
    "DEFAULT_PAGINATION_CLASS": "tenants.api_format.NewestFirst",
    "EXCEPTION_HANDLER": "tenants.api_errors.answer",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": None,
}
# Requests a minute that one tenant's apps may make; a third of it at once.
API_RATE = env.int("API_RATE", default=3000)
SPECTACULAR_SETTINGS = {
    "TITLE": f"{ISV_NAME} API",
    "VERSION": "1",
    "DESCRIPTION": "Send texts and record consent for one tenant.",
    "SERVE_INCLUDE_SCHEMA": False,
    # Several things have a status, and each its own list.
    "ENUM_NAME_OVERRIDES": {
        "MessageStatusEnum": "messaging.states.MessageStatus",
        "RegistrationStatusEnum": "registrations.states.RegistrationStatus",
        "NumberStatusEnum": "registrations.states.OriginatorStatus",
    },
}

# --- Words, time, logs --------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français")]
# The furniture of hosted pages; compiled files lie beside their sources, since not every system
# on which we are installed has a compiler for them.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
# Where staff work: waits in the review queue are counted in its working hours.
STAFF_TIME_ZONE = ZoneInfo(env.str("STAFF_TIME_ZONE", default=TIME_ZONE))
USE_TZ = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.logs.RedactingFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # fontTools tells every table of every font that it puts into a paper.
    "loggers": {name: {"level": "WARNING"} for name in ("django.server", "botocore", "fontTools")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
