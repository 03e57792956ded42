"""The catalogue of a synthetic world: where no source gives an amount, one that is made up stands in, and the revision says so."""

from collections.abc import Iterable
from dataclasses import replace

from entraide.core.rules import Confidence, Kind, Revision
from entraide.core.rules.language.terms import Const
from entraide.population.synthetic.tuning import HABITS


ORIGIN = "Population synthétique, montant d’exemple qu’aucune source ne donne"
SAID = "Le montant est inventé pour la population synthétique : aucune source ne le donne."


def illustrated(revisions: Iterable[Revision]) -> list[Revision]:
    """Give the amount of its habit to each revision that has none and whose benefit the past is made of; leave the others as they are.

    Such a revision is marked: its source, how sure it is, and a sentence among those that are only an example. The golden cases of the
    real one, which hold it to have no amount, are left behind.
    """
    return [
        revision if revision.is_payable or revision.code not in HABITS else _with_amount(revision, HABITS[revision.code].cents)
        for revision in revisions
    ]


def _with_amount(revision: Revision, cents: int) -> Revision:
    return replace(
        revision,
        amount=Const(Kind.MONEY, cents),
        source=f"{ORIGIN} ; le reste : {revision.source}",
        confidence=Confidence.ILLUSTRATIVE,
        illustrative=(*revision.illustrative, SAID),
        cases=(),
    )
