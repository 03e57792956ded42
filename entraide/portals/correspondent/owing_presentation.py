"""How what is owed is said to a correspondent: what to pay, to whom, by when and how; what was written; what waits, and what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.contributions.queries import owing
from entraide.apps.contributions.queries.documents import DocumentState, Waiting
from entraide.apps.contributions.queries.owing import PaidByAnother, ToPay
from entraide.apps.contributions.translation import issuer
from entraide.core.contributions.deposits import STOPPED, DepositStatus
from entraide.core.contributions.reminders import ReminderStep
from entraide.core.money import ZERO
from entraide.ui.components.texts import date_fr, euros
from entraide.ui.values import Cell, Column, Status, Table, Tone


# What the person who reads must do something about is apricot: a document that is late.
TONES = {DocumentState.LATE: Tone.AWAITING, DocumentState.PARTLY_PAID: Tone.WARNING, DocumentState.PAID: Tone.SUCCESS}
DOCUMENT_COLUMNS = (
    Column("Document"),
    Column("Émis le"),
    Column("Échéance"),
    Column("État"),
    Column("Montant", numeric=True),
    Column("Reste dû", numeric=True),
)
LETTER_COLUMNS = (Column("Date"), Column("Ce qui vous a été écrit"), Column("Au sujet de"), Column("Reste dû ce jour-là", numeric=True))
LETTERS = {
    ReminderStep.REMINDER: "Relance",
    ReminderStep.FORMAL_NOTICE: "Mise en demeure",
    ReminderStep.MANDATE: "Demande de mandatement d’office, adressée à la préfecture",
}
WHAT_TO_DO = {
    ReminderStep.REMINDER: "Transmettez l’appel à votre comptabilité.",
    ReminderStep.FORMAL_NOTICE: "Faites payer dans le délai que dit la lettre : passé ce délai, la préfecture peut être saisie.",
    ReminderStep.MANDATE: "La préfecture peut faire payer la somme d’office. Un paiement arrête la procédure.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something to know, and what to do about it: a notice of its kind, with a link where there is one."""

    kind: str
    title: str
    text: str
    url: str = ""
    label: str = ""


def call_said(one: ToPay, *, on: date) -> dict[str, Any]:
    """Say one call to pay: how much, by when, on which account, under which reference, what became of it."""
    row = one.document
    status = DepositStatus(row.deposit) if row.deposit else None
    is_late = row.due_on < on and not (one.plan and one.plan.is_kept)
    following = one.plan.following if one.plan and one.plan.is_kept else None
    return {
        "document": row,
        "is_late": is_late,
        "card": "awaiting" if is_late else "",
        "file_url": reverse("correspondent:call_document_file", args=[row.pk]) if row.file_id else "",
        "to": issuer().name,
        "account": " ".join(one.account[place : place + 4] for place in range(0, len(one.account), 4)),
        "portal": status.label if status and status is not DepositStatus.WRITTEN else "",
        "is_stopped": status in STOPPED,
        "plan": one.plan,
        "following": following,
        "came": row.received + row.credited,
    }


def awaited(member_id: UUID, *, on: date) -> list[Said]:
    """Say what of the contribution awaits the correspondent: what was written, what is to pay, what keeps a call from being issued."""
    calls = owing.to_pay(member_id, on=on)
    said = last_letters(owing.letters_to(member_id, on=on), calls)
    said += waiting_said(owing.waiting_for(member_id, on=on), member_id=member_id)
    return [*(_to_pay(one, on=on) for one in calls), *(one for one in said if one.kind == "awaiting")]


def _to_pay(one: ToPay, *, on: date) -> Said:
    told = call_said(one, on=on)
    amount, day = (told["following"].amount, told["following"].due_on) if told["following"] else (one.document.owed, one.document.due_on)
    when = f"En retard : à payer depuis le {date_fr(day)}" if told["is_late"] else f"Jusqu’au {date_fr(day)} inclus"
    title, text = f"{euros(amount)} de cotisation à payer", f"{when}, appel {one.document.number}."
    return Said("awaiting", title, text, reverse("correspondent:contribution"), "Voir pourquoi et comment payer")


def last_letters(letters: Iterable[Any], owing: Iterable[ToPay]) -> list[Said]:
    """Say the last thing that was written about each call that is still owed, and what to do."""
    open_ones = {one.document.pk for one in owing}
    found: dict[UUID, Said] = {}
    for letter in letters:
        if letter.document_id in open_ones and letter.document_id not in found:
            step = ReminderStep(letter.step)
            title = f"{LETTERS[step]} du {date_fr(letter.on)}, pour {letter.document.number}"
            text = (
                f"{euros(letter.owed)} n’étaient pas réglés ce jour-là. {WHAT_TO_DO[step]} Si une ligne n’est pas juste, contestez-la ; "
                f"si un échéancier vous aiderait, écrivez à {issuer().email}. Les droits de vos agents ne sont pas interrompus."
            )
            found[letter.document_id] = Said("awaiting", title, text, *_letter_link(letter))
    return list(found.values())


def _letter_link(letter: Any) -> tuple[str, str]:
    return (reverse("correspondent:letter_file", args=[letter.pk]), "Télécharger la lettre (PDF)") if letter.file_id else ("", "")


def letters_table(letters: Iterable[Any]) -> Table:
    """List what was written, with the letters to download; a reminder went by e-mail alone."""
    rows = []
    for letter in letters:
        url, _ = _letter_link(letter)
        note = "PDF" if url else "par courriel" if letter.step == ReminderStep.REMINDER else "lettre en préparation"
        rows.append((letter.on, Cell(LETTERS[ReminderStep(letter.step)], url, note=note), letter.document.number, letter.owed))
    return Table("Relances et lettres", LETTER_COLUMNS, rows)


def others_said(paid: Iterable[PaidByAnother]) -> list[Said]:
    """Say who is asked in the member's place, on which document."""
    return [
        Said(
            "info",
            f"{one.name} paie pour vous",
            f"Votre part, {euros(one.amount)}, est dans l’appel {one.number} du {date_fr(one.issued_on)}, qui lui est adressé. "
            "Vous n’avez rien à payer vous-même.",
        )
        for one in paid
    ]


def waiting_said(found: Sequence[Waiting], *, member_id: UUID) -> list[Said]:
    """Say what is asked on no document yet, and what is missing first."""
    return [_waiting(one, is_own=one.debtor_id == member_id) for one in found if one.amount != ZERO]


def _waiting(one: Waiting, *, is_own: bool) -> Said:
    asked, email = euros(max(one.amount, -one.amount)), issuer().email
    if one.missing == "gone":
        title = f"Qui paie votre cotisation de {one.year} ?"
        return Said("awaiting", title, f"L’organisme qui payait pour vous n’existe plus. Écrivez à {email} qui paie désormais {asked}.")
    if one.amount < ZERO:
        later = "se déduiront du prochain appel" if one.missing == "call" else "vous seront rendus par un avoir, en préparation"
        return Said("info", f"{asked} en votre faveur pour {one.year}", f"Ils {later}. Vous n’avez rien à faire.")
    if not is_own:
        waits = "l’appel qui lui est destiné attend son SIRET" if one.missing else "l’appel qui lui est destiné est en préparation"
        return Said("info", f"{one.name} paie pour vous", f"Pour {one.year}, {asked} : {waits}. Vous n’avez rien à payer vous-même.")
    if one.missing == "establishment":
        text = (
            f"{asked} ne vous sont pas encore demandés : sans le SIRET de l’établissement qui paie, aucun appel ne peut être émis. "
            f"Écrivez-le à {email}, avec le code service et le numéro d’engagement si votre comptabilité en veut. Rien n’est en retard."
        )
        return Said("awaiting", f"Votre appel de {one.year} attend votre SIRET", text)
    return Said("info", f"{asked} pour {one.year}", "L’appel est en préparation : il sera ici dès qu’il est émis.")


def documents_table(rows: Iterable[Any]) -> Table:
    """List documents: what each is, what became of it, what replaces it."""
    empty = "Aucun document ne vous a été adressé à ce jour."
    return Table("Mes documents", DOCUMENT_COLUMNS, [_document_row(row) for row in rows], empty=empty)


def _document_row(row: Any) -> tuple[Any, ...]:
    state = DocumentState(row.state)
    url = reverse("correspondent:call_document_file", args=[row.pk]) if row.file_id else ""
    is_call = row.kind == "call"
    file = "PDF" if url else "fichier en préparation"
    is_over = state in (DocumentState.PAID, DocumentState.CANCELLED)
    way = "" if is_over or not row.deposit else f"Chorus Pro : {DepositStatus(row.deposit).label}"
    return (
        Cell(row.number, url, note=f"{_what_it_is(row)} ({file})"),
        row.issued_on,
        row.due_on if is_call else None,
        Cell("", status=Status(state.label, TONES.get(state, Tone.NEUTRAL)), note=_what_became(row) or way),
        row.cents if is_call else -row.cents,
        row.owed if is_call else None,
    )


def _what_it_is(row: Any) -> str:
    if row.kind == "call":
        replaced = f", remplace {row.replaces.number}" if row.replaces_id else ""
        return f"Appel de cotisation {row.year}{replaced}"
    if row.takes_back_id:
        return f"Avoir : annule {row.takes_back.number}"
    return f"Avoir : diminue {row.lowers.number}"


def _what_became(row: Any) -> str:
    replacing = getattr(row, "replaced_by", None)
    return f"remplacé par {replacing.number} : {replacing.reason}" if replacing else ""
