"""How lists, people and calls are said to a correspondent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from entraide.core.money import Money
from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.roster.columns import COLUMNS
from entraide.core.roster.telling import STATUS_LABELS, summary_of
from entraide.ui.components.texts import accord, date_fr, euros, number, plural
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


STATUSES = {status.value: label.capitalize() for status, label in STATUS_LABELS.items()}
LISTED_STATUSES = {"active": "actif", "retiree": "retraité", "apprentice": "apprenti"}
KINDS = {
    "arrival": Status("Arrivée", Tone.SUCCESS, "user-plus"),
    "departure": Status("Départ", Tone.WARNING, "log-out"),
    "change": Status("Changement", Tone.PROGRESS, "pencil"),
    "doubt": Status("Doute", Tone.AWAITING, "circle-question-mark"),
    "deceased": Status("Décès", Tone.NEUTRAL),
}
SETTLED = Status("Doute réglé", Tone.NEUTRAL, "check")
NOUNS = {"arrival": "arrivée,arrivées", "departure": "départ,départs", "change": "changement,changements", "doubt": "doute,doutes"}
STATES = {
    "unread": Status("Colonnes à dire", Tone.AWAITING),
    "draft": Status("En cours", Tone.AWAITING),
    "previewed": Status("À vérifier", Tone.AWAITING),
    "applied": Status("Appliquée", Tone.SUCCESS),
    "undone": Status("Annulée", Tone.NEUTRAL, "undo-2"),
    "set_aside": Status("Abandonnée", Tone.NEUTRAL, "x"),
}
ACTIVATED = Status("Activé", Tone.SUCCESS, "user-check")
TO_ACTIVATE = Status("À activer", Tone.NEUTRAL, "user")
FAULTS_SHOWN = 500

AGENT_COLUMNS = (
    Column("Nom", sort="name"),
    Column("Statut", sort="status"),
    Column("Service", sort="service"),
    Column("Arrivée", sort="since"),
    Column("Dernier jour", sort="until"),
    Column("Compte"),
)


def summary_sentence(roster: Any) -> str:
    """Say in one line what a list brings."""
    counts = (roster.arrival_count, roster.departure_count, roster.change_count, roster.doubt_count, roster.unchanged_count)
    return summary_of(*counts)


def faults_table(findings: Iterable[Finding]) -> Table:
    """List the faults of a file, the first ones where they are too many to be read."""
    rows = [(finding.where.capitalize() or "Fichier", say(finding)) for finding in findings]
    return Table("Ce qu’il faut corriger", (Column("Où"), Column("Pourquoi", prose=True)), rows[:FAULTS_SHOWN])


def rosters_table(rosters: Iterable[Any], names: dict[Any, str]) -> Table:
    """List what was sent, the last first."""
    rows = [
        (
            Cell(
                roster.file_name,
                reverse("correspondent:roster_preview", args=[roster.pk]),
                note=f"{date_fr(roster.on)}, par {names.get(roster.sent_by, 'Entraide')}",
            ),
            str(roster.year),
            STATES[roster.state],
            summary_sentence(roster),
        )
        for roster in rosters
    ]
    return Table(
        "De la plus récente à la plus ancienne", (Column("Fichier"), Column("Année"), Column("État"), Column("Ce qu’elle dit")), rows
    )


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure and the way to what it counts."""

    value: str
    label: str
    url: str = ""
    note: str = ""
    is_awaiting: bool = False


def tiles(roster: Any, here: str, *, has_open_doubts: bool) -> list[Tile]:
    """Give the counts of a list, each the way to its own lines; nothing of one that was set aside."""
    if roster.state == "set_aside":
        return []
    counts = {kind: getattr(roster, f"{kind}_count") for kind in NOUNS}
    found = [
        Tile(number(count), plural(count, NOUNS[kind]), f"{here}?genre={kind}#detail", is_awaiting=has_open_doubts and kind == "doubt")
        for kind, count in counts.items()
        if count
    ]
    return [*found, Tile(number(roster.unchanged_count), "sans changement")]


def year_tiles(counts: dict[str, int], called: tuple[Money, bool], last: Any, today: date) -> list[Tile]:
    """Give the year of a member in four figures; `called` is the amount, and whether its rates are confirmed."""
    amount, is_confirmed = called
    without = counts["people"] - counts["activated"]
    to_activate = f"{reverse('correspondent:agents')}?state=to_activate"
    applied = (
        Tile(date_fr(last.applied_on), f"dernière liste appliquée, pour {last.year}")
        if last
        else Tile("Aucune", "liste appliquée à ce jour")
    )
    return [
        Tile(
            number(counts["people"]),
            plural(counts["people"], "personne a des droits aujourd’hui,personnes ont des droits aujourd’hui"),
            reverse("correspondent:agents"),
            staff_sentence(counts),
        ),
        Tile(
            number(without),
            plural(without, "compte à activer,comptes à activer"),
            to_activate,
            f"{accord(counts['activated'], 'compte activé,comptes activés')}",
        ),
        Tile(
            euros(amount),
            f"appelés pour {today.year}",
            reverse("correspondent:contribution"),
            f"régularisations comprises, au {date_fr(today)}{'' if is_confirmed else ', taux à confirmer'}",
        ),
        replace(applied, url=reverse("correspondent:roster")),
    ]


HEADINGS = {
    "previewed": "Ce que votre liste va changer",
    "applied": "Ce que votre liste a changé",
    "undone": "Une liste annulée",
    "set_aside": "Une liste abandonnée",
}
COLUMN_HELP = {
    "matricule": "Le numéro de la personne dans votre paie : il la fait reconnaître si elle change de nom.",
    "family_name": "Le nom utilisé au travail.",
    "given_name": "Le prénom.",
    "born_on": "JJ/MM/AAAA.",
    "civil_sex": "F ou M, Mme ou M.",
    "email": "Pour recevoir le code d’activation.",
    "status": "Actif, retraité, apprenti ou alternant.",
    "since": "JJ/MM/AAAA.",
    "until": "Le dernier jour de présence, JJ/MM/AAAA.",
    "service": "Le service ou la direction.",
    "contract": "Titulaire, CDI, CDD ou apprentissage. La colonne Statut peut le dire aussi.",
    "contract_until": "Le dernier jour d’un contrat à durée déterminée, JJ/MM/AAAA : six mois au moins ouvrent les droits.",
    "position": "En activité, mis à disposition, détaché, disponibilité… La colonne Statut peut le dire aussi.",
    "time_share": "Un pourcentage : 100, 80 %, ou 28/35.",
}


def columns_told() -> list[tuple[str, bool, str]]:
    """Say each column of the list: its title, whether it must be there, what it holds."""
    return [(column.label, column.is_required, COLUMN_HELP[column.key]) for column in COLUMNS]


def changes_table(changes: Iterable[Any], *, is_form: bool) -> Table:
    """List what a list brings, one sentence per person; a form has no line that anybody knows."""
    told = [(_kind(change), str(change.line_number or "Absent"), Cell(said(change), note=" ".join(_notes(change)))) for change in changes]
    rows = [(kind, sentence) if is_form else (kind, line, sentence) for kind, line, sentence in told]
    columns = (Column("Quoi"), *(() if is_form else (Column("Ligne"),)), Column("Ce qui change", prose=True))
    return Table("Le détail, personne par personne", columns, rows, empty="Cette liste dit la même chose que ce que nous connaissons.")


def _kind(change: Any) -> Status:
    return SETTLED if change.kind == "doubt" and change.choice else KINDS[change.kind]


def _notes(change: Any) -> list[str]:
    return change.content.get("notes", [])


def effect_of(roster: Any) -> dict[str, str]:
    """Say what the staff is called for a year before and after a list, and the difference; nothing where no rate is known."""
    before, after = roster.called_before, roster.called_after
    if before is None or after is None:
        return {}
    difference = after - before
    signed = f"+ {euros(difference)}" if difference.cents > 0 else euros(difference)
    return {"before": euros(before), "after": euros(after), "difference": "aucune" if not difference.cents else signed}


def compared(doubt: Any) -> list[tuple[str, str, str, bool]]:
    """Put the two persons of a doubt side by side: what each field says, and whether it differs otherwise than by case and accents."""
    fields = doubt.content["fields"]
    return [(label, listed, held, bool(listed) and normalise(listed) != normalise(held)) for label, listed, held in fields]


def said(change: Any) -> str:
    """Say one change; a doubt that has its answer says it too."""
    answers = {
        "same": "Vous avez répondu : la même personne.",
        "other": "Vous avez répondu : une autre personne.",
        "principal": "Vous avez répondu : votre collectivité est son employeur principal.",
        "second": "Vous avez répondu : l’autre employeur est le principal.",
    }
    return f"{change.sentence} {answers[change.choice]}" if change.choice else change.sentence


def staff_sentence(counts: dict[str, int]) -> str:
    """Say how many people there are of each status, without those that nobody has.

    >>> staff_sentence({"active": 2, "retiree": 0, "apprentice": 1})
    '2\\xa0agents, 1\\xa0apprenti ou alternant'
    """
    nouns = {"active": "agent,agents", "apprentice": "apprenti ou alternant,apprentis ou alternants", "retiree": "retraité,retraités"}
    return ", ".join(accord(counts[status], noun) for status, noun in nouns.items() if counts[status])


def last_day(until: date | None) -> date | None:
    """Give the last day of a span, as people say it."""
    return until - timedelta(days=1) if until else None


def agents_table(rows: Iterable[Any], sort: str) -> Table:
    """List people of the staff: what their employer told us, and whether their account is open."""
    shown = [
        (
            Cell(f"{row.family_name} {row.given_name}", reverse("correspondent:agent", args=[row.beneficiary_id])),
            STATUSES[row.status],
            row.service or None,
            row.arrived_on or row.since,
            last_day(row.until),
            ACTIVATED if row.has_account else TO_ACTIVATE,
        )
        for row in rows
    ]
    return Table("Les agents et retraités de votre liste", AGENT_COLUMNS, shown, sort=sort, empty="Personne ne répond à cette recherche.")
