"""Acts on a person's file: family, tax line, bank details."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import BankDetails, Beneficiary, Dependant, DependantIdentity, Kinship, TaxLine
from entraide.apps.beneficiaries.operations.cards import revoke_cards_of
from entraide.apps.beneficiaries.operations.kinships import child_held, forget_proof
from entraide.apps.beneficiaries.policies import require_own_or_staff
from entraide.apps.beneficiaries.queries import DependantView, Person, household, lock_household, person
from entraide.apps.beneficiaries.refusals import ChildTooOld, OneselfInHousehold, SpouseAlreadyHeld
from entraide.core.money import Money
from entraide.core.names import normalise
from entraide.core.rules.language.known import Proof
from entraide.core.sepa.iban import read_iban
from entraide.core.sepa.text import shortened
from entraide.core.sepa.transfers import NAME_LIMIT
from entraide.integrations.keyring import keyring
from entraide.orm.acts import Stamp, ended
from entraide.orm.keys import uuid7


@dataclass(frozen=True, slots=True)
class NewDependant:
    """What is typed of a dependant; `disability_rate` in per cent, None when not known; `union` what binds a spouse."""

    kind: str
    given_name: str
    family_name: str
    born_on: date
    custody: str = "full"
    disability_rate: int | None = None
    union: str = ""


@transaction.atomic
def add_dependant(*, beneficiary_id: UUID, dependant: NewDependant, actor: Actor, at: datetime, on: date) -> UUID:
    """Add a spouse or a child to a household from today on; a child is known from birth, so that earlier events of this year count.

    Somebody whom the household holds already, of the same names and birth, is left as they are; who had left comes back from today,
    and shows the family record again if they live otherwise than before. Custody is a child's: of a spouse it is not read. What other
    files say of a spouse refuses nothing, which would tell of them: officers see it (see `spouses_in_doubt`).

    :raises OneselfInHousehold: if it is the opener.
    :raises ChildTooOld: if a child was born before the opener.
    :raises SpouseAlreadyHeld: if the household has another spouse.
    """
    require_own_or_staff(actor, beneficiary_id)
    lock_household(beneficiary_id, on=on)
    family = household(beneficiary_id, on=on)
    same = next((each for each in family if each.kind == dependant.kind and _is_same(each, dependant)), None)
    if same is not None:
        return same.id
    _refuse_impossible(beneficiary_id, dependant, family, on)
    act, gone = uuid7(), _gone(beneficiary_id, dependant)
    custody = dependant.custody if dependant.kind == "child" else "full"
    known = {"since": dependant.born_on if dependant.kind == "child" else on, "recorded_at": at, "recorded_by": act}
    key = gone or _enter(dependant, known, at)
    if gone and not _had_custody(beneficiary_id, gone, custody):
        forget_proof(gone, at=at, on=on)
    since = on if gone else known["since"]
    bound = {"kind": dependant.kind, "custody": custody, "union": dependant.union if dependant.kind == "spouse" else ""}
    Kinship.objects.create(**known | {"since": since} | bound, dependant_id=key, beneficiary_id=beneficiary_id)
    subject = ("beneficiary", beneficiary_id)
    record("beneficiaries.dependant_added", actor=actor, subject=subject, at=at, on=on, payload={"dependant": key})
    return key


def _refuse_impossible(beneficiary_id: UUID, dependant: NewDependant, family: Sequence[DependantView], on: date) -> None:
    opener = person(beneficiary_id, on=on)
    if _is_same(opener, dependant):
        raise OneselfInHousehold
    if dependant.kind == "child":
        if dependant.born_on <= opener.born_on:
            raise ChildTooOld
        return
    if (spouse := next((each for each in family if each.kind == "spouse"), None)) is not None:
        raise SpouseAlreadyHeld(name=spouse.name)


def _enter(dependant: NewDependant, known: dict[str, Any], at: datetime) -> UUID:
    row = Dependant.objects.create(created_at=at)
    DependantIdentity.objects.create(
        **known,
        dependant=row,
        family_name=dependant.family_name,
        given_name=dependant.given_name,
        born_on=dependant.born_on,
        disability_rate=dependant.disability_rate,
    )
    return row.pk


def _is_same(held: Person | DependantView | DependantIdentity, new: NewDependant) -> bool:
    """Compare names without case or accents, and births."""
    names = [(normalise(each.given_name), normalise(each.family_name)) for each in (held, new)]
    return held.born_on == new.born_on and names[0] == names[1]


def _gone(beneficiary_id: UUID, dependant: NewDependant) -> UUID | None:
    """Find somebody who has left the household."""
    left = Kinship.objects.current().filter(beneficiary_id=beneficiary_id, kind=dependant.kind).order_by().values("dependant_id")
    rows = DependantIdentity.objects.current().filter(dependant_id__in=left, born_on=dependant.born_on).order_by("pk")
    return next((row.dependant_id for row in rows if _is_same(row, dependant)), None)


def _had_custody(beneficiary_id: UUID, dependant_id: UUID, custody: str) -> bool:
    """Tell whether somebody who has left was last of the household on the same terms."""
    last = Kinship.objects.current().filter(beneficiary_id=beneficiary_id, dependant_id=dependant_id).order_by("-since", "pk").first()
    return last is not None and last.custody == custody


@transaction.atomic
def end_kinship(*, beneficiary_id: UUID, dependant_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take a child out of a household from today on, with its card; what was decided before stays. A spouse separates: see `separate`.

    :raises NoSuchChoice: if the child is not of the household.
    """
    held = child_held(beneficiary_id, dependant_id=dependant_id, actor=actor, on=on)
    ended([held], on, act=Stamp(uuid7(), at))
    revoke_cards_of(beneficiary_id=beneficiary_id, reason="left_household", actor=actor, at=at, on=on, dependant_id=dependant_id)
    subject = ("beneficiary", beneficiary_id)
    record("beneficiaries.dependant_removed", actor=actor, subject=subject, at=at, on=on, payload={"dependant": dependant_id})


@dataclass(frozen=True, slots=True)
class CheckedTaxLine:
    """Line 14 of the notice of a year, and how it was checked: declared, notice or imported; a partner's too where there are two."""

    notice_year: int
    line_14: Money
    proof: str
    partner_line_14: Money | None = None


@transaction.atomic
def record_tax_line(*, beneficiary_id: UUID, line: CheckedTaxLine, actor: Actor, at: datetime, on: date) -> UUID:
    """Keep line 14 of a notice, or of both partners' notices; what was held before for that year is superseded."""
    require_own_or_staff(actor, beneficiary_id)
    Beneficiary.objects.select_for_update(no_key=True).get(pk=beneficiary_id)
    held = TaxLine.objects.filter(beneficiary_id=beneficiary_id, notice_year=line.notice_year, superseded_at__isnull=True)
    held.update(superseded_at=at)
    row = TaxLine.objects.create(
        beneficiary_id=beneficiary_id,
        notice_year=line.notice_year,
        line_14=line.line_14,
        partner_line_14=line.partner_line_14,
        proof=line.proof,
        checked_by=actor.account_id,
        checked_on=on,
        recorded_at=at,
    )
    payload = {"year": line.notice_year, "line_14": line.line_14.cents, "proof": line.proof}
    if line.partner_line_14 is not None:
        payload["partner_line_14"] = line.partner_line_14.cents
    record("beneficiaries.tax_line_recorded", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return row.pk


@dataclass(frozen=True, slots=True)
class NewBankDetails:
    """What is typed of an account: the IBAN with or without spaces, the holder's name as the bank writes it."""

    iban: str
    holder: str
    bic: str = ""


@transaction.atomic
def change_bank_details(*, beneficiary_id: UUID, details: NewBankDetails, actor: Actor, at: datetime, on: date) -> UUID:
    """Pay a person elsewhere from now on; what the bank returned waits for this.

    :raises InvalidIban: if the IBAN fails its key.
    :raises UnwritableText: if the bank could not write the holder's name: one such name would stop the file of everybody.
    """
    require_own_or_staff(actor, beneficiary_id)
    iban = read_iban(details.iban)
    shortened(details.holder, NAME_LIMIT)
    Beneficiary.objects.select_for_update().get(pk=beneficiary_id)
    BankDetails.objects.filter(beneficiary_id=beneficiary_id, superseded_at__isnull=True).update(superseded_at=at)
    key = uuid7()
    BankDetails.objects.create(
        id=key,
        beneficiary_id=beneficiary_id,
        holder=details.holder[:NAME_LIMIT],
        iban_sealed=seal_iban(key, iban),
        iban_hash=keyring().hashed(iban, about="iban"),
        iban_ending=iban[-4:],
        bic=details.bic,
        recorded_at=at,
    )
    payload = {"ending": iban[-4:]}
    record("beneficiaries.bank_details_changed", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return key


def seal_iban(key: UUID, iban: str) -> bytes:
    """Encrypt an IBAN for the bank details of that key."""
    return keyring().encrypt(iban.encode(), about=f"iban of {key}")


def open_iban(key: UUID, sealed: bytes) -> str:
    """Decrypt the IBAN of bank details.

    :raises KeyLost: if its key is lost.
    """
    return keyring().decrypt(sealed, about=f"iban of {key}").decode()


@dataclass(frozen=True, slots=True)
class CheckedIdentity:
    """Who checked a dependant's identity, from which paper, and the birth read on it where it was."""

    proof: Proof
    born_on: date | None = None


@transaction.atomic
def confirm_dependant(*, dependant_id: UUID, checked: CheckedIdentity, actor: Actor, at: datetime, on: date) -> None:
    """Note who checked a dependant's identity, and from which paper; nothing if it was checked already and the birth is the same."""
    held = DependantIdentity.objects.select_for_update().in_force_on(on).get(dependant_id=dependant_id)
    born_on = checked.born_on or held.born_on
    if held.proved_by and held.born_on == born_on:
        return
    act = uuid7()
    DependantIdentity.objects.filter(pk=held.pk).update(superseded_at=at, superseded_by=act)
    held.pk, held.recorded_at, held.recorded_by, held.superseded_at, held.superseded_by = uuid7(), at, act, None, None
    held.proved_by, held.proved_from, held.proved_on = checked.proof.by, checked.proof.source, checked.proof.on
    held.born_on = born_on
    held.save(force_insert=True)
    payload = {"from": checked.proof.source}
    record("beneficiaries.dependant_confirmed", actor=actor, subject=("dependant", dependant_id), at=at, on=on, payload=payload)


@transaction.atomic
def rewrap_ibans(*, actor: Actor, at: datetime, on: date) -> int:
    """Encrypt again, with the key in use, every IBAN that an older key closed; give how many."""
    ring, count = keyring(), 0
    for details in BankDetails.objects.order_by("pk").iterator():
        if not ring.is_current(details.iban_sealed):
            details.iban_sealed = seal_iban(details.pk, open_iban(details.pk, details.iban_sealed))
            details.save(update_fields=["iban_sealed"])
            count += 1
    if count:
        record("beneficiaries.ibans_rewrapped", actor=actor, subject=("keyring", uuid7()), at=at, on=on, payload={"count": count})
    return count
