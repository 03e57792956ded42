"""What each role finds in its navigation."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from entraide.apps.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation: its label, the view it leads to, its icon."""

    label: str
    view: str
    icon: str


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A place as the page shows it."""

    label: str
    url: str
    icon: str
    current: bool
    badge_count: int = 0


BENEFICIARY = (
    Place("Mes droits", "beneficiary:entitlements", "sparkles"),
    Place("Mes demandes", "beneficiary:claims", "folder-open"),
    Place("Mon foyer", "beneficiary:household", "users"),
    Place("Messages", "beneficiary:messages", "mail"),
)
CORRESPONDENT = (
    Place("Ma collectivité", "correspondent:home", "building-2"),
    Place("Liste du personnel", "correspondent:roster", "users"),
    Place("Ma cotisation", "correspondent:contribution", "euro"),
    Place("Nos délégués", "correspondent:delegates", "vote"),
)
DELEGATE = (
    Place("Bilan de ma collectivité", "delegate:home", "chart-column"),
    Place("Mon mandat", "delegate:mandate", "vote"),
)
STAFF = {
    Role.CLAIMS_OFFICER: (
        Place("Demandes à traiter", "staff:claims", "inbox"),
        Place("Courrier", "staff:mail", "mail"),
        Place("Avis d’impôt", "staff:notices", "file-check"),
        Place("Personnes", "staff:people", "search"),
        Place("Relectures", "staff:second_looks", "eye"),
        Place("Réexamens", "staff:reexaminations", "history"),
    ),
    Role.CLAIMS_MANAGER: (
        Place("Instruction", "staff:workload", "users"),
        Place("Demandes à traiter", "staff:claims", "inbox"),
        Place("Automatismes", "staff:automations", "list-checks"),
        Place("Relectures", "staff:second_looks", "eye"),
        Place("Réexamens", "staff:reexaminations", "history"),
        Place("Réclamations", "staff:complaints", "message-square"),
    ),
    Role.EXPERT: (Place("Avis demandés", "staff:opinions", "file-check"),),
    Role.ACCOUNTANT_PREPARES: (
        Place("Paiements", "staff:payments", "banknote"),
        Place("Cotisations", "staff:contributions", "euro"),
        Place("Relevés de banque", "staff:statements", "landmark"),
        Place("Journal", "staff:journal", "book-open"),
    ),
    Role.ACCOUNTANT_RELEASES: (
        Place("Paiements", "staff:payments", "banknote"),
        Place("Cotisations", "staff:contributions", "euro"),
        Place("Relevés de banque", "staff:statements", "landmark"),
        Place("Journal", "staff:journal", "book-open"),
    ),
    Role.CATALOGUE_MANAGER: (Place("Catalogue", "staff:catalogue", "book-open"),),
    Role.DIRECTOR: (
        Place("Tableau de bord", "staff:board", "chart-column"),
        Place("Catalogue", "staff:catalogue", "book-open"),
        Place("Réclamations", "staff:complaint_changes", "message-square"),
        Place("Cotisations", "staff:contributions", "euro"),
        Place("Portefeuille", "staff:portfolio", "heart-handshake"),
        Place("Réseau", "staff:network", "vote"),
        Place("Listes", "staff:roster_campaign", "list-checks"),
        Place("Structures", "staff:structures", "landmark"),
    ),
    Role.DEVELOPMENT_OFFICER: (
        Place("Adhérents", "staff:member_directory", "building-2"),
        Place("Chiffres", "staff:members", "chart-column"),
        Place("Listes", "staff:roster_campaign", "list-checks"),
        Place("Portefeuille", "staff:portfolio", "heart-handshake"),
        Place("Réseau", "staff:network", "vote"),
        Place("Structures", "staff:structures", "landmark"),
    ),
    Role.CONTACT_AGENT: (
        Place("Personnes", "staff:people", "search"),
        Place("Réclamations", "staff:complaints", "message-square"),
        Place("Décès", "staff:deaths", "file-text"),
    ),
    Role.SOCIAL_WORKER: (Place("Catalogue", "staff:catalogue", "book-open"),),
    Role.ADMINISTRATOR: (
        Place("Comptes et rôles", "staff:accounts", "users"),
        Place("Codes d’activation", "staff:activations", "ticket"),
        Place("Adhérents", "staff:member_directory", "building-2"),
        Place("Doublons", "staff:duplicates", "copy"),
        Place("Journal d’audit", "staff:audit", "history"),
        Place("Plateforme", "staff:platform", "shield-check"),
    ),
}


def places_of(role: Role | None) -> tuple[Place, ...]:
    """Give the places of a role, none for whoever has no role."""
    own = {Role.BENEFICIARY: BENEFICIARY, Role.CORRESPONDENT: CORRESPONDENT, Role.DELEGATE_ELECTED: DELEGATE, Role.DELEGATE_STAFF: DELEGATE}
    return (own | STAFF).get(role, ()) if role else ()


HOMES = {
    Role.BENEFICIARY: "beneficiary:home",
    Role.CORRESPONDENT: "correspondent:home",
    Role.DELEGATE_ELECTED: "delegate:home",
    Role.DELEGATE_STAFF: "delegate:home",
}


def home_of(role: Role | None) -> str:
    """Name the view where a role begins: its portal's home, or the first place of the staff's; nothing without a role."""
    if role is None:
        return ""
    return HOMES.get(role) or places_of(role)[0].view


def navigation_of(request: HttpRequest) -> list[NavigationItem]:
    """Draw the navigation of the request's actor; the place whose address begins the path is the current one."""
    places = [(place, reverse(place.view)) for place in places_of(request.actor.role)]
    here = max((url for _, url in places if request.path.startswith(url)), key=len, default="")
    return [NavigationItem(place.label, url, place.icon, url == here) for place, url in places]
