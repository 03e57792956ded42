"""How the desk works on claims: by itself, together, twice; opinions, notes, views, who is there."""

from datetime import timedelta

import factory

from entraide.apps.desk.models import (
    Absence,
    Automation,
    BulkDecision,
    DeskSeat,
    Note,
    OfficerSample,
    Opinion,
    PlannedDecision,
    SavedView,
    SecondLook,
)
from entraide.orm.keys import uuid7
from tests.factories.accounts import AccountFactory
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.claims import ClaimFactory, DecisionFactory


class AutomationFactory(RowFactory):
    """A benefit decided without a human act, one in twenty looked at again."""

    class Meta:
        model = Automation

    benefit_code = factory.Sequence(lambda n: f"benefit-{n}")
    recheck_rate = 50
    set_at = NOW
    set_on = TODAY


class SecondLookFactory(RowFactory):
    """A decision drawn, which waits to be looked at."""

    class Meta:
        model = SecondLook

    decision = factory.SubFactory(DecisionFactory)
    drawn_from = "straight_through"
    benefit_code = factory.LazyAttribute(lambda look: look.decision.claim.benefit_code)
    drawn_at = NOW
    drawn_on = TODAY


class OfficerSampleFactory(RowFactory):
    """One in ten of what each officer decides is looked at again."""

    class Meta:
        model = OfficerSample

    rate = 100
    set_by = factory.LazyFunction(uuid7)
    set_at = NOW


class BulkDecisionFactory(RowFactory):
    """Grants asked together, which may still be withdrawn."""

    class Meta:
        model = BulkDecision

    act = "grant"
    asked_by = factory.LazyFunction(uuid7)
    asked_at = NOW
    asked_on = TODAY
    effective_at = NOW + timedelta(minutes=15)


class PlannedDecisionFactory(RowFactory):
    """One file of a bulk decision."""

    class Meta:
        model = PlannedDecision

    bulk = factory.SubFactory(BulkDecisionFactory)
    claim = factory.SubFactory(ClaimFactory)


class OpinionFactory(RowFactory):
    """An opinion that an expert is asked and has not given."""

    class Meta:
        model = Opinion

    claim = factory.SubFactory(ClaimFactory)
    expert = factory.SubFactory(AccountFactory)
    question = "Ce devis convient-il ?"
    pages = factory.LazyFunction(dict)
    asked_by = factory.LazyFunction(uuid7)
    asked_at = NOW
    asked_on = TODAY
    due_on = TODAY + timedelta(days=10)


class NoteFactory(RowFactory):
    """What an officer writes for the others."""

    class Meta:
        model = Note

    claim = factory.SubFactory(ClaimFactory)
    author_id = factory.LazyFunction(uuid7)
    text = "La facture est au nom du père, lu avec l’acte de naissance."
    written_at = NOW


class SavedViewFactory(RowFactory):
    """A search of the queue, kept by name."""

    class Meta:
        model = SavedView

    account = factory.SubFactory(AccountFactory)
    name = factory.Sequence(lambda n: f"Ma vue {n}")
    query = "etat=to_take"
    saved_at = NOW


class DeskSeatFactory(RowFactory):
    """An officer who works for a branch."""

    class Meta:
        model = DeskSeat

    account = factory.SubFactory(AccountFactory)
    committee = "Nord-Est"
    recorded_at = NOW


class AbsenceFactory(RowFactory):
    """An officer away for a week."""

    class Meta:
        model = Absence

    account = factory.SubFactory(AccountFactory)
    since = TODAY
    until = TODAY + timedelta(days=7)
    recorded_at = NOW
