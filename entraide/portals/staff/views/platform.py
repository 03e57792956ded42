"""The state of the platform, for the administrator: what receives files, and what it lacks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.documents.operations import READ_KINDS
from entraide.apps.documents.queries import Equipment, equipment
from entraide.ui.components import number
from entraide.ui.values import Cell, Column, Status, Table, Tone


COLUMNS = (Column("Ce qui reçoit les pièces"), Column("État"), Column("Ce que cela change", prose=True))
ANTIVIRUS = {
    "absent": (
        Status("Aucun", Tone.WARNING),
        "Les pièces sont ouvertes à part et réécrites, mais aucun virus n’est cherché. Pour en brancher un : le réglage ENTRAIDE_CLAMAV.",
    ),
    "silent": (
        Status("Ne répond pas", Tone.DANGER),
        "Aucune pièce n’est acceptée tant qu’il ne répond pas : les personnes sont priées de réessayer. Vérifiez ClamAV.",
    ),
    "ready": (Status("En service", Tone.SUCCESS), "Chaque pièce est examinée avant d’être ouverte."),
}


@for_roles(Role.ADMINISTRATOR)
@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """Say what the installation has to receive files."""
    return render(request, "staff/platform.html", {"table": Table("Réception des pièces", COLUMNS, rows_of(equipment(READ_KINDS)))})


def rows_of(found: Equipment) -> list[tuple]:
    """Say each piece of equipment, its state and what follows."""
    status, effect = ANTIVIRUS[found.antivirus]
    if found.has_reader:
        reader = Status("En service", Tone.SUCCESS), "Les photos et les pièces numérisées sont lues sur ce serveur."
    else:
        reader = (
            Status("Aucune", Tone.WARNING),
            "Seul le texte des PDF est lu. Installez tesseract et son français pour lire les photos.",
        )
    waiting = Status("À jour", Tone.SUCCESS) if not found.unread else Status(f"{number(found.unread)} à lire", Tone.PROGRESS)
    return [
        (Cell("Antivirus", note=found.version), status, effect),
        ("Lecture des images", *reader),
        ("Pièces à lire", waiting, "Le serveur lit les pièces peu à peu. Il propose des valeurs et ne décide de rien."),
    ]
