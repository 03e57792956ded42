"""How the work of branches and officers is said."""

from typing import Any

from django.urls import reverse

from entraide.apps.claims.queries.workload import Load
from entraide.apps.desk.queries.people import Officer, Share
from entraide.ui.components import date_fr
from entraide.ui.values import Cell, Column, Status, Tone


FIGURES = (
    Column("Ouvertes", numeric=True),
    Column("En instruction", numeric=True),
    Column("En retard", numeric=True),
    Column("Décidées en 7 jours", numeric=True),
    Column("Délai médian", numeric=True),
)
BRANCH_COLUMNS = (Column("Antenne"), Column("À prendre", numeric=True), *FIGURES)
OFFICER_COLUMNS = (Column("Gestionnaire"), Column("Présence"), *FIGURES, Column("Relues", numeric=True))
SHARE_COLUMNS = (
    Column("Gestionnaire"),
    Column("En instruction aujourd’hui", numeric=True),
    Column("Recevrait", numeric=True),
    Column("Aurait ensuite", numeric=True),
)


def figures_of(load: Load) -> tuple[Any, ...]:
    """Write what is open, taken, late, decided, and in how many days half of it was."""
    return (load.open, load.taken, load.late, load.decided, None if load.median is None else f"{load.median} j")


def branch_row(name: str, load: Load) -> tuple[Any, ...]:
    """Write the line of a branch, which leads to its queue."""
    who = Cell(name, f"{reverse('staff:claims')}?antenne={name}") if name else "Sans antenne"
    return (who, load.waiting, *figures_of(load))


def officer_row(officer: Officer, looks: tuple[int, int]) -> tuple[Any, ...]:
    """Write the line of an officer: their branches, whether they are here, what second looks found of their decisions."""
    who = Cell(officer.name, reverse("staff:officer", args=[officer.account_id]), note=", ".join(officer.branches) or "toutes les antennes")
    looked, wrong = looks
    return (who, presence(officer), *figures_of(officer.load), Cell(looked, note=f"dont {wrong} à revoir" if wrong else ""))


def presence(officer: Officer) -> Any:
    """Say whether an officer is here, else until when they are away."""
    if officer.away_until is None:
        return Status("présent", Tone.SUCCESS)
    return Cell("", status=Status("absent", Tone.NEUTRAL, "pause"), note=f"de retour le {date_fr(officer.away_until)}")


def share_row(share: Share) -> tuple[Any, ...]:
    """Write what an officer would be handed."""
    held, more = share.officer.load.taken, len(share.claim_ids)
    return (share.officer.name, held, more, held + more)
