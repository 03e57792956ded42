"""What an installation needs before its first page: keys, tables, and a demonstration world where it is one."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder


CONNECT_WITHIN = 5
STAMP = "prepared.json"

Say = Callable[[str], None]


class CannotPrepare(Exception):
    """Tell in one sentence why the installation cannot be used as it is."""


def database_name() -> str:
    """Name the database as a person knows it, without any password."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(values["NAME"])
    return f"{values['NAME']} on {values['HOST'] or 'the local socket'}:{values['PORT'] or 5432}"


def reach_database() -> None:
    """Prove that the database answers within five seconds.

    :raises CannotPrepare: if it does not
    """
    try:
        if connection.vendor == "postgresql":
            # Apart from the pool, whose own delay hides the server's words.
            params = connection.get_connection_params()
            wanted = {name: value for name, value in params.items() if name in {"dbname", "user", "password", "host", "port", "sslmode"}}
            connection.Database.connect(**wanted, connect_timeout=CONNECT_WITHIN).close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, connection.Database.Error, OSError) as fault:
        said = str(fault).strip().splitlines() or [type(fault).__name__]
        reason = said[0].rpartition("FATAL:")[2].removeprefix("connection failed:").strip()
        raise CannotPrepare(f"the database {database_name()} refuses: {reason}") from fault


def migrations_digest() -> str:
    """Digest every migration file of every app: the same digest means that there is nothing new to apply."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def applied_count() -> int:
    """Count the migrations that the database says it has; 0 for an empty database."""
    recorder = MigrationRecorder(connection)
    return recorder.migration_qs.count() if recorder.has_table() else 0


def read_stamps(path: Path) -> dict[str, Any]:
    """Read what earlier preparations wrote, by database."""
    with suppress(FileNotFoundError, ValueError):
        return dict(json.loads(path.read_text()))
    return {}


def migrate_when_needed(say: Say) -> None:
    """Apply the migrations unless the same files were applied to the same database before."""
    path = Path(settings.VAR) / STAMP
    stamps = read_stamps(path)
    digest = migrations_digest()
    if stamps.get(database_name()) == [digest, applied_count()]:
        return
    say("Preparing the tables…")
    call_command("migrate", verbosity=0, interactive=False)
    stamps[database_name()] = [digest, applied_count()]
    path.write_text(json.dumps(stamps, indent=1))


def has_accounts() -> bool:
    """Tell whether anyone has an account: then the database holds data that somebody entered or built."""
    return applied_count() > 0 and get_user_model()._default_manager.exists()


def make_keyring_when_needed(say: Say) -> None:
    """Make the keys that encrypt documents and IBANs, once: a second keyring could not open what the first has closed.

    :raises CannotPrepare: if the keyring is missing beside a database that is in use
    """
    path = Path(settings.ENTRAIDE_KEYRING)
    if path.exists():
        return
    if has_accounts():
        raise CannotPrepare(f"the keyring {path} is missing and {database_name()} is in use: restore the keyring from its backup.")
    say("Making the keyring…")
    call_command("keyring", "init", verbosity=0)


def make_card_keys_when_needed(say: Say) -> None:
    """Make the keys that sign cards where there are none: a card that no key signs any more is signed anew when it is shown."""
    if not Path(settings.ENTRAIDE_CARD_KEYS).exists():
        say("Making the keys of cards…")
        call_command("cards", "init", verbosity=0)


def build_demonstration_when_empty(say: Say) -> None:
    """Build the demonstration world where this is a demonstration and nobody has an account yet."""
    if settings.ENTRAIDE_DEMONSTRATION and not has_accounts():
        say("Building the demonstration world…")
        call_command("demo", "build")
