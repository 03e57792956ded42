"""Furnish the register of the demonstration, through the operations that the staff uses."""

from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.members.operations.bodies import Attaching, NewBody, attach, register_body
from entraide.apps.members.operations.contacts import ContactFacts, record_contact
from entraide.apps.members.operations.establishments import EstablishmentFacts, record_establishment
from entraide.apps.members.operations.memberships import Terms, change_membership, give_notice
from entraide.apps.members.queries import members_by_siren
from entraide.config.takeover import Act
from entraide.core.structure.values import BodyKind
from entraide.integrations.reference_data import communes
from entraide.population.demonstration import register
from entraide.population.demonstration.named import PARTIAL_MEMBERSHIP
from entraide.population.demonstration.setup import COMMUNES, CU_SIREN


def furnish_register(*, act: Act) -> None:
    """Put neighbours on the register; give members their EPCI, establishments and contacts, one its notice, two an intermediary."""
    told = {"actor": act.actor, "at": act.at, "on": act.on}
    keys = members_by_siren()
    neighbours = [_neighbour(code, told) for code in register.NEIGHBOURS]
    for key in [*(keys[commune.siren] for commune in COMMUNES), *neighbours]:
        attach(attaching=Attaching(key, keys[CU_SIREN], "epci", _in_epci_since(key, keys)), **told)
    for one in register.establishments():
        address = {"street": register.STREET, "postcode": one.postcode, "city": one.city}
        facts = EstablishmentFacts(one.siret, one.name, one.service_code, one.engagement_number, **address)
        since = max(register.BILLED_SINCE, _joined(one.siren))
        record_establishment(member_id=keys[one.siren], facts=facts, since=since, **told)
    for one in register.contacts():
        record_contact(member_id=keys[one.siren], facts=ContactFacts(one.name, one.function, one.email, one.phone), **told)
    give_notice(member_id=keys[register.LEAVING], notice_on=register.NOTICE_ON, until=register.LEAVES_ON, **told)
    _pay_through_the_amicale(keys, told)


def _neighbour(code: str, told: dict[str, Any]) -> UUID:
    commune = communes()[code]
    body = NewBody(
        commune.siren,
        commune.name,
        BodyKind.COMMUNE,
        commune.department,
        PARTIAL_MEMBERSHIP,
        code,
        commune.population,
        register.POPULATION_YEAR,
    )
    return register_body(body=body, **told)


def _joined(siren: str) -> date:
    return {commune.siren: commune.joined_on for commune in COMMUNES}.get(siren, PARTIAL_MEMBERSHIP)


def _in_epci_since(key: UUID, keys: dict[str, UUID]) -> date:
    """Give the day from which a commune is in the EPCI: its creation, or the day the register knows the commune from."""
    joined = {keys[commune.siren]: commune.joined_on for commune in COMMUNES}
    return max(PARTIAL_MEMBERSHIP, joined.get(key, PARTIAL_MEMBERSHIP))


def _pay_through_the_amicale(keys: dict[str, UUID], told: dict[str, Any]) -> None:
    body = NewBody(register.AMICALE_SIREN, register.AMICALE_NAME, BodyKind.ASSOCIATION, "51", register.PAID_SINCE)
    amicale = register_body(body=body, **told)
    for siren in register.PAID_BY_THE_AMICALE:
        change_membership(member_id=keys[siren], since=register.PAID_SINCE, terms=Terms(payer_id=amicale), **told)
