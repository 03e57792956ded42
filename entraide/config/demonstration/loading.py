"""Build the demonstration of 15 October 2024 in an empty database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.operations.files import CheckedTaxLine
from entraide.apps.beneficiaries.operations.opening import Details, ImportedTaxLine, import_tax_lines
from entraide.apps.beneficiaries.queries import keys_by_external_id
from entraide.apps.reporting.operations import publish
from entraide.config.demonstration.acting import act_out
from entraide.config.demonstration.automation import YEARLY
from entraide.config.demonstration.branch import act_branch_out
from entraide.config.demonstration.cast import give_mandates, open_accounts, signing_in
from entraide.config.demonstration.contributions import call_and_dispute
from entraide.config.demonstration.documents import follow_documents
from entraide.config.demonstration.families import part_a_couple
from entraide.config.demonstration.register import furnish_register
from entraide.config.publishing import publish_folder
from entraide.config.takeover import Act, read_files, take_over
from entraide.core.rules import Revision
from entraide.population.demonstration import build
from entraide.population.demonstration.opening import world_to_opening_files
from entraide.population.demonstration.world import World
from entraide.population.synthetic.illustrated import illustrated


Say = Callable[[str], None]
FIRST_YEAR = 2022
# The world's short word for the savings plan, and its code in the catalogue.
CODES = {"pecv": "plan-epargne-cheques-vacances"}


def published_world(seed: int = 2024) -> World:
    """Build the world with the catalogue's codes."""
    world = build(seed)
    records = tuple(replace(record, benefit=CODES.get(record.benefit, record.benefit)) for record in world.benefit_records)
    return replace(world, benefit_records=records)


# The claims are acted out in the autumn of 2024: what decided them was known by then, or no decision could be replayed.
KNOWN_SINCE = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)


def build_demonstration(say: Say, *, at: datetime) -> World:
    """Fill an empty database: catalogue, accounts, opening records, mandates.

    :raises CommandError: if the catalogue or the records have a fault.
    """
    world = published_world()
    act = Act(system_actor("demonstration"), at, world.on, is_synthetic=True)
    with transaction.atomic():
        publish_catalogue(act)
        keys = open_accounts(world, act=act)
        counts = take_opening_records(world, act)
        give_mandates(world, keys, act=act)
        furnish_register(act=act)
        call_and_dispute(keys, strangers=strangers_of(world), act=act)
        follow_documents(keys, act=act)
        act_branch_out(keys, act=act)
        claims = act_out(world, keys, at=at)
        part_a_couple(world, act=act)
        publish_tables(act)
    say(f"{claims} demandes en cours ou décidées, tableaux publiés de {FIRST_YEAR} à {world.on.year}.")
    say(f"{counts['members']} adhérents, {counts['beneficiaries']} bénéficiaires, {counts['benefits']} prestations reprises.")
    return world


def strangers_of(world: World) -> set[UUID]:
    """Give the persons who have no account and no part in the stories of the demonstration."""
    acting = {person.reference for person in signing_in(world)}
    return {key for reference, key in keys_by_external_id().items() if reference not in acting}


def publish_tables(act: Act) -> None:
    """Publish the closed years at their last day, and the running one at the day before."""
    yesterday = act.on - timedelta(days=1)
    for year in range(FIRST_YEAR, act.on.year + 1):
        publish(year=year, as_of=min(date(year, 12, 31), yesterday), actor=act.actor, at=act.at, on=act.on)


def publish_catalogue(act: Act) -> None:
    """Publish the parameters and the revisions of the catalogue's folder; the yearly aid of retirees with an amount that is an example.

    :raises CommandError: if a file has a fault.
    """
    publish_folder(settings.CATALOGUE, actor=act.actor, at=KNOWN_SINCE, on=act.on, as_published=_with_an_example)


def _with_an_example(revisions: Sequence[Revision]) -> Sequence[Revision]:
    """Give an amount to the one benefit that asks for no paper: the only one that a demonstration can show decided without a human act."""
    return [illustrated([revision])[0] if revision.code == YEARLY else revision for revision in revisions]


def take_opening_records(world: World, act: Act) -> dict[str, int]:
    """Import the world as an association's records, then what they have no column for.

    :raises CommandError: if the records have a fault.
    """
    codes = {record.benefit for record in world.benefit_records}
    records, faults = read_files(world_to_opening_files(world), on=world.on, benefit_codes=codes)
    if faults:
        raise CommandError(f"Les dossiers de la démonstration ont des fautes : {faults[0].sentence}")
    details = {
        one.reference: Details(one.disability_rate, "alternating" if one.has_alternating_custody else "full") for one in world.dependants
    }
    counts = take_over(records, act=act, details=details)
    people = keys_by_external_id()
    lines = [
        ImportedTaxLine(people[line.person], CheckedTaxLine(line.notice_year, line.amount, "imported"), line.proved_on)
        for line in world.tax_lines
    ]
    import_tax_lines(lines=lines, **act.told)
    return counts
