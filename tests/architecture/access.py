"""The access table: every address × every role × own or other. An address without a row fails.

How to add an address, one line each:

    "staff:claims": only(Role.CLAIMS_OFFICER),                         a page for one role: 200 to it, 403 to the others, sign-in to nobody
    "staff:grant": only(Role.CLAIMS_OFFICER, get=405, post=True, target="claim"),              a button: POST only
    "beneficiary:remove_dependant": only(Role.BENEFICIARY, get=405, post=True, target="dependant"),
    "beneficiary:bank": only(Role.BENEFICIARY, post=True),             a form: GET and POST
    "beneficiary:claim": only(Role.BENEFICIARY, target="claim"),       own claim 200, another's 404 (`foreign=403` where that is right)
    "public:legal": everyone(),                                        no sign-in needed; `signed_in()` for any role

`target` names an entry of TARGETS, which gives the address its arguments for "own" and for "other": add one where none fits, and
make its rows with factories through `world.once((kind, visitor, relation), make)`. `answers={Role.X: 302}` is for the roles
whose GET answers otherwise, with its `why`; `data={"role": "director"}` is what a POST must hold to be read at all. Other POSTs
are sent empty, and all are rolled back: who gets in sees a form, a page or a refusal, never 403, 404 nor 405.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import COLLEAGUES, DELEGATE_ROLES, STAFF_ROLES, Role
from entraide.apps.claims.models import Claim
from entraide.apps.documents.models import Document
from entraide.core.workflow.payments import TransferBatchState
from tests.architecture.visits import ANONYMOUS, OTHER, Row, Target, Visitor, World
from tests.factories.accounts import AccountFactory
from tests.factories.actors import Person, person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import (
    BeneficiaryFactory,
    CardFactory,
    CertificateRequestFactory,
    EmploymentActFactory,
    KinshipFactory,
    RosterCampaignFactory,
    RosterImportFactory,
    TaxNoticeFactory,
)
from tests.factories.call_documents import CallDocumentFactory, FormatCheckFactory, ReminderFactory
from tests.factories.calls import CallCampaignFactory, DisputeFactory, PersonLineFactory
from tests.factories.desk import AbsenceFactory, AutomationFactory, BulkDecisionFactory, OpinionFactory, SavedViewFactory, SecondLookFactory
from tests.factories.documents import DocumentFactory
from tests.factories.figures import JournalEntryFactory
from tests.factories.letters import PostalLetterFactory, PrintRunFactory
from tests.factories.lifecycle import DeathFactory, PersonMergeFactory, StructureActFactory
from tests.factories.mailroom import EnvelopeFactory, EnvelopeFileFactory, PostItemFactory
from tests.factories.members import CommuneCodeFactory, ContactFactory, EstablishmentFactory, MemberFactory, MembershipFactory
from tests.factories.network import BureauSeatFactory, DesignationCampaignFactory, DesignationFactory
from tests.factories.payments import BankLineFactory, BankStatementFactory, PaymentOrderFactory, TransferFactory
from tests.factories.portfolio import CommitmentFactory, ExchangeFactory
from tests.factories.recourse import ComplaintFactory, ReexaminationFactory
from tests.factories.thread import BENEFIT, draft_of, filed_by, granted_to, paper_from, to_correct_by


def only(*roles: Role, **kwargs: Any) -> Row:
    """Open an address to these roles."""
    return Row(frozenset(roles), **kwargs)


def signed_in(**kwargs: Any) -> Row:
    """Open an address to whoever is signed in."""
    return Row(frozenset(Role), **kwargs)


def everyone(**kwargs: Any) -> Row:
    """Open an address to everyone, signed in or not."""
    return Row(frozenset(Role), is_public=True, **kwargs)


def signed_in_goes(status: int) -> dict[Visitor, int]:
    """Say what whoever is signed in gets."""
    return dict.fromkeys(Role, status)


def _account(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    own = visitor is not ANONYMOUS and relation != OTHER
    account = world.person(visitor).account if own else world.once("account", AccountFactory)
    return {"account_id": account.pk}


def _password_link(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    return {"uidb36": "0", "key": "no-such-key"}


def _beneficiary(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    return {"beneficiary_id": world.beneficiary(visitor, relation).pk}


def _claim(make: Callable[[Person], Claim]) -> Target:
    def claim(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
        filer = world.filer(visitor, relation)
        return {"claim_id": world.once((make, filer.beneficiary.pk), lambda: make(filer)).pk}

    return claim


def _keyed(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    """Begin a draft in a call that the contact centre took: it reads no other."""

    def keyed() -> Claim:
        claim = draft_of(person(Role.BENEFICIARY))
        claim.documents.filter(requirement="invoice").delete()
        Claim.objects.filter(pk=claim.pk).update(channel="phone", keyed_by=world.person(Role.CONTACT_AGENT).account.pk)
        return claim

    return {"claim_id": world.once("keyed draft", keyed).pk}


def _envelope_file(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    made = world.once("envelope file", lambda: EnvelopeFileFactory(envelope__opened_at=NOW))
    return {"envelope_id": made.envelope_id, "file_id": made.pk}


def _decided(someone: Person) -> Claim:
    return granted_to(someone, person(Role.CLAIMS_OFFICER))


def _certificate() -> Any:
    document_id = paper_from(system_actor("suite"))
    return CertificateRequestFactory(document_id=document_id, sender="Zoé", sent_at=NOW, sent_on=TODAY).pk


def _employment_act(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    beneficiary = world.beneficiary(visitor, relation)
    act = world.once(("employment act", beneficiary.pk), lambda: EmploymentActFactory(beneficiary=beneficiary))
    return {"beneficiary_id": beneficiary.pk, "act_id": act.pk}


def _paper(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    filer = world.filer(visitor, relation)
    paper = world.once(("paper", filer.beneficiary.pk), lambda: to_correct_by(filer, person(Role.CLAIMS_OFFICER)))
    return {"claim_id": paper.claim_id, "paper_id": paper.pk}


def _roster_campaign(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    return {"campaign_id": world.once("roster_campaign", RosterCampaignFactory).pk}


def _roster(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    member = world.member_of(relation)
    return {"roster_id": world.once(("roster", member.pk), lambda: RosterImportFactory(member=member)).pk}


def _notice(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    """A notice that waits on the desk: always a stranger's, for nobody settles their own household's."""
    sender = world.filer(visitor, OTHER)
    made = world.once("notice", lambda: TaxNoticeFactory(beneficiary=sender.beneficiary, state="sent", document=_photo(), sent_at=NOW))
    return {"notice_id": made.pk}


def _card(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    beneficiary = world.beneficiary(visitor, relation)
    return {"card_id": world.once(("card", beneficiary.pk), lambda: CardFactory(beneficiary=beneficiary)).pk}


def _photo() -> Any:
    return Document.objects.get(pk=paper_from(person(Role.BENEFICIARY).actor, "avis.jpg"))


def _second_look() -> Any:
    claim = granted_to(person(Role.BENEFICIARY), person(Role.CLAIMS_OFFICER))
    return SecondLookFactory(decision=claim.decisions.get())


def _reexamination() -> Any:
    claim = granted_to(person(Role.BENEFICIARY), person(Role.CLAIMS_OFFICER))
    return ReexaminationFactory(claim=claim, decision=claim.decisions.get())


def _opinion(world: World, visitor: Visitor, relation: str) -> Any:
    """Ask an expert: the visitor, or somebody else; the first page of a paper is shown."""
    own = visitor is not ANONYMOUS and relation != OTHER
    expert = world.person(visitor).account if own else world.once("another expert", AccountFactory)
    claim = world.once(("claim asked about", expert.pk), lambda: filed_by(person(Role.BENEFICIARY)))
    pages = {str(claim.documents.order_by("pk").first().pk): [1]}
    return world.once(("opinion", expert.pk), lambda: OpinionFactory(claim=claim, expert=expert, pages=pages))


def _opinion_pages(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    opinion = _opinion(world, visitor, relation)
    return {"opinion_id": opinion.pk, "paper_id": next(iter(opinion.pages))}


def _opinion_on_claim(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    opinion = _opinion(world, visitor, relation)
    return {"claim_id": opinion.claim_id, "opinion_id": opinion.pk}


def _two_papers(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    papers = _opinion(world, visitor, relation).claim.documents.order_by("pk")
    return {"paper_id": papers[0].pk, "other_id": papers[1].pk}


def _officer(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    """Name the officer who visits: nobody else sees them but who is in charge."""
    return {"account_id": world.person(Role.CLAIMS_OFFICER).account.pk}


def _absence(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    officer = world.person(Role.CLAIMS_OFFICER).account
    return {"account_id": officer.pk, "absence_id": world.once("absence", lambda: AbsenceFactory(account=officer)).pk}


def _bulk_decision(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    officer = world.person(Role.CLAIMS_OFFICER).account
    return {"bulk_id": world.once("bulk decision", lambda: BulkDecisionFactory(asked_by=officer.pk)).pk}


def _saved_view(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    keeper = world.person(visitor if visitor in (Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER) else Role.CLAIMS_OFFICER).account
    return {"view_id": world.once(("view", keeper.pk), lambda: SavedViewFactory(account=keeper)).pk}


def _benefit(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    return {"code": BENEFIT}


def _dependant(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    beneficiary = world.beneficiary(visitor, relation)
    made = world.once(("kinship", beneficiary.pk), lambda: KinshipFactory(beneficiary=beneficiary))
    return {"dependant_id": made.dependant_id}


def _designation(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    member = world.member_of(relation)
    return {"designation_id": world.once(("designation", member.pk), lambda: DesignationFactory(member=member)).pk}


def _campaign(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    return {"campaign_id": world.once("campaign", DesignationCampaignFactory).pk}


def _seat(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    return {"department": "51", "seat_id": world.once("seat", BureauSeatFactory).pk}


def _planned() -> Any:
    return ExchangeFactory(is_planned=True)


def _spouse(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    beneficiary = world.beneficiary(visitor, relation)
    made = world.once(("spouse", beneficiary.pk), lambda: KinshipFactory(beneficiary=beneficiary, kind="spouse"))
    return {"dependant_id": made.dependant_id}


def _of_payments(name: str, make: Callable[[], Any]) -> Target:
    return lambda world, visitor, relation: {name: world.once((name, make), make).pk}


def _person_line(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    member = world.member_of(relation)
    return {"line_id": world.once(("person line", member.pk), lambda: PersonLineFactory(line__member=member)).pk}


def _dispute(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    member = world.member_of(relation)
    made = world.once(("dispute", member.pk), lambda: DisputeFactory(person_line__line__member=member))
    return {"line_id": made.person_line_id, "dispute_id": made.pk}


def _pair() -> dict[str, Any]:
    return {"first_id": BeneficiaryFactory().pk, "second_id": BeneficiaryFactory().pk}


def _batch() -> Any:
    return TransferFactory().batch


def _released_batch() -> Any:
    file = DocumentFactory(kind="pain.001", media_type="application/xml")
    return TransferFactory(batch__state=TransferBatchState.RELEASED, batch__document=file).batch


def _listed(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    member = world.member_of(relation)
    world.once(("listed", relation), lambda: BeneficiaryFactory(affiliation__member=member))
    return {"member_id": member.pk, "year": TODAY.year}


def _called(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    line = world.once(("called", relation), lambda: PersonLineFactory(line__member=world.member_of(relation))).line
    return {"member_id": line.member_id, "year": line.year}


def _own_call_document(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    member = world.member_of(relation)
    made = world.once(("call document", member.pk), lambda: CallDocumentFactory(debtor=member, file=DocumentFactory()))
    return {"document_id": made.pk}


def _own_letter(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    member = world.member_of(relation)
    made = world.once(("letter", member.pk), lambda: ReminderFactory(document__debtor=member, file=DocumentFactory()))
    return {"reminder_id": made.pk}


def _printed_document() -> Any:
    return CallDocumentFactory(file=DocumentFactory())


def _checked_document() -> Any:
    return FormatCheckFactory().document


def _reminder() -> Any:
    return ReminderFactory(file=DocumentFactory())


def _credit_line() -> Any:
    return BankLineFactory(kind="credit", end_to_end="")


def _deliberation(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    member = world.member_of(relation)
    held = world.once(
        ("deliberation", member.pk), lambda: MembershipFactory(member=member, superseded_at=NOW, deliberation=DocumentFactory())
    )
    return {"member_id": member.pk, "membership_id": held.pk}


def _of_member(name: str, make: Callable[..., Any]) -> Target:
    def fact(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
        member = world.member_of(relation)
        return {"member_id": member.pk, name: world.once((name, member.pk), lambda: make(member=member)).pk}

    return fact


def _structure_act() -> Any:
    member = MemberFactory(named__name="Reims")
    CommuneCodeFactory(member=member, code="51454")
    event = {"kind": "renaming", "on": "2024-07-01", "before": [member.siren], "names": {member.siren: "Reims"}, "source": "Décret"}
    body = {"siren": member.siren, "name": "Reims-la-Neuve", "kind": "commune", "code": "51454", "department": "51"}
    return StructureActFactory(kind="renaming", effective_on=date(2024, 7, 1), event=event | {"after": [body], "service": ""})


TARGETS: Mapping[str, Target] = {
    "structure act": _of_payments("act_id", _structure_act),
    "deliberation": _deliberation,
    "establishment": _of_member("establishment_id", EstablishmentFactory),
    "own contact": lambda world, visitor, relation: {"contact_id": TARGETS["member contact"](world, visitor, relation)["contact_id"]},
    "member contact": _of_member("contact_id", ContactFactory),
    "order": _of_payments("order_id", PaymentOrderFactory),
    "batch": _of_payments("batch_id", _batch),
    "released batch": _of_payments("batch_id", _released_batch),
    "statement": _of_payments("statement_id", BankStatementFactory),
    "call campaign": _of_payments("campaign_id", CallCampaignFactory),
    "staff dispute": _of_payments("dispute_id", DisputeFactory),
    "listed member year": _listed,
    "called member year": _called,
    "person line": _person_line,
    "dispute": _dispute,
    "called year": lambda world, visitor, relation: {"year": TODAY.year},
    "own call document": _own_call_document,
    "own letter": _own_letter,
    "call document": _of_payments("document_id", CallDocumentFactory),
    "printed call document": _of_payments("document_id", _printed_document),
    "checked call document": _of_payments("document_id", _checked_document),
    "reminder": _of_payments("reminder_id", _reminder),
    "credit line": _of_payments("line_id", _credit_line),
    "journal year": lambda world, visitor, relation: {"year": world.once("journal year", JournalEntryFactory).on.year},
    "journal account": lambda world, visitor, relation: {"code": "467"},
    "dependant": _dependant,
    "spouse": _spouse,
    "designation": _designation,
    "campaign": _campaign,
    "seat": _seat,
    "commitment": lambda world, visitor, relation: {"commitment_id": world.once("commitment", CommitmentFactory).pk},
    "exchange": lambda world, visitor, relation: {"exchange_id": world.once("exchange", _planned).pk},
    "delegation": lambda world, visitor, relation: {"department": "51"},
    "mandate": lambda world, visitor, relation: {"member_id": world.member_of(relation).pk, "kind": "correspondent"},
    "notice": _notice,
    "card": _card,
    "token": lambda world, visitor, relation: {"token": "E1.none"},
    "benefit": _benefit,
    "roster": _roster,
    "roster_campaign": _roster_campaign,
    "member": lambda world, visitor, relation: {"member_id": world.member_of(relation).pk},
    "account": _account,
    "password link": _password_link,
    "beneficiary": _beneficiary,
    "pair": lambda world, visitor, relation: world.once("pair", _pair),
    "merge": lambda world, visitor, relation: {"merge_id": world.once("merge", PersonMergeFactory).pk},
    "draft": _claim(draft_of),
    "keyed draft": _keyed,
    "post item": _of_payments("item_id", PostItemFactory),
    "post page": lambda world, visitor, relation: {"item_id": world.once("post page", PostItemFactory).pk, "number": 1},
    "sealed envelope": _of_payments("envelope_id", EnvelopeFactory),
    "settled envelope": lambda world, visitor, relation: {
        "envelope_id": world.once("settled", EnvelopeFactory).pk,
        "word": "classer",
    },
    "envelope file": _envelope_file,
    "own envelope": lambda world, visitor, relation: {
        "envelope_id": world.once(("envelope", relation), lambda: EnvelopeFactory(member=world.member_of(relation))).pk
    },
    "print run": lambda world, visitor, relation: {
        "run_id": world.once("print run", lambda: PostalLetterFactory(run=PrintRunFactory()).run).pk
    },
    "claim": _claim(filed_by),
    "decided claim": _claim(_decided),
    "paper": _paper,
    "employment": lambda world, visitor, relation: {**_beneficiary(world, visitor, relation), "word": "depart"},
    "employment act": _employment_act,
    "certificate": lambda world, visitor, relation: {"request_id": world.once("certificate", _certificate)},
    "automation": _of_payments("automation_id", AutomationFactory),
    "opinion": lambda world, visitor, relation: {"opinion_id": _opinion(world, visitor, relation).pk},
    "opinion pages": _opinion_pages,
    "opinion on claim": _opinion_on_claim,
    "two papers": _two_papers,
    "second look": _of_payments("look_id", _second_look),
    "officer": _officer,
    "absence": _absence,
    "bulk decision": _bulk_decision,
    "saved view": _saved_view,
    "complaint": _of_payments("complaint_id", ComplaintFactory),
    "reexamination": _of_payments("reexamination_id", _reexamination),
    "death": lambda world, visitor, relation: {"death_id": world.once("death", DeathFactory).pk},
    "desk paper": lambda world, visitor, relation: {"paper_id": _paper(world, visitor, relation)["paper_id"]},
}

REGISTER_KEEPERS = (Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR)
KEEPERS = (Role.DEVELOPMENT_OFFICER, Role.DIRECTOR)
STRUCTURE_KEEPERS = (Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR)
STRUCTURE_READERS = (*STRUCTURE_KEEPERS, Role.DIRECTOR)
ACCOUNTANTS = (Role.ACCOUNTANT_PREPARES, Role.ACCOUNTANT_RELEASES)
WITHOUT_SECOND_FACTOR = frozenset(Role) - STAFF_ROLES

ACCOUNT = {
    "account_login": everyone(post=True, answers=signed_in_goes(302)),
    "account_logout": everyone(post=True, answers={ANONYMOUS: 302}),
    "account_reauthenticate": signed_in(post=True),
    "account_inactive": everyone(),
    "account_change_password": signed_in(post=True),
    "account_reset_password": everyone(post=True),
    "account_reset_password_done": everyone(),
    "account_reset_password_from_key": everyone(post=True, target="password link", foreign=200, why="says that the link is no good"),
    "account_reset_password_from_key_done": everyone(),
    "mfa_index": signed_in(),
    "mfa_authenticate": signed_in(get=302, post=True, why="who is signed in has shown theirs; who is not begins with the password"),
    "mfa_reauthenticate": signed_in(post=True, answers=dict.fromkeys(WITHOUT_SECOND_FACTOR, 302)),
    "mfa_activate_totp": signed_in(post=True, answers=dict.fromkeys(STAFF_ROLES, 302), why="staff have theirs already"),
    "mfa_deactivate_totp": only(*STAFF_ROLES, closed=404, post=True),
    "mfa_view_recovery_codes": only(*STAFF_ROLES, closed=404),
    "mfa_generate_recovery_codes": signed_in(post=True),
    "mfa_download_recovery_codes": only(*STAFF_ROLES, closed=404),
}

PUBLIC = {
    "public:home": everyone(answers=signed_in_goes(302), why="whoever is signed in goes on to the home of their role"),
    "public:activation_code": everyone(post=True, answers=signed_in_goes(302)),
    "public:activation_confirm": everyone(get=302, post=True, why="without a code, back to the first page"),
    "public:activation_address": everyone(get=302, post=True, why="without a code, back to the first page"),
    "public:activation_done": everyone(get=302, why="without a code, back to the first page"),
    "public:certificate": everyone(post=True),
    "public:certificate_sent": everyone(),
    "public:switch_hat": signed_in(get=405, post=True),
    "public:benefits": everyone(),
    "public:benefit": everyone(post=True, target="benefit", foreign=200, why="a benefit is nobody's own"),
    "public:card_home": everyone(),
    "public:card_keys": everyone(),
    "public:card_revoked": everyone(),
    "public:card_offline": everyone(),
    "public:card_offline_file": everyone(),
    "public:card_check": everyone(
        target="token", foreign=200, why="a card says nothing of its bearer: whoever holds it may have it checked"
    ),
    "public:accessibility": everyone(),
    "public:legal": everyone(),
    "public:health": everyone(),
    "public:robots": everyone(),
    "public:sent_messages": everyone(get=404, why="exists in the demonstration alone"),
    "ui:gallery": everyone(),
}

BENEFICIARY = {
    "beneficiary:home": only(Role.BENEFICIARY),
    "beneficiary:entitlements": only(Role.BENEFICIARY),
    "beneficiary:benefit": only(Role.BENEFICIARY, target="benefit", foreign=200, why="a benefit is nobody's own"),
    "beneficiary:already": only(Role.BENEFICIARY, target="benefit", answers={Role.BENEFICIARY: 302}, why="nothing was asked before"),
    "beneficiary:wallet": only(Role.BENEFICIARY),
    "beneficiary:write": only(Role.BENEFICIARY, get=405, post=True, target="claim"),
    "beneficiary:read_thread": only(Role.BENEFICIARY, get=405, post=True, target="claim"),
    "beneficiary:claims": only(Role.BENEFICIARY),
    "beneficiary:start": only(Role.BENEFICIARY, get=405, post=True),
    "beneficiary:claim": only(Role.BENEFICIARY, target="claim"),
    "beneficiary:why": only(Role.BENEFICIARY, target="decided claim"),
    "beneficiary:withdraw": only(Role.BENEFICIARY, get=405, post=True, target="claim"),
    "beneficiary:questions": only(Role.BENEFICIARY, post=True, target="draft"),
    "beneficiary:papers": only(Role.BENEFICIARY, post=True, target="draft"),
    "beneficiary:covers": only(Role.BENEFICIARY, get=302, target="draft", why="the draft that visits it lacks no paper"),
    "beneficiary:check": only(Role.BENEFICIARY, post=True, target="draft"),
    "beneficiary:paper": only(Role.BENEFICIARY, target="paper"),
    "beneficiary:remove_paper": only(Role.BENEFICIARY, get=405, post=True, target="paper"),
    "beneficiary:correct_paper": only(Role.BENEFICIARY, post=True, target="paper"),
    "beneficiary:household": only(Role.BENEFICIARY),
    "beneficiary:add_dependant": only(Role.BENEFICIARY, post=True),
    "beneficiary:remove_dependant": only(Role.BENEFICIARY, get=405, post=True, target="dependant"),
    "beneficiary:name_opener": only(Role.BENEFICIARY, get=405, post=True, target="dependant"),
    "beneficiary:record_union": only(Role.BENEFICIARY, get=405, post=True, target="spouse"),
    "beneficiary:separate": only(Role.BENEFICIARY, post=True, target="spouse"),
    "beneficiary:ask_certificate": only(Role.BENEFICIARY, get=405, post=True, target="dependant"),
    "beneficiary:change_custody": only(Role.BENEFICIARY, get=405, post=True, target="dependant"),
    "beneficiary:bank": only(Role.BENEFICIARY, post=True),
    "beneficiary:tax_notice": only(Role.BENEFICIARY, post=True),
    "beneficiary:cards": only(Role.BENEFICIARY),
    "beneficiary:card_issue": only(Role.BENEFICIARY, get=405, post=True),
    "beneficiary:cards_print": only(Role.BENEFICIARY),
    "beneficiary:card": only(Role.BENEFICIARY, target="card"),
    "beneficiary:card_replace": only(Role.BENEFICIARY, get=405, post=True, target="card"),
    "beneficiary:messages": only(Role.BENEFICIARY),
    "beneficiary:contest": only(Role.BENEFICIARY, get=302, post=True, target="claim"),
    "beneficiary:give_up_contest": only(Role.BENEFICIARY, get=405, post=True, target="claim"),
    "beneficiary:complaints": only(Role.BENEFICIARY, post=True),
    "beneficiary:mark_read": only(Role.BENEFICIARY, get=405, post=True),
}

CORRESPONDENT = {
    "correspondent:home": only(Role.CORRESPONDENT),
    "correspondent:contact_new": only(Role.CORRESPONDENT, post=True),
    "correspondent:contact": only(Role.CORRESPONDENT, post=True, target="own contact"),
    "correspondent:contact_end": only(Role.CORRESPONDENT, get=405, post=True, target="own contact"),
    "correspondent:references": only(Role.CORRESPONDENT, post=True),
    "correspondent:roster": only(Role.CORRESPONDENT, post=True),
    "correspondent:roster_form": only(Role.CORRESPONDENT, post=True),
    "correspondent:roster_form_add": only(Role.CORRESPONDENT, post=True),
    "correspondent:roster_form_drop": only(Role.CORRESPONDENT, get=405, post=True),
    "correspondent:roster_unchanged": only(Role.CORRESPONDENT, get=405, post=True),
    "correspondent:roster_columns": only(
        Role.CORRESPONDENT, get=302, post=True, target="roster", why="a list without a file has no column to name"
    ),
    "correspondent:roster_preview": only(Role.CORRESPONDENT, target="roster"),
    "correspondent:roster_answer": only(Role.CORRESPONDENT, get=405, post=True, target="roster"),
    "correspondent:roster_apply": only(Role.CORRESPONDENT, get=405, post=True, target="roster"),
    "correspondent:roster_set_aside": only(Role.CORRESPONDENT, get=405, post=True, target="roster"),
    "correspondent:roster_undo": only(Role.CORRESPONDENT, get=405, post=True, target="roster"),
    "correspondent:agents": only(Role.CORRESPONDENT),
    "correspondent:envelopes": only(Role.CORRESPONDENT),
    "correspondent:envelope_receipt": only(Role.CORRESPONDENT, target="own envelope"),
    "correspondent:envelope": only(Role.CORRESPONDENT, post=True, target="beneficiary"),
    "correspondent:agent": only(Role.CORRESPONDENT, target="beneficiary"),
    "correspondent:agent_code": only(Role.CORRESPONDENT, get=405, post=True, target="beneficiary"),
    "correspondent:contribution": only(Role.CORRESPONDENT),
    "correspondent:contribution_people": only(
        Role.CORRESPONDENT, target="called year", foreign=200, why="a year is nobody's own, its lines are"
    ),
    "correspondent:contribution_line": only(Role.CORRESPONDENT, post=True, target="person line"),
    "correspondent:dispute_withdraw": only(Role.CORRESPONDENT, get=405, post=True, target="dispute"),
    "correspondent:call_documents": only(Role.CORRESPONDENT),
    "correspondent:call_document_file": only(Role.CORRESPONDENT, target="own call document"),
    "correspondent:letter_file": only(Role.CORRESPONDENT, target="own letter"),
    "correspondent:account_statement": only(Role.CORRESPONDENT),
    "correspondent:downloads": only(Role.CORRESPONDENT),
    "correspondent:staff_file": only(Role.CORRESPONDENT),
    "correspondent:model_file": only(Role.CORRESPONDENT),
    "correspondent:contributions_file": only(Role.CORRESPONDENT),
    "correspondent:delegates": only(Role.CORRESPONDENT),
    "correspondent:designate": only(Role.CORRESPONDENT, post=True, target="designation"),
}

DELEGATE: dict[str, Row] = {
    "delegate:home": only(*DELEGATE_ROLES),
    "delegate:export": only(*DELEGATE_ROLES),
    "delegate:mandate": only(*DELEGATE_ROLES),
}

STAFF = {
    "staff:home": only(*STAFF_ROLES, get=302, why="goes on to the first place of the role"),
    "staff:activations": only(Role.ADMINISTRATOR, Role.CONTACT_AGENT),
    "staff:activation_issue": only(Role.ADMINISTRATOR, Role.CONTACT_AGENT, get=405, post=True, target="beneficiary"),
    "staff:accounts": only(Role.ADMINISTRATOR),
    "staff:account_new": only(Role.ADMINISTRATOR, post=True),
    "staff:account": only(Role.ADMINISTRATOR, target="account"),
    "staff:account_give_role": only(Role.ADMINISTRATOR, get=405, post=True, target="account", data={"role": Role.DIRECTOR}),
    "staff:account_end_role": only(Role.ADMINISTRATOR, get=405, post=True, target="account", data={"role": Role.DIRECTOR}),
    "staff:account_send_link": only(Role.ADMINISTRATOR, get=405, post=True, target="account"),
    "staff:account_reset_second_factor": only(Role.ADMINISTRATOR, get=405, post=True, target="account"),
    "staff:roster_campaign": only(Role.DEVELOPMENT_OFFICER, Role.DIRECTOR, post=True),
    "staff:roster_remind": only(Role.DEVELOPMENT_OFFICER, get=405, post=True, target="roster_campaign"),
    "staff:member_directory": only(*COLLEAGUES),
    "staff:register": only(*COLLEAGUES),
    "staff:body_new": only(*REGISTER_KEEPERS, post=True),
    "staff:member": only(*COLLEAGUES, post=True, target="member"),
    "staff:body_attach": only(*REGISTER_KEEPERS, post=True, target="member"),
    "staff:membership_new": only(*REGISTER_KEEPERS, post=True, target="member"),
    "staff:membership_change": only(*REGISTER_KEEPERS, post=True, target="member"),
    "staff:membership_notice": only(*REGISTER_KEEPERS, post=True, target="member"),
    "staff:membership_withdraw_notice": only(*REGISTER_KEEPERS, get=405, post=True, target="member"),
    "staff:membership_cancel": only(*REGISTER_KEEPERS, get=405, post=True, target="member"),
    "staff:membership_close": only(*REGISTER_KEEPERS, post=True, target="member"),
    "staff:membership_deliberation": only(*COLLEAGUES, target="deliberation"),
    "staff:establishment_new": only(*REGISTER_KEEPERS, post=True, target="member"),
    "staff:establishment": only(*REGISTER_KEEPERS, post=True, target="establishment"),
    "staff:establishment_end": only(*REGISTER_KEEPERS, get=405, post=True, target="establishment"),
    "staff:contact_new": only(*REGISTER_KEEPERS, post=True, target="member"),
    "staff:contact": only(*REGISTER_KEEPERS, post=True, target="member contact"),
    "staff:contact_end": only(*REGISTER_KEEPERS, get=405, post=True, target="member contact"),
    "staff:member_end_mandate": only(Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR, get=405, post=True, target="member"),
    "staff:structures": only(*STRUCTURE_READERS),
    "staff:structure_new": only(*STRUCTURE_KEEPERS, post=True),
    "staff:structure_day": only(*STRUCTURE_KEEPERS, get=302, post=True, why="without a kind, back to the first question"),
    "staff:structure_before": only(*STRUCTURE_KEEPERS, get=302, post=True, why="without a day, back to that question"),
    "staff:structure_after": only(*STRUCTURE_KEEPERS, get=302, post=True, why="without bodies, back to that question"),
    "staff:structure_check": only(*STRUCTURE_KEEPERS, get=302, post=True, why="without answers, back to the questions"),
    "staff:structure": only(*STRUCTURE_READERS, target="structure act"),
    "staff:structure_settle": only(*STRUCTURE_KEEPERS, get=405, post=True, target="structure act"),
    "staff:structure_apply": only(*STRUCTURE_KEEPERS, get=405, post=True, target="structure act"),
    "staff:structure_undo": only(*STRUCTURE_KEEPERS, get=405, post=True, target="structure act"),
    "staff:structure_history": only(Role.DEVELOPMENT_OFFICER, Role.DIRECTOR, target="member"),
    "staff:structure_set_aside": only(*STRUCTURE_KEEPERS, get=405, post=True, target="structure act"),
    "staff:audit": only(Role.ADMINISTRATOR),
    "staff:platform": only(Role.ADMINISTRATOR),
    "staff:portfolio": only(*KEEPERS),
    "staff:prospects": only(*KEEPERS),
    "staff:risks": only(*KEEPERS),
    "staff:targets": only(*KEEPERS, post=True),
    "staff:promises": only(*KEEPERS),
    "staff:promise_keep": only(*KEEPERS, get=405, post=True, target="commitment"),
    "staff:exchanges": only(*KEEPERS),
    "staff:exchange_report": only(*KEEPERS, post=True, target="exchange"),
    "staff:exchange_cancel": only(*KEEPERS, get=405, post=True, target="exchange"),
    "staff:portfolio_body": only(*KEEPERS, target="member"),
    "staff:exchange_note": only(*KEEPERS, get=405, post=True, target="member"),
    "staff:promise_make": only(*KEEPERS, get=405, post=True, target="member"),
    "staff:body_follow": only(*KEEPERS, get=405, post=True, target="member"),
    "staff:body_move": only(*KEEPERS, get=405, post=True, target="member"),
    "staff:body_flag": only(*KEEPERS, get=405, post=True, target="member"),
    "staff:body_unfollow": only(*KEEPERS, get=405, post=True, target="member"),
    "staff:network": only(*KEEPERS),
    "staff:vacancies": only(*KEEPERS),
    "staff:delegation": only(*KEEPERS, target="delegation"),
    "staff:bureau_seat": only(Role.DEVELOPMENT_OFFICER, get=405, post=True, target="delegation"),
    "staff:bureau_leave": only(Role.DEVELOPMENT_OFFICER, get=405, post=True, target="seat"),
    "staff:mandate_pass": only(Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR, post=True, target="mandate"),
    "staff:campaigns": only(*KEEPERS),
    "staff:campaign_open": only(Role.DEVELOPMENT_OFFICER, get=405, post=True),
    "staff:campaign": only(*KEEPERS, target="campaign"),
    "staff:campaign_ask": only(Role.DEVELOPMENT_OFFICER, get=405, post=True, target="campaign"),
    "staff:campaign_remind": only(Role.DEVELOPMENT_OFFICER, get=405, post=True, target="campaign"),
    "staff:campaign_confirm": only(Role.DEVELOPMENT_OFFICER, get=405, post=True, target="campaign"),
    "staff:campaign_close": only(Role.DEVELOPMENT_OFFICER, get=405, post=True, target="campaign"),
    "staff:designation": only(*KEEPERS, post=True, target="designation"),
    "staff:designation_confirm": only(Role.DEVELOPMENT_OFFICER, get=405, post=True, target="designation"),
    "staff:board": only(Role.DIRECTOR),
    "staff:members": only(Role.DEVELOPMENT_OFFICER),
    "staff:board_publish": only(Role.DIRECTOR, get=405, post=True),
    "staff:claims": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER),
    "staff:reexaminations": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER),
    "staff:reexamination": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, post=True, target="reexamination"),
    "staff:reexamination_open": only(Role.CLAIMS_OFFICER, get=405, post=True, target="reexamination"),
    "staff:reexamination_new": only(Role.CLAIMS_OFFICER, Role.CONTACT_AGENT, post=True, target="beneficiary"),
    "staff:claim_reopen": only(Role.CLAIMS_OFFICER, post=True, target="claim"),
    "staff:together": only(Role.CLAIMS_OFFICER, get=405, post=True),
    "staff:together_confirm": only(Role.CLAIMS_OFFICER, get=405, post=True),
    "staff:bulk_decisions": only(Role.CLAIMS_OFFICER),
    "staff:bulk_decision": only(Role.CLAIMS_OFFICER, target="bulk decision"),
    "staff:bulk_withdraw": only(Role.CLAIMS_OFFICER, get=405, post=True, target="bulk decision"),
    "staff:desk_views": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, post=True),
    "staff:desk_view_rename": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, get=405, post=True, target="saved view"),
    "staff:desk_view_drop": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, get=405, post=True, target="saved view"),
    "staff:workload": only(Role.CLAIMS_MANAGER),
    "staff:sharing": only(Role.CLAIMS_MANAGER, get=422, post=True, why="how many are to be shared out is asked in the address"),
    "staff:officer": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, target="officer"),
    "staff:officer_seats": only(Role.CLAIMS_MANAGER, get=405, post=True, target="officer"),
    "staff:absence_new": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, get=405, post=True, target="officer"),
    "staff:absence_end": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, get=405, post=True, target="absence"),
    "staff:complaints": only(Role.CLAIMS_MANAGER, Role.CONTACT_AGENT),
    "staff:complaint_changes": only(Role.CLAIMS_MANAGER, Role.CONTACT_AGENT, Role.DIRECTOR),
    "staff:complaint": only(Role.CLAIMS_MANAGER, Role.CONTACT_AGENT, post=True, target="complaint"),
    "staff:complaint_take": only(Role.CLAIMS_MANAGER, Role.CONTACT_AGENT, get=405, post=True, target="complaint"),
    "staff:complaint_new": only(Role.CLAIMS_OFFICER, Role.CONTACT_AGENT, post=True, target="beneficiary"),
    "staff:automations": only(Role.CLAIMS_MANAGER, Role.DIRECTOR),
    "staff:automation": only(Role.CLAIMS_MANAGER, Role.DIRECTOR, post=True, target="benefit"),
    "staff:automation_stop": only(Role.CLAIMS_MANAGER, Role.DIRECTOR, get=405, post=True, target="automation"),
    "staff:second_looks": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER),
    "staff:second_looks_sample": only(Role.CLAIMS_MANAGER, get=405, post=True),
    "staff:second_look": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, post=True, target="second look"),
    "staff:opinions": only(Role.EXPERT),
    "staff:opinion": only(Role.EXPERT, post=True, target="opinion"),
    "staff:opinion_pages": only(Role.EXPERT, target="opinion pages"),
    "staff:keying_new": only(Role.CLAIMS_OFFICER, Role.CONTACT_AGENT, post=True, target="beneficiary"),
    "staff:keying": only(Role.CLAIMS_OFFICER, Role.CONTACT_AGENT, post=True, target="keyed draft"),
    "staff:covers": only(Role.CLAIMS_OFFICER, Role.CONTACT_AGENT, target="keyed draft"),
    "staff:mail": only(Role.CLAIMS_OFFICER, post=True),
    "staff:mail_item": only(Role.CLAIMS_OFFICER, post=True, target="post item"),
    "staff:mail_aside": only(Role.CLAIMS_OFFICER, get=405, post=True, target="post item"),
    "staff:mail_page": only(Role.CLAIMS_OFFICER, target="post page"),
    "staff:envelopes": only(Role.CLAIMS_OFFICER),
    "staff:envelope": only(Role.CLAIMS_OFFICER, target="sealed envelope"),
    "staff:envelope_open": only(Role.CLAIMS_OFFICER, get=405, post=True, target="sealed envelope"),
    "staff:envelope_entered": only(Role.CLAIMS_OFFICER, get=405, post=True, target="sealed envelope"),
    "staff:envelope_settle": only(Role.CLAIMS_OFFICER, get=405, post=True, target="settled envelope"),
    "staff:envelope_file": only(Role.CLAIMS_OFFICER, target="envelope file"),
    "staff:letters": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, post=True),
    "staff:print_run": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, target="print run"),
    "staff:print_run_file": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, target="print run"),
    "staff:print_run_posted": only(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, get=405, post=True, target="print run"),
    "staff:claim": only(Role.CLAIMS_OFFICER, target="claim"),
    "staff:claim_take": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_grant": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_refuse": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_close": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_ask": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_write": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_read": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_note": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_opinion": only(Role.CLAIMS_OFFICER, get=302, post=True, target="claim"),
    "staff:claim_opinion_cancel": only(Role.CLAIMS_OFFICER, get=302, post=True, target="opinion on claim"),
    "staff:papers_compared": only(Role.CLAIMS_OFFICER, target="two papers"),
    "staff:paper_file": only(Role.CLAIMS_OFFICER, target="desk paper"),
    "staff:paper_accept": only(Role.CLAIMS_OFFICER, get=302, post=True, target="desk paper"),
    "staff:paper_correct": only(Role.CLAIMS_OFFICER, get=302, post=True, target="desk paper"),
    "staff:notices": only(Role.CLAIMS_OFFICER),
    "staff:notices_start": only(Role.CLAIMS_OFFICER, get=405, post=True),
    "staff:notice": only(Role.CLAIMS_OFFICER, target="notice"),
    "staff:notice_check": only(Role.CLAIMS_OFFICER, get=405, post=True, target="notice"),
    "staff:notice_effect": only(Role.CLAIMS_OFFICER, get=405, post=True, target="notice"),
    "staff:notice_send_back": only(Role.CLAIMS_OFFICER, get=405, post=True, target="notice"),
    "staff:notice_skip": only(Role.CLAIMS_OFFICER, get=405, post=True, target="notice"),
    "staff:notice_file": only(Role.CLAIMS_OFFICER, target="notice"),
    "staff:tax_campaign": only(Role.CLAIMS_OFFICER, post=True),
    "staff:tax_campaign_remind": only(Role.CLAIMS_OFFICER, get=405, post=True),
    "staff:person_tax": only(Role.CLAIMS_OFFICER, post=True, target="beneficiary"),
    "staff:duplicates": only(Role.CLAIMS_OFFICER, Role.ADMINISTRATOR),
    "staff:duplicates_search": only(Role.CLAIMS_OFFICER, Role.ADMINISTRATOR, get=405, post=True),
    "staff:duplicate": only(Role.CLAIMS_OFFICER, Role.ADMINISTRATOR, post=True, target="pair"),
    "staff:duplicate_apart": only(Role.CLAIMS_OFFICER, Role.ADMINISTRATOR, get=405, post=True, target="pair"),
    "staff:merges": only(Role.CLAIMS_OFFICER, Role.ADMINISTRATOR),
    "staff:merge": only(Role.CLAIMS_OFFICER, Role.ADMINISTRATOR, post=True, target="merge"),
    "staff:merge_undo": only(Role.CLAIMS_OFFICER, Role.ADMINISTRATOR, get=405, post=True, target="merge"),
    "staff:merge_set_aside": only(Role.CLAIMS_OFFICER, Role.ADMINISTRATOR, get=405, post=True, target="merge"),
    "staff:people": only(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER),
    "staff:person": only(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER, target="beneficiary"),
    "staff:employment": only(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER, target="beneficiary"),
    "staff:employment_act": only(Role.CLAIMS_OFFICER, post=True, target="employment"),
    "staff:employment_undo": only(Role.CLAIMS_OFFICER, get=405, post=True, target="employment act"),
    "staff:person_cards": only(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER, post=True, target="beneficiary"),
    "staff:person_household": only(Role.CLAIMS_OFFICER, target="beneficiary"),
    "staff:person_household_act": only(Role.CLAIMS_OFFICER, get=405, post=True, target="beneficiary"),
    "staff:certificate_file": only(Role.CLAIMS_OFFICER, target="certificate"),
    "staff:death_new": only(Role.CLAIMS_OFFICER, post=True, target="beneficiary"),
    "staff:deaths": only(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER),
    "staff:death": only(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER, target="death"),
    "staff:death_act": only(Role.CLAIMS_OFFICER, get=405, post=True, target="death"),
    "staff:catalogue": only(Role.CATALOGUE_MANAGER, Role.DIRECTOR, Role.SOCIAL_WORKER),
    "staff:parameters": only(Role.CATALOGUE_MANAGER, Role.DIRECTOR, Role.SOCIAL_WORKER),
    "staff:benefit": only(Role.CATALOGUE_MANAGER, Role.DIRECTOR, Role.SOCIAL_WORKER, target="benefit"),
    "staff:payments": only(*ACCOUNTANTS),
    "staff:orders": only(*ACCOUNTANTS),
    "staff:order": only(*ACCOUNTANTS, target="order"),
    "staff:order_reissue": only(Role.ACCOUNTANT_PREPARES, get=405, post=True, target="order"),
    "staff:batches": only(*ACCOUNTANTS),
    "staff:batch_prepare": only(Role.ACCOUNTANT_PREPARES, get=405, post=True),
    "staff:batch": only(*ACCOUNTANTS, target="batch"),
    "staff:batch_file": only(Role.ACCOUNTANT_RELEASES, target="released batch", why="whole account numbers: for whoever hands them over"),
    "staff:batch_release": only(Role.ACCOUNTANT_RELEASES, get=405, post=True, target="batch"),
    "staff:batch_transmit": only(Role.ACCOUNTANT_RELEASES, get=405, post=True, target="released batch"),
    "staff:batch_cancel": only(*ACCOUNTANTS, get=405, post=True, target="batch"),
    "staff:statements": only(*ACCOUNTANTS, post=True),
    "staff:statements_left": only(*ACCOUNTANTS),
    "staff:statement": only(*ACCOUNTANTS, target="statement"),
    "staff:contributions": only(*ACCOUNTANTS, Role.DIRECTOR, post=True),
    "staff:call_campaign": only(*ACCOUNTANTS, Role.DIRECTOR, target="call campaign"),
    "staff:call_campaign_launch": only(*ACCOUNTANTS, get=405, post=True, target="call campaign"),
    "staff:call_campaign_drop": only(*ACCOUNTANTS, get=405, post=True, target="call campaign"),
    "staff:call_campaign_cancel": only(*ACCOUNTANTS, get=405, post=True, target="call campaign"),
    "staff:call_campaign_stop": only(*ACCOUNTANTS, get=405, post=True, target="call campaign"),
    "staff:call_campaign_resume": only(*ACCOUNTANTS, get=405, post=True, target="call campaign"),
    "staff:contribution_rates": only(*ACCOUNTANTS, Role.DIRECTOR),
    "staff:contribution_quote": only(*ACCOUNTANTS, Role.DIRECTOR, Role.DEVELOPMENT_OFFICER),
    "staff:contribution_accounts": only(*ACCOUNTANTS, Role.DIRECTOR),
    "staff:contribution_account": only(*ACCOUNTANTS, Role.DIRECTOR, target="member"),
    "staff:contribution_call": only(*ACCOUNTANTS, post=True, target="listed member year"),
    "staff:contribution_adjust": only(*ACCOUNTANTS, post=True, target="called member year"),
    "staff:contribution_cancel": only(*ACCOUNTANTS, post=True, target="called member year"),
    "staff:contribution_trajectory": only(*ACCOUNTANTS, Role.DIRECTOR, post=True, target="member"),
    "staff:contribution_trajectory_end": only(*ACCOUNTANTS, get=405, post=True, target="member"),
    "staff:contribution_trajectories": only(*ACCOUNTANTS, Role.DIRECTOR),
    "staff:contribution_disputes": only(*ACCOUNTANTS, Role.DIRECTOR),
    "staff:contribution_dispute": only(*ACCOUNTANTS, Role.DIRECTOR, post=True, target="staff dispute"),
    "staff:call_documents": only(*ACCOUNTANTS),
    "staff:call_documents_waiting": only(*ACCOUNTANTS),
    "staff:call_documents_issue": only(*ACCOUNTANTS, get=405, post=True),
    "staff:call_document": only(*ACCOUNTANTS, target="call document"),
    "staff:call_document_file": only(*ACCOUNTANTS, target="printed call document"),
    "staff:call_document_print": only(*ACCOUNTANTS, get=405, post=True, target="call document"),
    "staff:format_check": only(*ACCOUNTANTS, get=405, post=True, target="printed call document"),
    "staff:format_report": only(*ACCOUNTANTS, target="checked call document"),
    "staff:call_document_replace": only(*ACCOUNTANTS, get=405, post=True, target="call document"),
    "staff:call_account": only(*ACCOUNTANTS, target="member"),
    "staff:deposits": only(*ACCOUNTANTS, post=True),
    "staff:reminders": only(*ACCOUNTANTS),
    "staff:reminders_send": only(*ACCOUNTANTS, get=405, post=True),
    "staff:reminder_file": only(*ACCOUNTANTS, target="reminder"),
    "staff:leave_out": only(*ACCOUNTANTS, post=True, target="call document"),
    "staff:take_in_again": only(*ACCOUNTANTS, get=405, post=True, target="call document"),
    "staff:plan": only(*ACCOUNTANTS, post=True, target="call document"),
    "staff:plan_end": only(*ACCOUNTANTS, get=405, post=True, target="call document"),
    "staff:surpluses": only(*ACCOUNTANTS),
    "staff:surplus_apply": only(*ACCOUNTANTS, get=405, post=True, target="call document"),
    "staff:surplus_refund": only(*ACCOUNTANTS, get=405, post=True, target="call document"),
    "staff:receipts": only(*ACCOUNTANTS),
    "staff:receipt_line": only(*ACCOUNTANTS, post=True, target="credit line"),
    "staff:receipt_undo": only(*ACCOUNTANTS, get=405, post=True, target="credit line"),
    "staff:journal": only(*ACCOUNTANTS),
    "staff:accounting_files": only(*ACCOUNTANTS),
    "staff:accounting_file": only(*ACCOUNTANTS, target="journal year"),
    "staff:account_entries": only(*ACCOUNTANTS, target="journal account"),
}

ROWS: Mapping[str, Row] = ACCOUNT | PUBLIC | BENEFICIARY | CORRESPONDENT | DELEGATE | STAFF
