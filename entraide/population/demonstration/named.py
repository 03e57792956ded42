"""The named persons of the tour, the same whatever the seed: beneficiaries with a story, correspondents, delegates and staff."""

from dataclasses import dataclass
from datetime import date

from entraide.core.money import Money
from entraide.population.demonstration.lists import Slot
from entraide.population.demonstration.setup import CU_SIREN
from entraide.population.demonstration.world import Mandate, Role, StaffMember, Status, Story


BEAUMONT_SIREN = "215100397"
FULL_MEMBERSHIP = date(2022, 1, 1)
PARTIAL_MEMBERSHIP = date(2017, 1, 1)


@dataclass(frozen=True, slots=True)
class NamedChild:
    """A dependant of a named person; `since` when later than birth."""

    given_name: str
    sex: str
    born_on: date
    since: date | None = None
    is_spouse: bool = False


@dataclass(frozen=True, slots=True)
class NamedBenefit:
    """A benefit of the past of a named person; `child` is a given name."""

    benefit: str
    settled_on: date
    euros: int
    child: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A named beneficiary; `tax_line_14` is that of the 2023 notice, None when no notice was given."""

    given_name: str
    family_name: str
    sex: str
    born_on: date
    siren: str
    status: Status
    since: date
    audience: str
    story: str
    email: str
    service: str = ""
    dependants: tuple[NamedChild, ...] = ()
    tax_line_14: Money | None = None
    is_activated: bool = True
    has_bank_detail: bool = True
    past: tuple[NamedBenefit, ...] = ()

    @property
    def key(self) -> str:
        """The part of the e-mail before the sign: stable, unique, readable."""
        return self.email.split("@")[0]

    @property
    def slot(self) -> Slot:
        return Slot(self.status, self.since, None, self.key)


BENEFICIARIES = (
    Named(
        "Nadia",
        "Ferrand",
        "F",
        date(1985, 3, 12),
        CU_SIREN,
        Status.ACTIVE,
        PARTIAL_MEMBERSHIP,
        "bénéficiaire",
        "Agente de la Communauté urbaine, deux enfants de 8 et 5 ans, ligne 14 connue (tranche 2). Demande « Accueil de loisirs ».",
        "nadia.ferrand@exemple.fr",
        "Eau et assainissement",
        (NamedChild("Lina", "F", date(2016, 5, 17)), NamedChild("Adam", "M", date(2019, 2, 3))),
        Money.of("1486"),
        past=(
            NamedBenefit("accueil-de-loisirs", date(2022, 9, 22), 45, "Lina"),
            NamedBenefit("accueil-de-loisirs", date(2022, 9, 22), 45, "Adam"),
            NamedBenefit("plan-epargne-cheques-vacances", date(2022, 6, 9), 120),
            NamedBenefit("accueil-de-loisirs", date(2023, 9, 21), 100, "Lina"),
            NamedBenefit("accueil-de-loisirs", date(2023, 9, 21), 100, "Adam"),
            NamedBenefit("plan-epargne-cheques-vacances", date(2023, 6, 8), 120),
            NamedBenefit("noel-des-enfants", date(2023, 12, 14), 30, "Lina"),
            NamedBenefit("noel-des-enfants", date(2023, 12, 14), 30, "Adam"),
            NamedBenefit("plan-epargne-cheques-vacances", date(2024, 6, 6), 120),
        ),
    ),
    Named(
        "Thomas",
        "Lemaire",
        "M",
        date(1991, 11, 4),
        CU_SIREN,
        Status.ACTIVE,
        FULL_MEMBERSHIP,
        "bénéficiaire",
        "Agent qui vient d'ajouter son premier enfant ; aucun avis d'impôt donné.",
        "thomas.lemaire@exemple.fr",
        "Voirie",
        (
            NamedChild("Claire", "F", date(1992, 7, 21), is_spouse=True),
            NamedChild("Gabin", "M", date(2024, 8, 20), since=date(2024, 10, 7)),
        ),
        past=(NamedBenefit("coupon-sport", date(2023, 10, 5), 60),),
    ),
    Named(
        "Lucas",
        "Moreau",
        "M",
        date(2007, 4, 9),
        CU_SIREN,
        Status.APPRENTICE,
        date(2024, 9, 2),
        "bénéficiaire",
        "Apprenti de 17 ans : « Rentrée scolaire du bénéficiaire », 38 ou 47 euros.",
        "lucas.moreau@exemple.fr",
        "Moyens généraux mobiles",
        has_bank_detail=False,
    ),
    Named(
        "Inès",
        "Benali",
        "F",
        date(2003, 5, 26),
        CU_SIREN,
        Status.APPRENTICE,
        date(2023, 9, 1),
        "bénéficiaire",
        "Apprentie de 21 ans, ligne 14 nulle : « Rentrée scolaire du bénéficiaire », 64 à 160 euros.",
        "ines.benali@exemple.fr",
        "Finances",
        tax_line_14=Money.of("0"),
    ),
    Named(
        "Monique",
        "Girard",
        "F",
        date(1957, 1, 30),
        CU_SIREN,
        Status.RETIREE,
        date(2019, 4, 1),
        "bénéficiaire",
        "Retraitée désignée par la Communauté urbaine : sa « Prestation annuelle des retraités » est accordée par la règle, sans attendre.",
        "monique.girard@exemple.fr",
        "",
        (NamedChild("Jean-Claude", "M", date(1954, 10, 2), is_spouse=True),),
        Money.of("312"),
        past=(
            NamedBenefit("plan-epargne-cheques-vacances", date(2022, 5, 12), 90),
            NamedBenefit("plan-epargne-cheques-vacances", date(2023, 5, 11), 100),
            NamedBenefit("plan-epargne-cheques-vacances", date(2024, 5, 16), 100),
        ),
    ),
    Named(
        "David",
        "Petit",
        "M",
        date(1978, 8, 15),
        CU_SIREN,
        Status.ACTIVE,
        FULL_MEMBERSHIP,
        "bénéficiaire",
        "Agent dont le compte n'est pas encore activé : un code est à remettre.",
        "david.petit@exemple.fr",
        "Direction des déchets",
        (NamedChild("Jules", "M", date(2012, 6, 11)),),
        is_activated=False,
        has_bank_detail=False,
    ),
    Named(
        "Karine",
        "Fournier",
        "F",
        date(1980, 2, 19),
        CU_SIREN,
        Status.ACTIVE,
        FULL_MEMBERSHIP,
        "bénéficiaire",
        "Agente dont le compte bancaire est clos : la banque retourne son virement. Séparée d’un autre agent, le père de ses enfants : "
        "Manon vit chez l’un puis chez l’autre, et chacun déclare Hugo à sa charge.",
        "karine.fournier@exemple.fr",
        "Pôles territoriaux",
        (NamedChild("Manon", "F", date(2014, 9, 5)), NamedChild("Hugo", "M", date(2017, 3, 28))),
        Money.of("274"),
        past=(
            NamedBenefit("plan-epargne-cheques-vacances", date(2023, 3, 9), 140),
            NamedBenefit("accueil-de-loisirs", date(2023, 10, 12), 120, "Hugo"),
        ),
    ),
    Named(
        "Sylvie",
        "Marchand",
        "F",
        date(1972, 12, 8),
        CU_SIREN,
        Status.ACTIVE,
        PARTIAL_MEMBERSHIP,
        "correspondant",
        "Correspondante de la Communauté urbaine : dépose la liste nominative ; elle est aussi bénéficiaire.",
        "sylvie.marchand@exemple.fr",
        "Ressources humaines",
        past=(NamedBenefit("plan-epargne-cheques-vacances", date(2023, 2, 9), 100),),
    ),
    Named(
        "Hamid",
        "Bouzid",
        "M",
        date(1975, 6, 23),
        CU_SIREN,
        Status.ACTIVE,
        FULL_MEMBERSHIP,
        "délégué",
        "Délégué des agents de la Communauté urbaine ; il est aussi bénéficiaire, et le père de Manon et de Hugo Fournier : "
        "« Mon foyer » lui dit qui ouvre le droit, et rien de leur mère.",
        "hamid.bouzid@exemple.fr",
        "Direction des déchets",
        (NamedChild("Yasmine", "F", date(2008, 1, 17)),),
    ),
    Named(
        "Claire",
        "Fontaine",
        "F",
        date(1983, 10, 14),
        BEAUMONT_SIREN,
        Status.ACTIVE,
        date(2015, 1, 1),
        "correspondant",
        "Secrétaire de mairie et correspondante de Beaumont-sur-Vesle, neuf agents : aucun chiffre sur des personnes ne lui est montré.",
        "claire.fontaine@exemple.fr",
        "Accueil et administration",
        (NamedChild("Louise", "F", date(2013, 4, 2)),),
    ),
)


STAFF = (
    StaffMember("camille.roux", "Camille", "Roux", "camille.roux@exemple.fr", (Role.CLAIMS_OFFICER,)),
    StaffMember("julien.faure", "Julien", "Faure", "julien.faure@exemple.fr", (Role.CLAIMS_OFFICER,)),
    StaffMember("nathalie.girard", "Nathalie", "Girard", "nathalie.girard@exemple.fr", (Role.CLAIMS_MANAGER,)),
    StaffMember("pierre.lefort", "Pierre", "Lefort", "pierre.lefort@exemple.fr", (Role.EXPERT,)),
    StaffMember("elodie.masson", "Élodie", "Masson", "elodie.masson@exemple.fr", (Role.SOCIAL_WORKER,)),
    StaffMember("sophie.lambert", "Sophie", "Lambert", "sophie.lambert@exemple.fr", (Role.CONTACT_AGENT,)),
    StaffMember("marc.vidal", "Marc", "Vidal", "marc.vidal@exemple.fr", (Role.ACCOUNTANT_PREPARES,)),
    StaffMember("helene.brun", "Hélène", "Brun", "helene.brun@exemple.fr", (Role.ACCOUNTANT_RELEASES,)),
    StaffMember("antoine.verdier", "Antoine", "Verdier", "antoine.verdier@exemple.fr", (Role.CATALOGUE_MANAGER,)),
    StaffMember("laure.perrin", "Laure", "Perrin", "laure.perrin@exemple.fr", (Role.DEVELOPMENT_OFFICER,)),
    StaffMember("philippe.delorme", "Philippe", "Delorme", "philippe.delorme@exemple.fr", (Role.DIRECTOR,)),
    StaffMember("yann.prigent", "Yann", "Prigent", "yann.prigent@exemple.fr", (Role.ADMINISTRATOR,)),
)

_STAFF_STORIES = {
    "camille.roux": "Instructrice : traite la file des demandes.",
    "julien.faure": "Instructeur : second regard, deux instructeurs ne décident pas deux fois.",
    "nathalie.girard": "Responsable de l’instruction : automatismes, charge, seconds regards.",
    "pierre.lefort": "Expert consulté : ne voit que les pages qu’on lui montre.",
    "elodie.masson": "Assistante sociale : dossiers confidentiels.",
    "sophie.lambert": "Conseillère du centre de contacts.",
    "marc.vidal": "Comptable : prépare les virements.",
    "helene.brun": "Comptable : libère les virements préparés par un autre.",
    "antoine.verdier": "Responsable du catalogue : fiches et barèmes.",
    "laure.perrin": "Chargée d'animation et de développement : portefeuille d'adhérents.",
    "philippe.delorme": "Directeur.",
    "yann.prigent": "Administrateur de la plateforme.",
}

# Mandates follow the municipal elections of 2020 and last six years.
MANDATE_SINCE = date(2020, 10, 1)
ELECTED_DELEGATE = ("Bernard", "Collin", "bernard.collin@exemple.fr")


def named_mandates(references: dict[str, str]) -> list[Mandate]:
    """Write the mandates of the named persons; `references` gives the person's reference by key."""
    given, family, email = ELECTED_DELEGATE
    rows = (
        (CU_SIREN, Role.CORRESPONDENT, "sylvie.marchand", date(2022, 1, 1)),
        (CU_SIREN, Role.DELEGATE_AGENTS, "hamid.bouzid", date(2022, 1, 1)),
        (BEAUMONT_SIREN, Role.CORRESPONDENT, "claire.fontaine", date(2015, 1, 1)),
    )
    by_key = {named.key: named for named in BENEFICIARIES}
    mandates = [
        Mandate(siren, role, by_key[key].given_name, by_key[key].family_name, by_key[key].email, references[key], since, None)
        for siren, role, key, since in rows
    ]
    return [*mandates, Mandate(CU_SIREN, Role.DELEGATE_ELECTED, given, family, email, None, MANDATE_SINCE, None)]


def stories(references: dict[str, str]) -> tuple[Story, ...]:
    """List every named person with what the tour uses the person for."""
    beneficiaries = [Story(named.key, named.email, references[named.key], named.audience, named.story) for named in BENEFICIARIES]
    elected = Story("bernard.collin", ELECTED_DELEGATE[2], None, "délégué", "Délégué des élus de la Communauté urbaine, non bénéficiaire.")
    staff = [Story(member.key, member.email, None, "association", _STAFF_STORIES[member.key]) for member in STAFF]
    return (*beneficiaries, elected, *staff)
