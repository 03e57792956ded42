"""What is written to a debtor that does not pay, and to the prefect: the letter as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from entraide.core.contributions.call_document import Party
from entraide.core.contributions.reminders import ReminderStep
from entraide.core.money import Money


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: from whom, the lines of whom to, the day, what it is about, its paragraphs."""

    sender: Party
    to: tuple[str, ...]
    on: date
    subject: str
    facts: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A call that is not paid: its number and days, its amount and what is still owed, whose it is, in which department, what was done."""

    number: str
    issued_on: date
    due_on: date
    amount: Money
    owed: Money
    debtor: Party
    department: str
    steps: Mapping[ReminderStep, date]


def formal_notice(unpaid: Unpaid, *, sender: Party, on: date, days: int, is_public: bool) -> Letter:
    """Write a formal notice to pay within some days; a public body is told what the law has the prefect do."""
    address = unpaid.debtor.address
    to = (unpaid.debtor.name, address.street, f"{address.postcode} {address.city}".strip(), f"SIRET {unpaid.debtor.siret}")
    after = (
        "À défaut, nous demanderons au représentant de l’État le mandatement d’office de cette dépense, sur le fondement de l’article "
        "L. 1612-16 du code général des collectivités territoriales."
        if is_public
        else "À défaut, nous serons contraints d’en poursuivre le recouvrement par toute voie de droit."
    )
    return Letter(
        sender,
        tuple(line for line in to if line),
        on,
        "Mise en demeure de payer",
        _facts(unpaid),
        (
            "Madame, Monsieur,",
            f"{_asked(unpaid)} {_reminded(unpaid)}À ce jour, il reste dû {unpaid.owed}.",
            f"Nous vous mettons en demeure de régler cette somme dans un délai de {days} jours à compter de la réception de cette lettre, "
            f"en rappelant la référence {unpaid.number}.",
            after,
            "Les droits de vos agents ne sont pas interrompus. Si vous contestez une ligne ou si un échéancier vous aiderait, écrivez.",
        ),
    )


def mandate_request(unpaid: Unpaid, *, sender: Party, on: date) -> Letter:
    """Write to the prefect of the department, to have an obligatory expense paid by its own act."""
    debtor = unpaid.debtor
    noticed = unpaid.steps.get(ReminderStep.FORMAL_NOTICE)
    warned = f"Notre mise en demeure du {_day(noticed)} est restée sans effet." if noticed else ""
    return Letter(
        sender,
        ("Madame ou Monsieur le représentant de l’État", f"Département {unpaid.department}" if unpaid.department else ""),
        on,
        "Demande de mandatement d’office",
        (("Organisme débiteur", f"{debtor.name}, SIRET {debtor.siret}"), *_facts(unpaid)),
        (
            "Madame, Monsieur le Préfet,",
            f"{debtor.name} nous doit {unpaid.owed} au titre de l’action sociale de ses agents, dépense obligatoire au sens des articles "
            "L. 2321-2, L. 3321-1 et L. 4321-1 du code général des collectivités territoriales.",
            f"L’appel de cotisation {unpaid.number} du {_day(unpaid.issued_on)}, de {unpaid.amount}, était à régler le "
            f"{_day(unpaid.due_on)}. {_reminded(unpaid)}{warned}",
            "Nous vous demandons de bien vouloir mettre l’organisme en demeure, puis de procéder d’office au mandatement de cette dépense, "
            "en application de l’article L. 1612-16 du même code.",
            "Vous trouverez ci-joint l’appel de cotisation et la mise en demeure.",
        ),
    )


def _asked(unpaid: Unpaid) -> str:
    day, due = _day(unpaid.issued_on), _day(unpaid.due_on)
    return f"Par l’appel de cotisation {unpaid.number} du {day}, nous vous avons demandé {unpaid.amount}, à régler le {due} au plus tard."


def _reminded(unpaid: Unpaid) -> str:
    on = unpaid.steps.get(ReminderStep.REMINDER)
    return f"Notre relance date du {_day(on)}. " if on else ""


def _facts(unpaid: Unpaid) -> tuple[tuple[str, str], ...]:
    return (("Document", unpaid.number), ("Échéance", _day(unpaid.due_on)), ("Montant", str(unpaid.amount)), ("Reste dû", str(unpaid.owed)))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
