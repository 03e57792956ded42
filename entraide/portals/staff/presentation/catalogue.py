"""How the catalogue is read on screen: each revision in sentences made from its rules, its sources, what is not sure in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from entraide.apps.catalogue.queries import Published
from entraide.core.rules import (
    STATUSES,
    Ceiling,
    Confidence,
    Deadline,
    DeadlineStart,
    Kind,
    PaidBy,
    ParameterBook,
    Revision,
    Scope,
    Subject,
    sentence,
    show,
)
from entraide.core.rules import terms as t
from entraide.core.rules.known import to_reckon
from entraide.core.rules.parameters import TIER_1_AT_MOST, TIER_2_AT_MOST
from entraide.core.rules.parts import children_of
from entraide.core.rules.sentences import PERIODS
from entraide.ui.components import date_fr
from entraide.ui.values import Status, Tone


TO_CONFIRM = Status("valeur à confirmer", Tone.WARNING)
EXAMPLE = Status("exemple, sans source publique", Tone.WARNING)
SUBJECTS = {
    Subject.SELF: "pour le bénéficiaire",
    Subject.SPOUSE: "pour le conjoint ou la conjointe",
    Subject.CHILD: "pour chaque enfant",
    Subject.HOUSEHOLD: "pour le foyer",
}
PAID_BY = {
    PaidBy.TRANSFER: "par virement",
    PaidBy.VOUCHER: "par chèque d’accompagnement ou coupon",
    PaidBy.CHEQUE: "par lettre-chèque",
    PaidBy.SUPPLIER_ORDER: "par commande à un fournisseur",
    PaidBy.LOAN: "par un prêt",
}
SCOPES = {
    Scope.SUBJECT: "par personne concernée",
    Scope.BENEFICIARY: "par bénéficiaire",
    Scope.HOUSEHOLD: "par foyer",
    Scope.SUBJECT_OF_BENEFICIARY: "par personne concernée, dans chacun de ses foyers",
}
CONFIDENCE = {
    Confidence.OFFICIAL: "lu sur une page officielle",
    Confidence.THIRD_PARTY: "lu sur la page d’un tiers",
    Confidence.UNVERIFIED: "non vérifié",
    Confidence.INFERRED: "déduit d’autres textes",
    Confidence.ILLUSTRATIVE: "exemple, sans source publique",
}


@dataclass(frozen=True, slots=True)
class ParameterView:
    """One parameter: its values by day, and whether the one of today is confirmed."""

    key: str
    label: str
    value: str
    since: date | None
    source: str
    is_example: bool
    is_checked: bool
    checked_until: date | None
    earlier: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One revision in sentences."""

    revision: Revision
    since: date
    last_day: date | None
    is_current: bool
    for_whom: str
    conditions: tuple[str, ...]
    amount: str
    ceilings: tuple[str, ...]
    deadline: str
    documents: tuple[str, ...]
    paid_by: str
    confidence: str
    parameters: tuple[ParameterView, ...]

    @property
    def is_to_confirm(self) -> bool:
        """Whether a value that it reads today is past its last check."""
        return any(not parameter.is_checked for parameter in self.parameters)


def revision_views(revisions: list[Published], book: ParameterBook, *, on: date) -> list[RevisionView]:
    """Say every revision of a benefit, the latest first."""
    starts = [each.revision.since for each in revisions[1:]] + [None]
    in_force = max((each.revision.since for each in revisions if each.revision.since <= on), default=None)
    views = [
        _revision_view(each.revision, book, until=until, is_current=each.revision.since == in_force, on=on)
        for each, until in zip(revisions, starts, strict=True)
    ]
    return views[::-1]


def _revision_view(revision: Revision, book: ParameterBook, *, until: date | None, is_current: bool, on: date) -> RevisionView:
    audience = ", ".join(STATUSES.get(status, status) for status in revision.audience)
    return RevisionView(
        revision,
        revision.since,
        until - timedelta(days=1) if until else None,
        is_current,
        f"{audience} ; {SUBJECTS[revision.subject]}",
        tuple(_capital(sentence(condition.term)) for condition in revision.conditions),
        _capital(sentence(revision.amount)) if revision.amount is not None else "",
        tuple(_ceiling(ceiling) for ceiling in revision.ceilings),
        _deadline(revision.deadline),
        tuple(f"{each.label} (facultatif)" if each.optional else each.label for each in revision.documents),
        PAID_BY[revision.paid_by],
        CONFIDENCE[revision.confidence],
        tuple(parameter_view(key, book, on=on) for key in sorted(parameters_of(revision)) if key in book.specs),
    )


def _ceiling(ceiling: Ceiling) -> str:
    limits = [] if ceiling.claims is None else [f"{ceiling.claims} demande{'s' if ceiling.claims > 1 else ''}"]
    limits += [] if ceiling.amount is None else [sentence(ceiling.amount)]
    years = f" ({ceiling.years} ans)" if ceiling.years else ""
    return _capital(f"{' et '.join(limits)} {SCOPES[ceiling.scope]}, {PERIODS[ceiling.period]}{years}")


def _deadline(deadline: Deadline | None) -> str:
    if deadline is None:
        return "Aucune source ne dit le délai."
    start = "l’événement" if deadline.after is DeadlineStart.EVENT else "la fin de l’année civile de l’événement"
    return f"{deadline.months} mois après {start}, dernier jour inclus"


def parameters_of(revision: Revision) -> frozenset[str]:
    """Name the parameters that a revision reads; a tier reads its two limits."""
    return frozenset(key for term in revision.terms for key in _keys_in(term))


def _keys_in(term: t.Term) -> Iterator[str]:
    if isinstance(term, t.Parameter):
        yield term.key
    if isinstance(term, t.TaxTier):
        yield from (TIER_1_AT_MOST, TIER_2_AT_MOST)
    for child in children_of(term):
        yield from _keys_in(child)


def parameter_view(key: str, book: ParameterBook, *, on: date) -> ParameterView:
    """Say one parameter as it is read on a day."""
    spec, timeline = book.specs[key], book.timelines[key]
    held = timeline.at(on)
    earlier = tuple((_shown(spec.kind, each.value), each.since) for each in timeline if held is None or each.since < held.since)
    return ParameterView(
        key,
        _capital(spec.label),
        _shown(spec.kind, held.value) if held else "aucune valeur ce jour",
        held.since if held else None,
        held.source if held else "",
        held is not None and held.confidence == Confidence.ILLUSTRATIVE,
        book.is_checked_on(key, on),
        timeline.checked_until,
        earlier,
    )


def _shown(kind: Kind, value: object) -> str:
    return show(kind, to_reckon(value))


def marks_of(views: list[RevisionView]) -> str:
    """Say in few words what is not sure in the revision in force."""
    view = next((each for each in views if each.is_current), views[0])
    count = len(view.revision.illustrative)
    marks = [f"{count} point{'s' if count > 1 else ''} d’exemple"] if count else []
    return ", ".join([*marks, *(["valeur à confirmer"] if view.is_to_confirm else [])])


def since_in_words(view: RevisionView) -> str:
    """Say over which days a revision holds."""
    return f"du {date_fr(view.since)} au {date_fr(view.last_day)} inclus" if view.last_day else f"depuis le {date_fr(view.since)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
