"""How bank statements and their lines are said to accountants."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.core.money import Money
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.payments import OUTCOMES
from entraide.portals.staff.presentation.payments import line_status, line_told, masked, order_of_line, reader_of, what_followed
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


def line_row(line: Any) -> tuple[Any, ...]:
    """Say one line of a statement."""
    return (
        Cell(str(line.position), note=line.reference),
        line.booked_on,
        Cell(
            line.counterparty or line.remittance or "Sans libellé", order_of_line(line), note=line.remittance if line.counterparty else ""
        ),
        Cell("", status=line_status(line), note=line_told(line)),
        line.cents,
    )


def line_written(line: Any) -> tuple[Any, ...]:
    """Say one line of a statement in a file."""
    return (
        line.position,
        line.booked_on,
        " ".join(filter(None, (line.counterparty, line.remittance))),
        line_status(line).label,
        line.cents,
    )
