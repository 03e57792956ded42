"""What members are called for, person by person, the documents that ask for it, and what they paid."""

from entraide.apps.contributions.models.calls import CallCampaign, Dispute, PersonLine, RateTrajectory
from entraide.apps.contributions.models.documents import CallDocument, Deposit, DocumentPart, DocumentSeries, FormatCheck
from entraide.apps.contributions.models.lines import ContributionLine
from entraide.apps.contributions.models.receipts import Instalment, PaymentPlan, Receipt, Reminder, ReminderHold


__all__ = [
    "CallCampaign",
    "CallDocument",
    "ContributionLine",
    "Deposit",
    "Dispute",
    "DocumentPart",
    "DocumentSeries",
    "FormatCheck",
    "Instalment",
    "PaymentPlan",
    "PersonLine",
    "RateTrajectory",
    "Receipt",
    "Reminder",
    "ReminderHold",
]
