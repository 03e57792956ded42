"""What follows from an act on a person's employment, in words: rights, principal employer, card, contribution."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from entraide.apps.beneficiaries.models import STATUSES, Affiliation
from entraide.apps.beneficiaries.queries.employment import cards_in_use
from entraide.apps.beneficiaries.queries.employment_orders import Order
from entraide.apps.beneficiaries.queries.employment_plans import EmploymentPlan, plan_of
from entraide.apps.beneficiaries.queries.roster_notes import CLOSED
from entraide.apps.members.queries import bodies_on
from entraide.apps.parameters.queries import tariff
from entraide.core.contributions.person_lines import Presence, counted, priced, while_entitled
from entraide.core.contributions.tariff import HeadClass, RateMissing, Tariff
from entraide.core.eligibility.principal import precedence
from entraide.core.eligibility.values import Contract, Position
from entraide.core.indicators.publications import closing_day
from entraide.core.money import ZERO, Money, total
from entraide.orm.acts import Stamp


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence: what it is about, and the sentence."""

    about: str
    sentence: str


def effects_of(beneficiary_id: UUID, order: Order, *, act: Stamp, on: date) -> tuple[Effect, ...]:
    """Say what an act would bring, without writing anything.

    :raises Refusal: if the act cannot be (see `plan_of`).
    """
    return told(plan_of(beneficiary_id, order, act=act, on=on), on=on)


def told(plan: EmploymentPlan, *, on: date) -> tuple[Effect, ...]:
    """Put a plan in words."""
    names = {member.id: member.name for member in bodies_on(on, member_ids={row.member_id for row in plan.after})}
    later = {member.id: member.name for member in bodies_on(_last_day(plan), member_ids=set(names))}
    names = {key: name or later.get(key, "") for key, name in names.items()}
    return (
        *_presences(plan, names),
        *_closed(plan, on),
        *_principal(plan, names),
        *_card(plan, on),
        *_contribution(plan, names, on),
    )


def digest_of(effects: tuple[Effect, ...]) -> str:
    """Sum effects up, to know whether they would still be the same."""
    return sha256("\n".join(f"{effect.about}|{effect.sentence}" for effect in effects).encode()).hexdigest()


def _last_day(plan: EmploymentPlan) -> date:
    return max(row.since for row in plan.after) if plan.after else plan.act.at.date()


def _fr(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _presences(plan: EmploymentPlan, names: dict[UUID, str]) -> Iterator[Effect]:
    for row in sorted(plan.written, key=lambda each: (each.since, names[each.member_id])):
        span = f"du {_fr(row.since)} au {_fr(row.until - timedelta(days=1))}" if row.until else f"à partir du {_fr(row.since)}"
        yield Effect("Emploi", f"{names[row.member_id]} : {in_words(row)}, {span}.")
        is_followed = any(each.member_id == row.member_id and each.since == row.until for each in plan.after)
        yield Effect("Droits", f"{names[row.member_id]} : {_rights(row, is_followed=is_followed)}")


def _rights(row: Affiliation, *, is_followed: bool) -> str:
    """Say the rights of one part; of a contract whose term is known, that they end with the year of the term."""
    if row.rights_until is None:
        return f"ouverts à partir du {_fr(row.since)}, sans fin connue."
    last = _fr(row.rights_until - timedelta(days=1))
    if row.rights_until <= row.since:
        return f"aucun droit dans {'cette position' if row.position != Position.IN_SERVICE else 'cette situation'}."
    if is_followed:
        return f"jusqu’au {last} inclus à ce titre, puis au titre de ce qui suit."
    if row.until is None and row.contract_until is not None and row.position == Position.IN_SERVICE:
        return f"ouverts à partir du {_fr(row.since)}, jusqu’au {last} inclus : fin de l’année du terme du contrat."
    return f"gardés jusqu’au {last} inclus."


def _closed(plan: EmploymentPlan, on: date) -> Iterator[Effect]:
    """Say of each closed year, from the first day that changes on, that what was called for it stays as it is."""
    held = {day for row in plan.superseded for day in _days(row)}
    first = min((day.year for row in plan.written for day in _days(row) if day not in held), default=on.year)
    for year in (year for year in range(first, on.year) if on > closing_day(year)):
        yield Effect("Année close", CLOSED.format(year=year))


def _days(row: Affiliation) -> tuple[date, ...]:
    """Give the first day of a part, and the last one where it is known."""
    return (row.since,) if row.until is None else (row.since, row.until - timedelta(days=1))


def in_words(row: Affiliation) -> str:
    """Say a presence: the situation, then the contract, the position and the time share where they say more."""
    words = [dict(STATUSES)[row.status]]
    if row.contract:
        words.append(Contract(row.contract).label)
    if row.contract_until:
        words.append(f"terme le {_fr(row.contract_until - timedelta(days=1))}")
    if row.position != Position.IN_SERVICE:
        words.append(Position(row.position).label)
    if row.time_share and row.time_share != 100:
        words.append(f"{row.time_share} %")
    return ", ".join(words)


def _principal(plan: EmploymentPlan, names: dict[UUID, str]) -> Iterator[Effect]:
    """Say which employer the person counts for, where that changes, or where another one arrives beside it."""
    before, after = principal_of(plan.before), principal_of(plan.after)
    if after is None:
        return
    if before != after:
        yield Effect("Employeur principal", f"{names[after]} : les nouvelles demandes lui seront comptées.")
    elif len({row.member_id for row in plan.after if row.until is None}) > 1:
        yield Effect("Employeur principal", f"{names[after]}, comme avant : les demandes lui restent comptées.")


def principal_of(rows: Iterable[Affiliation]) -> UUID | None:
    """Give the employer that a person counts for once all that is planned has come: the one declared, else the oldest open one."""
    open_rows = [row for row in rows if row.until is None and (row.rights_until is None or row.rights_until > row.since)]
    best = min(open_rows, key=lambda row: (*precedence(row), row.member_id), default=None)
    return best.member_id if best else None


def _card(plan: EmploymentPlan, on: date) -> Iterator[Effect]:
    count = cards_in_use(plan.person.beneficiary_id, on=on)
    if not count:
        return
    ends = [row.rights_until for row in plan.after if row.rights_until is None or row.rights_until > on]
    if not ends:
        yield Effect("Carte", "Aucun droit ne reste ouvert : les cartes en cours sont à révoquer.")
    elif None in ends:
        yield Effect("Carte", "Les cartes en cours restent valables jusqu’à leur date de fin.")
    else:
        last = max(day for day in ends if day is not None) - timedelta(days=1)
        yield Effect("Carte", f"Les cartes en cours ne doivent plus valoir après le {_fr(last)}.")


def _contribution(plan: EmploymentPlan, names: dict[UUID, str], on: date) -> Iterator[Effect]:
    """Say for each member what the person costs more or less, in each civil year that the act touches whose rate is known."""
    rates = tariff()
    days = [day for row in (*plan.superseded, *plan.written) for day in (row.since, row.until) if day is not None]
    for year in sorted({on.year, on.year + 1, *(day.year for day in days if day.year >= on.year)}):
        try:
            before, after = _costs(plan.before, year, rates), _costs(plan.after, year, rates)
        except RateMissing:
            continue
        doubt = "" if all(rates.is_checked(each, year) for each in HeadClass) else ", au dernier taux connu"
        for key in sorted({*before, *after}, key=lambda key: names.get(key, "")):
            change = after.get(key, ZERO) - before.get(key, ZERO)
            if change:
                word, amount = ("de moins", -change) if change.cents < 0 else ("de plus", change)
                yield Effect("Cotisation", f"{names.get(key, '')} : {amount} {word} pour {year}{doubt}, à la prochaine régularisation.")


def _costs(rows: list[Affiliation], year: int, rates: Tariff) -> dict[UUID, Money]:
    """Give what a person costs each member for a year, each day with rights once, as a call reckons it on these presences."""
    presences = [found for row in rows if (found := while_entitled(_presence_of(row), row.rights_until)) is not None]
    parts = counted(year, presences, division=rates.division_of(year))
    members = dict.fromkeys(part.member for part in parts if part.member)
    return {
        member: total(line.amount for line in priced(year, [part for part in parts if part.member == member], tariff=rates))
        for member in members
    }


def _presence_of(row: Affiliation) -> Presence:
    head_class = HeadClass.RETIREE if row.status == "retiree" else HeadClass.ACTIVE
    return Presence(row.beneficiary_id, head_class, row.since, row.until, row.member_id, row.is_principal, row.arrived_on)
