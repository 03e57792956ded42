"""What `rules show` prints: one revision of a benefit in sentences, with its sources and what no source says."""

from collections.abc import Sequence
from datetime import date, timedelta

from entraide.config.rules.layout import beside, capital, counted, listed, paragraph
from entraide.core.rules import FactSpec, Kind, ParameterBook, Revision, show
from entraide.core.rules.language.known import to_reckon
from entraide.core.rules.telling.fiche import CONFIDENCE, Fiche, fiche_of, parameters_of
from entraide.core.timeline import Dated


def revision_text(revisions: Sequence[Revision], revision: Revision, parameters: ParameterBook, on: date) -> str:
    """Say one of the revisions of a benefit as it is read on a day."""
    fiche = fiche_of(revision, on=on)
    questions = [f"{spec.question} ({spec.label})" for spec in revision.own_facts]
    late = ["Un avis d’impôt qui arrive après la décision donne lieu à un rappel"] if revision.late_notice_is_paid_back else []
    lines = [
        paragraph(f"{revision.name} ({revision.code})"),
        paragraph(revision.summary),
        "",
        *beside("Révision", [_span(revisions, revision)]),
        *beside("Pour qui", [fiche.for_whom]),
        *beside("Événement", [fiche.event]),
        *beside("S’ajoute à", [revision.on_top_of] if revision.on_top_of else []),
        *beside("Conditions", listed(fiche.conditions) or ["aucune autre"]),
        *beside("Montant", [fiche.amount, *late]),
        *beside("Paiement", [part for part in (fiche.paid_by, fiche.postage) if part]),
        *beside("Plafonds", listed(fiche.ceilings) or ["aucun"]),
        *beside("Délai", [fiche.deadline]),
        *beside("Pièces", listed(_papers(revision, fiche)) or ["aucune"]),
        *beside("Fiscalité", [fiche.taxation or "aucune source ne dit si l’aide est imposable"]),
        *beside("Questions", listed(questions)),
        *beside("Paramètres", listed(_parameters(revision, fiche, parameters, on))),
        *beside("Source", [f"{revision.source} ({fiche.confidence})"]),
        *beside("Sans source", listed(revision.illustrative)),
        *beside("Cas vérifiés", [counted(len(revision.cases), "cas") if revision.cases else "aucun"]),
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


def _papers(revision: Revision, fiche: Fiche) -> list[str]:
    proved = [", ".join(_proved(revision.specs[name]) for name in document.proves) for document in revision.documents]
    return [f"{paper} ; prouve {facts}" if facts else paper for paper, facts in zip(fiche.documents, proved, strict=True)]


def _proved(spec: FactSpec) -> str:
    """Name what a paper proves; a fact that is a whole clause takes its link."""
    if spec.kind is not Kind.FLAG:
        return spec.label
    return f"qu’{spec.label}" if spec.label[:1].lower() in "aeéiouh" else f"que {spec.label}"


def _parameters(revision: Revision, fiche: Fiche, parameters: ParameterBook, on: date) -> list[str]:
    read = f"lu {fiche.reads_parameters}"
    return [f"{capital(parameters.label_of(key))} : {_value(key, parameters, on)} ; {read}" for key in parameters_of(revision)]


def _value(key: str, parameters: ParameterBook, on: date) -> str:
    held: Dated | None = parameters.timelines[key].at(on) if key in parameters.timelines else None
    if held is None:
        return "aucune valeur ce jour"
    checked = "" if parameters.is_checked_on(key, on) else ", valeur à confirmer"
    confidence = CONFIDENCE.get(held.confidence, held.confidence)
    return (
        f"{show(parameters.specs[key].kind, to_reckon(held.value))} depuis le {held.since:%d/%m/%Y}{checked} ({held.source} ; {confidence})"
    )
