"""Claims from draft to decision."""

from datetime import timedelta

import factory

from entraide.apps.claims.models import Claim, ClaimDocument, ClaimFact, ClaimMessage, Decision, ImportedBenefit, Pause, Reservation
from entraide.core.money import Money
from entraide.core.workflow.claims import ClaimState
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.catalogue import BenefitRevisionFactory
from tests.factories.documents import DocumentFactory
from tests.factories.members import MemberFactory


class ClaimFactory(RowFactory):
    """A claim filed today; `draft=True` is not filed yet, `state=` says how far it went."""

    class Meta:
        model = Claim

    class Params:
        draft = factory.Trait(
            state=ClaimState.DRAFT, revision=None, member=None, filed_at=None, filed_on=None, complete_on=None, due_on=None
        )

    reference = factory.Sequence(lambda n: f"D{n:07d}")
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    revision = factory.SubFactory(BenefitRevisionFactory)
    benefit_code = factory.LazyAttribute(lambda claim: claim.revision.benefit.code if claim.revision else "benefit")
    member = factory.SubFactory(MemberFactory)
    state = ClaimState.SUBMITTED
    event_on = TODAY - timedelta(days=30)
    time_bar = TODAY + timedelta(days=150)
    started_at = NOW
    filed_at = NOW
    filed_on = TODAY
    complete_on = TODAY
    due_on = TODAY + timedelta(days=21)


class ClaimDocumentFactory(RowFactory):
    """A paper received for a claim."""

    class Meta:
        model = ClaimDocument

    claim = factory.SubFactory(ClaimFactory)
    requirement = "invoice"
    document = factory.SubFactory(DocumentFactory)
    state = "received"
    added_at = NOW


class ClaimMessageFactory(RowFactory):
    """What a person writes about their claim."""

    class Meta:
        model = ClaimMessage

    claim = factory.SubFactory(ClaimFactory)
    is_from_person = True
    text = "Ma facture arrive la semaine prochaine."
    sent_at = NOW
    sent_on = TODAY


class ClaimFactFactory(RowFactory):
    """A fact that the person declared."""

    class Meta:
        model = ClaimFact

    claim = factory.SubFactory(ClaimFactory)
    name = factory.Sequence(lambda n: f"fact_{n}")
    value = 1
    recorded_at = NOW


class PauseFactory(RowFactory):
    """The clock of a claim stands still since today."""

    class Meta:
        model = Pause

    claim = factory.SubFactory(ClaimFactory, state=ClaimState.AWAITING_CORRECTION)
    since = TODAY


class ReservationFactory(RowFactory):
    """What a claim takes of a ceiling."""

    class Meta:
        model = Reservation

    claim = factory.SubFactory(ClaimFactory)
    ceiling = "leisure"
    scope_id = factory.LazyFunction(uuid7)
    event_on = factory.LazyAttribute(lambda reservation: reservation.claim.event_on)
    cents = Money(10_000)
    reserved_at = NOW


class DecisionFactory(RowFactory):
    """A claim granted today."""

    class Meta:
        model = Decision

    claim = factory.SubFactory(ClaimFactory, state=ClaimState.GRANTED, decided_on=TODAY)
    outcome = "granted"
    cents = Money(10_000)
    facts = factory.LazyFunction(dict)
    usage = factory.LazyFunction(dict)
    trace = factory.LazyFunction(dict)
    revision = factory.LazyAttribute(lambda decision: decision.claim.revision)
    decided_at = NOW
    decided_on = TODAY


class ImportedBenefitFactory(RowFactory):
    """A benefit that an earlier system paid."""

    class Meta:
        model = ImportedBenefit

    external_key = factory.Sequence(lambda n: f"earlier-{n}")
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    member = factory.SubFactory(MemberFactory)
    benefit_code = "holidays"
    settled_on = TODAY.replace(year=2023)
    cents = Money(12_345)
    recorded_at = NOW
