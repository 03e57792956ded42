"""How documents of contributions, what came in for them and accounts are said to accountants."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.contributions.queries.documents import DocumentState, Totals, Waiting
from entraide.apps.contributions.queries.format_checks import sentence_of
from entraide.apps.contributions.queries.receipts import Suggestion
from entraide.core.contributions.call_document import DocumentKind
from entraide.core.contributions.deposits import STOPPED, DepositStatus
from entraide.core.contributions.matching import pays_for_itself
from entraide.core.contributions.reminders import ReminderStep
from entraide.core.money import ZERO
from entraide.ui.components.texts import accord, date_fr, euros
from entraide.ui.values import Cell, Column, Status, Table, Tone


TONES = {
    DocumentState.ISSUED: Tone.NEUTRAL,
    DocumentState.DEPOSITED: Tone.PROGRESS,
    DocumentState.PARTLY_PAID: Tone.WARNING,
    DocumentState.LATE: Tone.DANGER,
    DocumentState.PAID: Tone.SUCCESS,
    DocumentState.CANCELLED: Tone.NEUTRAL,
    DocumentState.CREDIT: Tone.NEUTRAL,
}
COLUMNS = (
    Column("Numéro", sort="numero"),
    Column("Adressé à", sort="nom"),
    Column("Année", numeric=True, sort="annee"),
    Column("Émis le", sort="emis"),
    Column("Échéance", sort="echeance"),
    Column("État", sort="etat"),
    Column("Montant", numeric=True, sort="montant"),
    Column("Reste dû", numeric=True, sort="reste"),
)
SORTS = {
    "numero": "number",
    "nom": "debtor_name",
    "annee": "year",
    "emis": "issued_on",
    "echeance": "due_on",
    "etat": "state",
    "montant": "cents",
    "reste": "owed",
}
FILE_COLUMNS = (*COLUMNS[:6], Column("Dépôt"), COLUMNS[6], Column("Avoirs", numeric=True), Column("Reçu", numeric=True), COLUMNS[7])
MISSING = {
    "": "Rien ne manque : le document peut être émis.",
    "gone": "L’organisme n’existe plus : dites qui paie pour l’adhérent, ou qui lui succède.",
    "establishment": "Aucun établissement facturé : enregistrez son SIRET.",
    "call": "Le montant est à rendre, et aucun appel émis n’est à diminuer : il se déduira du prochain appel.",
}
KEPT = {
    "stopped": "document suspendu ou rejeté : corrigez-le d’abord",
    "last": "la préfecture est saisie",
    "private": "organisme privé : voie de droit commun",
}
FLAGGED = ("disputed", "undeposited")
EVIDENCE = {"number": "numéro nommé", "amount": "même montant", "siren": "SIREN du débiteur", "name": "nom du débiteur"}
FOUND_BY = {"reference": "par sa référence", "amount": "par son montant", "hand": "à la main"}
COUNTED_COLUMNS = (Column("Document"), Column("Adressé à"), Column("Comment"), Column("Montant", numeric=True))
SURPLUS_COLUMNS = (
    *map(Column, ("Document", "Adressé à", "Année")),
    *(Column(label, numeric=True) for label in ("Montant", "Reçu", "Trop-perçu")),
)
ACCOUNT_COLUMNS = (
    Column("Date"),
    Column("Opération"),
    Column("Document"),
    Column("Appelé", numeric=True),
    Column("Payé ou rendu", numeric=True),
    Column("Reste dû", numeric=True),
)


def state_of(row: Any) -> Status:
    """Say where a document stands."""
    state = DocumentState(row.state)
    return Status(state.label, TONES[state])


def deposit_of(row: Any) -> Status | None:
    """Say where a document is on its way to the accounts of its debtor."""
    if not row.deposit:
        return None
    status = DepositStatus(row.deposit)
    return Status(status.label, Tone.WARNING if status in STOPPED else Tone.PROGRESS)


def deposit_rows(deposits: Sequence[tuple[DepositStatus, Any]]) -> list[tuple[Any, ...]]:
    """Say what was said of a document on its way, in order."""
    return [(row.said_on, status.label.capitalize(), row.reason, row.file_name) for status, row in deposits]


def check_said(found: Any) -> dict[str, Any]:
    """Say what the rules of the electronic invoice found in the file of a document; nothing where it was never checked."""
    if found is None:
        return {}
    rules = [(report["name"], report["version"], report["fired"], len(report["failed"])) for report in found.reports]
    failed = [(code, text) for report in found.reports for code, text in report["failed"]]
    columns = (Column("Règles"), Column("Version"), Column("Appliquées", numeric=True), Column("Échecs", numeric=True))
    return {
        "found": found,
        "sentence": sentence_of(found),
        "status": Status("conforme", Tone.SUCCESS) if found.is_sound else Status("non conforme", Tone.DANGER),
        "rules": Table("Règles appliquées", columns, rules),
        "failed": Table("Ce qui échoue", (Column("Règle"), Column("Ce qu’elle dit")), failed),
    }


def due_row(due: Any) -> tuple[Any, ...]:
    """Say a document that is late: since when, the step that comes next, its plan."""
    row = due.document
    missing = f"échéancier : {euros(due.plan.missing)} manquent" if due.plan and not due.plan.is_kept else ""
    late = Cell(row.due_on, note=", ".join(filter(None, (missing, "" if due.kept_by in FLAGGED else flags_of(due)))))
    aside = Cell("Laisser de côté", reverse("staff:leave_out", args=[row.pk])) if due.is_proposed else waits_for(due)
    return (Cell(row.number, reverse("staff:call_document", args=[row.pk])), row.debtor_name, late, aside, row.owed)


def flags_of(due: Any) -> str:
    """Say what should be settled before anything firmer than a reminder leaves; nothing where nothing is."""
    disputed = accord(due.disputed_count, "ligne contestée attend votre réponse,lignes contestées attendent votre réponse")
    return ", ".join([disputed] * bool(due.disputed_count) + ["pas encore déposé"] * due.is_undeposited)


def waits_for(due: Any) -> str:
    """Say what keeps the next step of a document, or name the step."""
    if due.kept_by in KEPT:
        return KEPT[due.kept_by]
    if due.kept_by == "plan":
        following = due.plan.following
        return f"échéancier tenu, prochaine part le {date_fr(following.due_on)}" if following else "échéancier tenu"
    if due.kept_by == "held":
        return f"laissé de côté jusqu’au {date_fr(due.hold.until)} : {due.hold.reason}"
    if due.kept_by in FLAGGED:
        return f"{due.step.label} retenue : {flags_of(due)}"
    if due.kept_by == "small":
        return f"moins de {euros(due.minimum)} : rien n’est envoyé"
    return f"{due.step.label}, à partir du {date_fr(due.may_on)}" if due.kept_by else due.step.label


def next_said(due: Any) -> str:
    """Say the next step of a document in a sentence of its own, or what keeps it."""
    said = waits_for(due)
    return f"Prochaine étape : {said}" if due.kept_by in ("", "delay") else said


def reminder_row(reminder: Any) -> tuple[Any, ...]:
    """Say one step taken for a document."""
    step = ReminderStep(reminder.step)
    url = reverse("staff:reminder_file", args=[reminder.pk]) if reminder.file_id else ""
    note = "" if url or step is ReminderStep.REMINDER else "lettre à imprimer dans la minute"
    return (reminder.on, Cell(step.label.capitalize(), url, note=note), reminder.owed)


def document_row(row: Any) -> tuple[Any, ...]:
    """Say one document in a list."""
    too_much = f"trop-perçu : {euros(-row.owed)}" if row.owed < ZERO else ""
    deposit = deposit_of(row)
    is_open = row.state in (DocumentState.DEPOSITED, DocumentState.LATE, DocumentState.PARTLY_PAID)
    is_stopped = is_open and row.deposit in STOPPED
    way = state_of(row).label if is_stopped else deposit.label if is_open and deposit else ""
    return (
        Cell(row.number, reverse("staff:call_document", args=[row.pk])),
        row.debtor_name,
        str(row.year),
        row.issued_on,
        row.due_on if row.kind == DocumentKind.CALL else None,
        Cell("", status=deposit if is_stopped else state_of(row), note=too_much or way),
        signed(row),
        row.owed if row.kind == DocumentKind.CALL else None,
    )


def document_line(row: Any) -> tuple[Any, ...]:
    """Say one document in a file."""
    deposit = deposit_of(row)
    told = (row.number, row.debtor_name, row.year, row.issued_on, row.due_on, state_of(row).label, deposit.label if deposit else "")
    return (*told, signed(row), row.credited, row.received, row.owed)


def signed(row: Any) -> Any:
    """Give the amount of a document, below zero where it gives back."""
    return -row.cents if row.kind == DocumentKind.CREDIT else row.cents


def totals_row(totals: Totals) -> tuple[Any, ...]:
    """Say what a list adds up to."""
    return (f"Total de la liste ({accord(totals.count, 'document,documents')})", "", "", "", "", "", totals.asked, totals.owed)


def waiting_row(one: Waiting) -> tuple[Any, ...]:
    """Say what waits for a document, and where it is completed."""
    member = reverse("staff:member", args=[one.debtor_id])
    tone = Tone.WARNING if one.missing else Tone.SUCCESS
    status = Status("à compléter" if one.missing else "prêt", tone)
    missing = Cell("", status=status, note=MISSING[one.missing])
    return (Cell(one.name or "Organisme disparu", member), str(one.year), one.count, missing, one.amount)


def payer_of(line: Any, debtor_name: str) -> str:
    """Say who paid, and that it is not the debtor where it is not."""
    name = line.counterparty if line else ""
    if not name:
        return "Payeur non nommé par la banque"
    return name if pays_for_itself(name, debtor_name) else f"{name} (un autre que {debtor_name})"


def receipt_row(receipt: Any, lines: Mapping[UUID, Any], debtor_name: str) -> tuple[Any, ...]:
    """Say what a line of the bank paid, or that it was taken back."""
    line = lines.get(receipt.bank_line_id)
    return (
        receipt.on,
        Cell(payer_of(line, debtor_name), note=line.remittance if line else ""),
        Cell(found_by(receipt), note=receipt.reason),
        receipt.cents,
    )


def found_by(receipt: Any) -> str:
    """Say how a payment was found, that it was taken back, or that it gives back."""
    return "repris" if receipt.undoes_id else "remboursement" if receipt.cents < ZERO else FOUND_BY[receipt.found_by]


def operation(movement: Any) -> Cell:
    """Say one movement of an account, with the line of the bank that it comes from."""
    label, line = movement.told[1], movement.line
    if line is None:
        return Cell(label)
    return Cell(label, reverse("staff:receipt_line", args=[line.pk]), note=" : ".join(filter(None, (line.counterparty, line.remittance))))


def surplus_row(row: Any) -> tuple[Any, ...]:
    """Say a document on which too much came."""
    url = reverse("staff:call_document", args=[row.pk])
    return (Cell(row.number, f"{url}#trop-percu"), row.debtor_name, str(row.year), row.cents, row.received, -row.owed)


def counted_rows(receipts: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Say what a line of the bank is counted for, document by document."""
    return [
        (
            Cell(each.document.number, reverse("staff:call_document", args=[each.document_id])),
            each.document.debtor_name,
            Cell(found_by(each), note=each.reason),
            each.cents,
        )
        for each in receipts
    ]


def line_row(line: Any, suggestion: Suggestion) -> tuple[Any, ...]:
    """Say a line of the bank that is counted for nothing: why, and what it may pay."""
    best = suggestion.candidates[0] if suggestion.candidates else None
    likely = f"{best.document.number}, {best.document.debtor_name} : {evidence_of(best)}" if best else "Aucun document ne lui ressemble"
    url = reverse("staff:receipt_line", args=[line.pk])
    return (
        line.booked_on,
        Cell(line.counterparty or line.remittance or "Sans libellé", url, note=line.remittance if line.counterparty else ""),
        Cell(suggestion.doubt.label.capitalize(), note=likely),
        line.cents,
    )


def line_written(line: Any, suggestion: Suggestion) -> tuple[Any, ...]:
    """Say a line of the bank that is counted for nothing, in a file."""
    best = suggestion.candidates[0].document.number if suggestion.candidates else ""
    return (line.booked_on, line.counterparty, line.remittance, suggestion.doubt.label, best, line.cents)


def evidence_of(candidate: Any) -> str:
    """Say what speaks for a document."""
    return ", ".join(EVIDENCE[why] for why in candidate.evidence)
