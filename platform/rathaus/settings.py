"""The one settings file. Everything that differs between machines comes from the environment.

The table of all variables, their meaning and default: infra/environment.md (a test compares it with this file).
"""

from pathlib import Path
from typing import Any, cast

import environ
from csp.constants import NONE, SELF

from rathaus.observability.logs import logging_config

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
LOCAL_DIR = Path(env.str("RATHAUS_LOCAL", default=str(BASE_DIR / ".local")))

# --- What kind of machine this is -------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
ENVIRONMENT = env.str("ENVIRONMENT", default="production")
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
BASE_DOMAIN = env.str("BASE_DOMAIN", default="localhost")
PUBLIC_SCHEME = env.str("PUBLIC_SCHEME", default="https")
PUBLIC_PORT = env.str("PUBLIC_PORT", default="")
ALLOWED_HOSTS = ["*"]  # the tenant middleware decides first; it knows every domain
USE_X_FORWARDED_HOST = False
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
LIMIT_IPV4_PREFIX = env.int("LIMIT_IPV4_PREFIX", default=24)  # whoever shares it is counted together
LIMIT_IPV6_PREFIX = env.int("LIMIT_IPV6_PREFIX", default=56)
FORM_MIN_SECONDS = env.int("FORM_MIN_SECONDS", default=2)  # public forms that come back sooner were sent by programs

READINESS_CHECKS = [
    "rathaus.observability.readiness.database",
    "tenants.readiness.template_is_current",
    "tenants.readiness.no_tenant_is_stale",
    "rathaus.jobs.readiness.queue_is_moving",
]
DOMAIN_CHECK = "tenants.domain_check.is_known"  # asked by the reverse proxy before it gets a certificate

# --- Applications -----------------------------------------------------------------------------------------------

MODULES = [
    "modules.appointments",
    "modules.citizen_accounts",
    "modules.inbox",
    "modules.bundid",
    "modules.cases",
    "modules.online_services",
    "modules.hearings",
]
CLI_APPS = ["rathaus.audit.cli", "tenants.cli", "tenants.cli_operators", "billing.cli"]
RUN_PREPARATION = "tenants.run_preparation"  # what `rathaus run` does before it starts the processes
PORTAL_URLS = [  # (prefix, namespace, urls) of what stands above the platform
    ("verwaltung/", "portal_staff", "tenants.municipality.urls.staff"),
    ("", "portal", "tenants.municipality.urls.public"),
]
PORTAL_FIXED_URLS = [
    "tenants.urls_preview",
    "tenants.urls_passkeys",
    "tenants.municipality.urls.app",
]  # without a language prefix
PORTAL_SETUP_CHECKS = "tenants.municipality.setup_checks.setup_checks"
PORTAL_PHONE = "tenants.municipality.frame.known_phone"  # () -> str, for pages that must not ask the database
PORTAL_SCHEDULES = "tenants.schedules.SCHEDULES"
OPERATOR_URLS = ["tenants.urls"]
ACTIVATION_POLICY = "billing.policy.PlanPolicy"
PERSONAL_DATA = {  # the platform's own; modules name theirs in ModuleSpec.personal_data
    "accounts": "rathaus.accounts.privacy.PERSONAL_DATA",
    "mail": "rathaus.mail.privacy.PERSONAL_DATA",
    "timeline": "rathaus.timeline.privacy.PERSONAL_DATA",
    "audit": "rathaus.audit.privacy.PERSONAL_DATA",
    "sso": "rathaus.sso.privacy.PERSONAL_DATA",
    "notifications": "rathaus.notifications.privacy.PERSONAL_DATA",
    "municipality": "tenants.municipality.privacy.PERSONAL_DATA",
}

PEOPLE_APPS = [  # in `public` for operators, in every municipality's schema for its people
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "rathaus.accounts",
    "rathaus.audit",
    "rathaus.mail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
]
SHARED_APPS = ["django_tenants", "tenants", "billing", *PEOPLE_APPS]
TENANT_APPS = [
    *PEOPLE_APPS,
    "rathaus.limits",
    "rathaus.files",
    "rathaus.api",
    "rathaus.timeline",
    "rathaus.notifications",
    "rathaus.sso",
    "tenants.municipality",
    *MODULES,
]
TABLELESS_APPS = [
    "django.contrib.humanize",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "rathaus.observability",
    "rathaus.calendar",
    "rathaus.web",
    "rathaus.jobs",
    "rathaus.privacy",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
]
INSTALLED_APPS = list(dict.fromkeys([*SHARED_APPS, *TABLELESS_APPS, *TENANT_APPS]))

TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
TENANT_SYNC_ROUTER = "rathaus.tenancy.router.SchemaRouter"
PUBLIC_SCHEMA_URLCONF = "rathaus.urls_operator"
ROOT_URLCONF = "rathaus.urls_tenant"

MIDDLEWARE = [
    "rathaus.observability.middleware.RequestIdMiddleware",
    "rathaus.observability.middleware.HealthMiddleware",
    "rathaus.web.certificates.CertificateMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rathaus.api.middleware.ProblemMiddleware",
    "tenants.middleware.TenantMiddleware",
    "rathaus.web.nul.NulMiddleware",
    "rathaus.observability.middleware.ErrorContextMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rathaus.web.keeping.LeavingMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "rathaus.registry.middleware.ModuleGateMiddleware",
    "rathaus.api.middleware.ApiMiddleware",
    "rathaus.accounts.counter.CounterMiddleware",
    "rathaus.accounts.middleware.StaffOnlyMiddleware",
    "tenants.municipality.embedding.EmbeddingMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rathaus.web.context.shell",
                "tenants.municipality.context.portal",
                "tenants.context.console",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "rathaus.web.templatetags.rathaus"],
        },
    }
]
WSGI_APPLICATION = "rathaus.wsgi.application"

# --- Database ---------------------------------------------------------------------------------------------------
# `default` is the everyday role (rathaus_app); `owner` may change schemas and is used by provisioning and migrations.

_nowhere = "postgres://rathaus_app@127.0.0.1:1/rathaus"  # `rathaus` sets the address of the embedded server
_pool_size = env.int("DATABASE_POOL_SIZE", default=0)


def _database(url: str, pool_size: int) -> dict[str, object]:
    database: dict[str, object] = dict(env.db_url_config(url))
    database["ENGINE"] = "django_tenants.postgresql_backend"
    database["CONN_MAX_AGE"] = 0 if pool_size else env.int("DATABASE_CONN_MAX_AGE", default=60)
    database["CONN_HEALTH_CHECKS"] = not pool_size
    database["DISABLE_SERVER_SIDE_CURSORS"] = True
    if pool_size:
        database["OPTIONS"] = {
            **cast("dict[str, object]", database.get("OPTIONS", {})),
            "pool": {
                "min_size": 1,
                "max_size": pool_size,
                "timeout": 10,
                "max_lifetime": 1800,
                "reset": reset_search_path,
            },
        }
    return database


def reset_search_path(connection: object) -> None:
    """Leave no municipality's search path on a connection that goes back to the pool."""
    connection.execute("RESET search_path")  # type: ignore[attr-defined]


_app_url = env.str("DATABASE_URL", default="") or _nowhere
DATABASES = {
    "default": _database(_app_url, _pool_size),
    "owner": _database(env.str("DATABASE_OWNER_URL", default="") or _app_url, 0),
}
TEMPLATE_SQL_DIR = env.str("TEMPLATE_SQL_DIR", default=str(LOCAL_DIR / "template"))
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", default="rathaus_app")
DATABASE_ROUTERS = ["rathaus.tenancy.router.SchemaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, jobs, files, mail: embedded defaults, real parts by environment -------------------------------------

_cache_url = env.str("CACHE_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache_url}
        if _cache_url
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "rathaus_cache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},  # one table for all municipalities; the default is 300
        }
    )
    | {"KEY_FUNCTION": "django_tenants.cache.make_key"}
}

# Jobs: the names are Celery's settings with the prefix CELERY_. Why this way: ADR 0005.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="memory://")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"visibility_timeout": 3600}
if CELERY_BROKER_URL.startswith("pgmq:"):
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        # Said outright: the client would otherwise take DATABASE_URL, which is another database.
        "conn_string": CELERY_BROKER_URL.replace("pgmq:", "postgresql:", 1),
        "init_extension": False,  # its tables are made once, by the owner of the database
        "wait_time_seconds": 1,
        "polling_interval": 0.02,  # between two jobs of a busy worker: 0.2 would mean five jobs a second at most
        "use_notify": True,
        "pool_size": 2,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_TASK_DEFAULT_QUEUE = "rathaus"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True  # every task is safe to run twice; a killed worker's task must run again
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60  # below visibility_timeout, or a slow task would be handed out a second time
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # pgmq has none; the heartbeat tells whether the queue moves
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = "Europe/Berlin"
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "schedule")

STORAGES = {
    "default": {"BACKEND": env.str("FILE_STORAGE", default="rathaus.files.storage.LocalTenantStorage")},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
S3_BUCKET = env.str("S3_BUCKET", default="")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default="")
S3_REGION = env.str("S3_REGION", default="")
S3_ACCESS_KEY = env.str("S3_ACCESS_KEY", default="")
S3_SECRET_KEY = env.str("S3_SECRET_KEY", default="")
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")  # tcp://host:3310 or unix:///path; "": nobody looks for viruses
MEDIA_ROOT = str(LOCAL_DIR / "files")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

_email = env.email_url_config(env.str("EMAIL_URL", default="") or "filemail:")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"] or ""
EMAIL_PORT = _email["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = str(LOCAL_DIR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"noreply@{BASE_DOMAIN}")
MAIL_REPLY_TO = "tenants.municipality.selectors.reply_address"  # () -> str, where answers go

# Push services of the browsers, the only hosts that messages to devices are sent to; "*." stands for any part before.
PUSH_HOSTS = [
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
]

SENTRY_DSN = env.str("SENTRY_DSN", default="")
SENTRY_TRACES_SAMPLE_RATE = env.float("SENTRY_TRACES_SAMPLE_RATE", default=0.0)

# --- People and sign-in -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # the mail says one hour
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/verwaltung/"  # the adapter decides; operators have another first page
ACCOUNT_ADAPTER = "rathaus.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff come by invitation: the link in the mail has proven the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # a mail to strangers as well: else the time of the answer would tell
# allauth's own generator would copy the address into its table as unverified, and with it refuse a second factor.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
# "key" of a failed sign-in is address and client together (see the adapter): nobody can lock somebody else out.
# Limits per client are wide, since a whole town hall often has one network address.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "40/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ACCOUNT_FORMS = {
    "login": "rathaus.accounts.forms_sign_in.SignInForm",
    "reauthenticate": "rathaus.accounts.forms_sign_in.ConfirmPasswordForm",
    "reset_password": "rathaus.accounts.forms_sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "rathaus.accounts.forms_sign_in.NewPasswordForm",
    "change_password": "rathaus.accounts.forms_sign_in.ChangePasswordForm",
}
SOCIALACCOUNT_ADAPTER = "rathaus.sso.adapter.StaffSocialAdapter"
MFA_ADAPTER = "rathaus.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "rathaus.accounts.forms_sign_in.SecondFactorForm",
    "reauthenticate": "rathaus.accounts.forms_sign_in.ConfirmSecondFactorForm",
    "activate_totp": "rathaus.accounts.forms_sign_in.SetUpSecondFactorForm",
}

SESSION_ENGINE = "rathaus.accounts.session_store"
SESSION_COOKIE_NAME = "rathaus_session"
COUNTER_PAUSE_SECONDS = 10 * 60  # at a shared counter a session rests after so long without anybody there,
COUNTER_END_SECONDS = 60 * 60  # and ends after so long
SESSION_COOKIE_AGE = 10 * 60 * 60  # one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rathaus.web.views.csrf_failure"

# --- Transport --------------------------------------------------------------------------------------------------

_https = PUBLIC_SCHEME == "https"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = False  # the reverse proxy redirects; it also ends TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "worker-src": [SELF],
        "manifest-src": [SELF],
    }
}

# --- Language, time, static files -------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English"), ("de-einfach", "Einfache Sprache")]  # each by its own name
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(LOCAL_DIR / "static"))
STATICFILES_DIRS = [env.str("FRONTEND_DIST", default=str(BASE_DIR / "platform" / "frontend" / "dist"))]
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = logging_config(json=not DEBUG, level=LOG_LEVEL)
