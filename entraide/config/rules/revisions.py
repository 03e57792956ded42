"""What `rules show` prints: one revision of a benefit in sentences, with its sources and what no source says."""

from collections.abc import Sequence
from datetime import date, timedelta

from entraide.config.rules.layout import beside, capital, counted, listed, paragraph
from entraide.core.rules import ParameterBook, Revision, show
from entraide.core.rules.deadlines import last_day
from entraide.core.rules.describe import (
    CONFIDENCE,
    READS_ON,
    parameters_of,
    say_audience,
    say_ceiling,
    say_deadline,
    say_document,
    say_payment,
    say_taxation,
)
from entraide.core.rules.known import to_reckon
from entraide.core.rules.sentences import sentence
from entraide.core.timeline import Dated


def revision_text(revisions: Sequence[Revision], revision: Revision, parameters: ParameterBook, on: date) -> str:
    """Say one of the revisions of a benefit as it is read on a day."""
    lines = [
        f"{revision.name} ({revision.code})",
        paragraph(revision.summary),
        "",
        *beside("Révision", [_span(revisions, revision)]),
        *beside("Pour qui", [say_audience(revision)]),
        *beside("En plus de", [revision.on_top_of] if revision.on_top_of else []),
        *beside("Conditions", listed([capital(sentence(condition.term)) for condition in revision.conditions]) or ["aucune autre"]),
        *beside("Montant", [_amount(revision)]),
        *beside("Paiement", [say_payment(revision)]),
        *beside("Plafonds", listed([say_ceiling(ceiling) for ceiling in revision.ceilings]) or ["aucun"]),
        *beside("Délai", [_deadline(revision, on)]),
        *beside("Pièces", listed([say_document(document, revision) for document in revision.documents]) or ["aucune"]),
        *beside("Fiscalité", [say_taxation(revision.taxation)]),
        *beside("Questions", listed([f"{spec.question} ({spec.label})" for spec in revision.own_facts])),
        *beside("Paramètres", listed(_parameters(revision, parameters, on))),
        *beside("Source", [f"{revision.source} ({CONFIDENCE[revision.confidence]})"]),
        *beside("Sans source", listed(revision.illustrative)),
        *beside("Cas vérifiés", [counted(len(revision.cases), "cas", "cas") if revision.cases else "aucun"]),
        *beside("Diffusion", ["confidentielle"] if revision.confidential else []),
    ]
    return "\n".join(lines)


def _span(revisions: Sequence[Revision], revision: Revision) -> str:
    starts = sorted(each.since for each in revisions)
    rank = starts.index(revision.since)
    following = starts[rank + 1 :]
    span = f"du {revision.since:%d/%m/%Y} au {following[0] - timedelta(days=1):%d/%m/%Y} inclus" if following else ""
    before = f"la précédente commence le {starts[rank - 1]:%d/%m/%Y}" if rank else "c’est la première"
    after = f"la suivante commence le {following[0]:%d/%m/%Y}" if following else "c’est la dernière"
    return f"{span or f'depuis le {revision.since:%d/%m/%Y}'} ; {before}, {after}"


def _amount(revision: Revision) -> str:
    if revision.amount is None:
        return "inconnu : aucune source ne le donne ; la prestation est présentée, elle ne peut pas être versée"
    late = " ; un avis d’impôt qui arrive après la décision donne lieu à un rappel" if revision.late_notice_is_paid_back else ""
    return f"{sentence(revision.amount)}{late}"


def _deadline(revision: Revision, on: date) -> str:
    said = say_deadline(revision.deadline)
    day = last_day(revision, on)
    return f"{said} : pour un événement du {on:%d/%m/%Y}, jusqu’au {day:%d/%m/%Y}" if day else said


def _parameters(revision: Revision, parameters: ParameterBook, on: date) -> list[str]:
    read = f"lu {READS_ON[revision.reads_parameters_on]}"
    return [f"{parameters.label_of(key)} : {_value(key, parameters, on)} ; {read}" for key in parameters_of(revision)]


def _value(key: str, parameters: ParameterBook, on: date) -> str:
    held: Dated | None = parameters.timelines[key].at(on) if key in parameters.timelines else None
    if held is None:
        return "aucune valeur ce jour"
    checked = "" if parameters.is_checked_on(key, on) else ", valeur à confirmer"
    confidence = CONFIDENCE.get(held.confidence, held.confidence)
    return (
        f"{show(parameters.specs[key].kind, to_reckon(held.value))} depuis le {held.since:%d/%m/%Y}{checked} ({held.source} ; {confidence})"
    )
