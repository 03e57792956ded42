"""Documents of contributions, what is said of them, what was received on them."""

from datetime import date, timedelta

import factory

from entraide.apps.contributions.models import (
    CallDocument,
    Deposit,
    DocumentPart,
    DocumentSeries,
    FormatCheck,
    Instalment,
    PaymentPlan,
    Receipt,
    Reminder,
    ReminderHold,
)
from entraide.apps.contributions.translation import content_of
from entraide.core.contributions.call_document import Address, DocumentKind, DocumentLine, Party
from entraide.core.contributions.call_document import CallDocument as Said
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import MemberFactory


ISSUED_ON = date(2024, 9, 16)
ISSUER = Party("Association d’exemple", "00000002600013", Address("1 rue de l’Exemple", "78280", "Guyancourt"))


def _content(document) -> dict:
    member = Party(document.debtor_name, f"{document.debtor.siren}00019", Address("1 place de la Mairie", "51100", "Reims"))
    line = DocumentLine(f"Cotisation {document.year}", 1, document.cents, document.cents)
    told = (document.number, DocumentKind.CALL, document.year, document.issued_on, document.due_on)
    return content_of(Said(*told, ISSUER, member, (line,), "FR7699999000019999999999906"))


class DocumentSeriesFactory(RowFactory):
    """A series that gave no number yet."""

    class Meta:
        model = DocumentSeries

    prefix = factory.Sequence(lambda n: f"S{n}")
    year = TODAY.year


class CallDocumentFactory(RowFactory):
    """A call issued a month ago, due in a day, paid by nobody yet."""

    class Meta:
        model = CallDocument

    number = factory.Sequence(lambda n: f"AC-2024-{n + 500_000:06d}")
    kind = "call"
    debtor = factory.SubFactory(MemberFactory)
    debtor_name = "Commune de Villeneuve"
    year = TODAY.year
    issued_on = ISSUED_ON
    due_on = ISSUED_ON + timedelta(days=30)
    cents = Money(217_000)
    content = factory.LazyAttribute(_content)
    issued_by = factory.LazyFunction(uuid7)
    issued_at = NOW


class DocumentPartFactory(RowFactory):
    """A document asks for a line of an account."""

    class Meta:
        model = DocumentPart

    document = factory.SubFactory(CallDocumentFactory)
    line = factory.SubFactory(
        ContributionLineFactory, member=factory.SelfAttribute("..document.debtor"), cents=factory.SelfAttribute("..document.cents")
    )


class DepositFactory(RowFactory):
    """A document was deposited."""

    class Meta:
        model = Deposit

    document = factory.SubFactory(CallDocumentFactory)
    status = "deposited"
    said_on = TODAY
    file_name = "statuts.csv"
    recorded_at = NOW


class FormatCheckFactory(RowFactory):
    """The rules found nothing wrong with a document."""

    class Meta:
        model = FormatCheck

    document = factory.SubFactory(CallDocumentFactory)
    digest = "0" * 64
    reports = factory.LazyFunction(lambda: [{"name": "EN 16931", "version": "1", "fired": 87, "failed": []}])
    is_sound = True
    checked_at = NOW
    checked_on = TODAY


class ReceiptFactory(RowFactory):
    """A document was paid whole, by its reference."""

    class Meta:
        model = Receipt

    bank_line_id = factory.LazyFunction(uuid7)
    document = factory.SubFactory(CallDocumentFactory)
    cents = factory.SelfAttribute("document.cents")
    on = TODAY
    found_by = "reference"
    recorded_by = factory.LazyFunction(uuid7)
    recorded_at = NOW


class ReminderFactory(RowFactory):
    """A debtor was reminded."""

    class Meta:
        model = Reminder

    document = factory.SubFactory(CallDocumentFactory)
    step = "reminder"
    owed = factory.SelfAttribute("document.cents")
    on = TODAY
    sent_by = factory.LazyFunction(uuid7)
    sent_at = NOW


class ReminderHoldFactory(RowFactory):
    """A document left out of reminders for a month."""

    class Meta:
        model = ReminderHold

    document = factory.SubFactory(CallDocumentFactory)
    until = TODAY + timedelta(days=30)
    reason = "Virement annoncé"
    held_on = TODAY
    held_by = factory.LazyFunction(uuid7)
    held_at = NOW


class PaymentPlanFactory(RowFactory):
    """A plan that stands."""

    class Meta:
        model = PaymentPlan

    document = factory.SubFactory(CallDocumentFactory)
    agreed_on = TODAY
    agreed_by = factory.LazyFunction(uuid7)
    agreed_at = NOW


class InstalmentFactory(RowFactory):
    """All that is owed, in a month."""

    class Meta:
        model = Instalment

    plan = factory.SubFactory(PaymentPlanFactory)
    due_on = TODAY + timedelta(days=30)
    cents = factory.SelfAttribute("plan.document.cents")
