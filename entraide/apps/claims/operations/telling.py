"""What the person is told at each step, in their words: what happened, what to do, until when."""

from datetime import date, datetime
from typing import Any

from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.queries.alternatives import possible_in_words, still_possible
from entraide.apps.claims.queries.contesting import contest_by
from entraide.apps.notifications.operations import Letter, tell


SUBJECTS = {
    "filed": "Votre demande {reference} est déposée",
    "to_correct": "Une pièce est à corriger pour votre demande {reference}",
    "asked": "Une pièce est demandée pour votre demande {reference}",
    "awaited": "Votre demande {reference} attend une pièce de vous",
    "written": "Un message à propos de votre demande {reference}",
    "granted": "Votre demande {reference} est accordée",
    "refused": "Votre demande {reference} est refusée",
    "granted_again": "Votre demande {reference} est décidée à nouveau : accordée",
    "refused_again": "Votre demande {reference} est décidée à nouveau : refusée",
    "closed_again": "Votre demande {reference} est décidée à nouveau : classée sans suite",
    "closed": "Votre demande {reference} est classée sans suite",
    "contested": "Votre demande de réexamen est reçue ({reference})",
    "confirmed": "Réponse à votre demande de réexamen ({reference})",
    "returned": "Votre virement a été retourné par la banque",
    "returned_unexplained": "Votre virement a été retourné par la banque",
    "returned_by_fault": "Votre virement est retardé",
    "paid": "Votre demande {reference} est payée",
}

CONTEST = (
    "Vous n’êtes pas d’accord ? Demandez un réexamen depuis « Mes demandes », jusqu’au {contest_by} inclus. "
    "Par courrier ou par téléphone, donnez la référence {reference}."
)

BODIES = {
    "filed": (
        "Nous avons bien reçu votre demande « {benefit} » le {filed_on}. "
        "Nous comptons vous répondre avant le {due_on}. Vous n’avez rien d’autre à faire."
    ),
    "to_correct": (
        "Pour votre demande « {benefit} », une pièce ne convient pas : {detail} "
        "Envoyez-la à nouveau depuis « Mes demandes ». Le délai de réponse est suspendu en attendant."
    ),
    "asked": (
        "Pour décider de votre demande « {benefit} », il nous manque une pièce : {detail} "
        "Envoyez-la depuis « Mes demandes ». Le délai de réponse est suspendu en attendant."
    ),
    "awaited": "Votre demande « {benefit} » attend encore : {detail} Envoyez ce qui manque depuis « Mes demandes ».",
    "written": "Nous vous avons écrit à propos de votre demande « {benefit} ». Lisez et répondez depuis « Mes demandes ».",
    "granted": (
        "Votre demande « {benefit} » est accordée : {amount} vous seront versés par virement. {detail} "
        "Le détail du calcul est dans « Mes demandes », sous « Pourquoi ce montant ? ». " + CONTEST
    ),
    "refused": (
        "{detail} Pour cette raison, votre demande « {benefit} » est refusée. {possible} Vous pouvez en déposer une nouvelle si votre "
        "situation change. " + CONTEST
    ),
    "closed": "Votre demande « {benefit} » est classée sans suite : {detail} Vous pouvez en déposer une nouvelle à tout moment. " + CONTEST,
    "granted_again": (
        "Votre demande « {benefit} » a été revue par une autre personne : {amount} vous sont accordés. {detail} "
        "Le détail du calcul est dans « Mes demandes », sous « Pourquoi ce montant ? ». " + CONTEST
    ),
    "refused_again": "Votre demande « {benefit} » a été revue par une autre personne : elle est refusée. {detail} " + CONTEST,
    "closed_again": "Votre demande « {benefit} » a été revue par une autre personne : elle est classée sans suite. {detail} " + CONTEST,
    "contested": (
        "Nous avons bien reçu votre demande de réexamen pour « {benefit} ». Une autre personne que celle qui a décidé la regarde. "
        "Nous vous répondrons au plus tard le {detail}."
    ),
    "confirmed": (
        "Une autre personne a réexaminé la décision sur votre demande « {benefit} » : elle ne change pas. {detail} "
        "Une décision se réexamine une fois. Si votre situation change, vous pouvez déposer une nouvelle demande."
    ),
    "returned": (
        "La banque a retourné le virement de {amount} pour votre demande « {benefit} » : {detail} "
        "Indiquez un nouvel IBAN dans « Mon foyer » : nous émettrons alors un nouveau virement."
    ),
    "returned_unexplained": (
        "La banque a retourné le virement de {amount} pour votre demande « {benefit} » : {detail} "
        "Vérifiez votre IBAN dans « Mon foyer » ; s’il est juste, enregistrez-le à nouveau : nous émettrons alors un nouveau virement."
    ),
    "returned_by_fault": (
        "La banque n’a pas pu exécuter le virement de {amount} pour votre demande « {benefit} ». Votre compte n’est pas en cause : "
        "nous émettons un nouveau virement. Vous n’avez rien à faire."
    ),
    "paid": "La banque a exécuté le {filed_on} le virement de {amount} pour votre demande « {benefit} ».",
}


def tell_person(claim: Claim, event: str, *, at: datetime, on: date, amount: str = "", detail: str = "") -> None:
    """Tell the opener of a claim what happened to it, at each call; an e-mail goes to their account's address only."""
    values = {
        "reference": claim.reference,
        "benefit": benefit_name(claim),
        # What came on paper is received on the day it came, not on that of its entry.
        "filed_on": f"{(claim.received_on if event == 'filed' and claim.received_on else on):%d/%m/%Y}",
        "due_on": f"{claim.due_on:%d/%m/%Y}" if claim.due_on else "",
        "contest_by": f"{contest_by(on):%d/%m/%Y}",
        "amount": amount,
        "detail": detail,
        "possible": possible_in_words(still_possible(claim, on=on)) if event == "refused" else "",
    }
    letter = Letter(
        key=f"claim:{claim.pk}:{event}:{at.timestamp():.6f}",
        subject=SUBJECTS[event].format(**values),
        body=" ".join(BODIES[event].format(**values).split()),
        beneficiary_id=claim.beneficiary_id,
        email=beneficiaries.own_address(claim.beneficiary_id),
        about=("claim", claim.pk),
    )
    tell(letter, at=at, on=on)


def benefit_name(claim: Claim) -> str:
    """Name the benefit of a filed claim as its revision does."""
    return catalogue.revision(claim.revision_id).revision.name


def reasons_in_words(decision: Decision) -> str:
    """Say why a claim was refused or cut: the rules' reasons, then what the officer added."""
    said = (_with_what_is_near(reason) for reason in decision.reasons)
    return " ".join([*said, decision.note]).strip()


def _with_what_is_near(reason: dict[str, Any]) -> str:
    """Say a reason, then what would have changed it, where that is near: what is still possible."""
    near = [f"{miss[:1].upper()}{miss[1:]}." for miss in reason.get("near", [])]
    return " ".join([reason["sentence"], *near])
