"""Who signs in to the demonstration, with which phrase, and what each is shown for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password

from entraide.apps.accounts import operations as accounts
from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.operations import NewAccount
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.opening import link_accounts
from entraide.apps.beneficiaries.queries import keys_by_external_id, without_account
from entraide.apps.members.queries import members_by_siren
from entraide.apps.network.operations import Holder, import_mandates
from entraide.config.demonstration.plot import live_cases
from entraide.config.second_factors import give_second_factors
from entraide.config.takeover import Act
from entraide.population.demonstration.named import BENEFICIARIES, ELECTED_DELEGATE, STAFF, stories
from entraide.population.demonstration.world import Person, World
from entraide.population.demonstration.world import Role as WorldRole


# The one phrase of every demonstration account; it opens nothing anywhere else.
PHRASE = "une phrase pour essayer"

# Before anything that the staff does in the stories.
STAFF_SINCE = date(2024, 1, 2)
DELEGATES = {WorldRole.DELEGATE_ELECTED: Role.DELEGATE_ELECTED, WorldRole.DELEGATE_AGENTS: Role.DELEGATE_STAFF}


def signing_in(world: World) -> list[Person]:
    """List the people who have opened their account: those the world says, and whoever has a live claim or a mandate."""
    acting = {case.person.reference for case in live_cases(world)} | {mandate.person for mandate in world.mandates}
    return [person for person in world.persons if person.is_activated or person.reference in acting]


def open_accounts(world: World, *, act: Act) -> dict[str, UUID]:
    """Create the account of everybody who signs in, by address: staff with roles and second factor, mandate holders, people."""
    people = signing_in(world)
    named = [*world.staff, *world.mandates, *people]
    rows = [NewAccount(one.email, f"{one.given_name} {one.family_name}") for one in named]
    keys = accounts.import_accounts(rows=rows, password_hash=make_password(PHRASE), **act.told)
    for member in world.staff:
        for role in member.roles:
            accounts.give_role(account_id=keys[member.email], role=Role(role), actor=act.actor, at=act.at, on=STAFF_SINCE)
    give_second_factors({keys[member.email] for member in world.staff})
    return keys


def give_mandates(world: World, keys: dict[str, UUID], *, act: Act) -> None:
    """Give delegates their mandates and people their accounts; correspondents have theirs from the opening records."""
    member_ids, people = members_by_siren(), keys_by_external_id()
    holders = [
        Holder(member_ids[mandate.siren], DELEGATES[mandate.role], keys[mandate.email], mandate.since)
        for mandate in world.mandates
        if mandate.role in DELEGATES
    ]
    import_mandates(holders=holders, **act.told)
    links = {people[person.reference]: keys[person.email] for person in signing_in(world)}
    link_accounts(links=links, **act.told)


@dataclass(frozen=True, slots=True)
class Player:
    """Someone of the tour: audience, name, address, what they are shown for."""

    audience: str
    name: str
    email: str
    text: str


AUDIENCES = ("bénéficiaire", "correspondant", "délégué", "association")


def players() -> list[Player]:
    """List who the tour is made with, by audience; the same whatever the world, so that nothing is built to tell it."""
    given, family, email = ELECTED_DELEGATE
    names = {one.email: f"{one.given_name} {one.family_name}" for one in (*BENEFICIARIES, *STAFF)} | {email: f"{given} {family}"}
    nowhere = {named.key: "" for named in BENEFICIARIES}
    found = [Player(story.audience, names[story.email], story.email, story.text) for story in stories(nowhere)]
    return sorted(found, key=lambda player: AUDIENCES.index(player.audience))


def fresh_codes(*, at: datetime, on: date) -> list[tuple[str, date, str]]:
    """Make an activation code for each person of the tour who has no account yet: (name, day of birth, code)."""
    codes = []
    for named in BENEFICIARIES:
        waiting = [] if named.is_activated else without_account(f"{named.family_name} {named.given_name}", on=on)
        for person in waiting:
            told = {"actor": system_actor("demonstration"), "at": at, "on": on}
            codes.append((person.name, person.born_on, accounts.issue_activation_code(subject_id=person.id, channel="letter", **told)))
    return codes
