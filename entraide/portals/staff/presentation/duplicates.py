"""Pairs that look alike, two rows side by side, and what differs between them, in an officer's words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.beneficiaries.queries import Person
from entraide.apps.beneficiaries.queries.employment_effects import principal_of
from entraide.apps.beneficiaries.queries.person_merges import Conflict, Facts, principal_kept
from entraide.apps.lifecycle.queries.duplicates import evidence_of
from entraide.apps.lifecycle.queries.person_merges import Preview
from entraide.apps.lifecycle.sentences import label_of_fact
from entraide.core.duplicates.values import Kind, Likeness, Weight
from entraide.core.rules import STATUSES
from entraide.ui import clock
from entraide.ui.components import date_fr, euros
from entraide.ui.values import Cell, Column, Status, Table, Tone


LIKENESS = {
    Likeness.SURE: Status("presque certain", Tone.WARNING, "copy"),
    Likeness.LIKELY: Status("probable", Tone.PROGRESS, "copy"),
    Likeness.POSSIBLE: Status("à regarder", Tone.NEUTRAL, "eye"),
}
WEIGHTS = {
    Weight.STRONG: Status("indice fort", Tone.WARNING, "plus"),
    Weight.SUPPORTING: Status("appui", Tone.NEUTRAL, "plus"),
    Weight.AGAINST: Status("contre", Tone.PROGRESS, "minus"),
}
STATES = {
    "drafted": Status("à vérifier", Tone.AWAITING, "clock"),
    "applied": Status("faite", Tone.SUCCESS, "check"),
    "undone": Status("annulée", Tone.NEUTRAL, "undo-2"),
    "set_aside": Status("abandonnée", Tone.NEUTRAL, "x"),
}
COLUMNS = (
    Column("Première fiche", sort="name"),
    Column("Seconde fiche"),
    Column("Ressemblance", sort="likeness"),
    Column("Indices"),
    Column("Trouvé le", sort="found"),
)
EXPORTED = (*(Column(each.label) for each in COLUMNS[:3]), Column("Références"), *(Column(each.label) for each in COLUMNS[3:]))
CUSTODY = {"full": "à charge", "alternating": "garde alternée"}
COUNTS = {
    "claims": "Demandes",
    "documents": "Pièces des demandes",
    "orders": "Paiements ordonnés",
    "former_benefits": "Prestations d’avant la reprise",
    "notices": "Avis d’impôt demandés ou reçus",
    "messages": "Messages",
    "cards": "Cartes",
}
# Neither claims, nor payments, nor messages: their number would tell of what is confidential.
MOVED = {
    "beneficiaries.Card.beneficiary": ("carte", "cartes"),
    "beneficiaries.TaxNotice.beneficiary": ("avis d’impôt", "avis d’impôt"),
    "beneficiaries.Dependant.absorbed_into": (
        "enfant saisi dans les deux fiches, qui n’y est plus qu’une fois",
        "enfants saisis dans les deux fiches, qui n’y sont plus qu’une fois",
    ),
}


def rows_of(pairs: Iterable[Any], people: Mapping[UUID, Person], *, is_officer: bool) -> list[tuple[Any, ...]]:
    """Write the pairs of a page as rows; a pair of children leads to their household, where the role may open it."""
    return [
        (
            Cell(row.first_name, _link(row, is_officer), note=_note(people.get(row.first_id))),
            Cell(row.second_name, note=_note(people.get(row.second_id))),
            LIKENESS[Likeness(row.likeness)],
            labels_of(row),
            row.found_on,
        )
        for row in pairs
    ]


def _link(row: Any, is_officer: bool) -> str:
    if row.household_id is None:
        return reverse("staff:duplicate", args=[row.first_id, row.second_id])
    return reverse("staff:person", args=[row.household_id]) if is_officer else ""


def _note(person: Person | None) -> str:
    return f"{person.reference}, né ou née le {date_fr(person.born_on)}" if person else ""


def labels_of(row: Any) -> str:
    """Say the evidence of a pair in short: what speaks for it, then what speaks against."""
    kinds = [(Weight(each["weight"]), Kind(each["kind"]).label) for each in row.evidence]
    told = ", ".join(label for weight, label in kinds if weight is not Weight.AGAINST)
    against = ", ".join(label for weight, label in kinds if weight is Weight.AGAINST)
    return f"{told} ; contre : {against}" if against else told


def exported(row: Any, people: Mapping[UUID, Person]) -> tuple[Any, ...]:
    """Write a pair as a line of a file, each piece of evidence in its sentence."""
    references = ", ".join(people[key].reference for key in (row.first_id, row.second_id) if key in people)
    told = " ".join(sentence for _, sentence in evidence_of(row))
    return row.first_name, row.second_name, LIKENESS[Likeness(row.likeness)].label, references, told, row.found_on


def side_by_side(pair: Sequence[Facts], counts: Sequence[Mapping[str, int]], names: Mapping[UUID, str], *, is_officer: bool) -> Table:
    """Lay two rows side by side, fact by fact, but what neither has; amounts are for the officer."""
    first, second = pair
    lines = [
        ("Nom", *(facts.name for facts in pair)),
        ("Référence", *(facts.person.reference for facts in pair)),
        ("Né ou née le", *(facts.identity.born_on for facts in pair)),
        ("Adresse électronique", *(facts.identity.email or None for facts in pair)),
        ("Compte de connexion", *(facts.person.account.email if facts.person.account else None for facts in pair)),
        ("Emplois", *(_joined(stay(row, names) for row in facts.affiliations) for facts in pair)),
        ("Foyer", *(_joined(tie(row, facts) for row in facts.kinships) for facts in pair)),
        ("Impôt, ligne 14", *(_joined(tax(line, is_officer) for line in facts.tax_lines.values()) for facts in pair)),
        ("Compte bancaire", *(bank(facts.bank) if facts.bank else None for facts in pair)),
        *((label, *(count[name] for count in counts)) for name, label in COUNTS.items()),
    ]
    heads = [Column(""), *(Column(f"Fiche {facts.person.reference}") for facts in (first, second))]
    return Table("Les deux fiches", heads, [line for line in lines if line[1] or line[2]])


def _joined(words: Iterable[str]) -> str | None:
    return " ; ".join(words) or None


def stay(row: Any, names: Mapping[UUID, str]) -> str:
    """Say a presence: the member, the situation, the number, the days."""
    number = f", matricule {row.staff_number}" if row.staff_number else ""
    span = f"depuis le {date_fr(row.since)}" if row.until is None else f"du {date_fr(row.since)} au {date_fr(row.until)}"
    return f"{names.get(row.member_id, 'Employeur inconnu')}, {STATUSES.get(row.status, row.status)}{number}, {span}"


def tie(row: Any, facts: Facts) -> str:
    """Say somebody of the household, as they are known."""
    given, family, born_on = facts.children.get(row.dependant_id, ("", "", None))
    name = f"{given} {family}".strip() or "Personne inconnue"
    kind = "conjoint ou conjointe" if row.kind == "spouse" else f"enfant, {CUSTODY[row.custody]}"
    born = f", {date_fr(born_on)}" if born_on else ""
    return f"{name}, {kind}{born}{'' if row.until is None else ', sorti du foyer'}"


def child_name(facts: Facts, dependant_id: UUID) -> str:
    """Name somebody of the household."""
    given, family, _ = facts.children[dependant_id]
    return f"{given} {family}"


def tax(line: Any, is_officer: bool) -> str:
    """Say the line of a year, its amount for the officer alone."""
    amount = f"{euros(line.line_14)}, " if is_officer else ""
    partner = f" et {euros(line.partner_line_14)} pour le conjoint" if is_officer and line.partner_line_14 is not None else ""
    return f"{line.notice_year} : {amount}{line.get_proof_display()}{partner}"


def bank(row: Any) -> str:
    """Say an account at a bank as anyone may see it."""
    return f"{row.holder}, se termine par {row.iban_ending}"


def questions_of(preview: Preview, names: Mapping[UUID, str], *, is_officer: bool) -> list[tuple[str, str, str, str]]:
    """Put in words each thing that differs: its code, the question, the answer of each row."""
    return [(each.fact, _label(each, preview, names), *_answers(each, preview, names, is_officer)) for each in preview.conflicts]


def _label(conflict: Conflict, preview: Preview, names: Mapping[UUID, str]) -> str:
    label = label_of_fact(conflict.fact)
    fact, _, which = conflict.fact.partition(":")
    if fact == "tax_line":
        return f"{label}, avis {which}"
    if fact == "affiliation":
        return f"L’emploi chez {names.get(UUID(which), 'un même employeur')}"
    if fact == "kinship":
        given, family, _ = preview.kept.children.get(UUID(which), ("", "", None))
        return f"Ce qui lie {given} {family} au foyer"
    return label


def _answers(conflict: Conflict, preview: Preview, names: Mapping[UUID, str], is_officer: bool) -> tuple[str, str]:
    sides = ((conflict.kept, preview.kept), (conflict.absorbed, preview.absorbed))
    fact = conflict.fact.partition(":")[0]
    kept, absorbed = (_joined(_said(fact, row, facts, names, is_officer) for row in rows) or "rien" for rows, facts in sides)
    return f"{kept} (fiche {preview.kept.person.reference})", f"{absorbed} (fiche {preview.absorbed.person.reference})"


def _said(fact: str, row: Any, facts: Facts, names: Mapping[UUID, str], is_officer: bool) -> str:
    if fact == "identity":
        sex = f", {row.civil_sex}" if row.civil_sex else ""
        return f"{row.given_name} {row.family_name}, {date_fr(row.born_on)}{sex}{f', {row.email}' if row.email else ''}"
    if fact in {"affiliation", "principal"}:
        return stay(row, names)
    if fact in {"kinship", "spouse"}:
        return tie(row, facts)
    if fact == "tax_line":
        return tax(row, is_officer)
    return bank(row) if fact == "bank" else row.email


def principals_in_words(preview: Preview, names: Mapping[UUID, str]) -> str:
    """Name the principal employer of the kept row before and after, nothing where neither row has one."""
    before = principal_of(preview.kept.affiliations)
    stays, taken = (principal_kept(preview.kept, absorbed=preview.absorbed, is_absorbeds=chosen) for chosen in (False, True))
    if stays is None:
        return ""
    after = names.get(stays, "un employeur")
    told = f"l’employeur principal reste {after}" if before else f"l’employeur principal, aucun avant, sera {after}"
    other = f", sauf si vous répondez ci-dessous que c’est {names.get(taken, 'l’autre')}" if taken != stays else ""
    return f"{told[0].upper()}{told[1:]}{other}."


def moved_in_words(merge: Any) -> list[str]:
    """Say what changed hands, counted."""
    counted = {column: len(triples) for column, triples in merge.moved.items() if column in MOVED and triples}
    return [f"{count} {MOVED[column][count > 1]}" for column, count in counted.items()]


def settled_in_words(merge: Any) -> list[tuple[str, str]]:
    """Say what was chosen where the two rows differed: on what, and the reference of the row that was right."""
    references = {"kept": merge.kept.reference, "absorbed": merge.absorbed.reference}
    return sorted((label_of_fact(fact), references[side]) for fact, side in merge.choices.items())


def merges_table(rows: Iterable[Any], names: Mapping[UUID, str], sort: str) -> Table:
    """List the merges."""
    lines = [
        (
            Cell(names.get(row.kept_id, row.kept.reference), reverse("staff:merge", args=[row.pk]), note=row.kept.reference),
            row.absorbed.reference,
            STATES[row.state],
            day_of(row),
        )
        for row in rows
    ]
    heads = [Column("Fiche gardée"), Column("Fiche réunie à elle"), Column("État", sort="state"), Column("Depuis le", sort="day")]
    return Table("Les réunions", heads, lines, sort=sort, empty="Aucune fiche n’a encore été réunie.")


def day_of(merge: Any) -> date:
    """Give the day of the last act on a merge."""
    return clock.day_of(merge.undone_at or merge.applied_at or merge.drafted_at)
