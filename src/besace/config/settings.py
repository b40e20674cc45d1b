"""The settings: each with a default, so that the site starts with none; explained in docs/settings.md."""

from __future__ import annotations

from pathlib import Path

from . import env

PACKAGE = Path(__file__).resolve().parent.parent
SOURCE_TREE = PACKAGE.parent.parent if (PACKAGE.parent.parent / "manage.py").exists() else None

# --- where things live -------------------------------------------------------------------------------------------
VAR = env.folder("BESACE_VAR", (SOURCE_TREE or Path.cwd()) / "var")
INSTANCE_KEY_FILE = env.folder("BESACE_INSTANCE_KEY", VAR / "instance-key")
MEDIA_ROOT = VAR / "media"
PUBLISHED_ROOT = VAR / "published"
STATIC_ROOT = VAR / "static"
FONTS_ROOT = PACKAGE / "fonts"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"

# --- who we are on the network ------------------------------------------------------------------------------------
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000)
# Bound to every interface, the site is for the phones of the room: its address is what they can reach.
_NAME = env.lan_address() if HOST == "0.0.0.0" else "localhost"  # noqa: S104 -- compared, not bound
SITE_URL = env.text("SITE_URL", f"http://{_NAME}:{PORT}").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*" if not IS_HTTPS else SITE_URL.split("//")[1].split("/")[0].split(":")[0])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES", "127.0.0.1")
DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret_file(VAR / "secret-key")
IS_DEMONSTRATION = env.boolean("DEMONSTRATION", default=False)

# --- what it is made of -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "besace.config",
    "besace.core",
    "besace.people",
    "besace.badges",
    "besace.building",
    "besace.credentials",
    "besace.endorsements",
    "besace.meetings",
    "besace.notices",
    "besace.passports",
    "besace.recognition",
    "besace.votes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "lucide",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "besace.core.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "besace.people.middleware.people_middleware",
    "besace.meetings.middleware.seats_middleware",
    "besace.core.middleware.RefusedMiddleware",
]
ROOT_URLCONF = "besace.config.urls"
WSGI_APPLICATION = "besace.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "besace.config.context.house",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "besace.core.templatetags.besace",
            ],
        },
    }
]
STATICFILES_DIRS = [PACKAGE / "static"]
STATICFILES_FINDERS = [
    "besace.core.gathered.GatheredFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- what is kept -------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", VAR / "besace.db")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

# --- coming in ----------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = []
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-besace" if IS_HTTPS else "besace"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
ACCOUNT_ADAPTER = "besace.people.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
CSRF_FAILURE_VIEW = "besace.config.views.too_long_open"
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_FORMS = {"confirm_login_code": "besace.people.signin.forms.CodeForm"}
# Forty phones share one address: what limits is core/limits.py, on failures; these stop floods only.
ACCOUNT_RATE_LIMITS = {"request_login_code": "300/m/ip,5/10m/key", "login": "600/m/ip"}
MFA_ADAPTER = "besace.people.signin.adapters.PasskeyAdapter"
MFA_FORMS = {
    "add_webauthn": "besace.people.signin.forms.AddPasskeyForm",
    "login_webauthn": "besace.people.signin.forms.ComeByPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_REAUTHENTICATION_REQUIRED = False
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
LOGIN_URL = "/entrer"
LOGIN_REDIRECT_URL = "/"

# --- words --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_I18N = USE_TZ = True

# --- mail ---------------------------------------------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=bool(EMAIL_HOST))
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
CONTACT_EMAIL = env.text("CONTACT_EMAIL", "")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Besace <besace@localhost>")

# --- text messages ------------------------------------------------------------------------------------------------
TEXT_SENDER = env.text("TEXT_SENDER", "besace.notices.texts.ToFile")

# --- safety -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no address": {"()": "besace.core.log_lines.NoAddress"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no address"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
