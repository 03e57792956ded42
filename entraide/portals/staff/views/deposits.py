"""The way of documents to the accounts of their debtors: how many are where, and what a file of statuses says."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entraide.apps.accounts.policies import for_roles
from entraide.apps.contributions.operations.deposits import record_statuses
from entraide.apps.contributions.queries.deposits import counts_by_status, to_deposit, unprinted_count
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.contributions.deposits import STOPPED, read_statuses
from entraide.portals.staff.forms.call_documents import StatusFileForm
from entraide.ui import clock
from entraide.ui.components.texts import accord
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


# A file that is wrong throughout is told by its first lines.
FAULTS = 50
NOTHING_READ = "Aucun statut n’a été lu dans ce fichier : vérifiez qu’il s’agit du fichier des statuts, avec ses titres de colonnes."


@for_roles(*ACCOUNTANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def deposits(request: HttpRequest) -> HttpResponse:
    """Count documents by where they are, and read a file of statuses."""
    form = StatusFileForm(request.POST, request.FILES) if request.method == "POST" else StatusFileForm()
    done, faults = "", []
    if request.method == "POST" and form.is_valid():
        done, faults = read(request, form)
    url = reverse("staff:call_documents")
    rows = [
        (
            Cell("", status=Status(status.label, Tone.WARNING if status in STOPPED else Tone.PROGRESS)),
            Cell(str(count), f"{url}?depot={status}"),
        )
        for status, count in counts_by_status().items()
    ]
    context = {
        "form": form,
        "done": done,
        "faults": faults[:FAULTS],
        "more": max(0, len(faults) - FAULTS),
        "to_deposit": to_deposit().count(),
        "unprinted": unprinted_count(),
        "table": Table("Où en sont les documents", (Column("Statut"), Column("Documents", numeric=True)), rows, empty="Aucun n’est parti."),
    }
    return render(request, "staff/deposits.html", context, status=422 if form.errors else 200)


def read(request: HttpRequest, form: StatusFileForm) -> tuple[str, list[str]]:
    """Read a file of statuses; say what was kept, and each fault."""
    file = form.cleaned_data["file"]
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        form.add_error("file", "Ce fichier ne se lit pas : enregistrez-le en CSV, encodage UTF-8.")
        return "", []
    lines, findings = read_statuses(text)
    act: dict[str, Any] = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    done = record_statuses(lines=lines, file_name=file.name, **act)
    if not done.count and not done.known:
        form.add_error("file", NOTHING_READ)
        return "", [say(finding) for finding in (*findings, *done.findings)]
    said = f"{accord(done.count, 'statut retenu,statuts retenus')}, {accord(done.known, 'déjà connu,déjà connus')}."
    return said, [say(finding) for finding in (*findings, *done.findings)]
