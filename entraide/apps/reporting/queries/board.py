"""What the direction reads: every member's year as it stands, the whole, each committee, and what asks for an act."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from entraide.apps.accounts.actor import system_actor
from entraide.apps.claims.queries.desk import desk_claims, desk_counts
from entraide.apps.members.queries import bodies_on
from entraide.apps.members.queries.successions import last_called
from entraide.apps.network.queries import committees, without_correspondent
from entraide.apps.payments.queries import totals_by_state
from entraide.apps.reporting.queries.figures import MemberYear, added_up, member_years
from entraide.core.indicators.publications import Figures
from entraide.core.indicators.rates import return_rate, user_rate
from entraide.core.indicators.references import NATIONAL
from entraide.core.money import ZERO, Money
from entraide.core.names import normalise
from entraide.core.workflow.claims import OPEN_STATES
from entraide.core.workflow.payments import PaymentOrderState


NO_COMMITTEE = "Comité à préciser"


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member of the board: who it is, and its year without confidential benefits; one that ended does so on `ended_on`."""

    member_id: UUID
    name: str
    department: str
    committee: str
    has_correspondent: bool
    year: MemberYear
    is_closed: bool
    ended_on: date | None = None

    @property
    def is_low(self) -> bool:
        """Whether both rates of a closed year lie under the national ones of the reference: few come, and little comes back."""
        rates = self.year.return_rate, self.year.user_rate
        return (
            self.is_closed and not self.ended_on and None not in rates and rates[0] < NATIONAL.return_rate and rates[1] < NATIONAL.user_rate
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """A year added up, confidential benefits included."""

    label: str
    figures: Figures

    @property
    def return_rate(self) -> Decimal | None:
        """TRG."""
        return return_rate(self.figures.settled, self.figures.contributions)

    @property
    def user_rate(self) -> Decimal | None:
        """TU."""
        return user_rate(self.figures.user_count, self.figures.beneficiary_count)


def member_lines(year: int, *, as_of: date) -> list[MemberLine]:
    """List every member that owes or had somebody in a year, by name, that which ended by its last one, in five queries."""
    of_department = committees()
    years = [one for one in member_years(year, as_of=as_of) if _has_something(one.figures)]
    named = {body.id: body for body in bodies_on(as_of, member_ids={one.member_id for one in years})}
    gone = last_called({key for key, body in named.items() if not body.name}, on=as_of)
    alone = without_correspondent(set(named), on=as_of)
    lines = [
        MemberLine(
            one.member_id,
            named[one.member_id].name or gone.get(one.member_id, (named[one.member_id].siren, None))[0],
            one.department,
            of_department.get(one.department, NO_COMMITTEE),
            one.member_id not in alone or one.member_id in gone,
            one,
            as_of >= date(year, 12, 31),
            gone[one.member_id][1] if one.member_id in gone else None,
        )
        for one in years
    ]
    return sorted(lines, key=lambda line: (normalise(line.name), str(line.member_id)))


def _has_something(figures: Figures) -> bool:
    return bool(figures.contributions or figures.beneficiary_count or figures.settled)


def whole_year(year: int, *, as_of: date) -> Whole:
    """Add every member up, confidential benefits included, in one query."""
    return Whole(str(year), added_up(one.figures for one in member_years(year, as_of=as_of, with_confidential=True)))


def by_committee(year: int, *, as_of: date) -> list[Whole]:
    """Add members up by regional committee, confidential benefits included, in two queries."""
    of_department = committees()
    groups: dict[str, list[Figures]] = defaultdict(list)
    for one in member_years(year, as_of=as_of, with_confidential=True):
        groups[of_department.get(one.department, NO_COMMITTEE)].append(one.figures)
    return [Whole(name, added_up(figures)) for name, figures in sorted(groups.items())]


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What is being worked on: claims at the desk and late ones, payments that are due and what they come to."""

    open_count: int
    late_count: int
    due_count: int
    due: Money


def under_way(*, on: date) -> UnderWay:
    """Count what is under way, without anybody's name."""
    actor = system_actor("board")
    open_count = desk_claims(actor).filter(state__in=OPEN_STATES).count()
    due_count, due = totals_by_state().get(PaymentOrderState.DUE, (0, ZERO))
    return UnderWay(open_count, desk_counts(actor=actor, on=on).late, due_count, due)
