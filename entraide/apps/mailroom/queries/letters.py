"""The letters of a run as they are printed: by postcode, then member, then person, each under the address of a window envelope."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from entraide.apps.beneficiaries.queries import people
from entraide.apps.beneficiaries.queries.rights import members_counted_for
from entraide.apps.contributions.translation import issuer
from entraide.apps.members.queries import billed_establishments
from entraide.apps.members.queries.perimeters import names_on
from entraide.apps.notifications.queries import letters_of
from entraide.integrations.printing.mailing import Mail, printed_mailing


# No postal address of a person is held: what is told by post reaches them at work, under seal.
BY_HAND = "Personnel et confidentiel : à remettre sous pli fermé"
CLOSING = (
    "Vous recevez ce courrier parce que nous n’avons pas d’adresse électronique à vous. Vous pouvez répondre par courrier à l’adresse "
    "ci-dessus, ou confier vos papiers, sous enveloppe, à votre correspondant. Rappelez toujours la référence de votre demande. "
    "« Mes demandes » et « Mon foyer » sont des pages de votre espace sur notre site : votre correspondant vous remet le code qui l’ouvre."
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """What goes to one person: their name, the member through which it goes, its postcode, the lines of the address, their letters."""

    beneficiary_id: UUID
    name: str
    member: str
    postcode: str
    lines: tuple[str, ...]
    letters: Sequence[tuple[str, str]]


def addressed(run_id: UUID, *, on: date) -> list[Addressed]:
    """Give what a run sends, by postcode, member and person; who has no member any more comes last, without an address.

    `on` is the day on which the run was made, on screens too: what is said of a run is what is printed.
    """
    rows = list(letters_of(run_id))
    by_person = {key: [(row.subject, row.body) for row in group] for key, group in groupby(rows, key=lambda row: row.beneficiary_id)}
    names = people(by_person, on=on)
    employers = members_counted_for(by_person, on=on)
    member_names, billed = names_on(set(employers.values()), on=on), billed_establishments(set(employers.values()), on=on)
    found = []
    for key, letters in by_person.items():
        employer = employers.get(key)
        where, place = member_names.get(employer, "") if employer else "", billed.get(employer) if employer else None
        postcode = place.postcode if place else ""
        lines = (BY_HAND, where, place.street, f"{place.postcode} {place.city}".strip()) if place else (BY_HAND, where)
        name = names[key].name if key in names else ""
        found.append(Addressed(key, name, where, postcode, tuple(line for line in lines if line), letters))
    return sorted(found, key=lambda each: (not each.postcode, each.postcode, each.member, each.name, each.beneficiary_id))


def printed_run(run_id: UUID, *, on: date) -> bytes:
    """Print a run, the same each time as long as what it says is the same."""
    mails = [Mail((each.name, *each.lines), each.letters) for each in addressed(run_id, on=on)]
    # The issuer's address is where members write about their contributions: a person answers by post.
    return printed_mailing(mails, sender=replace(issuer(), email=""), closing=CLOSING, on=on)


def without_address(run_id: UUID, *, on: date) -> list[str]:
    """Name those of a run who have no member through which a letter may reach them."""
    return [each.name for each in addressed(run_id, on=on) if not each.postcode]
