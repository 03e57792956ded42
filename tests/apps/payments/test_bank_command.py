"""The bank's files without a browser: read once, written always the same, every fault in a sentence."""

import io

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.audit.models import AuditEntry
from entraide.apps.payments.models import BankStatement, TransferBatch
from tests.apps.payments.desk import desk, due, file_of, fresh


pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("bank", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_file_of_a_batch_is_written_for_its_owner_alone(tmp_path):
    due(4_700)
    batch_id = desk().sent()
    reference = TransferBatch.objects.get(pk=batch_id).reference
    path = tmp_path / "virements.xml"
    for typed in (reference, reference.lower().replace("-", " ")):
        assert "1\xa0virement, 47,00" in run("transfers", typed, "-o", path)
    assert path.read_bytes() == file_of(batch_id)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_batch_that_is_not_released_or_unknown_has_no_file(tmp_path):
    due()
    batch = TransferBatch.objects.get(pk=desk().prepare())
    with pytest.raises(CommandError, match="n’est pas validé"):
        run("transfers", batch.reference, "-o", tmp_path / "virements.xml")
    with pytest.raises(CommandError, match="Aucun lot"):
        run("transfers", "L-0000-0000-0", "-o", tmp_path / "virements.xml")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_says_so(tmp_path):
    due()
    batch = TransferBatch.objects.get(pk=desk().sent())
    with pytest.raises(CommandError, match="ne s’écrit pas"):
        run("transfers", batch.reference, "-o", tmp_path / "nowhere" / "virements.xml")


def test_a_statement_is_read_by_nobody_and_says_what_followed(tmp_path):
    order, back = due(4_700), due(100)
    accountants = desk()
    path = tmp_path / "releve.xml"
    path.write_bytes(accountants.answer(accountants.sent(), returns={f"{back.pk.hex}-01": "AC04"}))
    told = run("statement", path)
    assert "2\xa0virements payés, 1\xa0retourné, 0\xa0ligne hors virements, 0 à régler." in told
    assert "1\xa0retour : AC04 Le compte est clôturé." in told
    assert (fresh(order).state, BankStatement.objects.get().imported_by) == ("settled", None)
    assert AuditEntry.objects.get(verb="payments.statement_read").actor_kind == "system"
    with pytest.raises(CommandError, match="a déjà été lu"):
        run("statement", path)


def test_a_file_that_is_no_statement_says_why(tmp_path):
    path = tmp_path / "releve.xml"
    path.write_text("<a/>")
    with pytest.raises(CommandError, match="message bancaire"):
        run("statement", path)
    with pytest.raises(CommandError, match="ne se lit pas"):
        run("statement", tmp_path / "absent.xml")
