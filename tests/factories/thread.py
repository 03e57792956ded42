"""Claims brought as far as wanted by the operations themselves, on the real catalogue (`published_catalogue`)."""

from datetime import date
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.operations.files import NewBankDetails, NewDependant, add_dependant
from entraide.apps.beneficiaries.queries import person
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.operations import checking, deciding, filing
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.payments.operations import ordering
from entraide.core.money import Money
from tests.factories.actors import Person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import iban


AT = {"at": NOW, "on": TODAY}
BENEFIT = "accueil-de-loisirs"
ANSWERS = {"stay_ended_on": date(2024, 8, 23), "expense": Money.of(300), "tax_line_14": Money.of(800)}
PAPERS = ("invoice", "family_record", "tax_notice")


def child_of(someone: Person) -> UUID:
    """Add a child of eight to a household; nobody has checked the birth."""
    child = NewDependant("child", "Lou", person(someone.beneficiary.pk, on=TODAY).family_name, date(2016, 3, 2))
    return add_dependant(beneficiary_id=someone.beneficiary.pk, dependant=child, actor=someone.actor, **AT)


def iban_of(someone: Person, number: int = 1) -> UUID:
    """Record where a person is paid."""
    details = NewBankDetails(iban(number), "CAMILLE DUPONT")
    return ordering.replace_bank_details(beneficiary_id=someone.beneficiary.pk, details=details, actor=someone.actor, **AT)


def paper_from(actor: Actor, name: str = "facture.jpg") -> UUID:
    """Keep a file that somebody sent."""
    return keep(file=NewFile(b"\xff\xd8 photo", name, "image/jpeg", "supporting"), actor=actor, **AT)


def draft_of(someone: Person, child: UUID | None = None) -> Claim:
    """Open a draft of leisure care for a child, with its answers and its papers: ready to be filed."""
    child = child or child_of(someone)
    key = filing.start(beneficiary_id=someone.beneficiary.pk, benefit_code=BENEFIT, dependant_id=child, actor=someone.actor, **AT)
    filing.answer(claim_id=key, answers=ANSWERS, actor=someone.actor, **AT)
    for requirement in PAPERS:
        document_id = paper_from(someone.actor, f"{requirement}.jpg")
        filing.attach(claim_id=key, requirement=requirement, document_id=document_id, actor=someone.actor, **AT)
    return Claim.objects.get(pk=key)


def filed_by(someone: Person, child: UUID | None = None) -> Claim:
    """File such a claim."""
    key = draft_of(someone, child).pk
    filing.file(claim_id=key, actor=someone.actor, **AT)
    return Claim.objects.get(pk=key)


def taken_from(someone: Person, officer: Person) -> Claim:
    """File a claim, have an officer take it and find its papers good."""
    key = filed_by(someone).pk
    checking.take(claim_id=key, actor=officer.actor, **AT)
    for paper in ClaimDocument.objects.filter(claim_id=key, state="received").order_by("pk"):
        checking.accept_paper(claim_document_id=paper.pk, values={}, actor=officer.actor, **AT)
    return Claim.objects.get(pk=key)


def to_correct_by(someone: Person, officer: Person) -> ClaimDocument:
    """File a claim, have an officer take it and ask for its invoice again."""
    key = filed_by(someone).pk
    checking.take(claim_id=key, actor=officer.actor, **AT)
    paper = ClaimDocument.objects.get(claim_id=key, requirement="invoice")
    correction = checking.Correction("illegible", "Le montant ne se lit pas.")
    checking.ask_correction(claim_document_id=paper.pk, correction=correction, actor=officer.actor, **AT)
    return paper


def granted_to(someone: Person, officer: Person) -> Claim:
    """Grant such a claim; with an IBAN (`iban_of`) its payment is due."""
    key = taken_from(someone, officer).pk
    deciding.decide_claim(claim_id=key, verdict=deciding.Verdict("grant", key=f"grant-{key}"), actor=officer.actor, **AT)
    return Claim.objects.get(pk=key)
