"""Messages, the outbox, dated parameters, the audit trail."""

import factory

from entraide.apps.audit.models import AuditEntry, AuditPayload, AuditSeal
from entraide.apps.notifications.models import Message, Outgoing, PostalLetter, PrintRun, Silence
from entraide.apps.parameters.models import ParameterValue
from entraide.orm.keys import uuid7
from tests.factories.base import LONG_AGO, NOW, THEN, TODAY, RowFactory


class MessageFactory(RowFactory):
    """A message in a person's space."""

    class Meta:
        model = Message

    beneficiary_id = factory.LazyFunction(uuid7)
    subject = "Votre demande est accordée"
    body = "Un virement de 100 € part cette semaine."
    sent_at = NOW
    sent_on = TODAY


class PrintRunFactory(RowFactory):
    """Letters printed today."""

    class Meta:
        model = PrintRun

    made_at = NOW
    made_on = TODAY
    count = 1


class PostalLetterFactory(RowFactory):
    """A letter that waits to be printed."""

    class Meta:
        model = PostalLetter

    key = factory.Sequence(lambda n: f"post:{n}")
    beneficiary_id = factory.LazyFunction(uuid7)
    subject = "Votre demande est accordée"
    body = "Un virement de 100 € part cette semaine."
    written_at = NOW
    written_on = TODAY


class OutgoingFactory(RowFactory):
    """An e-mail that waits in the outbox."""

    class Meta:
        model = Outgoing

    key = factory.Sequence(lambda n: f"mail-{n}")
    kind = "email"
    recipient = "personne@entraide.example"
    content = factory.LazyFunction(lambda: {"subject": "Un message vous attend", "body": "Connectez-vous pour le lire."})
    created_at = NOW


class ParameterValueFactory(RowFactory):
    """A value of a parameter since long ago."""

    class Meta:
        model = ParameterValue

    key = factory.Sequence(lambda n: f"parameter_{n}")
    since = LONG_AGO
    value = 1
    kind = "count"
    label = "Un paramètre"
    source = "Décision du conseil, 1er janvier 2020"
    confidence = "illustrative"
    recorded_at = THEN


class AuditEntryFactory(RowFactory):
    """An entry as it stands in the trail; tests of operations read the entries that operations write."""

    class Meta:
        model = AuditEntry

    verb = "accounts.created"
    actor_kind = "system"
    subject_type = "account"
    subject_id = factory.LazyFunction(uuid7)
    at = NOW
    on = TODAY
    digest = "0" * 64


class AuditPayloadFactory(RowFactory):
    """The personal part of an entry."""

    class Meta:
        model = AuditPayload

    entry = factory.SubFactory(AuditEntryFactory)
    salt = "salt"
    content = factory.LazyFunction(lambda: {"name": "Camille"})


class AuditSealFactory(RowFactory):
    """The seal of a day."""

    class Meta:
        model = AuditSeal

    on = TODAY
    last_sequence = 1
    entry_count = 1
    digest = "0" * 64


class SilenceFactory(RowFactory):
    """Nothing leaves to a person any more."""

    class Meta:
        model = Silence

    beneficiary_id = factory.LazyFunction(uuid7)
    act_id = factory.LazyFunction(uuid7)
    since = NOW
