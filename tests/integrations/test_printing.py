"""Letters and statements are one PDF/A-3 with tags, the same bytes for the same words."""

import io
from datetime import date

import pikepdf

from entraide.core.contributions.letters import Letter
from entraide.core.money import Money
from entraide.integrations.printing.accounts import printed_account
from entraide.integrations.printing.letters import printed_letter
from tests.core.contributions.test_call_document import ISSUER


DAY = date(2024, 10, 15)


def test_a_letter_is_a_tagged_pdf_and_its_bytes_do_not_change():
    letter = Letter(
        ISSUER, ("Commune de Bazancourt", ""), DAY, "Mise en demeure de payer", (("Reste dû", "1,00 €"),), ("Madame, Monsieur,",)
    )
    made = printed_letter(letter)
    assert made == printed_letter(letter)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked and pdf.open_metadata()["pdfaid:part"] == "3"


def test_a_statement_is_printed_empty_as_well_as_long():
    line = (DAY, "Appel de cotisation", "AC-2024-000001", Money(100), None, Money(100))
    for count, pages in ((0, 1), (120, 2)):
        with pikepdf.open(io.BytesIO(printed_account(sender=ISSUER, debtor="Reims", lines=[line] * count, on=DAY))) as pdf:
            assert len(pdf.pages) >= pages
