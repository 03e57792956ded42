"""Write the lines of those who are there all year, by far the most, without reading them: what one costs, each costs."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from entraide.apps.beneficiaries.queries.presences import there_all_year
from entraide.apps.contributions.models import PersonLine as Row
from entraide.apps.contributions.queries.due import trajectories
from entraide.apps.members.queries.terms import Terms, terms_in
from entraide.core.contributions.person_lines import PersonLine, whole_year
from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.orm.copying import Beside, add_selected, writers


NAMES = ("member_id", "head_class", "line_id", "rate", "cents")


def write_whole_years(
    account_lines: Mapping[UUID, UUID], *, year: int, known_at: datetime, rates: Tariff
) -> dict[UUID, list[tuple[PersonLine, int]]]:
    """Write in one statement the lines of persons listed once, all year, where one contract covers the whole staff all year.

    The core says what such a line is, by class and member; `account_lines` are the keys of the lines of accounts, by member. Give by member
    what was written, and for how many persons. Whoever is left has a year to be reckoned: `due_of` does, of which this is never more
    than a part.
    """
    terms = terms_in(year, member_ids=account_lines, known_at=known_at)
    members = [member for member, held in terms.items() if _is_whole(held, date(year, 1, 1), date(year + 1, 1, 1))]
    ways, usual = trajectories(members, known_at=known_at), whole_year(year, tariff=rates)
    said = {member: whole_year(year, tariff=rates, trajectory=ways[member]) if member in ways else usual for member in members}
    if not said:
        return {}
    key, day = writers().key, writers().day
    prices = [
        (key(member), head_class.value, key(account_lines[member]), line.rate.cents, line.amount.cents)
        for member, lines in said.items()
        for head_class, line in lines.items()
    ]
    one = usual[HeadClass.ACTIVE]
    same = {"since": day(one.since), "until": day(one.until), "days": one.days, "reason": "call"}
    chosen = there_all_year(members, year=year, known_at=known_at)
    add_selected(Row, chosen, ("beneficiary_id", "head_class"), beside=Beside(NAMES, prices, NAMES[:2]), same=same)
    return _counted({account_lines[member]: member for member in members}, said)


def _is_whole(held: list[Terms], first: date, after: date) -> bool:
    one = held[0]
    return len(held) == 1 and not one.covers and one.since <= first and (one.until is None or one.until >= after)


def _counted(members: Mapping[UUID, UUID], said: Mapping[UUID, Mapping[HeadClass, PersonLine]]) -> dict[UUID, list[tuple[PersonLine, int]]]:
    """Count what was written, by account line and class."""
    rows = Row.objects.filter(line_id__in=members).order_by("line_id", "head_class").values_list("line_id", "head_class")
    found: dict[UUID, list[tuple[PersonLine, int]]] = defaultdict(list)
    for account_line, head_class, count in rows.annotate(Count("pk")):
        member = members[account_line]
        found[member].append((said[member][HeadClass(head_class)], count))
    return dict(found)
