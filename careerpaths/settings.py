"""Django settings. Each comes from the environment or `.env`, or has a default that works: see docs/operators.md."""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from careerpaths import env
from careerpaths.operations.watching import fault_reports

BASE_DIR = Path(__file__).resolve().parent.parent
env.load("ENV_FILE", BASE_DIR / ".env")
VAR_DIR = env.folder("VAR_DIR", Path(env.text("VAR_DIR", str(BASE_DIR / "var"))))

DEBUG = env.flag("DEBUG", default=False)
HTTPS = env.flag("HTTPS", default=False)
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", env.THIS_MACHINE)
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", "")
PROXIES = env.number("PROXIES", 0, most=9)  # our own proxies that a request passes through
EXPIRE_MONTHS = env.number("EXPIRE_MONTHS", 12, most=120)  # until unused comparisons are deleted; 0 means never
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
CONTACT_EMAIL = env.text("CONTACT_EMAIL", "")  # shown to visitors who have a question or found a problem

INSTALLED_APPS = [
    "careerpaths.operations.admin_site.WorkbenchConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # for its templates, in addition to ours
    "django_htmx",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "allauth",
    "allauth.account",
    "careerpaths",
    "assessments",
]

MIDDLEWARE = [
    "careerpaths.operations.requests.true_sender",
    "careerpaths.operations.requests.identified",
    "assessments.middleware.personal_addresses",  # before anything that may respond instead of a view
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # Django masks the CSRF token on every page, so BREACH finds no secret
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "careerpaths.middleware.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "careerpaths.middleware.no_nul",
    "careerpaths.operations.limits.BeforeReading",  # before the CSRF check, which reads forms
    "careerpaths.middleware.own_origin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "careerpaths.middleware.NoLiveRulesetPage",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "careerpaths.urls"
WSGI_APPLICATION = "careerpaths.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [  # what most pages need
                "django.templatetags.i18n",
                "django.templatetags.static",
                "careerpaths.templatetags.once",
                "assessments.templatetags.names",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessments.advising.header.header",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # fields look as templates/django/forms says

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'careerpaths.sqlite3'}")
try:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
except ValueError as error:
    # The address itself may contain a password, so it is not repeated here.
    raise env.UnusableSetting("DATABASE_URL cannot be read. Use postgres://user:password@host:5432/name.") from error

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    env.folder("DATABASE_URL", Path(DATABASES["default"]["NAME"]).parent)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits at the start instead of failing at the end
        "timeout": 20,  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    # A file, as in real life: in memory all threads of the tests' server would share one connection.
    # One for each process, so that two test runs do not collide.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test-{os.getpid()}.sqlite3")}
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A database that does not respond is noticed after about five seconds, and the page says so. A slow statement may
    # take longer, because the machine that runs it still responds to keepalives.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,  # seconds
        "tcp_user_timeout": 5000,  # milliseconds until sent data counts as lost
        "keepalives_idle": 3,  # seconds of silence before it is probed,
        "keepalives_interval": 1,  # once a second,
        "keepalives_count": 3,  # and given up after three probes without a response
        **DATABASES["default"].get("OPTIONS", {}),
    }
else:
    raise env.UnusableSetting("DATABASE_URL names a database that is not supported. Use sqlite:/// or postgres://.")

CACHE_URL = env.redis("CACHE_URL")
CACHES = {
    "default": {
        "BACKEND": "careerpaths.operations.redis_cache.RedisCache",
        "LOCATION": CACHE_URL,
        # The cache holds nothing that must not be lost, so while Redis is down the site works without it.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds
    }
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2_000}},
}
SESSION_ENGINE = "django.contrib.sessions.backends." + ("cached_db" if CACHE_URL else "db")

DEMO_CASES = "assessments.demo.make_demo_cases"  # the method names the cases only here
CASE_PREVIEW = "assessments.for_the_method.preview.preview"  # and here
IMPACT_CASES = "assessments.for_the_method.stored_cases.StoredCases"  # and here

TASK_BACKENDS = {
    "immediate": "django.tasks.backends.immediate.ImmediateBackend",  # in the request that starts it
    "database": "django_tasks_db.DatabaseBackend",  # by manage.py worker
}
WHO_WORKS = env.choice("TASKS", "immediate", ("immediate", "database"))
TASKS = {"default": {"BACKEND": TASK_BACKENDS[WHO_WORKS]}}
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first, to refuse people who tried too often
    "django.contrib.auth.backends.ModelBackend",
    "assessments.accounts.by_code.CodeBackend",
]
# Accounts are for advisors, and for people who want their comparisons on every device: by e-mail code, no password.
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "assessments:mine"
ACCOUNT_LOGOUT_REDIRECT_URL = "assessments:home"
ACCOUNT_ADAPTER = "assessments.accounts.by_code.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_RATE_LIMITS = {  # lets a class of a hundred behind one address sign up or in within a minute
    "signup": "100/m/ip",
    "request_login_code": "100/m/ip,3/m/key",
    "login": "100/m/ip",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # `true_sender` has replaced it with the visitor's address

OUTGOING = env.mail("EMAIL_URL")
MAILERS = {
    "immediate": {"default": OUTGOING},
    "database": {"default": {"BACKEND": "careerpaths.operations.mail.ByWorker"}, "outgoing": OUTGOING},
}[WHO_WORKS]
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", "careerpaths@localhost")
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [
    ["username", "ip_address"]
]  # both, so that nobody can lock out another person from elsewhere
AXES_CLIENT_IP_CALLABLE = "careerpaths.operations.limits.network_of"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are not recorded; failed attempts are, until they no longer count
AXES_LOCKOUT_CALLABLE = "careerpaths.operations.limits.locked_out"
AXES_VERBOSE = False
APPROVAL = env.flag("APPROVAL", default=False)  # a second person must approve a ruleset before it is published
ADMIN_SECOND_FACTOR = env.flag("ADMIN_SECOND_FACTOR", default=False)
OTP_TOTP_ISSUER = "Career Paths"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # takes half the processor time of the next one, and 16 MB
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # for passwords from before that
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = env.zone("TIME_ZONE", "UTC")  # decides when days begin and how times are shown
FORMAT_MODULE_PATH = "careerpaths.formats"  # dates and times in Django's admin are written as everywhere else
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
# Hashed names need `collectstatic`, which is run with HASHED_STATIC=on. Before that, as in tests, plain names do.
_HASHED = env.flag("HASHED_STATIC", default=not DEBUG and (STATIC_ROOT / "staticfiles.json").exists())
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _HASHED

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes in a request body; the largest case has a tenth of that
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

BROWSER_KEY_COOKIE = "browser_key"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "careerpaths.operations.refusals.csrf_failure"
# Django's own defaults protect cookies, frames and referrers. Personal pages go further: `assessments.access.personal`.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Browsers only accept a cookie with this kind of name from this host, so no neighbouring site can replace it.
    BROWSER_KEY_COOKIE = "__Host-browser_key"
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # requested by programs next to the site, without a proxy

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "careerpaths.operations.watching.logs.ForPeople",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "careerpaths.operations.watching.logs.AsJson"},
    },
    "filters": {"without_addresses": {"()": "careerpaths.operations.watching.logs.WithoutAddresses"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": env.choice("LOG_FORMAT", "plain", ("plain", "json")),
            "filters": ["without_addresses"],
        }
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    # Django gives its own loggers separate handlers, but ours must see their lines first.
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}

if SENTRY_DSN := env.text("SENTRY_DSN", ""):
    try:
        fault_reports.report_faults(SENTRY_DSN)
    except ValueError as error:
        raise env.UnusableSetting("SENTRY_DSN cannot be read. Copy it from the service, or leave it out.") from error
