"""The roles that a person may hold, and what each is called."""

from enum import StrEnum


class Role(StrEnum):
    """One way of using the platform; a person may hold several and switches between them."""

    BENEFICIARY = "beneficiary"
    CORRESPONDENT = "correspondent"
    DELEGATE_ELECTED = "delegate_elected"
    DELEGATE_STAFF = "delegate_staff"
    CLAIMS_OFFICER = "claims_officer"
    CLAIMS_MANAGER = "claims_manager"
    EXPERT = "expert"
    SOCIAL_WORKER = "social_worker"
    CONTACT_AGENT = "contact_agent"
    ACCOUNTANT_PREPARES = "accountant_prepares"
    ACCOUNTANT_RELEASES = "accountant_releases"
    CATALOGUE_MANAGER = "catalogue_manager"
    DEVELOPMENT_OFFICER = "development_officer"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"


LABELS = {
    Role.BENEFICIARY: "Bénéficiaire",
    Role.CORRESPONDENT: "Correspondant",
    Role.DELEGATE_ELECTED: "Délégué des élus",
    Role.DELEGATE_STAFF: "Délégué des agents",
    Role.CLAIMS_OFFICER: "Gestionnaire de demandes",
    Role.CLAIMS_MANAGER: "Responsable de l’instruction",
    Role.EXPERT: "Expert consulté",
    Role.SOCIAL_WORKER: "Travailleur social",
    Role.CONTACT_AGENT: "Centre de contacts",
    Role.ACCOUNTANT_PREPARES: "Comptable (prépare)",
    Role.ACCOUNTANT_RELEASES: "Comptable (libère)",
    Role.CATALOGUE_MANAGER: "Responsable du catalogue",
    Role.DEVELOPMENT_OFFICER: "Chargé d’animation et de développement",
    Role.DIRECTOR: "Direction",
    Role.ADMINISTRATOR: "Administration",
}

DELEGATE_ROLES = frozenset({Role.DELEGATE_ELECTED, Role.DELEGATE_STAFF})
STAFF_ROLES = frozenset(Role) - DELEGATE_ROLES - {Role.BENEFICIARY, Role.CORRESPONDENT}
# An expert comes from outside: they read what they are asked about, and nothing that colleagues share.
COLLEAGUES = STAFF_ROLES - {Role.EXPERT}
