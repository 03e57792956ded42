"""Write what a list brings to a member's staff, by sets, and give back what there was: parts of the acts on lists."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from entraide.apps.beneficiaries.models import Affiliation, Identity
from entraide.apps.beneficiaries.operations.roster_entries import Act, add_presences, enter, open_files, write_identities
from entraide.apps.beneficiaries.queries.resting import something_rests_on
from entraide.apps.beneficiaries.translation import stay_of_row
from entraide.core.roster.plan import Change, Departure, RosterPlan
from entraide.core.roster.stays import changed, crosses, cut_before, departed, last_presence
from entraide.core.roster.values import Stay
from entraide.orm.acts import Stamp, is_built_upon, parts, supersede, take_back


def write_plan(plan: RosterPlan, *, act: Act, known: Mapping[int, UUID], principal: Collection[int] = ()) -> None:
    """Write a plan without doubts, by sets of rows.

    `known` gives, by line, the file of who arrives from elsewhere; the lines of `principal` are those of whom this member said that it is
    the principal employer.
    """
    returning = {arrival.person_id: arrival.line for arrival in plan.arrivals if arrival.person_id is not None}
    new = [arrival.line for arrival in plan.arrivals if arrival.person_id is None]
    changes = {change.person_id: change for change in plan.changes}
    departures = {departure.person_id: departure for departure in plan.departures}
    _write_stays(changes, departures, act)
    write_identities(changes, act)
    entering = returning | {known[line.line_number]: line for line in new if line.line_number in known}
    enter(entering, act, returning=returning, principal=principal)
    open_files([line for line in new if line.line_number not in known], act)


def _write_stays(changes: Mapping[UUID, Change], departures: Mapping[UUID, Departure], act: Act) -> None:
    """Supersede the last presence of whoever changes or leaves, and write what it becomes."""
    rows: dict[UUID, list[Affiliation]] = {}
    concerned = list({*changes, *departures})
    for part in parts(concerned):
        found = Affiliation.objects.current().filter(member_id=act.member_id, beneficiary_id__in=part)
        for row in found.order_by("beneficiary_id", "since"):
            rows.setdefault(row.beneficiary_id, []).append(row)
    superseded: list[Affiliation] = []
    presences: list[tuple[UUID, tuple[Stay, ...]]] = []
    for key in concerned:
        by_stay = {stay_of_row(row): row for row in rows[key]}
        before = last_presence(tuple(by_stay))
        after = before
        if key in changes:
            after = changed(after, changes[key], on=act.on)
        if key in departures:
            after = departed(after, departures[key])
        if after != before:
            crossed = [stay for stay in by_stay if stay not in before and crosses(stay, after)]
            superseded += [by_stay[stay] for stay in (*before, *crossed)]
            presences.append((key, after))
            presences += [(key, (cut,)) for stay in crossed if (cut := cut_before(stay, after))]
    supersede(superseded, act.stamp)
    add_presences(presences, act)


def rests_on(act: Act) -> bool:
    """Tell whether something was written since about what an act changed: a correction, or what `something_rests_on` is told."""
    if any(is_built_upon(model, act.id, about=_about(act)) for model in (Identity, Affiliation)):
        return True
    return something_rests_on(act.id, about=Q(member_id=act.member_id))


def written_of(act: Act) -> set[UUID]:
    """Give the persons of whom an act wrote."""
    rows = (model.objects.filter(_about(act), recorded_by=act.id).order_by("pk") for model in (Affiliation, Identity))
    return {key for found in rows for key in found.values_list("beneficiary_id", flat=True)}


def give_back(act: Act, *, undoing: UUID, at: datetime) -> None:
    """Supersede what an act recorded, and write again what it had superseded."""
    for model in (Affiliation, Identity):
        take_back(model, act.id, Stamp(undoing, at), about=_about(act))


def _about(act: Act) -> Q:
    """Keep the rows of the member's people, at other members too: the act's key alone would be looked for everywhere."""
    return Q(beneficiary_id__in=Affiliation.objects.filter(member_id=act.member_id).order_by().values("beneficiary_id"))
