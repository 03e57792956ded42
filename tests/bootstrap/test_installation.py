"""What `entraide prepare` makes, and what it refuses to make."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from entraide.config import installation


@pytest.fixture
def said(settings: Any, tmp_path: Path) -> list[str]:
    """Point the installation at an empty folder, and collect what it says."""
    settings.VAR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.ENTRAIDE_KEYRING = tmp_path / "keyring.json"
    settings.ENTRAIDE_DEMONSTRATION = False
    return []


@pytest.fixture
def somebody() -> Callable[[], object]:
    """Create an account."""
    return lambda: get_user_model()._default_manager.create(email="ines@example.org", name="Inès", created_at=timezone.now())


@pytest.mark.django_db
def test_a_new_installation_gets_a_keyring_that_only_its_owner_reads(said: list[str], tmp_path: Path) -> None:
    installation.make_keyring_when_needed(said.append)
    assert said == ["Making the keyring…"]
    assert (tmp_path / "keyring.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_a_keyring_that_is_there_is_never_replaced(said: list[str], tmp_path: Path) -> None:
    installation.make_keyring_when_needed(said.append)
    before = (tmp_path / "keyring.json").read_bytes()
    installation.make_keyring_when_needed(said.append)
    assert (tmp_path / "keyring.json").read_bytes() == before


@pytest.mark.django_db
def test_no_keyring_is_made_beside_a_database_in_use(said: list[str], somebody: Callable[[], object], tmp_path: Path) -> None:
    somebody()
    with pytest.raises(CommandError, match="restore the keyring from its backup"):
        call_command("prepare")
    assert not (tmp_path / "keyring.json").exists()


@pytest.mark.django_db
def test_migrations_are_not_read_again_while_their_files_are_the_same(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    installation.migrate_when_needed(said.append)
    assert said == ["Preparing the tables…"]
    installation.migrate_when_needed(said.append)
    assert said == ["Preparing the tables…"]
    monkeypatch.setattr(installation, "migrations_digest", lambda: "another file")
    installation.migrate_when_needed(said.append)
    assert said == ["Preparing the tables…"] * 2


@pytest.mark.django_db
def test_a_database_that_was_emptied_is_migrated_again_whatever_the_stamp_says(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    installation.migrate_when_needed(said.append)
    monkeypatch.setattr(installation, "applied_count", lambda: 0)
    installation.migrate_when_needed(said.append)
    assert said == ["Preparing the tables…"] * 2


@pytest.mark.django_db
def test_a_demonstration_is_built_for_an_empty_database_only(
    said: list[str], somebody: Callable[[], object], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[tuple[str, ...]] = []
    monkeypatch.setattr(installation, "call_command", lambda *words: built.append(words))
    installation.build_demonstration_when_empty(said.append)
    assert built == []
    settings.ENTRAIDE_DEMONSTRATION = True
    installation.build_demonstration_when_empty(said.append)
    assert built == [("demo", "build")]
    somebody()
    installation.build_demonstration_when_empty(said.append)
    assert built == [("demo", "build")]
