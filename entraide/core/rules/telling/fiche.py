"""A revision told whole in French: one reading for the page of the benefit, the catalogue of the staff and `rules show`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.choices import Confidence, ContributionEvent, DeadlineStart, FiscalRegime, PaidBy, ReadsOn, Scope, Subject
from entraide.core.rules.language.deadlines import last_day
from entraide.core.rules.language.definition import Ceiling, Deadline, Revision, Taxation
from entraide.core.rules.language.facts import STATUSES
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parameters import TIER_PARAMETERS
from entraide.core.rules.language.parts import children_of
from entraide.core.rules.telling.sentences import PERIODS, sentence, show


SUBJECTS = {
    Subject.SELF: "pour le bénéficiaire",
    Subject.SPOUSE: "pour le conjoint ou la conjointe",
    Subject.CHILD: "pour chaque enfant",
    Subject.HOUSEHOLD: "pour le foyer",
}
PAID_BY = {
    PaidBy.TRANSFER: "par virement",
    PaidBy.VOUCHER: "par chèque ou coupon",
    PaidBy.CHEQUE: "par lettre-chèque",
    PaidBy.SUPPLIER_ORDER: "directement au fournisseur",
    PaidBy.LOAN: "par un prêt, à rembourser",
    PaidBy.SERVICE: "sans versement : un service rendu, ou le tarif d’un partenaire",
}
SCOPES = {
    Scope.SUBJECT: "par personne concernée",
    Scope.BENEFICIARY: "par bénéficiaire",
    Scope.HOUSEHOLD: "par foyer",
    Scope.SUBJECT_OF_BENEFICIARY: "par enfant et par foyer",
}
READ_ON = {
    ReadsOn.EVENT: "le jour de l’événement",
    ReadsOn.FILING: "le jour du dépôt",
    ReadsOn.SCHOOL_YEAR_START: "le premier jour de l’année scolaire de l’événement",
    ReadsOn.CIVIL_YEAR_START: "le premier jour de l’année civile de l’événement",
}
CONFIDENCE = {
    Confidence.OFFICIAL: "lu sur une page officielle",
    Confidence.THIRD_PARTY: "lu sur la page d’un tiers",
    Confidence.UNVERIFIED: "non vérifié",
    Confidence.INFERRED: "déduit d’autres textes",
    Confidence.ILLUSTRATIVE: "exemple, sans source publique",
}
REGIMES = {
    FiscalRegime.UNKNOWN: "le régime fiscal n’est pas connu",
    FiscalRegime.EXEMPT: "n’est pas imposable",
    FiscalRegime.TAXABLE: "est imposable",
}
EVENTS = {
    ContributionEvent.NONE: "",
    ContributionEvent.BIRTH: "événement : naissance ou adoption",
    ContributionEvent.UNION: "événement : mariage ou PACS",
    ContributionEvent.RETIREMENT: "événement : départ en retraite",
    ContributionEvent.PARENTS_DAY: "événement : fête des mères ou des pères",
    ContributionEvent.CHRISTMAS: "événement : Noël",
    ContributionEvent.SCHOOL_START: "événement : rentrée scolaire",
    ContributionEvent.RELIEF: "secours, hors cotisations sociales",
}
NO_AMOUNT = "Le montant n’est pas connu : la prestation est présentée, elle ne peut pas être versée."
NOTHING_PAID = "Rien n’est versé : c’est un service, ou le tarif d’un partenaire."
NO_DEADLINE = "Aucune source ne dit le délai."


@dataclass(frozen=True, slots=True)
class Fiche:
    """What a revision says, part by part, each line a French sentence without its full stop; an empty part says nothing."""

    for_whom: str
    event: str
    conditions: tuple[str, ...]
    amount: str
    ceilings: tuple[str, ...]
    deadline: str
    documents: tuple[str, ...]
    paid_by: str
    postage: str
    taxation: str
    reads_parameters: str
    confidence: str


def fiche_of(revision: Revision, *, on: date) -> Fiche:
    """Tell a revision; `on`, or its first day if that is later, is the day of event of the example that shows its deadline."""
    audience = ", ".join(STATUSES.get(status, status) for status in revision.audience)
    return Fiche(
        for_whom=f"{audience} ; {SUBJECTS[revision.subject]}",
        event=revision.specs[revision.event_fact].label,
        conditions=tuple(_capital(sentence(condition.term)) for condition in revision.conditions),
        amount=_amount(revision),
        ceilings=tuple(_ceiling(ceiling) for ceiling in revision.ceilings),
        deadline=_deadline(revision, on),
        documents=tuple(_documents(revision)),
        paid_by=PAID_BY[revision.paid_by],
        postage=f"Frais d’envoi à votre charge : {revision.postage} par commande" if revision.postage.cents else "",
        taxation=_taxation(revision.taxation),
        reads_parameters=READ_ON[revision.reads_parameters_on],
        confidence=CONFIDENCE[revision.confidence],
    )


def parameters_of(revision: Revision) -> tuple[str, ...]:
    """Name the parameters that a revision reads, ceilings and papers included, each once; a tier reads its thresholds and a share."""
    others = (*(ceiling.amount for ceiling in revision.ceilings), *(document.condition for document in revision.documents))
    terms = (*revision.terms, *(term for term in others if term is not None))
    return tuple(dict.fromkeys(key for term in terms for key in _keys_in(term)))


def _keys_in(term: t.Term) -> Iterator[str]:
    if isinstance(term, t.Parameter):
        yield term.key
    if isinstance(term, t.TaxTier):
        yield from TIER_PARAMETERS
    for child in children_of(term):
        yield from _keys_in(child)


def _amount(revision: Revision) -> str:
    if revision.amount is not None:
        return _capital(sentence(revision.amount))
    return NOTHING_PAID if revision.paid_by is PaidBy.SERVICE else NO_AMOUNT


def _ceiling(ceiling: Ceiling) -> str:
    limits = [] if ceiling.claims is None else [f"{ceiling.claims} demande{'s' if ceiling.claims > 1 else ''}"]
    limits += [] if ceiling.amount is None else [sentence(ceiling.amount)]
    bills = ", les factures de la période s’additionnent" if ceiling.bills_cumulated else ""
    return _capital(f"{' et '.join(limits)} {SCOPES[ceiling.scope]}, {PERIODS[ceiling.period.value].format(years=ceiling.years)}{bills}")


def _deadline(revision: Revision, on: date) -> str:
    on = max(on, revision.since)
    last = last_day(revision, on)
    if revision.deadline is None or last is None:
        return NO_DEADLINE
    example = f"pour un événement du {show(Kind.DATE, on)}, jusqu’au {show(Kind.DATE, last)} inclus"
    return f"{_capital(_within(revision.deadline))} ; {example}"


def _within(deadline: Deadline) -> str:
    is_year = deadline.after is DeadlineStart.CIVIL_YEAR_END
    if is_year and not deadline.months:
        return "dans l’année civile de l’événement"
    if not deadline.months:
        return "le jour même de l’événement"
    start = "la fin de l’année civile de l’événement" if is_year else "l’événement"
    return f"{deadline.months} mois après {start}"


def _documents(revision: Revision) -> Iterator[str]:
    for document in revision.documents:
        when = f", si {sentence(document.condition)}" if document.condition is not None else ""
        yield f"{document.label}{' (facultatif)' if document.optional else ''}{when}"


def _taxation(taxation: Taxation) -> str:
    said = [REGIMES[taxation.regime], EVENTS[taxation.event]]
    return "" if taxation == Taxation() else _capital(" ; ".join(part for part in said if part))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
