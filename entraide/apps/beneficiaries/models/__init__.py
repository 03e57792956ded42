"""What is remembered of people: who they are, their households, their tax line, their bank, lists and cards."""

from entraide.apps.beneficiaries.models.bank import BankDetails
from entraide.apps.beneficiaries.models.cards import Card
from entraide.apps.beneficiaries.models.households import CertificateRequest, Dependant, DependantIdentity, Kinship
from entraide.apps.beneficiaries.models.people import (
    EMPLOYMENT_ACTS,
    LEAVINGS,
    STATUSES,
    Affiliation,
    Beneficiary,
    Distinct,
    EmploymentAct,
    Identity,
)
from entraide.apps.beneficiaries.models.rosters import (
    CHOICES,
    ROSTER_STATES,
    RosterCampaign,
    RosterChange,
    RosterImport,
    RosterMapping,
    RosterReminder,
)
from entraide.apps.beneficiaries.models.tax import TaxCampaign, TaxLine, TaxNotice


__all__ = [
    "Affiliation",
    "BankDetails",
    "Beneficiary",
    "CHOICES",
    "Card",
    "CertificateRequest",
    "Dependant",
    "DependantIdentity",
    "Distinct",
    "EMPLOYMENT_ACTS",
    "EmploymentAct",
    "Identity",
    "Kinship",
    "LEAVINGS",
    "ROSTER_STATES",
    "RosterCampaign",
    "RosterChange",
    "RosterImport",
    "RosterMapping",
    "RosterReminder",
    "STATUSES",
    "TaxCampaign",
    "TaxLine",
    "TaxNotice",
]
