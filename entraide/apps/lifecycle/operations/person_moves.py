"""What changes hands when two persons become one, column by column, and what stays where it is: parts of the merge of persons."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q

from entraide.apps.beneficiaries.operations.joining import forget_apart, keep_apart_too
from entraide.apps.beneficiaries.queries.joining import Facts, same_dependants
from entraide.apps.claims.queries.situations import shared_scope
from entraide.core.workflow.claims import ClaimState
from entraide.orm.acts import parts


class Treatment(StrEnum):
    """What a merge does with a column that names a person."""

    REWRITTEN = "rewritten"
    """A fact: superseded for the absorbed row, written again for the kept one."""
    MOVED = "moved"
    """The row goes to the kept person, and its key is listed for undoing."""
    READ = "read"
    """History: the row stays as it is, and reads by person go through `absorbed_into`."""


READ, MOVED, REWRITTEN = Treatment.READ, Treatment.MOVED, Treatment.REWRITTEN

# Every column that names a person, whichever app it is of: models are asked for by name. tests/apps/lifecycle holds the table complete.
TREATMENTS: Mapping[str, Treatment] = {
    "beneficiaries.Identity.beneficiary": REWRITTEN,
    "beneficiaries.Affiliation.beneficiary": REWRITTEN,
    "beneficiaries.Kinship.beneficiary": REWRITTEN,
    "beneficiaries.TaxLine.beneficiary": REWRITTEN,
    "beneficiaries.BankDetails.beneficiary": REWRITTEN,
    "beneficiaries.Beneficiary.absorbed_into": MOVED,
    "beneficiaries.Dependant.beneficiary": MOVED,
    "beneficiaries.TaxNotice.beneficiary": MOVED,
    "beneficiaries.Card.beneficiary": MOVED,
    "beneficiaries.CertificateRequest.beneficiary": MOVED,
    "payments.PaymentOrder.beneficiary": MOVED,
    "claims.Claim.beneficiary": MOVED,
    "notifications.Message.beneficiary_id": MOVED,
    "usage.Use.beneficiary_id": MOVED,
    "accounts.ActivationCode.subject_id": MOVED,
    # A benefit that an earlier system paid is append-only: ceilings read it for both rows.
    "claims.ImportedBenefit.beneficiary": READ,
    # What a list, an officer or a death said, said it of that row.
    "beneficiaries.RosterChange.beneficiary": READ,
    "beneficiaries.EmploymentAct.beneficiary": READ,
    "beneficiaries.Distinct.first": READ,
    "beneficiaries.Distinct.second": READ,
    "lifecycle.Death.beneficiary": READ,
    "lifecycle.PersonMerge.kept": READ,
    "lifecycle.PersonMerge.absorbed": READ,
    "notifications.Silence.beneficiary_id": READ,
}
# Columns that name a dependant: those of a child that both had entered follow the kept row of the child.
DEPENDANTS = ("claims.Claim.dependant", "beneficiaries.Card.dependant", "beneficiaries.CertificateRequest.dependant")

STATE = "claims.Claim.state"
SCOPE = "claims.Reservation.scope_id"

Triple = tuple[Any, Any, Any]
Moved = dict[str, list[Triple]]


def move_all(kept: Facts, *, absorbed: Facts) -> Moved:
    """Move what is no dated fact from one person to the other; give each row with what it said and what it says."""
    whom, to = absorbed.person.pk, kept.person.pk
    moved: Moved = {}
    same = same_dependants(kept, absorbed=absorbed)
    _settle_drafts(whom, to, same, moved)
    _move_scopes(whom, to, same, moved)
    for key, target in same.items():
        for column in DEPENDANTS:
            _move(column, key, target, moved, about=Q(beneficiary_id=whom))
        _put("beneficiaries.Dependant.absorbed_into", [(key, None, target)], moved)
    for column, treatment in TREATMENTS.items():
        if treatment is MOVED:
            _move(column, whom, to, moved, about=_left_behind(column, to))
    _put("beneficiaries.Beneficiary.absorbed_into", [(whom, None, to)], moved)
    moved["distinct"] = [(key, None, None) for key in keep_apart_too(to, absorbed_id=whom)]
    return moved


def _left_behind(column: str, to: UUID) -> Q:
    """Leave where it is what the kept person has already: the notice of a year; a code that was used stays what it was."""
    if column == "accounts.ActivationCode.subject_id":
        return Q(used_at__isnull=True)
    if column != "beneficiaries.TaxNotice.beneficiary":
        return Q()
    held = _model(column)._base_manager.filter(beneficiary_id=to).order_by().values_list("notice_year", "is_partners")
    return ~Q(pk__in=[]) if not held else ~_any(Q(notice_year=year, is_partners=partners) for year, partners in held)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def move_accounts(kept: Facts, *, absorbed: Facts, choice: str | None, moved: Moved) -> None:
    """Leave one account on the kept row: the only one there is, or the one that was chosen; the other opens no file any more."""
    mine, theirs = kept.person.account_id, absorbed.person.account_id
    last = theirs if theirs and (mine is None or choice == "absorbed") else mine
    column = "beneficiaries.Beneficiary.account"
    _put(column, [(absorbed.person.pk, theirs, None)], moved)
    _put(column, [(kept.person.pk, mine, last)], moved)


def _settle_drafts(whom: UUID, to: UUID, same: Mapping[UUID, UUID], moved: Moved) -> None:
    """Withdraw the older of two drafts for the same benefit and subject: a person has one at a time."""
    drafts = _model(STATE)._base_manager.filter(beneficiary_id__in=[whom, to], state=ClaimState.DRAFT).order_by("-started_at", "pk")
    seen: set[tuple[str, UUID | None]] = set()
    for draft in drafts:
        subject = draft.benefit_code, same.get(draft.dependant_id, draft.dependant_id)
        if subject in seen:
            _put(STATE, [(draft.pk, ClaimState.DRAFT.value, ClaimState.CANCELLED.value)], moved)
        seen.add(subject)


def _move_scopes(whom: UUID, to: UUID, same: Mapping[UUID, UUID], moved: Moved) -> None:
    """Have what the absorbed person's claims hold of ceilings count for the kept one, and for the kept row of a child."""
    reserved = _model(SCOPE)._base_manager.filter(claim__beneficiary_id=whom).select_related("claim").order_by("pk")
    triples = []
    for row in reserved:
        child = row.claim.dependant_id
        names = {whom: to}
        if child is not None:
            target = same.get(child, child)
            names |= {child: target, shared_scope(whom, subject_id=child): shared_scope(to, subject_id=target)}
        after = names.get(row.scope_id, row.scope_id)
        if after != row.scope_id:
            triples.append((row.pk, row.scope_id, after))
    _put(SCOPE, triples, moved)


def _move(column: str, from_: UUID, to: UUID, moved: Moved, *, about: Q) -> None:
    model, name = _model(column), _attname(column)
    keys = model._base_manager.filter(about, **{name: from_}).order_by("pk").values_list("pk", flat=True)
    _put(column, [(key, from_, to) for key in keys], moved)


def _put(column: str, triples: list[Triple], moved: Moved) -> None:
    """Write values by sets, and keep what they were."""
    _write(column, [(key, after) for key, _, after in triples])
    moved.setdefault(column, []).extend((str(key), _plain(before), _plain(after)) for key, before, after in triples)


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def _write(column: str, values: Iterable[tuple[Any, Any]]) -> None:
    model, name = _model(column), _attname(column)
    by_value: dict[Any, list[Any]] = {}
    for key, value in values:
        by_value.setdefault(value, []).append(key)
    for value, keys in by_value.items():
        for part in parts(keys):
            model._base_manager.filter(pk__in=part).update(**{name: value})


def _model(column: str) -> type[Model]:
    return apps.get_model(column.rpartition(".")[0])


def _attname(column: str) -> str:
    return _model(column)._meta.get_field(column.rpartition(".")[2]).attname


def moved_since(moved: Moved) -> bool:
    """Tell whether a row that was moved says something else by now; a claim's state is the workflow's."""
    for column, triples in _columns(moved):
        if column == STATE:
            continue
        name, model = _attname(column), _model(column)
        now = {str(key): _plain(value) for key, value in model._base_manager.filter(pk__in=_keys(triples)).values_list("pk", name)}
        last = {key: after for key, _, after in triples}
        if any(now.get(key) != after for key, after in last.items()):
            return True
    return False


def _keys(triples: Iterable[Triple]) -> list[Any]:
    return [key for key, _, _ in triples]


def _columns(moved: Moved) -> list[tuple[str, list[Triple]]]:
    return [(column, triples) for column, triples in moved.items() if column.count(".") == 2]


def move_back(moved: Moved) -> None:
    """Give every row that was moved what it said before; a draft is one again once the other is nobody's but its owner's."""
    for column, triples in sorted(_columns(moved), key=lambda entry: entry[0] == STATE):
        if column == "beneficiaries.Beneficiary.account":
            _write(column, [(key, None) for key, _, _ in triples])
        _write(column, [(key, before) for key, before, _ in reversed(triples)])
    forget_apart(_keys(moved["distinct"]))
