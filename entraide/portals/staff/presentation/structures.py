"""How changes of structure are said: what happens, what changes on the register, the years of a perimeter."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.lifecycle.translation import consequences_read, event_read
from entraide.core.money import Money
from entraide.core.names import of_name
from entraide.core.structure.consequences import Consequences
from entraide.core.structure.facts import Changes
from entraide.core.structure.values import EventKind, StructureEvent
from entraide.core.workflow.acts import ActState
from entraide.ui.components.texts import accord
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
_TONES = {
    ActState.DRAFTED: (Tone.AWAITING, ""),
    ActState.APPLIED: (Tone.SUCCESS, ""),
    ActState.UNDONE: (Tone.NEUTRAL, "undo-2"),
    ActState.SET_ASIDE: (Tone.NEUTRAL, "x"),
}
STATES = {state: Status(state.label.capitalize(), *look) for state, look in _TONES.items()}
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
        return f"{listed(born)} {('se sépare', 'se séparent')[len(born) > 1]} {of_name(before[0])}"
    if event.kind is EventKind.SERVICE_TRANSFER:
        return f"Le service « {event.service} » passe {of_name(before[0])} à {after[0]}"
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


def register_sentences(changes: Changes, names: Names) -> list[str]:
    """Say what changes on the register, a sentence for each body."""
    opened = {fact.siren: fact.name for fact in changes.opened.names}
    ended, begun = changes.ended, changes.begun
    sentences = [f"{listed([called(siren, names) for siren in ended])} {plural_end(len(ended))}."] if ended else []
    sentences += [f"{listed([called(siren, names) for siren in begun])} {plural_birth(len(begun))}."] if begun else []
    renamed = [fact for fact in changes.closed.names if fact.siren in opened and opened[fact.siren] != fact.name]
    sentences += [f"« {fact.name} » s’appelle désormais « {opened[fact.siren]} »." for fact in renamed]
    codes = [f"{called(fact.siren, names)} : {fact.code}" for fact in changes.opened.codes]
    sentences += [f"Code INSEE ensuite. {', '.join(codes[:12])}{'…' if len(codes) > 12 else '.'}"] if codes else []
    count = len(changes.opened.attachments)
    return [*sentences, f"{accord(count, 'rattachement suit,rattachements suivent')} (EPCI, CCAS, amicales)."] if count else sentences


def plural_end(count: int) -> str:
    """Say that bodies end."""
    return "cesse d’exister ce jour-là" if count == 1 else "cessent d’exister ce jour-là"


def plural_birth(count: int) -> str:
    """Say that bodies begin."""
    return "existe à partir de ce jour" if count == 1 else "existent à partir de ce jour"


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
    return Table("Changements de structure", columns, rows, empty="Aucun changement de structure n’a été préparé ici pour cet organisme.")


def persons_settled(persons: Mapping[str, str], references: Mapping[UUID, str], names: Names) -> list[str]:
    """Say where each person who was settled by themselves goes, by reference."""
    return sorted(f"{references.get(UUID(key), key)} va à {called(siren, names)}" for key, siren in persons.items())
