"""Give the facts of one person to another, by rows superseded and written again: parts of the merge of persons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from entraide.apps.beneficiaries.models import Affiliation, BankDetails, Distinct, Identity, Kinship, TaxLine
from entraide.apps.beneficiaries.operations.files import open_iban, seal_iban
from entraide.apps.beneficiaries.person_rows import ACCOUNT
from entraide.apps.beneficiaries.queries.person_merges import (
    FILLED,
    Conflict,
    Facts,
    conflicts_of,
    crossing,
    principal_kept,
    same_dependants,
    spouses,
    stays_at,
    ties_to,
)
from entraide.orm.acts import Stamp, again, is_built_upon, rewrite, supersede, take_back, write
from entraide.orm.keys import uuid7
from entraide.orm.moves import Moved


FACTS = (Identity, Affiliation, Kinship)
ABSORBED = "absorbed"

Choices = Mapping[str, str]
Lines = dict[str, list[str]]


def write_facts(kept: Facts, *, absorbed: Facts, choices: Choices, act: Stamp) -> dict[str, Lines]:
    """Write what the two become; give the keys of the tax lines and bank details that were closed and written, for undoing."""
    _write_identities(kept, absorbed, choices, act)
    conflicts = {conflict.fact: conflict for conflict in conflicts_of(kept, absorbed=absorbed)}
    _write_stays(kept, absorbed, choices, act)
    _write_ties(kept, absorbed, choices, conflicts, act)
    return {"tax_lines": _write_tax_lines(kept, absorbed, choices, act), "bank_details": _write_bank(kept, absorbed, choices, act)}


def _write_identities(kept: Facts, absorbed: Facts, choices: Choices, act: Stamp) -> None:
    """Leave the identities of the one that is right, with the sex and the address of the other where it says none."""
    right, other = (absorbed, kept) if choices.get("identity") == ABSORBED else (kept, absorbed)
    gained = {name: getattr(other.identity, name) for name in FILLED if not getattr(right.identity, name)}
    gained = {name: value for name, value in gained.items() if value}
    supersede(absorbed.identities, act)
    if right is absorbed:
        supersede(kept.identities, act)
        earlier = [again(row, act, beneficiary_id=kept.person.pk) for row in absorbed.identities[:-1]]
        write([*earlier, again(absorbed.identity, act, beneficiary_id=kept.person.pk, **gained)])
    elif gained:
        rewrite([kept.identity], act, **gained)


def _lost(mine: Sequence[Any], theirs: Sequence[Any], choice: str | None) -> set[UUID]:
    """Give the keys of the rows that give way where two sides cross: those of the side that is not chosen."""
    ours, others = crossing(mine, theirs=theirs)
    return {row.pk for row in (ours if choice == ABSORBED else others)}


def _write_stays(kept: Facts, absorbed: Facts, choices: Choices, act: Stamp) -> None:
    """Write the presences of both; one employer counts for all of them, declared where there are several."""
    lost: set[UUID] = set()
    for member_id in {row.member_id for row in absorbed.affiliations}:
        lost |= _lost(stays_at(kept, member_id), stays_at(absorbed, member_id), choices.get(f"affiliation:{member_id}"))
    principal = principal_kept(kept, absorbed=absorbed, is_absorbeds=choices.get("principal") == ABSORBED)
    supersede(absorbed.affiliations, act)
    supersede([row for row in kept.affiliations if row.pk in lost], act)
    stay, moved = ([row for row in facts.affiliations if row.pk not in lost] for facts in (kept, absorbed))
    is_shared = len({row.member_id for row in (*stay, *moved) if row.until is None}) > 1

    def counts(row: Affiliation) -> bool:
        return row.member_id == principal if is_shared and row.until is None else row.is_principal

    for flag in (False, True):
        rewrite([row for row in stay if row.is_principal is not flag and counts(row) is flag], act, is_principal=flag)
    write([again(row, act, beneficiary_id=kept.person.pk, is_principal=counts(row)) for row in moved])


def _write_ties(kept: Facts, absorbed: Facts, choices: Choices, conflicts: Mapping[str, Conflict], act: Stamp) -> None:
    same = same_dependants(kept, absorbed=absorbed)
    lost: set[UUID] = set()
    for target in {same.get(row.dependant_id, row.dependant_id) for row in absorbed.kinships}:
        lost |= _lost(ties_to(kept, target, same={}), ties_to(absorbed, target, same=same), choices.get(f"kinship:{target}"))
    if "spouse" in conflicts:
        lost |= {row.pk for row in spouses(kept if choices.get("spouse") == ABSORBED else absorbed)}
    supersede(absorbed.kinships, act)
    supersede([row for row in kept.kinships if row.pk in lost], act)
    moved = [row for row in absorbed.kinships if row.pk not in lost]
    write([again(row, act, beneficiary_id=kept.person.pk, dependant_id=same.get(row.dependant_id, row.dependant_id)) for row in moved])


def _write_tax_lines(kept: Facts, absorbed: Facts, choices: Choices, act: Stamp) -> Lines:
    """Give to the kept row the lines that it lacks, and those that are right where both have one."""
    closed, sources = [*absorbed.tax_lines.values()], []
    for year, line in absorbed.tax_lines.items():
        mine = kept.tax_lines.get(year)
        if mine is None or _is_better(line, mine, choices.get(f"tax_line:{year}")):
            sources.append(line)
            closed += [mine] if mine else []
    return _replaced(TaxLine, closed, [_copied_line(line, kept.person.pk, act) for line in sources], act)


def _is_better(line: TaxLine, mine: TaxLine, choice: str | None) -> bool:
    """Take the line that was chosen; where both say the same, the one that somebody checked."""
    if choice is not None:
        return choice == ABSORBED
    return line.proof == "notice" and mine.proof != "notice"


def _copied_line(line: TaxLine, owner: UUID, act: Stamp) -> TaxLine:
    return TaxLine(**_values(line) | {"id": uuid7(), "beneficiary_id": owner, "recorded_at": act.at, "superseded_at": None})


def _write_bank(kept: Facts, absorbed: Facts, choices: Choices, act: Stamp) -> Lines:
    held = absorbed.bank
    if held is None:
        return {"closed": [], "written": []}
    if kept.bank is None or choices.get("bank") == ABSORBED:
        closed = [held, *([kept.bank] if kept.bank else [])]
        return _replaced(BankDetails, closed, [_copied_bank(held, kept.person.pk, act)], act)
    return _replaced(BankDetails, [held], [], act)


def _copied_bank(held: BankDetails, owner: UUID, act: Stamp) -> BankDetails:
    """Write bank details for another row: the IBAN is sealed anew, since its seal names the row that holds it."""
    key = uuid7()
    sealed = seal_iban(key, open_iban(held.pk, bytes(held.iban_sealed)))
    fresh = {"id": key, "beneficiary_id": owner, "iban_sealed": sealed, "recorded_at": act.at, "superseded_at": None}
    return BankDetails(**_values(held) | fresh)


def _values(row: Any) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.local_concrete_fields}


def leave_one_account(kept: Facts, *, absorbed: Facts, choice: str | None, moved: Moved) -> None:
    """Leave one account on the kept row: the only one there is, or the one that was chosen; the other opens no file any more."""
    mine, theirs = kept.person.account_id, absorbed.person.account_id
    last = theirs if theirs and (mine is None or choice == ABSORBED) else mine
    ACCOUNT.put([(absorbed.person.pk, theirs, None)], moved=moved)
    ACCOUNT.put([(kept.person.pk, mine, last)], moved=moved)


def _replaced(model: Any, closed: Iterable[Any], written: Sequence[Any], act: Stamp) -> Lines:
    keys = [row.pk for row in closed]
    model.objects.filter(pk__in=keys).update(superseded_at=act.at)
    model.objects.bulk_create(written)
    return {"closed": [str(key) for key in keys], "written": [str(row.pk) for row in written]}


def facts_built_upon(moved: Mapping[str, Lines], act_id: UUID, *, about: Q) -> bool:
    """Tell whether a fact that a merge wrote has been corrected since."""
    replaced = any(_standing(model, moved[name]["written"]) is None for name, model, _ in LINES)
    return replaced or any(is_built_upon(model, act_id, about=about) for model in FACTS)


def _standing(model: Any, keys: Sequence[str]) -> list[Any] | None:
    """Give the rows that say today what rows of these keys said, for the same person; None where one says something else by now.

    What a later merge closed, and its undoing wrote again, stands under another key.
    """
    written = model.objects.filter(pk__in=keys).order_by("pk")
    now = model.objects.filter(beneficiary_id__in={row.beneficiary_id for row in written}, superseded_at__isnull=True).order_by("pk")
    by_word = {_said(row): row for row in now}
    found = [by_word.get(_said(row)) for row in written]
    return None if None in found else found


def _said(row: Any) -> str:
    """Write what a tax line or bank details say, and of whom."""
    return repr([value for name, value in sorted(_values(row).items()) if name not in UNSAID])


def give_facts_back(moved: Mapping[str, Lines], undone: UUID, *, act: Stamp, about: Q) -> None:
    """Supersede what a merge wrote, and write again what it had superseded, for the row that had it."""
    for model in FACTS:
        take_back(model, undone, act, about=about)
    for name, model, copied in LINES:
        standing = _standing(model, moved[name]["written"]) or []
        model.objects.filter(pk__in=[row.pk for row in standing]).update(superseded_at=act.at)
        closed = model.objects.filter(pk__in=moved[name]["closed"]).order_by("pk")
        # What is written again was recorded when it first was.
        model.objects.bulk_create([copied(row, row.beneficiary_id, Stamp(act.id, row.recorded_at)) for row in closed])


LINES = (("tax_lines", TaxLine, _copied_line), ("bank_details", BankDetails, _copied_bank))
UNSAID = frozenset({"id", "recorded_at", "superseded_at", "iban_sealed"})


def keep_apart(first_id: UUID, *, second_id: UUID, said_by: UUID, said_at: datetime) -> bool:
    """Keep that two persons are two; tell whether nobody had said so."""
    first, second = sorted((first_id, second_id))
    said = {"said_by": said_by, "said_at": said_at}
    return Distinct.objects.get_or_create(first_id=first, second_id=second, defaults=said)[1]


def keep_apart_too(kept_id: UUID, *, absorbed_id: UUID) -> list[str]:
    """Keep one person apart from whom another was said not to be; give the keys of what this adds."""
    said = Distinct.objects.filter(Q(first_id=absorbed_id) | Q(second_id=absorbed_id)).order_by("pk")
    others = {row.second_id if row.first_id == absorbed_id else row.first_id: row for row in said}
    added = []
    for other, row in others.items():
        first, second = sorted((other, kept_id))
        if other != kept_id and not Distinct.objects.filter(first_id=first, second_id=second).exists():
            added.append(Distinct(id=uuid7(), first_id=first, second_id=second, said_by=row.said_by, said_at=row.said_at))
    Distinct.objects.bulk_create(added)
    return [str(row.pk) for row in added]


def forget_apart(keys: Iterable[str]) -> None:
    """Take back what was said of persons, by key."""
    Distinct.objects.filter(pk__in=list(keys)).delete()
