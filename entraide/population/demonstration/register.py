"""What the demonstration adds to its members: an EPCI, where they are billed, whom to call, and neighbours that are no members.

Communes, EPCI and SIRENs are those of the public tables. SIRETs, streets, contacts, notice and intermediary are made up: a SIRET says so in
its name, telephone numbers lie in the range that the regulator keeps for works of fiction (03 53 01), the intermediary's SIREN begins with
zeros as none does.
"""

from dataclasses import dataclass
from datetime import date

from entraide.core.membership.billing import holds_key
from entraide.population.demonstration.setup import COMMUNES, CU_SIREN


# Electronic invoices to every public body, whatever the size of who sends them: 1 January 2020.
BILLED_SINCE = date(2020, 1, 1)
STREET = "1 place de l’Exemple"
# No establishment is recorded for this one, so that what is missing can be seen.
UNBILLED = "215100397"
AMICALE_SIREN = "000000018"
AMICALE_NAME = "Amicale du personnel des communes de la Vesle (fictive)"
PAID_BY_THE_AMICALE = ("215104167", "215101056")
PAID_SINCE = date(2023, 1, 1)
LEAVING, NOTICE_ON, LEAVES_ON = "215105685", date(2024, 9, 18), date(2025, 1, 1)
NEIGHBOURS = ("51454", "51573", "51055", "51172", "51058", "51662", "51474", "51562", "51308", "51118")
# The year of the populations of the public table.
POPULATION_YEAR = 2023

_NAMES = ("Nathalie Garnier", "Olivier Chevalier", "Samira Haddad", "Patrick Lemoine", "Aurore Blanchet", "Thierry Collet", "Inès Marchal")
_FIRST_OFFICE = 99_000


@dataclass(frozen=True, slots=True)
class BilledAt:
    """An establishment made up for a real body."""

    siren: str
    siret: str
    name: str
    service_code: str
    engagement_number: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Called:
    """Someone made up whom the association calls at a member."""

    siren: str
    name: str
    function: str
    email: str
    phone: str


def made_up_siret(siren: str) -> str:
    """Make a SIRET whose key holds, with an office number that no public body reaches."""
    return next(siret for office in range(_FIRST_OFFICE, _FIRST_OFFICE + 10) if holds_key(siret := f"{siren}{office:05d}"))


def establishments() -> list[BilledAt]:
    """List where members are billed; the CU's accounting service asks for its references."""
    asked = {CU_SIREN: ("DRH-ACTION-SOCIALE", "EJ-2024-0117")}
    towns = {CU_SIREN: ("51100", "Reims")} | {one.siren: (one.postal_code, one.name) for one in COMMUNES if one.siren != UNBILLED}
    return [
        BilledAt(siren, made_up_siret(siren), "Budget principal (SIRET fictif)", *asked.get(siren, ("", "")), *town)
        for siren, town in towns.items()
    ]


def contacts() -> list[Called]:
    """List whom to call: two people at the CU, one at each commune."""
    first, second, *others = _NAMES
    called = [
        Called(CU_SIREN, first, "Directrice des ressources humaines", "nathalie.garnier@exemple.fr", "03 53 01 20 01"),
        Called(CU_SIREN, second, "Responsable de la paie", "olivier.chevalier@exemple.fr", "03 53 01 20 02"),
    ]
    for rank, commune in enumerate(COMMUNES):
        name = others[rank % len(others)]
        phone = f"03 53 01 30 {rank + 10}"
        called.append(Called(commune.siren, name, "Secrétariat de mairie", f"mairie.{commune.insee_code}@exemple.fr", phone))
    return called
