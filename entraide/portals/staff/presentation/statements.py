"""How bank statements and their lines are said to accountants."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.core.money import Money
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.payments import OUTCOMES
from entraide.portals.staff.presentation.payments import LINES, line_told, masked, order_of_line, reader_of, what_followed
from entraide.ui.components.texts import accord, euros
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


LINE_SORTS = {"date": "booked_on", "montant": "cents", "suite": "outcome"}
LINE_COLUMNS = (
    Column("Ligne"),
    Column("Date", sort="date"),
    Column("Libellé de la banque"),
    Column("Suite donnée", sort="suite"),
    Column("Montant", numeric=True, sort="montant"),
)
STATEMENT_COLUMNS = (
    Column("Relevé"),
    Column("Jour"),
    Column("Lu par"),
    Column("Suite donnée"),
    Column("Ouverture", numeric=True),
    Column("Clôture", numeric=True),
)
# What an accountant can do about a file that cannot be read, by the code of its fault.
REMEDIES = {
    "bank.other_account": "Choisissez le relevé du compte depuis lequel les prestations sont payées.",
    "bank.several_statements": "Demandez à la banque un fichier par relevé.",
    "bank.other_message": "Sur le site de la banque, choisissez le format « camt.053 », parfois nommé « relevé XML ».",
    "bank.version_unsupported": "Demandez à la banque la version camt.053.001.08.",
}
OTHERWISE = "Téléchargez à nouveau le relevé depuis le site de la banque, sans l’ouvrir ni l’enregistrer avec un autre logiciel."


def what_to_do(refusal: Refusal) -> list[str]:
    """List every fault of a file after the first, which its field says, then what to do."""
    findings = getattr(refusal, "findings", ())
    remedies = dict.fromkeys(REMEDIES.get(finding.code, OTHERWISE) for finding in findings)
    return [*(say(finding) for finding in findings[1:]), *remedies]


def statement_row(statement: Any, counts: Mapping[str, tuple[int, Money]], names: Mapping[UUID, str]) -> tuple[Any, ...]:
    """Say one statement in a list; one that does not begin where the last ended says so."""
    follows = statement.previous_closing in (None, statement.opening_balance)
    note = "" if follows else "Ne suit pas le relevé précédent : il en manque peut-être un."
    return (
        Cell(statement.identification, reverse("staff:statement", args=[statement.pk]), note=f"compte {masked(statement.account_ending)}"),
        statement.closed_on,
        reader_of(statement, names),
        Cell(what_followed(counts, ()), note=note, status=None if follows else Status("à vérifier", Tone.WARNING)),
        statement.opening_balance,
        statement.closing_balance,
    )


def outcome_table(counts: Mapping[str, tuple[int, Money]], url: str, statement: Any) -> Table:
    """Add up the lines by what they did, from the opening balance to the closing one; each figure opens to its lines."""
    rows: list[tuple[Any, ...]] = [("Solde d’ouverture", None, statement.opening_balance)]
    rows += [(Cell(label, f"{url}?suite={outcome}"), *counts[outcome]) for outcome, label in OUTCOMES.items() if outcome in counts]
    columns = (Column("Ce que disent les lignes"), Column("Lignes", numeric=True), Column("Montant", numeric=True))
    count = sum(count for count, _ in counts.values())
    return Table("Du solde d’ouverture au solde de clôture", columns, rows, totals=("Solde de clôture", count, statement.closing_balance))


def line_status(line: Any, counted: Sequence[Any] = ()) -> Status:
    """Say what a bank line did, or what it waits for; one that is left to settle says why."""
    if line.outcome == "other" and counted:
        return Status("trop-perçu remboursé" if line.kind == "debit" else "cotisation reçue", Tone.SUCCESS)
    if line.outcome == "other" and line.kind == "credit" and not line.claimed_by:
        return Status("à rapprocher", Tone.WARNING)
    return LINES.get(line.outcome) or Status(f"à régler : {line.get_outcome_display()}", Tone.DANGER)


def paid_by_line(counted: Sequence[Any]) -> str:
    """Say what a bank line is counted for: each document by its number, with its part."""
    return ", ".join(f"{each.document.number} : {euros(max(each.cents, -each.cents))}" for each in counted)


def others_told(claimed: int, waiting: int) -> str:
    """Say where the lines that are no transfers of ours stand: "Parmi elles, 2 sont rapprochées, 1 reste à rapprocher."."""
    found = [accord(claimed, "est rapprochée,sont rapprochées")] if claimed else []
    found += [accord(waiting, "reste à rapprocher,restent à rapprocher")] if waiting else []
    return f" Parmi les lignes hors virements, {', '.join(found)}." if found else ""


def page_of_line(line: Any) -> str:
    """Give the address of what a bank line speaks of: the payment, or the line itself where it is no transfer of ours."""
    return reverse("staff:receipt_line", args=[line.pk]) if line.outcome == "other" else order_of_line(line)


def line_row(line: Any, counted: Sequence[Any] = ()) -> tuple[Any, ...]:
    """Say one line of a statement, with what it is counted for."""
    return (
        Cell(str(line.position), note=line.reference),
        line.booked_on,
        Cell(line.counterparty or line.remittance or "Sans libellé", page_of_line(line), note=line.remittance if line.counterparty else ""),
        Cell("", status=line_status(line, counted), note=paid_by_line(counted) or line_told(line)),
        line.cents,
    )


def line_written(line: Any, counted: Sequence[Any] = ()) -> tuple[Any, ...]:
    """Say one line of a statement in a file."""
    return (
        line.position,
        line.booked_on,
        " ".join(filter(None, (line.counterparty, line.remittance))),
        " : ".join(filter(None, (line_status(line, counted).label, paid_by_line(counted)))),
        line.cents,
    )
