"""Acts of the staff on a person's employment: arrival, departure, transfer, retirement, contract, position, principal employer."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, EmploymentAct
from entraide.apps.beneficiaries.policies import require_employment_keeper
from entraide.apps.beneficiaries.queries.employment import rests_on_act
from entraide.apps.beneficiaries.queries.employment_effects import digest_of, told
from entraide.apps.beneficiaries.queries.employment_orders import Order
from entraide.apps.beneficiaries.queries.employment_plans import plan_of
from entraide.apps.beneficiaries.refusals import EmploymentHasChanged, SomethingRestsOnAct
from entraide.orm.acts import Stamp, supersede, take_back, write
from entraide.orm.keys import uuid7


@transaction.atomic
def change_employment(*, beneficiary_id: UUID, order: Order, actor: Actor, at: datetime, on: date, seen: str = "") -> UUID:
    """Do what an order asks of a person's employment, all at once; give the key of the act, by which it is taken back.

    `seen` is the digest of the effects that were shown: another preview since then stops the act.

    :raises NotEmploymentKeeper: if the actor may not act on employment, or on their own.
    :raises EmploymentHasChanged: if the effects are no longer those that were shown.
    :raises Refusal: if the act cannot be (see `plan_of`).
    """
    require_employment_keeper(actor, beneficiary_id)
    Beneficiary.objects.select_for_update().get(pk=beneficiary_id)
    act = Stamp(uuid7(), at)
    plan = plan_of(beneficiary_id, order, act=act, on=on)
    effects = told(plan, on=on)
    if seen and seen != digest_of(effects):
        raise EmploymentHasChanged
    supersede(plan.superseded, act)
    write(plan.written)
    EmploymentAct.objects.create(
        id=act.id,
        beneficiary_id=beneficiary_id,
        kind=order.kind,
        sentence="\n".join(effect.sentence for effect in effects if effect.about in {"Emploi", "Employeur principal"}),
        acted_by=actor.account_id,
        acted_at=at,
        acted_on=on,
    )
    payload = {"act": act.id, "kind": order.kind, "members": sorted({str(row.member_id) for row in plan.written})}
    record("beneficiaries.employment_changed", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return act.id


@transaction.atomic
def undo_employment_act(*, act_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Make a person's employment what it was before an act; both stay in history. An act undone already stays so.

    :raises NotEmploymentKeeper: if the actor may not act on employment, or on their own.
    :raises SomethingRestsOnAct: if something was written since about what it changed, or filed for a member that it brought.
    """
    beneficiary_id = EmploymentAct.objects.values_list("beneficiary_id", flat=True).get(pk=act_id)
    require_employment_keeper(actor, beneficiary_id)
    Beneficiary.objects.select_for_update().get(pk=beneficiary_id)
    done = EmploymentAct.objects.get(pk=act_id)
    if done.undone_at is not None:
        return
    if rests_on_act(act_id, beneficiary_id=beneficiary_id):
        raise SomethingRestsOnAct
    undoing = Stamp(uuid7(), at)
    take_back(Affiliation, act_id, undoing, about=Q(beneficiary_id=beneficiary_id))
    EmploymentAct.objects.filter(pk=act_id).update(undone_by=actor.account_id, undone_at=at)
    payload = {"act": act_id, "undoing": undoing.id}
    record("beneficiaries.employment_undone", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
