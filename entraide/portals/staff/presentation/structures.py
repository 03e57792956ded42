"""How changes of structure are said: what happens, who moves, what becomes of rights, memberships, money, mandates, claims."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.lifecycle.translation import consequences_read, event_read
from entraide.core.money import Money, total
from entraide.core.structure.consequences import Consequences
from entraide.core.structure.coverage import Coverage
from entraide.core.structure.facts import Changes
from entraide.core.structure.values import EventKind, StructureEvent
from entraide.ui.components.texts import accord, date_fr, euros, number
from entraide.ui.values import Cell, Column, Status, Table, Tone


KINDS = {
    EventKind.MERGER: ("Fusion", "Plusieurs organismes n’en font plus qu’un : l’un d’eux, ou un nouveau."),
    EventKind.NEW_COMMUNE: ("Commune nouvelle", "Des communes en forment une, qui a son propre SIREN."),
    EventKind.SPLIT: ("Scission", "Un organisme se sépare en plusieurs."),
    EventKind.RE_ESTABLISHMENT: ("Rétablissement", "Une scission qui rend leur existence à des organismes fusionnés plus tôt."),
    EventKind.EXTENSION: ("Extension d’un EPCI", "Des communes rejoignent un EPCI. Leur personnel ne change pas d’employeur."),
    EventKind.WITHDRAWAL: ("Retrait d’un EPCI", "Des communes quittent un EPCI, sans en rejoindre un autre."),
    EventKind.SERVICE_TRANSFER: ("Transfert d’un service", "Un service et son personnel passent d’un organisme à un autre."),
    EventKind.RENAMING: ("Changement de nom", "Un organisme change de nom, parfois de code INSEE."),
}
STATES = {
    "drafted": Status("À vérifier", Tone.AWAITING),
    "applied": Status("Appliqué", Tone.SUCCESS),
    "undone": Status("Annulé", Tone.NEUTRAL, "undo-2"),
    "set_aside": Status("Abandonné", Tone.NEUTRAL, "x"),
}
STATUSES = (("active", "Agents"), ("apprentice", "Apprentis"), ("retiree", "Retraités"))
MANDATES = {"correspondent": "correspondant", "delegate_elected": "délégué des élus", "delegate_staff": "délégué des agents"}
SHOWN_NAMES = 3
Names = Mapping[str, str]


def listed(names: Sequence[str]) -> str:
    """Name bodies in one sentence, the first ones where they are many.

    >>> listed(["Celles", "Chavagnac"]), listed(["A", "B", "C", "D", "E"])
    ('Celles et Chavagnac', 'A, B, C et 2 autres')
    """
    if len(names) > SHOWN_NAMES + 1:
        return f"{', '.join(names[:SHOWN_NAMES])} et {len(names) - SHOWN_NAMES} autres"
    return " et ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def title_of(event: StructureEvent, names: Names) -> str:
    """Say an event in one sentence."""
    before = [names.get(siren) or siren for siren in event.before]
    after = [body.name for body in event.after]
    standing = {body.siren for body in event.after}
    if event.kind in {EventKind.MERGER, EventKind.NEW_COMMUNE}:
        joining = [names.get(siren) or siren for siren in event.before if siren not in standing]
        verb = ("rejoint", "rejoignent") if len(joining) < len(before) else ("devient", "deviennent")
        return f"{listed(joining)} {verb[len(joining) > 1]} {listed(after)}"
    if event.kind in {EventKind.SPLIT, EventKind.RE_ESTABLISHMENT}:
        born = [body.name for body in event.after if body.siren not in event.before]
        if len(born) == len(after):
            return f"{before[0]} redevient {listed(after)}"
        return f"{listed(born)} {('se sépare', 'se séparent')[len(born) > 1]} de {before[0]}"
    if event.kind is EventKind.SERVICE_TRANSFER:
        return f"Le service « {event.service} » passe de {before[0]} à {after[0]}"
    if event.kind is EventKind.RENAMING:
        return f"{before[0]} devient {after[0]}"
    verbs = ("rejoint", "rejoignent") if event.kind is EventKind.EXTENSION else ("quitte", "quittent")
    return f"{listed(before)} {verbs[len(before) > 1]} {listed(after)}"


ACT_COLUMNS = (
    Column("Ce qui se passe"),
    Column("Nature", sort="kind"),
    Column("Prend effet", sort="day"),
    Column("État", sort="state"),
    Column("Personnes déplacées", numeric=True),
)


def row_of(act: Any) -> tuple[Any, ...]:
    """Write an act as a row, from the row alone."""
    event = event_read(act.event)
    told = consequences_read(act.moved["told"]) if "told" in act.moved else None
    return (
        Cell(title_of(event, act.event["names"]), reverse("staff:structure", args=[act.pk]), note=event.source),
        KINDS[event.kind][0],
        event.on,
        STATES[act.state],
        told.moving if told else None,
    )


def exported(row: Sequence[Any]) -> tuple[Any, ...]:
    """Write a row of the list for a spreadsheet."""
    cell, kind, on, state, count = row
    return cell.text, kind, on, state.label, count


def called(siren: str, names: Names) -> str:
    """Name a body, by its SIREN where nothing else is known."""
    return names.get(siren) or siren


def moves_table(told: Consequences, names: Names) -> Table:
    """Count who goes from where to where, by status, with what becomes of their rights; who stays is said too."""
    heads: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for move in told.moves:
        heads[move.origin, move.destination][move.status] = move.heads
    statuses = [(status, label) for status, label in STATUSES if any(status in counts for counts in heads.values())]
    rows = [
        (
            Cell(called(origin, names), note="y reste" if origin == destination else ""),
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
    return Status(" ; ".join(f"{right.heads} : {label.lower()}" for right, (label, _) in zip(found, said, strict=True)), Tone.WARNING)


def coverage_of(coverage: Coverage | None, names: Names) -> str:
    """Say whom a membership covers."""
    if coverage is None:
        return "n’adhère pas"
    if coverage.is_whole:
        return "tout le personnel" if coverage.scope == "full" else "un territoire"
    parts = [f"personnel venu de {listed([called(one, names) for one in coverage.structures])}"] if coverage.structures else []
    parts += [f"service « {name} »" for name in coverage.services] + (["retraités"] if coverage.retirees else [])
    return f"une partie : {', '.join(parts)}"


def contracts_table(told: Consequences, names: Names) -> Table:
    """Say what becomes of each membership."""
    rows = [
        (called(one.siren, names), coverage_of(one.before, names), "prend fin" if one.after is None else coverage_of(one.after, names))
        for one in sorted(told.contracts, key=lambda one: one.before is None)
    ]
    columns = (Column("Organisme"), Column("Adhésion avant"), Column("Adhésion ensuite"))
    return Table("Ce que deviennent les adhésions", columns, rows, empty="Aucune adhésion ne change.")


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
        sentences = [f"{holder} continue comme {MANDATES[one.kind]} de {called(one.siren, names)}, à titre provisoire."]
    vacant: dict[str, list[str]] = defaultdict(list)
    for siren, kind in told.vacant:
        vacant[siren].append(MANDATES[kind])
    return sentences + [f"À désigner pour {called(siren, names)} : {listed(kinds)}." for siren, kinds in vacant.items()]


def mandates_table(told: Consequences, names: Names, holders: Mapping[str, str]) -> Table:
    """List the mandates that end."""
    rows = [(holders.get(one.account, ""), MANDATES[one.kind], called(one.siren, names)) for one in told.ended_mandates]
    return Table("Mandats qui prennent fin", (Column("Personne"), Column("Mandat"), Column("Organisme")), rows)


def claims_table(told: Consequences, names: Names) -> Table:
    """Count the claims that wait and change members."""
    rows = [(called(origin, names), called(destination, names), count) for origin, destination, count in told.claims]
    columns = (Column("Comptaient pour"), Column("Compteront pour"), Column("Demandes", numeric=True))
    return Table("Demandes en cours déplacées", columns, rows, empty="Aucune demande en cours ne change d’organisme.")


def register_sentences(changes: Changes, names: Names) -> list[str]:
    """Say what changes on the register, a sentence for each body."""
    opened = {fact.siren: fact.name for fact in changes.opened.names}
    ended, begun = changes.ended, changes.begun
    sentences = [f"{listed([called(siren, names) for siren in ended])} : {plural_end(len(ended))}."] if ended else []
    sentences += [f"{listed([called(siren, names) for siren in begun])} : {plural_birth(len(begun))}."] if begun else []
    renamed = [fact for fact in changes.closed.names if fact.siren in opened and opened[fact.siren] != fact.name]
    sentences += [f"« {fact.name} » s’appelle désormais « {opened[fact.siren]} »." for fact in renamed]
    codes = [f"{called(fact.siren, names)} : {fact.code}" for fact in changes.opened.codes]
    sentences += [f"Code INSEE. {', '.join(codes[:12])}{'…' if len(codes) > 12 else '.'}"] if codes else []
    count = len(changes.opened.attachments)
    return [*sentences, f"{accord(count, 'rattachement suit,rattachements suivent')} : EPCI, CCAS, amicales."] if count else sentences


def plural_end(count: int) -> str:
    """Say that bodies end."""
    return "cesse d’exister ce jour-là" if count == 1 else "cessent d’exister ce jour-là"


def plural_birth(count: int) -> str:
    """Say that bodies begin."""
    return "existe à partir de ce jour" if count == 1 else "existent à partir de ce jour"


def tiles_of(told: Consequences) -> list[tuple[str, str]]:
    """Give an act in figures."""
    kept = sum(right.heads for right in told.rights if right.until is None)
    limited = sum(right.heads for right in told.rights if right.until is not None)
    claims = sum(count for _, _, count in told.claims)
    last = max((cost.year for cost in told.costs), default=None)
    change = total(cost.after - cost.before for cost in told.costs if cost.year == last)
    tiles = [
        (number(told.moving), ("personne change", "personnes changent")[told.moving > 1] + " d’organisme"),
        (number(kept), ("garde ses droits", "gardent leurs droits")[kept > 1] + " sans interruption"),
    ]
    tiles += [(number(limited), "gardent leurs droits jusqu’au 31 décembre")] if limited else []
    tiles += [(number(claims), ("demande déplacée", "demandes déplacées")[claims > 1])] if claims else []
    return [*tiles, (euros(change), f"d’écart de cotisation en {last}, estimé")] if last else tiles


def holders_named(told: Consequences) -> Iterable[str]:
    """Give the accounts that a preview names."""
    return {holder.account for holder in (*told.ended_mandates, *([told.carried] if told.carried else []))}


def years_table(heads: Mapping[int, int], amounts: Mapping[int, Money], *, is_new: bool) -> Table:
    """Give the years of a perimeter: who had rights, what was called."""
    columns = (Column("Année"), Column("Bénéficiaires", numeric=True), Column("Cotisation appelée", numeric=True))
    caption = "Sous le nouveau périmètre" if is_new else "Sous l’ancien périmètre"
    return Table(caption, columns, [(str(year), heads[year], amounts[year] or None) for year in heads])


def acts_table(rows: Sequence[Sequence[Any]]) -> Table:
    """List the changes of structure of one body."""
    columns = tuple(Column(column.label, column.numeric) for column in ACT_COLUMNS)
    return Table("Changements de structure", columns, rows, empty="Aucun changement de structure ne concerne cet organisme.")


def persons_settled(persons: Mapping[str, str], references: Mapping[UUID, str], names: Names) -> list[str]:
    """Say where each person who was settled by themselves goes, by reference."""
    return sorted(f"{references.get(UUID(key), key)} va à {called(siren, names)}" for key, siren in persons.items())
