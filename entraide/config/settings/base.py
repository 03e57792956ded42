"""Settings that every installation shares; what differs stands in `dev`, `test` and `production`."""

from datetime import date
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF


env = environ.Env()

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.str("ENTRAIDE_VAR", default=str(ROOT / "var")))
CATALOGUE = Path(env.str("ENTRAIDE_CATALOGUE", default=str(ROOT / "catalogue")))

# Semantics: "today" is a setting; instants use the real clock.
ENTRAIDE_TODAY: date | None = None
ENTRAIDE_DEMONSTRATION = False
ENTRAIDE_KEYRING = Path(env.str("ENTRAIDE_KEYRING", default=str(VAR / "keyring.json")))
# The keys that sign cards, and the word by which cards name the association: cards of another word are another association's.
ENTRAIDE_CARD_KEYS = Path(env.str("ENTRAIDE_CARD_KEYS", default=str(VAR / "card-keys.json")))
ENTRAIDE_CARD_ASSOCIATION = env.str("ENTRAIDE_CARD_ASSOCIATION", default="entraide")
ENTRAIDE_NAME = env.str("ENTRAIDE_NAME", default="Entraide")

# The antivirus that scans what people send, `unix:/path` or `host:port`; and the program that reads images, looked for on the path.
ENTRAIDE_CLAMAV = env.str("ENTRAIDE_CLAMAV", default="")
ENTRAIDE_TESSERACT = env.str("ENTRAIDE_TESSERACT", default="tesseract")

# The association's own account, from which benefits are paid. The key is valid, the bank is not.
ENTRAIDE_DEBTOR = {
    "name": env.str("ENTRAIDE_DEBTOR_NAME", default="ASSOCIATION ENTRAIDE"),
    "iban": env.str("ENTRAIDE_DEBTOR_IBAN", default="FR7699999000019999999999906"),
    "bic": env.str("ENTRAIDE_DEBTOR_BIC", default="ZZZZFRPPXXX"),
}

# Who asks for contributions, as documents say it; they are paid to the account above. The number's keys are valid, no such body exists.
ENTRAIDE_ISSUER = {
    "name": env.str("ENTRAIDE_ISSUER_NAME", default="Association Entraide"),
    "siret": env.str("ENTRAIDE_ISSUER_SIRET", default="00000002600013"),
    "street": env.str("ENTRAIDE_ISSUER_STREET", default="1 rue de l’Exemple"),
    "postcode": env.str("ENTRAIDE_ISSUER_POSTCODE", default="78280"),
    "city": env.str("ENTRAIDE_ISSUER_CITY", default="Guyancourt"),
    "email": env.str("ENTRAIDE_ISSUER_EMAIL", default="cotisations@entraide.example"),
}

# What follows when a bank statement was read: whoever owns a cause claims its lines.
ENTRAIDE_BANK_OWNERS = "entraide.config.owners.claim_bank_lines"
# What justifies the entries of the accounting file: whoever caused them says it.
ENTRAIDE_PIECES = "entraide.config.pieces.pieces_of"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "entraide.orm",
    "entraide.ui",
    "entraide.config",
    "entraide.apps.audit",
    "entraide.apps.accounts",
    "entraide.apps.parameters",
    "entraide.apps.documents",
    "entraide.apps.notifications",
    "entraide.apps.usage",
    "entraide.apps.ledger",
    "entraide.apps.members",
    "entraide.apps.network",
    "entraide.apps.beneficiaries",
    "entraide.apps.payments",
    "entraide.apps.catalogue",
    "entraide.apps.contributions",
    "entraide.apps.claims",
    "entraide.apps.desk",
    "entraide.apps.mailroom",
    "entraide.apps.recourse",
    "entraide.apps.lifecycle",
    "entraide.apps.portfolio",
    "entraide.apps.reporting",
    "entraide.portals.public",
    "entraide.portals.beneficiary",
    "entraide.portals.correspondent",
    "entraide.portals.delegate",
    "entraide.portals.staff",
]

MIDDLEWARE = [
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
    "django_htmx.middleware.HtmxMiddleware",
    "entraide.config.kept_forms.KeptFormMiddleware",
    "entraide.config.middleware.ActorMiddleware",
    "entraide.config.middleware.FileMiddleware",
    "entraide.config.middleware.ReadableMiddleware",
    "entraide.config.middleware.SecondFactorMiddleware",
    "entraide.config.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "entraide.config.urls"
WSGI_APPLICATION = "entraide.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "entraide" / "portals" / "public" / "templates"],  # Before allauth's own, which are looked for app by app.
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["entraide.ui.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "entraide.config.context.page",
            ],
        },
    },
]
FORM_RENDERER = "entraide.ui.rendering.FormRenderer"

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'entraide.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["email"]}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "public:home"
ACCOUNT_ADAPTER = "entraide.config.account_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # An address is proved by the activation code; nobody signs up by themselves.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# A whole town hall may stand behind one network address: the narrow limits are those of one account.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,3/10m/key",
    "reset_password_from_key": "60/m/ip",
}
ACCOUNT_FORMS = {
    "login": "entraide.config.account_forms.SignInForm",
    "reset_password": "entraide.config.account_forms.ForgottenForm",
    "reset_password_from_key": "entraide.config.account_forms.NewPasswordForm",
    "change_password": "entraide.config.account_forms.ChangePasswordForm",
    "reauthenticate": "entraide.config.account_forms.ConfirmPasswordForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
PASSWORD_RESET_TIMEOUT = 24 * 3600
MFA_FORMS = {
    "authenticate": "entraide.config.account_forms.CodeForm",
    "reauthenticate": "entraide.config.account_forms.ConfirmCodeForm",
    "activate_totp": "entraide.config.account_forms.FirstCodeForm",
    "deactivate_totp": "entraide.config.account_forms.RemoveForm",
}
# No sign-up, so no address waits for a proof: allauth's own table of addresses may hold one as unproved after a reset.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = ENTRAIDE_NAME
MFA_TOTP_TOLERANCE = 1  # The code before and the code after: a phone may be late, and people type slowly.
MFA_ADAPTER = "entraide.config.account_adapter.SecondFactorAdapter"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [ROOT / "entraide" / "config" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(VAR / "documents")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["entraide.integrations.uploads.streams.BoundedUpload"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_TIMEOUT = 20  # In seconds: a mail server that says nothing is tried again later.
DEFAULT_FROM_EMAIL = env.str("ENTRAIDE_MAIL_FROM", default="Entraide <ne-pas-repondre@entraide.example>")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "entraide.ui.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # The worker tells each task as it starts and ends: only what goes wrong is worth a line.
    # A page that is refused or missing is an answer, not a fault.
    "loggers": {"django_tasks": {"level": "WARNING"}, "django_tasks_db": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
