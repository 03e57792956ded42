"""A call is one file for people and for machines: PDF/A-3, EN 16931 inside, and the rules of both Europe and France hold."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from lxml import etree

from entraide.core.contributions.call_document import Address, DocumentKind, DocumentLine
from entraide.core.money import Money
from entraide.integrations.facturx import call_file, call_xml
from entraide.integrations.schematron import check_invoices
from tests.core.contributions.test_call_document import CALL


FACTURX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
WHOLE = replace(
    CALL,
    service_code="SERVICE-RH",
    engagement_number="EJ2024-00042",
    issuer=replace(CALL.issuer, email="cotisations@entraide.example"),
    lines=(
        *CALL.lines,
        DocumentLine(
            "Cotisation 2024, actifs présents une partie de l’année : 84 pour 12430 jours", 1, Money.of("7369.71"), Money.of("7369.71")
        ),
        DocumentLine("Régularisation 2023, départs : 2 personnes en moins", -1, Money.of("300.20"), Money.of("-300.20")),
    ),
)
CREDIT = replace(CALL, number="AV-2024-000001", kind=DocumentKind.CREDIT, preceding=(CALL.number, CALL.issued_on))
LOWERED = replace(
    CREDIT,
    lines=(DocumentLine("Régularisation 2024, personnes retirées de la liste : 2 personnes en moins", 1, Money(30_020), Money(30_020)),),
)
BARE = replace(CALL, member=replace(CALL.member, address=Address("", "", "")))
LONG = replace(
    WHOLE, member=replace(CALL.member, name="Syndicat intercommunal à vocation unique « L’Œuvre & Cie » " * 3), due_on=date(2024, 12, 31)
)


def test_no_rule_of_europe_nor_of_france_fails():
    documents = [CALL, WHOLE, CREDIT, LOWERED, BARE, LONG]
    for document, reports in zip(documents, check_invoices([call_xml(document) for document in documents]), strict=True):
        for report in reports:
            assert (document.number, report.name, report.failed) == (document.number, report.name, ())
            assert report.fired > 50


@pytest.mark.parametrize(
    ("place", "written", "instead", "code"),
    [
        (0, b"<ram:DuePayableAmount>2170.00", b"<ram:DuePayableAmount>2170.01", "BR-CO-16"),
        (1, b">20006721300015<", b">20006721300<", "BR-FR-09_BT-46"),
    ],
)
def test_the_rules_find_fault_with_a_document_that_was_tampered_with(place, written, instead, code):
    xml = call_xml(CALL)
    assert written in xml
    (reports,) = check_invoices([xml.replace(written, instead)])
    assert code in {failed for failed, _ in reports[place].failed}


def test_the_file_is_a_pdf_a_3_with_tags_that_carries_what_machines_read():
    with pikepdf.open(io.BytesIO(call_file(WHOLE))) as pdf:
        said = pdf.open_metadata()
        assert said["pdfaid:part"] == "3"
        declared = f"{{{FACTURX}}}"
        assert (said[f"{declared}DocumentFileName"], said[f"{declared}ConformanceLevel"]) == ("factur-x.xml", "EN 16931")
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr-FR"
        carried = pdf.attachments["factur-x.xml"]
        assert carried.relationship == pikepdf.Name.Data
        assert etree.tostring(etree.fromstring(carried.get_file().read_bytes())) == etree.tostring(etree.fromstring(call_xml(WHOLE)))


def test_what_machines_read_comes_to_what_people_read():
    tree = etree.fromstring(call_xml(WHOLE))
    found = {etree.QName(node).localname: node.text for node in tree.iter() if isinstance(node.tag, str) and node.text}
    assert (found["DuePayableAmount"], found["BuyerReference"]) == ("9239.51", "SERVICE-RH")
    assert found["PaymentReference"] == WHOLE.number
