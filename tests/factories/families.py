"""Families that claim leisure care: what they type and join may be chosen, and each claim goes as far as wanted."""

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from entraide.apps.accounts.actor import Actor, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.beneficiaries.operations.files import CheckedIdentity, NewDependant, add_dependant, confirm_dependant
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.operations import checking, deciding, filing
from entraide.apps.documents.operations import NewFile, keep
from entraide.core.money import Money
from entraide.core.rules.language.known import Proof
from entraide.orm.keys import uuid7
from tests.factories.actors import Person, person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory
from tests.factories.thread import AT, BENEFIT, PAPERS, iban_of


TIER_1 = Money.of(800)
STAY = date(2024, 8, 23)


@dataclass(frozen=True)
class Family:
    """A beneficiary with an IBAN, and a child whose birth nobody has checked."""

    opener: Person
    child: UUID

    @property
    def actor(self) -> Actor:
        """The beneficiary, acting."""
        return self.opener.actor


def family(*, born_on: date = date(2016, 3, 2), custody: str = "full", **kwargs: Any) -> Family:
    """Write a family; `kwargs` go to the beneficiary's `person`."""
    opener = person(Role.BENEFICIARY, **kwargs)
    iban_of(opener)
    return Family(opener, child_of(opener, born_on=born_on, custody=custody))


def child_of(
    opener: Person, *, given_name: str = "Lou", family_name: str = "", born_on: date = date(2016, 3, 2), custody: str = "full"
) -> UUID:
    """Add a child to a household, by the opener's own family name: no two households hold the same child unless told."""
    child = NewDependant("child", given_name, family_name or family_name_of(opener), born_on, custody)
    return add_dependant(beneficiary_id=opener.beneficiary.pk, dependant=child, actor=opener.actor, **AT)


def family_name_of(opener: Person) -> str:
    """Give the family name of a beneficiary."""
    return beneficiaries.person(opener.beneficiary.pk, on=TODAY).family_name


def proved(child: UUID) -> UUID:
    """Have somebody check the birth of a child, and give the child."""
    checked = CheckedIdentity(Proof("Entraide", "livret de famille", TODAY))
    confirm_dependant(dependant_id=child, checked=checked, actor=system_actor("suite"), **AT)
    return child


def photo(colour: str = "white") -> bytes:
    """Make a small real photo."""
    file = BytesIO()
    Image.new("RGB", (640, 900), colour).save(file, "JPEG")
    return file.getvalue()


def kept(actor: Actor, *, name: str = "facture.jpg", content: bytes = b"", media_type: str = "image/jpeg") -> UUID:
    """Keep a file."""
    return keep(file=NewFile(content or photo(), name, media_type, "supporting"), actor=actor, **AT)


@dataclass(frozen=True)
class Typed:
    """What is typed and joined for leisure care; `line_14` None withholds it."""

    line_14: Money | None = TIER_1
    expense: Money = field(default_factory=lambda: Money.of(300))
    stay_ended_on: date = STAY


def drafted(home: Family, typed: Typed | None = None, *, child: UUID | None = None) -> UUID:
    """Start a claim for leisure care, answer everything, join a paper of each kind."""
    typed, actor = typed or Typed(), home.actor
    claim_id = filing.start(
        beneficiary_id=home.opener.beneficiary.pk, benefit_code=BENEFIT, dependant_id=child or home.child, actor=actor, **AT
    )
    answers = {"stay_ended_on": typed.stay_ended_on, "expense": typed.expense, "tax_line_14": typed.line_14}
    filing.answer(claim_id=claim_id, answers=answers, actor=actor, **AT)
    for kind in PAPERS if typed.line_14 is not None else PAPERS[:2]:
        filing.attach(claim_id=claim_id, requirement=kind, document_id=kept(actor, name=f"{kind}.jpg"), actor=actor, **AT)
    return claim_id


def filed(home: Family, typed: Typed | None = None, *, child: UUID | None = None) -> Claim:
    """File for leisure care."""
    claim_id = drafted(home, typed, child=child)
    filing.file(claim_id=claim_id, actor=home.actor, **AT)
    return Claim.objects.get(pk=claim_id)


def paper_of(claim: Claim, kind: str) -> ClaimDocument:
    """Give the paper of a kind that was not replaced."""
    return ClaimDocument.objects.exclude(state="replaced").get(claim=claim, requirement=kind)


def taken(home: Family, officer: Person, typed: Typed | None = None, *, child: UUID | None = None) -> Claim:
    """File, and have an officer take charge."""
    claim = filed(home, typed, child=child)
    checking.take(claim_id=claim.pk, actor=officer.actor, **AT)
    return Claim.objects.get(pk=claim.pk)


def accept_all(claim: Claim, officer: Person) -> None:
    """Find every paper good, as declared."""
    for paper in ClaimDocument.objects.filter(claim=claim, state="received").order_by("pk"):
        checking.accept_paper(claim_document_id=paper.pk, values={}, actor=officer.actor, **AT)


def checked(home: Family, officer: Person, typed: Typed | None = None, *, child: UUID | None = None) -> Claim:
    """File, take charge, find every paper good: all that is left is to decide."""
    claim = taken(home, officer, typed, child=child)
    accept_all(claim, officer)
    return Claim.objects.get(pk=claim.pk)


def decide(claim: Claim, officer: Person, act: str = "grant", **verdict: Any) -> Claim:
    """Decide a claim."""
    deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict(act, **verdict), actor=officer.actor, **AT)
    return Claim.objects.get(pk=claim.pk)


def granted(home: Family, officer: Person, typed: Typed | None = None) -> Claim:
    """File, check and grant."""
    return decide(checked(home, officer, typed), officer)


def end_rights(home: Family, *, on: date) -> None:
    """Have the beneficiary leave: rights end before `on`."""
    held = Affiliation.objects.current().get(beneficiary=home.opener.beneficiary)
    Affiliation.objects.filter(pk=held.pk).update(superseded_at=NOW, superseded_by=uuid7())
    ended = {"until": on, "rights_until": on, "covered_until": on}
    AffiliationFactory(beneficiary=held.beneficiary, member=held.member, since=held.since, **ended, recorded_at=NOW)
