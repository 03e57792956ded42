"""The file of accounting entries is the journal of the year, whole, in its place."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.ledger import operations as ledger
from entraide.core.ledger import post_contribution_called, post_contribution_received
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW


pytestmark = pytest.mark.django_db


def test_the_command_writes_the_year_with_what_it_opens_with(tmp_path, capsys):
    before, call, paid = uuid7().hex, uuid7().hex, uuid7().hex
    ledger.post([post_contribution_called(before, Money(100), date(2023, 5, 1))], at=NOW)
    ledger.post([post_contribution_called(call, Money(300), date(2024, 1, 15))], at=NOW)
    ledger.post([post_contribution_received(paid, Money(250), date(2024, 2, 1))], at=NOW)
    call_command("ledger", "fec", "--year", "2024", str(tmp_path))
    path = tmp_path / "000000026FEC20241231.txt"
    lines = path.read_bytes().decode().split("\r\n")
    assert len(lines) == 1 + 2 + 4 + 1 and lines[-1] == ""
    assert [line.split("\t")[4] for line in lines[1:-1]] == ["411", "110", "411", "756", "512", "411"]
    assert path.stat().st_mode & 0o077 == 0
    said = capsys.readouterr().out.replace("\xa0", " ")
    assert "6 lignes, débits et crédits égaux" in said and "provisoire" in said


def test_a_bad_year_or_folder_is_refused_in_french(tmp_path):
    with pytest.raises(CommandError, match="n’est pas une année du journal"):
        call_command("ledger", "fec", "--year", "2031", str(tmp_path))
    with pytest.raises(CommandError, match="ne s’écrit pas"):
        call_command("ledger", "fec", "--year", "2023", str(tmp_path / "nowhere"))
    assert list(tmp_path.iterdir()) == []
