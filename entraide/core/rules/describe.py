"""The French reading of a whole revision: whom it is for, how it is paid, its ceilings, its deadline, its papers, its sources."""

from entraide.core.rules import terms as t
from entraide.core.rules.definition import (
    Ceiling,
    Confidence,
    ContributionEvent,
    Deadline,
    DeadlineStart,
    DocumentRequirement,
    FiscalRegime,
    PaidBy,
    ReadsOn,
    Revision,
    Scope,
    Subject,
    Taxation,
)
from entraide.core.rules.facts import STATUSES
from entraide.core.rules.parameters import TIER_PARAMETERS
from entraide.core.rules.parts import children_of
from entraide.core.rules.sentences import PERIODS, sentence


SUBJECTS = {
    Subject.SELF: "pour le bénéficiaire",
    Subject.SPOUSE: "pour le conjoint ou la conjointe",
    Subject.CHILD: "pour chaque enfant",
    Subject.HOUSEHOLD: "pour le foyer",
}
PAYMENTS = {
    PaidBy.TRANSFER: "par virement",
    PaidBy.VOUCHER: "par chèque d’accompagnement ou coupon",
    PaidBy.CHEQUE: "par lettre-chèque",
    PaidBy.SUPPLIER_ORDER: "par commande à un fournisseur",
    PaidBy.LOAN: "par un prêt, à rembourser",
}
SCOPES = {
    Scope.SUBJECT: "par personne concernée",
    Scope.BENEFICIARY: "par bénéficiaire",
    Scope.HOUSEHOLD: "par foyer",
    Scope.SUBJECT_OF_BENEFICIARY: "par personne concernée dans chaque foyer",
}
CONFIDENCE = {
    Confidence.OFFICIAL: "lu sur une page officielle",
    Confidence.THIRD_PARTY: "lu sur la page d’un tiers",
    Confidence.UNVERIFIED: "non vérifié",
    Confidence.INFERRED: "déduit d’autres textes",
    Confidence.ILLUSTRATIVE: "exemple, sans source publique",
}
READS_ON = {
    ReadsOn.EVENT: "le jour de l’événement",
    ReadsOn.FILING: "le jour du dépôt",
    ReadsOn.SCHOOL_YEAR_START: "au début de l’année scolaire de l’événement",
    ReadsOn.CIVIL_YEAR_START: "au début de l’année civile de l’événement",
}
REGIMES = {
    FiscalRegime.UNKNOWN: "aucune source ne dit si l’aide est imposable",
    FiscalRegime.EXEMPT: "non imposable",
    FiscalRegime.TAXABLE: "imposable",
}
CONTRIBUTION_EVENTS = {
    ContributionEvent.NONE: "",
    ContributionEvent.BIRTH: "naissance ou adoption",
    ContributionEvent.UNION: "mariage ou pacs",
    ContributionEvent.RETIREMENT: "départ à la retraite",
    ContributionEvent.PARENTS_DAY: "fête des mères ou des pères",
    ContributionEvent.CHRISTMAS: "Noël",
    ContributionEvent.SCHOOL_START: "rentrée scolaire",
    ContributionEvent.RELIEF: "secours",
}


def say_audience(revision: Revision) -> str:
    """Say whom a benefit is for."""
    return f"{', '.join(STATUSES[status] for status in revision.audience)} ; {SUBJECTS[revision.subject]}"


def say_payment(revision: Revision) -> str:
    """Say how a benefit reaches the person, and what the person bears."""
    postage = f" ; {revision.postage} de frais d’envoi par commande, à la charge du bénéficiaire" if revision.postage else ""
    return f"{PAYMENTS[revision.paid_by]}{postage}"


def say_ceiling(ceiling: Ceiling) -> str:
    """Say one ceiling: what it counts, over whom, over which time."""
    claims = ceiling.claims
    limits = [] if claims is None else [f"{claims} demande{'s' if claims > 1 else ''}"]
    limits += [] if ceiling.amount is None else [sentence(ceiling.amount)]
    period = PERIODS[ceiling.period.value].format(years=ceiling.years)
    bills = " ; les factures de la période s’additionnent" if ceiling.bills_cumulated else ""
    return f"{' et '.join(limits)} {SCOPES[ceiling.scope]}, {period}{bills}"


def say_deadline(deadline: Deadline | None) -> str:
    """Say until when a claim is accepted."""
    if deadline is None:
        return "aucune source ne dit le délai"
    start = "l’événement" if deadline.after is DeadlineStart.EVENT else "la fin de l’année civile de l’événement"
    return f"{deadline.months} mois après {start}, dernier jour inclus" if deadline.months else f"jusqu’à {start}, dernier jour inclus"


def say_document(document: DocumentRequirement, revision: Revision) -> str:
    """Say one paper: what it proves, whether it may be left out, when it is asked for."""
    proved = ", ".join(revision.specs[name].label for name in document.proves)
    optional = " ; facultatif" if document.optional else ""
    when = "" if document.condition is None else f" ; seulement si {sentence(document.condition)}"
    return f"{document.label} (prouve : {proved}{optional}{when})"


def say_taxation(taxation: Taxation) -> str:
    """Say how a benefit is declared."""
    event = CONTRIBUTION_EVENTS[taxation.event]
    return f"{REGIMES[taxation.regime]} ; événement : {event}" if event else REGIMES[taxation.regime]


def parameters_of(revision: Revision) -> tuple[str, ...]:
    """Name the shared values that a revision reads, in alphabetical order."""
    found: set[str] = set()
    conditions = (document.condition for document in revision.documents)
    amounts = (ceiling.amount for ceiling in revision.ceilings)
    stack = [*revision.terms, *(term for term in (*conditions, *amounts) if term is not None)]
    while stack:
        term = stack.pop()
        stack.extend(children_of(term))
        found |= {term.key} if isinstance(term, t.Parameter) else {*TIER_PARAMETERS} if isinstance(term, t.TaxTier) else set()
    return tuple(sorted(found))
