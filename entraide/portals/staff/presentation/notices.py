"""How notices, tiers and their effects are said to the staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import names_of
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries import TaxLineView
from entraide.apps.beneficiaries.queries.tax_notices import TaxLineHistory, TaxNotice
from entraide.apps.beneficiaries.queries.tax_tiers import TierView, tier_of
from entraide.apps.beneficiaries.sentences import NOTICE_REASONS
from entraide.apps.claims.queries.tax_effects import ClaimEffect, effects_of
from entraide.apps.parameters.queries import parameter_book
from entraide.core.rules import Outcome
from entraide.ui.components import date_fr
from entraide.ui.files import IMAGES
from entraide.ui.values import Cell, Column, KeyHelp, Status, Tone


STATES = {
    "asked": Status("demandé", Tone.NEUTRAL),
    "sent": Status("à vérifier", Tone.AWAITING),
    "checked": Status("vérifié", Tone.SUCCESS),
    "sent_back": Status("à renvoyer par la personne", Tone.WARNING),
}
PROOFS = {"notice": "lu sur l’avis", "imported": "repris d’un système antérieur", "declared": "déclaré par la personne, sans avis"}
KEYS = (
    KeyHelp("Entrée", "vérifié, et l’avis suivant"),
    KeyHelp("r", "à renvoyer : flèches pour la raison, puis Entrée"),
    KeyHelp("s", "passer à l’avis suivant"),
    KeyHelp("q", "retour à la liste"),
)
COLUMNS = (
    Column("Personne"),
    Column("Année de l’avis", sort="year"),
    Column("État", sort="state"),
    Column("Envoyé le", sort="sent"),
    Column("Vérifié ou renvoyé par"),
)


def notice_rows(rows: Iterable[TaxNotice], *, on: date) -> list[tuple[Any, ...]]:
    """Write notices for the list and for its file, in two queries whatever their number."""
    found = list(rows)
    people = beneficiaries.people({row.beneficiary_id for row in found}, on=on)
    officers = names_of({row.decided_by for row in found if row.decided_by})
    return [
        (
            people[row.beneficiary_id].name if row.beneficiary_id in people else row.beneficiary.reference,
            str(row.notice_year),
            row,
            row.sent_on,
            officers.get(row.decided_by, ""),
        )
        for row in found
    ]


def cells_of(line: tuple[Any, ...]) -> tuple[Any, ...]:
    """Draw one line of the list."""
    name, year, row, sent_on, officer = line
    url = reverse("staff:notice", args=[row.pk]) if row.state != "asked" else ""
    note = NOTICE_REASONS.get(row.reason, "")
    return (Cell(name, url, note=row.beneficiary.reference), year, Cell("", status=STATES[row.state], note=note), sent_on, officer)


def plain_cells(line: tuple[Any, ...]) -> tuple[Any, ...]:
    """Write one line of the file that is downloaded."""
    name, year, row, sent_on, officer = line
    return (name, row.beneficiary.reference, year, STATES[row.state].label, NOTICE_REASONS.get(row.reason, ""), sent_on, officer)


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A file on the desk: whose notice it is, where it is read, and how."""

    label: str
    url: str
    is_image: bool


def files_on_desk(rows: Sequence[TaxNotice]) -> list[NoticeFile]:
    """Draw the files of a notice and of the partner's."""
    return [
        NoticeFile(
            "Avis du conjoint" if row.is_partners else "Avis de la personne",
            reverse("staff:notice_file", args=[row.pk]),
            row.document.media_type in IMAGES,
        )
        for row in rows
        if row.document_id
    ]


@dataclass(frozen=True, slots=True)
class EffectLine:
    """A claim that a line 14 concerns, as it stands and as it would."""

    title: str
    url: str
    before: str
    after: str
    is_decided: bool
    changes: bool


@dataclass(frozen=True, slots=True)
class EffectView:
    """What a line 14 means: the tier, in the year that it serves, and the claims that it concerns."""

    tier: str
    explanation: str
    is_checked: bool
    lines: tuple[EffectLine, ...]


def effect_view(beneficiary_id: UUID, line: TaxLineView, *, actor: Actor, on: date) -> EffectView:
    """Say what a line 14 would change; nothing is written."""
    tier = tier_of(line, parameters=parameter_book(), on=on)
    lines = tuple(_line(effect) for effect in effects_of(beneficiary_id, line=line, actor=actor))
    return EffectView(tier_in_words(tier), limits_in_words(tier), tier.is_checked, lines)


def tier_in_words(tier: TierView) -> str:
    """Name the tier, in the year that the notice serves."""
    return f"Tranche {tier.tier} en {tier.serves_year}" if tier.tier else f"Tranche inconnue en {tier.serves_year}"


def limits_in_words(tier: TierView) -> str:
    """Say the thresholds that the tier goes by."""
    first, second = tier.limits
    if first is None or second is None:
        return f"Les seuils de {tier.serves_year} ne sont pas publiés."
    return f"Tranche 1 jusqu’à {first}, tranche 2 jusqu’à {second}, tranche 3 au-delà."


def _line(effect: ClaimEffect) -> EffectLine:
    title = f"{effect.benefit_name}, {effect.claim.reference}"
    url = reverse("staff:claim", args=[effect.claim.pk])
    if effect.after is None or effect.before is None:
        later = "un réexamen peut être demandé" if effect.is_paid_back else "un avis tardif n’ouvre pas de rattrapage"
        return EffectLine(title, url, f"décidée le {date_fr(effect.claim.decided_on)}", f"ne change pas : {later}", True, False)
    return EffectLine(title, url, outcome_in_words(effect.before), outcome_in_words(effect.after), False, effect.changes)


def outcome_in_words(outcome: Outcome) -> str:
    """Say what the rules conclude, in one phrase, and whether it rests on what is only declared."""
    if outcome.status == "refused":
        return "refusée"
    if outcome.amount is None:
        return f"de {outcome.low} à {outcome.high}" if outcome.high else "on ne sait pas encore"
    return f"{outcome.amount}, à vérifier" if outcome.unproved else f"{outcome.amount}"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line 14 of the past or of now, with who read it, when and from what."""

    line: TaxLineHistory
    proof: str
    officer: str
    tier: str


def history_view(lines: Sequence[TaxLineHistory], *, on: date) -> list[HistoryLine]:
    """Say every line that was read for a person."""
    officers, book = names_of({line.checked_by for line in lines if line.checked_by}), parameter_book()
    return [
        HistoryLine(line, PROOFS[line.proof], officers.get(line.checked_by, ""), tier_in_words(tier_of(line, parameters=book, on=on)))
        for line in lines
    ]
