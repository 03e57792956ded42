"""Act out what becomes of the documents of the call: printed, deposited, paid or not, replaced, paid in parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.operations.deposits import record_statuses
from entraide.apps.contributions.operations.documents import issue_call_documents
from entraide.apps.contributions.operations.format_checks import check_documents
from entraide.apps.contributions.operations.plans import agree_plan
from entraide.apps.contributions.operations.printing import print_documents
from entraide.apps.contributions.operations.receipts import settle_line
from entraide.apps.contributions.operations.replacing import cancel_and_replace
from entraide.apps.contributions.queries.documents import documents, undocumented
from entraide.apps.contributions.queries.receipts import waiting_lines
from entraide.apps.members.operations.establishments import EstablishmentFacts, correct_billing_references, record_establishment
from entraide.apps.members.queries import member_by_siren
from entraide.apps.payments.operations.statements import import_statement
from entraide.config.owners import claim_bank_lines
from entraide.config.takeover import Act
from entraide.core.contributions.deposits import DepositStatus, StatusLine
from entraide.core.contributions.reminders import equal_parts
from entraide.core.money import Money
from entraide.population.demonstration import register
from entraide.population.demonstration.received import Payment, statement_of_payments


ACCOUNTANT = "marc.vidal@exemple.fr"
ISSUED_ON, DEPOSITED_ON, AVAILABLE_ON, STOPPED_ON = date(2024, 9, 16), date(2024, 9, 17), date(2024, 9, 18), date(2024, 9, 20)
PAID_ON, REPLACED_ON, AGREED_ON = date(2024, 10, 9), date(2024, 10, 9), date(2024, 10, 10)
FIRST_PART_ON = date(2024, 10, 31)
SETTLED_ON = date(2024, 10, 10)
TERM = timedelta(days=30)
SURPLUS, BANK_FEE = Money.of("25.00"), Money.of("12.50")
EVERY = 1_000
# By the name of the commune, so that each can be found again on the screens.
PAID, ONE_CENT_SHORT, NO_NUMBER, SUSPENDED, REJECTED, IN_PARTS = "Fismes", "Bazancourt", "Loivre", "Gueux", "Courcy", "Sillery"
PAID_BY_ANOTHER, PAID_TOO_MUCH = "Muizon", "Warmeriville"


@dataclass(frozen=True, slots=True)
class Stage:
    """Who acts, when the acts are written, and the documents by the last word of their debtor's name."""

    accountant: Actor
    act: Act

    def told(self, on: date) -> dict[str, Any]:
        """What every operation is told: who, and when."""
        return {"actor": self.accountant, "at": self.act.at, "on": on}

    def documents(self) -> dict[str, Any]:
        """Give the calls as they are."""
        rows = documents(self.act.on).filter(kind="call", is_cancelled=False).order_by("number")
        return {row.debtor_name.split()[-1]: row for row in rows}


def follow_documents(accounts: Mapping[str, UUID], *, act: Act) -> None:
    """Print the documents, deposit them, pay some: exactly, short, too much, by another, without a number; replace one, plan another."""
    stage = Stage(Actor("person", accounts[ACCOUNTANT], ACCOUNTANT, Hat(Role.ACCOUNTANT_PREPARES)), act)
    _bill_the_amicale(stage)
    _deposit(stage)
    _pay(stage)
    held = stage.documents()
    told = stage.told(REPLACED_ON) | {"actor": system_actor("demonstration")}
    correct_billing_references(member_id=held[REJECTED].debtor_id, service_code="", engagement_number="EJ-2024-0042", **told)
    reason = "Rejeté par le portail : numéro d’engagement manquant"
    cancel_and_replace(document_id=held[REJECTED].pk, reason=reason, **stage.told(REPLACED_ON))
    parts = equal_parts(held[IN_PARTS].owed, count=3, first_on=FIRST_PART_ON)
    agree_plan(document_id=held[IN_PARTS].pk, parts=parts, reason="Trésorerie tendue jusqu’à la fin de l’année", **stage.told(AGREED_ON))
    print_documents(limit=EVERY, **stage.told(AGREED_ON))
    check_documents(limit=EVERY, **stage.told(AGREED_ON))


def _bill_the_amicale(stage: Stage) -> None:
    """Say where the intermediary is billed: one document, with a part per commune that it pays for."""
    member_id = member_by_siren(register.AMICALE_SIREN)
    facts = EstablishmentFacts(register.made_up_siret(register.AMICALE_SIREN), "Siège (SIRET fictif)")
    told = {"actor": system_actor("demonstration"), "at": stage.act.at, "on": ISSUED_ON}
    record_establishment(member_id=member_id, facts=facts, since=register.PAID_SINCE, **told)
    keys = [line.pk for line in undocumented() if line.debtor == member_id]
    days = {"issued_on": ISSUED_ON, "due_on": ISSUED_ON + TERM}
    issue_call_documents(keys, campaign=None, actor=stage.accountant, at=stage.act.at, **days)


def _deposit(stage: Stage) -> None:
    held = stage.documents()
    stopped = {SUSPENDED: DepositStatus.SUSPENDED, REJECTED: DepositStatus.REJECTED}
    lines: list[StatusLine] = []
    for name, row in held.items():
        said = [(DepositStatus.DEPOSITED, DEPOSITED_ON, ""), (DepositStatus.AVAILABLE, AVAILABLE_ON, "")]
        if name in stopped:
            said.append((stopped[name], STOPPED_ON, "Numéro d’engagement manquant"))
        lines += [StatusLine(len(lines) + place, row.number, *each) for place, each in enumerate(said, start=2)]
    record_statuses(lines=lines, file_name="statuts-2024-09.csv", **stage.told(STOPPED_ON))


def _pay(stage: Stage) -> None:
    held = stage.documents()
    paid, short, unnamed = held[PAID], held[ONE_CENT_SHORT], held[NO_NUMBER]
    by_another, too_much = held[PAID_BY_ANOTHER], held[PAID_TOO_MUCH]
    payments = [
        Payment("SGC DE REIMS", paid.owed, f"MANDAT 412 BORDEREAU 31 {paid.number.replace('-', ' ')}"),
        Payment("COMMUNE DE BAZANCOURT", short.owed - Money(1), short.number.lower()),
        Payment("COMMUNE DE LOIVRE", unnamed.owed, "COTISATION ACTION SOCIALE 2024"),
        Payment("MUTUELLE DES COLLECTIVITES", Money.of("312.40"), "REMBOURSEMENT SINISTRE 2024-118"),
        Payment("SYNDICAT DES EAUX DE LA VESLE", by_another.owed, f"POUR MUIZON {by_another.number}"),
        Payment("SGC DE REIMS", too_much.owed + SURPLUS, f"MANDAT 87 {too_much.number}"),
        Payment("BANQUE", -BANK_FEE, "FRAIS DE TENUE DE COMPTE"),
    ]
    content = statement_of_payments(payments, iban=settings.ENTRAIDE_DEBTOR["iban"], on=PAID_ON)
    import_statement(content=content, name=f"releve-{PAID_ON}.xml", **stage.told(PAID_ON))
    claim_bank_lines(**stage.told(PAID_ON))
    (line,) = waiting_lines().filter(cents=too_much.owed + SURPLUS)
    settle_line(line_id=line.pk, document_ids=[too_much.pk], keeps_surplus=True, **stage.told(SETTLED_ON))
