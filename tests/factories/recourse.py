"""Re-examinations and complaints."""

from datetime import timedelta

import factory

from entraide.apps.recourse.models import Complaint, Reexamination
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.claims import DecisionFactory


class ReexaminationFactory(RowFactory):
    """A re-examination that waits."""

    class Meta:
        model = Reexamination

    decision = factory.SubFactory(DecisionFactory)
    claim = factory.LazyAttribute(lambda asked: asked.decision.claim)
    words = "Mes revenus ont changé."
    channel = "online"
    asked_at = NOW
    asked_on = TODAY
    due_on = TODAY + timedelta(days=60)


class ComplaintFactory(RowFactory):
    """A complaint received today."""

    class Meta:
        model = Complaint

    reference = factory.Sequence(lambda n: f"R{n:07d}")
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    channel = "online"
    cause = "delay"
    words = "J’attends depuis deux mois."
    received_at = NOW
    received_on = TODAY
    due_on = TODAY + timedelta(days=30)
