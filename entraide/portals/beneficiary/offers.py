"""How the catalogue is laid out for a household: what can be claimed first, then the rest by theme, each with how it is obtained."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.urls import reverse

from entraide.apps.catalogue.queries import Published
from entraide.apps.claims.queries.assessments import Entitlement, Rights, is_claimable
from entraide.core.names import normalise
from entraide.core.rules import Deadline, DeadlineStart, PaidBy, Revision
from entraide.core.rules.deciding.amounts import amount_in_words
from entraide.core.rules.language.deadlines import claimable_days
from entraide.ui.components import date_fr
from entraide.ui.lists import FilterForm


EXPENSES = frozenset({"expense"})
EVENTS = {
    "stay_ended_on": "un accueil ou un séjour terminé",
    "term_started_on": "une rentrée",
    "plan_opened_on": "un plan ouvert",
    "theory_passed_on": "un code obtenu",
}
# How a benefit that is not claimed here is obtained: in two words for a list, then in a sentence for its page.
OBTAINED = {
    PaidBy.TRANSFER: ("montant à confirmer", "Son montant est à confirmer : l’association vous renseigne et reçoit votre demande."),
    PaidBy.CHEQUE: ("par lettre-chèque", "Elle est payée par lettre-chèque : la demande se fait auprès de l’association."),
    PaidBy.VOUCHER: ("chèques ou coupons", "Elle est remise en chèques ou en coupons, à commander auprès de l’association."),
    PaidBy.SUPPLIER_ORDER: ("sur commande", "Elle se commande auprès de l’association, qui règle le fournisseur."),
    PaidBy.LOAN: ("prêt à rembourser", "C’est un prêt, à rembourser. La demande se fait auprès de l’association."),
    PaidBy.SERVICE: ("service, rien n’est versé", "C’est un service, ou le tarif d’un partenaire : rien n’est versé."),
}
IN_CONFIDENCE = (
    "en toute confidentialité",
    "Elle se demande au service social de l’association, en toute confidentialité. Votre collectivité n’en sait rien.",
)
OPENER = "vous"
# Up to this length a word keeps its last s: « ans », « bus ».
SHORT_WORD = 3


def obtained(revision: Revision) -> tuple[str, str]:
    """Say how a benefit that is not claimed here is obtained: in two words, and in a sentence."""
    return IN_CONFIDENCE if revision.confidential else OBTAINED[revision.paid_by]


def is_open(entitlement: Entitlement) -> bool:
    """Tell whether a right may be claimed now: paid by transfer, of a known amount, and nothing refuses it yet."""
    return is_claimable(entitlement.published.revision) and not entitlement.reasons


def is_sure(entitlement: Entitlement) -> bool:
    """Tell whether every condition holds whatever is still to be asked about the event and the expense."""
    told = {entitlement.published.revision.event_fact, *EXPENSES}
    conditions = [step for step in entitlement.outcome.trace.children if step.word == "condition" and not step.is_settled]
    return all(set(step.missing) <= told for step in conditions)


def still_to_know(entitlement: Entitlement) -> str:
    """Name the first fact on which a right that is not sure depends."""
    specs = entitlement.published.revision.specs
    return next((specs[name].label for name in entitlement.outcome.missing if name not in EXPENSES), "")


def when_in_words(revision: Revision, *, on: date) -> str:
    """Say which events may still be claimed for today."""
    if revision.deadline is None:
        return ""
    first, _ = claimable_days(revision, on, (None, None))
    event = EVENTS.get(revision.event_fact, "un événement")
    return f"Pour {event} depuis le {date_fr(first)}. {delay_in_words(revision.deadline)}"


def delay_in_words(deadline: Deadline) -> str:
    """Say within which time to claim."""
    if deadline.after is DeadlineStart.EVENT:
        return f"À demander dans les {deadline.months} mois qui suivent."
    if not deadline.months:
        return "À demander avant la fin de l’année."
    return f"À demander dans les {deadline.months} mois après la fin de l’année."


@dataclass(frozen=True, slots=True)
class Offer:
    """A benefit on « Mes droits »: what it may come to for each person of the household, and for whom it is not open.

    A line is a given name (nothing for the opener), an amount, and the fact on which it depends where it is not sure; `to_know` is that
    fact where no line is sure.
    """

    code: str
    name: str
    theme: str
    when: str
    lines: tuple[tuple[str, str, str], ...]
    to_know: str = ""
    not_for: str = ""

    @property
    def url(self) -> str:
        """The way to its page."""
        return benefit_url(self.code)


class Named(NamedTuple):
    """A benefit named on a shelf, with a word beside its name."""

    code: str
    name: str
    note: str = ""

    @property
    def url(self) -> str:
        """The way to its page."""
        return benefit_url(self.code)


def offers_of(lines: Iterable[Entitlement], *, on: date) -> list[Offer]:
    """Put the open lines of one benefit together, in the order of themes then of names; nothing of what is closed to all."""
    return [_offer(group, on=on) for group in grouped(lines) if any(map(is_open, group))]


def grouped(lines: Iterable[Entitlement]) -> list[list[Entitlement]]:
    """Put the lines of each benefit together, in the order of themes then of names."""
    ordered = sorted(lines, key=lambda line: place_of(line.published.revision))
    return [list(group) for _, group in groupby(ordered, key=lambda line: line.published.revision.code)]


def place_of(revision: Revision) -> tuple[str, str, str]:
    """Give what benefits are ordered by: the theme, then the name."""
    return folded(revision.theme), folded(revision.name), revision.code


# The words of the catalogue and its addresses are the same for everybody: a process writes each once.
folded = cache(normalise)


@cache
def benefit_url(code: str) -> str:
    """Give the way to a benefit's page."""
    return reverse("beneficiary:benefit", args=[code])


def _offer(group: Sequence[Entitlement], *, on: date) -> Offer:
    revision, opened = group[0].published.revision, [line for line in group if is_open(line)]
    said = tuple((_name(line), amount_in_words(line.outcome), "" if is_sure(line) else still_to_know(line)) for line in opened)
    closed = [line.subject.given_name for line in group if line.subject and not is_open(line)]
    to_know = said[0][2] if all(depends for _, _, depends in said) else ""
    return Offer(revision.code, revision.name, revision.theme, when_in_words(revision, on=on), said, to_know, _listed(closed))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}" if names else ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A benefit that nobody of the household may have now: why, person by person."""

    code: str
    name: str
    reasons: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """The way to its page."""
        return benefit_url(self.code)


@dataclass(frozen=True, slots=True)
class Shelves:
    """« Mes droits »: to claim, perhaps, open to the other parent, the rest by theme, and what is not for this household."""

    sure: tuple[Offer, ...]
    perhaps: tuple[Offer, ...]
    other_parent: tuple[Named, ...]
    themes: tuple[tuple[str, tuple[Named, ...]], ...]
    closed: tuple[Closed, ...]
    for_nobody: tuple[Named, ...]

    @property
    def count(self) -> int:
        """How many benefits are shown, those for nobody left out."""
        others = sum(len(rows) for _, rows in self.themes)
        return len(self.sure) + len(self.perhaps) + len(self.other_parent) + others + len(self.closed)

    @property
    def others_count(self) -> int:
        """How many benefits are obtained otherwise than on this site."""
        return sum(len(rows) for _, rows in self.themes)


def shelves_of(rights: Rights, *, on: date) -> Shelves:
    """Lay the catalogue out: each benefit stands on one shelf."""
    offers, elsewhere, others, closed = [], [], list(rights.confidential), []
    for group in grouped(rights.lines):
        revision = group[0].published.revision
        if any(map(is_open, group)):
            offers.append(_offer(group, on=on))
        elif any(line.is_opened_by_other_parent for line in group):
            elsewhere.append(group)
        elif any(not line.reasons for line in group):
            others.append(group[0].published)
        else:
            closed.append(Closed(revision.code, revision.name, tuple(_reason(line) for line in group)))
    return Shelves(
        tuple(offer for offer in offers if not offer.to_know),
        tuple(offer for offer in offers if offer.to_know),
        tuple(_elsewhere(group) for group in elsewhere),
        tuple(_by_theme(others)),
        tuple(closed),
        tuple(
            Named(held.revision.code, held.revision.name) for held in sorted(rights.for_nobody, key=lambda held: place_of(held.revision))
        ),
    )


def _reason(line: Entitlement) -> tuple[str, str]:
    """Give the first reason that does not depend on which parent opens the right."""
    reasons = sorted(line.reasons, key=lambda reason: reason.code == "opener")
    return _name(line), reasons[0].sentence


def _name(line: Entitlement) -> str:
    return line.subject.given_name if line.subject else ""


def _elsewhere(group: Sequence[Entitlement]) -> Named:
    names = [line.subject.given_name for line in group if line.subject and line.is_opened_by_other_parent]
    revision = group[0].published.revision
    return Named(revision.code, revision.name, _listed(names))


def _by_theme(others: Iterable[Published]) -> Iterable[tuple[str, tuple[Named, ...]]]:
    ordered = sorted((held.revision for held in others), key=place_of)
    for theme, group in groupby(ordered, key=lambda revision: revision.theme):
        rows = tuple(Named(revision.code, revision.name, obtained(revision)[0]) for revision in group)
        yield f"{theme} ({len(rows)})", rows


class RightsFilter(FilterForm):
    """What « Mes droits » is searched by: a word, a theme, a person of the household."""

    q = forms.CharField(label="Mot", required=False, max_length=100)
    theme = forms.ChoiceField(label="Thème", required=False)
    pour = forms.ChoiceField(label="Pour qui", required=False)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        revisions = sorted({held.revision.theme for held in _all(rights)}, key=folded)
        self.fields["theme"].choices = [("", "Tous"), *((theme, theme) for theme in revisions)]
        people = [(str(each.id), each.given_name) for each in rights.household]
        self.fields["pour"].choices = [("", "Tout le foyer"), (OPENER, "Vous"), *people]

    def kept(self, rights: Rights) -> Rights:
        """Keep what the filters ask for; a fault filters nothing."""
        typed = self.typed()
        if not typed:
            return rights
        wanted = _wanted(typed)
        pour = typed.get("pour", "")
        lines = [line for line in rights.lines if wanted(line.published) and pour in ("", str(line.subject.id) if line.subject else OPENER)]
        others = [held for held in rights.confidential if wanted(held) and pour in ("", OPENER)]
        return Rights(rights.household, tuple(lines), tuple(others), () if pour else tuple(filter(wanted, rights.for_nobody)))


def _all(rights: Rights) -> list[Published]:
    return [*(line.published for line in rights.lines), *rights.confidential, *rights.for_nobody]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > SHORT_WORD and word.endswith("s") else word


def _wanted(typed: dict[str, Any]) -> Callable[[Published], bool]:
    words = [_singular(word) for word in normalise(typed.get("q", "")).split()]

    def is_wanted(held: Published) -> bool:
        text = folded(f"{held.revision.name} {held.revision.summary} {held.revision.theme}")
        return typed.get("theme", held.revision.theme) == held.revision.theme and all(word in text for word in words)

    return is_wanted
