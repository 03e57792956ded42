"""Empty a database whose rows refuse to be deleted: its tables go, with all that guards them."""

from django.core.files.storage import default_storage
from django.db import connection

from entraide.apps.documents.queries import storage_names


def empty_database() -> None:
    """Remove every table and every stored file of the demonstration; processes that are connected go on with what is built next."""
    if "documents_document" in connection.introspection.table_names():
        for name in storage_names():
            default_storage.delete(name)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            return
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE "{name}"')
        cursor.execute("PRAGMA foreign_keys=ON")
