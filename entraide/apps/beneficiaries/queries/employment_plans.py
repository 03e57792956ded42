"""What an act on a person's employment would change: the rows it closes and those it writes, found without writing anything."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.models import Affiliation, Identity
from entraide.apps.beneficiaries.queries.employment import affiliations_of, facts_of, rights_of
from entraide.apps.beneficiaries.queries.employment_orders import (
    Arrival,
    ContractChange,
    Departure,
    Order,
    PositionChange,
    PrincipalChoice,
    RetirementOrder,
    Terms,
    Transfer,
)
from entraide.apps.beneficiaries.refusals import (
    AlreadyThere,
    BeforeBirth,
    DatesCross,
    FileNotOpen,
    MemberDoesNotBelong,
    NotEligible,
    NothingChanges,
    NotThere,
    PersonHasDied,
    SameEmployer,
)
from entraide.apps.members.queries import member_on, membership_history
from entraide.core.eligibility.rule import KEPT, EligibilityStatus, eligibility
from entraide.orm.acts import Stamp, again


A_DAY = timedelta(days=1)


@dataclass(slots=True)
class EmploymentPlan:
    """A person's presences as an act finds them and as it leaves them; a row that is not among the former is to be written."""

    act: Stamp
    person: Identity
    before: list[Affiliation]
    after: list[Affiliation] = field(default_factory=list)

    @property
    def superseded(self) -> list[Affiliation]:
        """The rows that the act closes."""
        kept = {row.pk for row in self.after}
        return [row for row in self.before if row.pk not in kept]

    @property
    def written(self) -> list[Affiliation]:
        """The rows that the act writes."""
        held = {row.pk for row in self.before}
        return [row for row in self.after if row.pk not in held]

    def put(self, row: Affiliation, *pieces: Affiliation) -> None:
        """Have pieces stand for a row."""
        self.after = sorted([*(each for each in self.after if each.pk != row.pk), *pieces], key=lambda each: (each.since, each.pk))


def plan_of(beneficiary_id: UUID, order: Order, *, act: Stamp, on: date) -> EmploymentPlan:
    """Find what an act would change of a person's employment.

    :raises FileNotOpen: if nobody is known under that key.
    :raises PersonHasDied: if the person died before the days of the act.
    :raises BeforeBirth: if those days come before the birth.
    :raises DatesCross: if an end comes before a beginning.
    :raises MemberDoesNotBelong: if a member has no membership on the day of an arrival.
    :raises AlreadyThere: if the person is on that staff already.
    :raises NotThere: if the person is not on that staff.
    :raises NotEligible: if the rule gives no right to who arrives.
    :raises NothingChanges: if all is so already.
    """
    person = Identity.objects.current().filter(beneficiary_id=beneficiary_id).order_by("-since", "pk").first()
    if person is None:
        raise FileNotOpen
    held = affiliations_of(beneficiary_id)
    plan = EmploymentPlan(act, person, held, list(held))
    _require_alive(person, order)
    PLANNERS[type(order)](plan, order, on)
    if not plan.written and not plan.superseded:
        raise NothingChanges
    _settle_rights(plan)
    _settle_principal(plan)
    return plan


def _require_alive(person: Identity, order: Order) -> None:
    for day in order.days:
        if person.died_on is not None and day > person.died_on:
            raise PersonHasDied(name=f"{person.given_name} {person.family_name}", on=f"{person.died_on:%d/%m/%Y}")
        if day < person.born_on:
            raise BeforeBirth(name=f"{person.given_name} {person.family_name}", on=f"{person.born_on:%d/%m/%Y}")


def _arrive(plan: EmploymentPlan, order: Arrival, on: date) -> None:
    row = _add(plan, order.member_id, order.since, order.terms)
    others = [each for each in plan.after if each.pk != row.pk and _is_present(each, order.since)]
    if order.becomes_principal or not others:
        _make_principal(plan, order.member_id, order.since)
    _require_eligible(plan, order.since)


def _leave(plan: EmploymentPlan, order: Departure, on: date) -> None:
    _end(plan, order.member_id, order.last_day + A_DAY, "departure")


def _transfer(plan: EmploymentPlan, order: Transfer, on: date) -> None:
    if order.member_id == order.to_member_id:
        raise SameEmployer
    if order.arrived_on <= order.last_day:
        raise DatesCross(first=f"{order.last_day:%d/%m/%Y}", second=f"{order.arrived_on:%d/%m/%Y}")
    was_principal = _is_principal(plan, order.member_id, order.last_day)
    _end(plan, order.member_id, order.last_day + A_DAY, "transfer")
    _add(plan, order.to_member_id, order.arrived_on, order.terms)
    if was_principal:
        _make_principal(plan, order.to_member_id, order.arrived_on)
    _require_eligible(plan, order.arrived_on)


def _retire(plan: EmploymentPlan, order: RetirementOrder, on: date) -> None:
    """End the work; where the member designates the person its rights pass on at once, else they go on to the year's end."""
    since = order.last_day + A_DAY
    was_principal = _is_principal(plan, order.member_id, order.last_day)
    _end(plan, order.member_id, since, "retirement")
    designating = {"member": order.member_id, "amicale": order.amicale_id}.get(order.designated_by)
    if designating is None:
        return
    _add(plan, designating, since, Terms(status="retiree"))
    if was_principal and not any(row.is_principal and _goes_beyond(row, since) for row in plan.after):
        _make_principal(plan, designating, since)


def _change_contract(plan: EmploymentPlan, order: ContractChange, on: date) -> None:
    if order.contract_until is not None and order.contract_until <= order.since:
        raise DatesCross(first=f"{order.since:%d/%m/%Y}", second=f"{order.contract_until - A_DAY:%d/%m/%Y}")
    values = {"contract": order.contract, "contract_until": order.contract_until, "time_share": order.time_share}
    _change(plan, _present(plan, order.member_id, order.since), order.since, values)


def _change_position(plan: EmploymentPlan, order: PositionChange, on: date) -> None:
    """A position without rights ends them as a departure would, and the return from one opens them again."""
    _change(plan, _present(plan, order.member_id, order.since), order.since, {"position": order.position})


def _choose_principal(plan: EmploymentPlan, order: PrincipalChoice, on: date) -> None:
    _present(plan, order.member_id, order.since)
    _make_principal(plan, order.member_id, order.since)


PLANNERS: dict[type, Any] = {
    Arrival: _arrive,
    Departure: _leave,
    Transfer: _transfer,
    RetirementOrder: _retire,
    ContractChange: _change_contract,
    PositionChange: _change_position,
    PrincipalChoice: _choose_principal,
}


def _add(plan: EmploymentPlan, member_id: UUID, since: date, terms: Terms) -> Affiliation:
    """Put a person on a member's staff."""
    member = member_on(member_id, on=since)
    held = [row for row in membership_history(member_id) if row.since <= since and (row.until is None or since < row.until)]
    if member is None or not held:
        raise MemberDoesNotBelong(member=member.name if member else "Cette collectivité", on=f"{since:%d/%m/%Y}")
    if terms.contract_until is not None and terms.contract_until <= since:
        raise DatesCross(first=f"{since:%d/%m/%Y}", second=f"{terms.contract_until - A_DAY:%d/%m/%Y}")
    if any(row.member_id == member_id and (row.until is None or since < row.until) for row in plan.after):
        raise AlreadyThere(member=member.name)
    row = Affiliation(
        beneficiary_id=plan.person.beneficiary_id,
        member_id=member_id,
        since=since,
        recorded_at=plan.act.at,
        recorded_by=plan.act.id,
        **terms.values,
    )
    plan.put(row, row)
    return row


def _end(plan: EmploymentPlan, member_id: UUID, until: date, leaving: str) -> None:
    """End a presence: what it was to become afterwards no longer counts."""
    row = _present(plan, member_id, until - A_DAY)
    for later in [each for each in plan.after if each.member_id == member_id and each.since >= until]:
        plan.put(later)
    plan.put(row, again(row, plan.act, until=until, leaving=leaving))


def _settle_rights(plan: EmploymentPlan) -> None:
    """Write on each row the end of its rights by the rule; a contract may open those of another one of the year."""
    held = {row.pk for row in plan.before}
    ends = rights_of(plan.after)
    for row in list(plan.after):
        if row.pk not in held:
            row.rights_until = ends[row.pk]
        elif ends[row.pk] != row.rights_until:
            plan.put(row, again(row, plan.act, rights_until=ends[row.pk]))


def _change(plan: EmploymentPlan, row: Affiliation, since: date, values: dict[str, Any]) -> None:
    """Have a presence go on otherwise from a day."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    if row.since == since:
        plan.put(row, again(row, plan.act, **values))
        return
    before = again(row, plan.act, until=since, leaving="")
    plan.put(row, before, again(row, plan.act, since=since, arrived_on=row.arrived_on or row.since, **values))


def _is_principal(plan: EmploymentPlan, member_id: UUID, day: date) -> bool:
    """Tell whether a person counts for an employer on a day: declared so, or no other one is."""
    row = _present(plan, member_id, day)
    return row.is_principal or not any(each.is_principal for each in plan.after if _is_present(each, day))


def _make_principal(plan: EmploymentPlan, member_id: UUID, since: date) -> None:
    """Have a person count for one employer from a day on."""
    for row in [each for each in plan.after if _goes_beyond(each, since)]:
        is_principal = row.member_id == member_id
        if row.is_principal != is_principal:
            _change(plan, row, max(since, row.since), {"is_principal": is_principal})


def _settle_principal(plan: EmploymentPlan) -> None:
    """Leave one principal employer on each day: a presence that is over, and keeps rights, yields to one that is declared."""
    for row in [each for each in plan.after if each.is_principal and each.until is not None]:
        end = row.rights_until or date.max
        others = (each for each in plan.after if each.is_principal and each.member_id != row.member_id)
        if any(other.since < end and _goes_beyond(other, row.until) for other in others):
            plan.put(row, again(row, plan.act, is_principal=False))


def _goes_beyond(row: Affiliation, day: date) -> bool:
    """Tell whether a presence is not over on a day, begun or to come."""
    return row.until is None or row.until > day


def _require_eligible(plan: EmploymentPlan, on: date) -> None:
    """Want a right of who arrives: one that another employer leaves until the year's end is not enough."""
    found = eligibility(facts_of([row for row in plan.after if row.status != "retiree"]), on)
    if found.status is EligibilityStatus.NOT_ELIGIBLE or found.reasons[0].code == KEPT:
        others = [each for each in plan.after if not _is_present(each, on)]
        own = eligibility(facts_of([each for each in plan.after if each not in others and each.status != "retiree"]), on)
        raise NotEligible(reason=" ".join(reason.sentence for reason in own.reasons))


def _present(plan: EmploymentPlan, member_id: UUID, day: date) -> Affiliation:
    found = next((row for row in plan.after if row.member_id == member_id and _is_present(row, day)), None)
    if found is None:
        raise NotThere(on=f"{day:%d/%m/%Y}")
    return found


def _is_present(row: Affiliation, day: date) -> bool:
    return row.since <= day and (row.until is None or day < row.until)
