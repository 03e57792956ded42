"""How the catalogue is read on screen: each revision in sentences made from its rules, its sources, what is not sure in it."""

from dataclasses import dataclass
from datetime import date, timedelta

from entraide.apps.catalogue.queries import Published
from entraide.core.rules import Confidence, Kind, PaidBy, ParameterBook, Revision, show
from entraide.core.rules.language.known import to_reckon
from entraide.core.rules.telling.fiche import Fiche, fiche_of, parameters_of
from entraide.ui.components import date_fr
from entraide.ui.values import Status, Tone


TO_CONFIRM = Status("valeur à confirmer", Tone.WARNING)
EXAMPLE = Status("exemple, sans source publique", Tone.WARNING)
# How a benefit reaches the person, in a word or two for a column.
WAYS = {
    PaidBy.TRANSFER: "virement",
    PaidBy.VOUCHER: "chèques ou coupons",
    PaidBy.CHEQUE: "lettre-chèque",
    PaidBy.SUPPLIER_ORDER: "commande",
    PaidBy.LOAN: "prêt",
    PaidBy.SERVICE: "service",
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
    fiche: Fiche
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
    fiche = fiche_of(revision, on=on if is_current else revision.since)
    return RevisionView(
        revision,
        revision.since,
        until - timedelta(days=1) if until else None,
        is_current,
        fiche,
        tuple(parameter_view(key, book, on=on) for key in parameters_of(revision) if key in book.specs),
    )


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
    marks = [f"complément local de « {view.revision.on_top_of} », éteint"] if view.revision.on_top_of else []
    marks += [f"{count} point{'s' if count > 1 else ''} d’exemple"] if count else []
    return ", ".join([*marks, *(["valeur à confirmer"] if view.is_to_confirm else [])])


def since_in_words(view: RevisionView) -> str:
    """Say over which days a revision holds."""
    return f"du {date_fr(view.since)} au {date_fr(view.last_day)} inclus" if view.last_day else f"depuis le {date_fr(view.since)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
