"""The beneficiary portal."""

from django.apps import AppConfig


class BeneficiaryPortalConfig(AppConfig):
    """Beneficiaries, on a phone first."""

    name = "entraide.portals.beneficiary"
    label = "beneficiary_portal"
