"""How what a change of structure does is said: who moves, what becomes of rights, memberships, money, mandates, billing, claims."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from entraide.apps.members.sentences import SCOPE_LABELS
from entraide.core.membership.contracts import CoverKind
from entraide.core.membership.coverage import Coverage
from entraide.core.money import total
from entraide.core.names import of_name
from entraide.core.network.mandates import MandateKind
from entraide.core.structure.consequences import Consequences, Holder
from entraide.core.structure.facts import Changes
from entraide.core.structure.values import EventKind, StructureEvent
from entraide.portals.staff.presentation.structures import Names, called, listed
from entraide.ui.components.texts import date_fr, euros, number, plural
from entraide.ui.values import Cell, Column, Status, Table, Tone


STATUSES = (("active", "Agents"), ("apprentice", "Apprentis"), ("retiree", "Retraités"))


def moves_table(told: Consequences, names: Names, former: Names) -> Table:
    """Count who goes from where to where, by status, with what becomes of their rights; who stays is said too."""
    heads: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for move in told.moves:
        heads[move.origin, move.destination][move.status] = move.heads
    statuses = [(status, label) for status, label in STATUSES if any(status in counts for counts in heads.values())]
    rows = [
        (
            Cell(called(origin, former), note="y reste" if origin == destination else ""),
            called(destination, names),
            *(counts.get(status) for status, _ in statuses),
            sum(counts.values()),
            rights_status(told, origin, destination),
        )
        for (origin, destination), counts in heads.items()
    ]
    sums = [sum(counts.get(status, 0) for counts in heads.values()) for status, _ in statuses]
    columns = (
        Column("Avant"),
        Column("Ensuite"),
        *(Column(label, numeric=True) for _, label in statuses),
        Column("Ensemble", numeric=True),
        Column("Droits"),
    )
    totals = ("Ensemble", "", *sums, sum(sums), "") if len(rows) > 1 else ()
    return Table("Qui change d’organisme", columns, rows, totals=totals)


def rights_status(told: Consequences, origin: str, destination: str) -> Any:
    """Say until when the rights of persons go on; where it is not the same for all, how many are in each case."""
    found = [right for right in told.rights if (right.origin, right.destination) == (origin, destination)]
    if not found:
        return Status("Aucun droit en cours", Tone.NEUTRAL)
    said = [
        ("Sans interruption", Tone.SUCCESS)
        if right.until is None
        else (f"Jusqu’au {date_fr(right.until - timedelta(days=1))} inclus", Tone.WARNING)
        for right in found
    ]
    if len(found) == 1:
        return Status(*said[0])
    return Status(
        " ; ".join(f"{right.heads} {label[0].lower()}{label[1:]}" for right, (label, _) in zip(found, said, strict=True)), Tone.WARNING
    )


def coverage_of(coverage: Coverage | None, names: Names) -> str:
    """Say whom a membership covers."""
    if coverage is None:
        return "n’adhère pas"
    if coverage.is_whole:
        return SCOPE_LABELS[coverage.scope]
    parts = [f"le personnel venu {listed([of_name(called(one, names)) for one in coverage.structures])}"] if coverage.structures else []
    parts += [f"le service « {cover.name} »" for cover in coverage.covers if cover.kind is CoverKind.SERVICE]
    parts += ["les retraités"] if any(cover.kind is CoverKind.RETIREES for cover in coverage.covers) else []
    return listed(parts)


def contracts_table(told: Consequences, names: Names, former: Names) -> Table:
    """Say what becomes of each membership."""
    rows = [
        (
            called(one.siren, former if one.after is None else names),
            _sentence(coverage_of(one.before, former)),
            "Prend fin" if one.after is None else _sentence(coverage_of(one.after, former)),
        )
        for one in sorted(told.contracts, key=lambda one: one.before is None)
    ]
    columns = (Column("Organisme"), Column("Adhésion avant"), Column("Adhésion ensuite"))
    return Table("Ce que deviennent les adhésions", columns, rows, empty="Aucune adhésion ne change.")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def exit_sentences(told: Consequences, names: Names, former: Names) -> list[str]:
    """Say what becomes of the departures that were announced."""
    sentences = []
    for one in told.exits:
        day, who = date_fr(one.until - timedelta(days=1)), of_name(called(one.siren, former))
        if one.follows == (one.siren,):
            sentences.append(f"La sortie {who}, le {day}, reste prévue.")
        elif one.follows:
            sentences.append(
                f"La sortie {who}, le {day}, devient celle {listed([of_name(called(siren, names)) for siren in one.follows])}."
            )
        else:
            sentences.append(f"La sortie {who}, prévue le {day}, devient sans objet : qui veut partir le dit à nouveau.")
    return sentences


def places_table(told: Consequences, names: Names, former: Names) -> Table:
    """List the establishments, those that end first, with what their accounting service asks for."""
    found = told.belongings
    rows = [
        (
            Cell(called(place.siren, names_then), note=place.name),
            place.siret,
            place.service_code or None,
            place.engagement_number or None,
            Status("Prend fin", Tone.WARNING) if ends else Status("Continue", Tone.SUCCESS),
        )
        for places, ends, names_then in ((found.ended, True, former), (found.kept, False, names))
        for place in places
    ]
    columns = tuple(map(Column, ("Organisme", "SIRET", "Code service", "Numéro d’engagement", "Ensuite")))
    return Table("Établissements", columns, rows, empty="Aucun établissement n’est enregistré.")


def people_table(told: Consequences, names: Names, former: Names) -> Table:
    """List the contacts, those who change bodies first."""
    found = told.belongings
    rows = [(Cell(one.name, note=one.function), called(one.siren, former), called(one.home or found.heir, names)) for one in found.carried]
    rows += [(Cell(one.name, note=one.function), called(one.siren, former), "y reste") for one in found.staying]
    columns = (Column("Personne"), Column("Contact de"), Column("Ensuite"))
    return Table("Contacts", columns, rows, empty="Aucun contact n’est enregistré.")


MISSING = {
    "billing": "l’établissement facturé (SIRET, et au besoin code service et numéro d’engagement)",
    "contact": "un contact",
}


def missing_sentences(told: Consequences, names: Names) -> list[str]:
    """Say what is to be filled in of each body that belongs afterwards."""
    lacking: dict[str, list[str]] = defaultdict(list)
    for siren, what in told.belongings.missing:
        lacking[siren].append(MISSING[what])
    return [f"À renseigner pour {called(siren, names)} : {listed(words)}." for siren, words in lacking.items()]


def renaming_table(event: StructureEvent, changes: Changes | None, former: Names) -> Table | None:
    """Say what a change of name changes, before and after; nothing for another event."""
    if event.kind is not EventKind.RENAMING:
        return None
    rows = [("Nom", called(event.before[0], former), event.after[0].name)]
    if changes is not None and changes.opened.codes:
        rows.append(("Code INSEE", "".join(fact.code for fact in changes.closed.codes), changes.opened.codes[0].code))
    return Table("Ce qui change", (Column(""), Column("Avant"), Column("Ensuite")), rows)


def costs_tables(told: Consequences, names: Names) -> list[Table]:
    """Estimate the contribution of each side, one table a civil year."""
    columns = tuple(Column(label, numeric=label != "Organisme") for label in ("Organisme", "Sans ce changement", "Avec", "Différence"))
    found = []
    for year in sorted({cost.year for cost in told.costs}):
        costs = [cost for cost in told.costs if cost.year == year]
        word = "estimation" if costs[0].is_confirmed else "estimation, tarif à confirmer"
        rows = [(called(cost.siren, names), cost.before, cost.after, cost.after - cost.before) for cost in costs]
        before, after = total(cost.before for cost in costs), total(cost.after for cost in costs)
        totals = ("Ensemble", before, after, after - before) if len(rows) > 1 else ()
        found.append(Table(f"Cotisation {year} ({word})", columns, rows, totals=totals))
    return found


def mandate_sentences(told: Consequences, names: Names, holders: Mapping[str, str]) -> list[str]:
    """Say who goes on, and which mandates nobody holds."""
    one = told.carried
    sentences = []
    if one is not None:
        holder = holders.get(one.account, "Une personne")
        sentences = [f"{holder} continue comme {MandateKind(one.kind).label} {of_name(called(one.siren, names))}, à titre provisoire."]
    elif told.ended_mandates and not told.vacant and all(right.until for right in told.rights):
        sentences = ["Sans adhésion, personne n’agit plus : les mandats se terminent, aucun n’est à donner."]
    vacant: dict[str, list[str]] = defaultdict(list)
    for siren, kind in told.vacant:
        vacant[siren].append(MandateKind(kind).label)
    return sentences + [f"À désigner pour {called(siren, names)} : {listed(kinds)}." for siren, kinds in vacant.items()]


def mandates_table(told: Consequences, former: Names, holders: Mapping[str, str]) -> Table:
    """List the mandates that end."""
    rows = [
        (holders.get(one.account, ""), Cell(_sentence(MandateKind(one.kind).label), note=_to_come(one)), called(one.siren, former))
        for one in told.ended_mandates
    ]
    return Table("Mandats qui prennent fin", (Column("Personne"), Column("Mandat"), Column("Organisme")), rows)


def _to_come(holder: Holder) -> str:
    return f"confirmé à partir du {date_fr(holder.since)}, ne commencera pas" if holder.since else ""


def claims_table(told: Consequences, names: Names, former: Names) -> Table:
    """Count the claims that wait and change members."""
    rows = [(called(origin, former), called(destination, names), count) for origin, destination, count in told.claims]
    columns = (Column("Comptaient pour"), Column("Compteront pour"), Column("Demandes", numeric=True))
    return Table("Demandes en cours déplacées", columns, rows, empty="Aucune demande en cours ne change d’organisme.")


def tiles_of(told: Consequences) -> list[tuple[str, str]]:
    """Give an act in figures; of who goes nowhere and loses nothing, it says nothing."""
    kept = sum(right.heads for right in told.rights if right.until is None and right.origin != right.destination)
    limited = sum(right.heads for right in told.rights if right.until is not None)
    claims = sum(count for _, _, count in told.claims)
    last = max((cost.year for cost in told.costs), default=None)
    change = total(cost.after - cost.before for cost in told.costs if cost.year == last)
    if told.bearers:
        words = "personne verra le nouveau nom sur ses papiers,personnes verront le nouveau nom sur leurs papiers"
        return [(number(told.bearers), plural(told.bearers, words))]
    tiles = [(number(told.moving), plural(told.moving, "personne change,personnes changent") + " d’organisme")]
    tiles += [(number(kept), plural(kept, "garde ses droits,gardent leurs droits") + " sans interruption")] if kept else []
    tiles += [(number(limited), plural(limited, "garde ses droits,gardent leurs droits") + " jusqu’à la fin de l’année")] if limited else []
    tiles += [(number(claims), ("demande déplacée", "demandes déplacées")[claims > 1])] if claims else []
    return [*tiles, (euros(change), f"d’écart de cotisation en {last}, estimé")] if last else tiles
