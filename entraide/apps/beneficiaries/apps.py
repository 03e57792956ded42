"""The beneficiaries app."""

from django.apps import AppConfig


class BeneficiariesConfig(AppConfig):
    """People with rights: identity, affiliations, family, tax line, bank details, nominative lists."""

    name = "entraide.apps.beneficiaries"
    verbose_name = "Bénéficiaires"
