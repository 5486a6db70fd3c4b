# SPDX-License-Identifier: Apache-2.0
"""Django settings, derived from Options. The public side is a smaller set of the same."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from quatrefoil.config.databases import databases
from quatrefoil.config.options import Options

OPTIONS = Options(_env_file=os.environ.get("QUATREFOIL_ENV_FILE"))
IS_PUBLIC = OPTIONS.side == "public"
IS_TEST = OPTIONS.mode == "test"
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = OPTIONS.secret_key.get_secret_value()
DEBUG = False
ALLOWED_HOSTS = OPTIONS.allowed_hosts
USE_TZ = True
TIME_ZONE = OPTIONS.time_zone
DATABASES = databases(OPTIONS)
if IS_PUBLIC:
    DATABASES = {"default": DATABASES["default"]}
DATABASE_ROUTERS = ["quatrefoil.config.databases.KeyringRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Account"

FOUNDATION = [
    "quatrefoil.foundation." + room
    for room in (
        "ui", "identity", "audit", "access", "vault", "registers", "records", "jobs", "workflow", "documents",
        "questionnaires", "messages", "requests", "exchange", "sharing", "facts",
    )
]  # fmt: skip
WINGS = [
    "quatrefoil.protection.hotline",
    "quatrefoil.protection.screening",
    "quatrefoil.protection.identification",
    "quatrefoil.protection.cases",
    "quatrefoil.evaluation.indicators",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    *FOUNDATION,
    *([] if IS_PUBLIC else ["quatrefoil.foundation.vault.keyring"]),
    *([] if IS_PUBLIC else WINGS),
    "quatrefoil.public",
    *([] if IS_PUBLIC else ["quatrefoil.demo"]),
    "django_htmx",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    *([] if IS_PUBLIC else ["allauth", "allauth.account", "allauth.mfa", "axes"]),
]

_SAFE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
]
_STAFF = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "quatrefoil.foundation.ui.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "quatrefoil.foundation.identity.middleware.MemberMiddleware",
    "quatrefoil.foundation.identity.gates.GateMiddleware",
    "quatrefoil.foundation.access.api.TokenMiddleware",
    "quatrefoil.foundation.access.middleware.ActingMiddleware",
    "axes.middleware.AxesMiddleware",
]
# The public site keeps no session and sets no cookie; the language stands in the address.
_PUBLIC = [
    "quatrefoil.public.middleware.QuietMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MIDDLEWARE = [*_SAFE, *(_PUBLIC if IS_PUBLIC else _STAFF)]
ROOT_URLCONF = "quatrefoil.config.urls_public" if IS_PUBLIC else "quatrefoil.config.urls_staff"
WSGI_APPLICATION = "quatrefoil.config.wsgi.application"

FORM_RENDERER = "quatrefoil.foundation.ui.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                *([] if IS_PUBLIC else ["django.contrib.messages.context_processors.messages"]),
                "quatrefoil.foundation.ui.context.frame",
            ]
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "locale"]
STATIC_URL = "/static/"
STATIC_ROOT = OPTIONS.home / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "quatrefoil.foundation.identity.backends.SignInBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if IS_TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OPTIONS.secure
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_HSTS_SECONDS = 31_536_000 if OPTIONS.secure else 0
# With "no-referrer" browsers send forms with the origin "null", which the check against forged forms refuses.
SECURE_REFERRER_POLICY = "no-referrer" if IS_PUBLIC else "same-origin"
CSRF_FAILURE_VIEW = "quatrefoil.foundation.ui.errors.stale_form"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
if IS_PUBLIC:
    CONTENT_SECURITY_POLICY["DIRECTIVES"] |= {
        "default-src": ["'none'"], "style-src": ["'self'"], "script-src": ["'self'"], "img-src": ["'self'"],
    }  # fmt: skip
DATA_UPLOAD_MAX_MEMORY_SIZE = (32 if IS_PUBLIC else 12) * 1024 * 1024  # a text far too long is kept as far as it fits
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024  # uploads never touch the disk in the clear
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if IS_TEST:
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
TEST_RUNNER = "django.test.runner.DiscoverRunner"

from quatrefoil.foundation.identity.sign_in_settings import *  # noqa: E402, F403
from quatrefoil.foundation.ui.log_settings import LOGGING  # noqa: E402, F401
