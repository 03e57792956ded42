"""Bank statements: read once, each line with what it paid, returned, or left to settle."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.contributions.queries.receipts import counted_for
from entraide.apps.payments import queries
from entraide.apps.payments.operations.statements import import_statement
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.payments import LineFilter, StatementForm
from entraide.portals.staff.presentation import lists
from entraide.portals.staff.presentation import payments as told
from entraide.portals.staff.presentation.statements import (
    LINE_COLUMNS,
    LINE_SORTS,
    STATEMENT_COLUMNS,
    line_row,
    line_written,
    others_told,
    outcome_table,
    statement_row,
    what_to_do,
)
from entraide.ui import clock
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


@for_roles(*ACCOUNTANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest) -> HttpResponse:
    """List the statements that were read, and read another."""
    form = StatementForm(request.POST, request.FILES) if request.method == "POST" else StatementForm()
    findings: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return read(request, form)
        except Refusal as refusal:
            form.add_error("file", say(refusal))
            findings = what_to_do(refusal)
    page = page_of(request, queries.statements())
    counts, names = queries.outcomes_of(row.pk for row in page), names_of({row.imported_by for row in page if row.imported_by})
    rows = [statement_row(row, counts[row.pk], names) for row in page]
    table = Table("Relevés lus, le dernier d’abord", STATEMENT_COLUMNS, rows, empty="Importez le premier relevé que la banque vous donne.")
    context = {"form": form, "findings": findings, "page": page, "table": table, "left_count": queries.left_to_settle().count()}
    return render(request, "staff/statements.html", context, status=422 if form.errors else 200)


def read(request: HttpRequest, form: StatementForm) -> HttpResponse:
    """Read the statement, have each owner follow its lines, and say what was paid and what came back.

    :raises Refusal: if the file is not a statement of ours that can be read; nothing is stored then.
    """
    file, now = form.cleaned_data["file"], {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    done = import_statement(content=file.read(), name=file.name, **now)
    import_string(settings.ENTRAIDE_BANK_OWNERS)(**now)
    counts = queries.outcomes_of([done.statement_id])[done.statement_id]
    followed = told.what_followed(counts, queries.return_reasons(done.statement_id))
    messages.success(request, f"Relevé lu : {followed}{others_told(*queries.others_of(done.statement_id))}")
    return redirect("staff:statement", done.statement_id)


@for_roles(*ACCOUNTANTS)
@require_safe
def statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Show a statement: its balances, what followed, its lines; or download the lines.

    :raises Http404: if there is none.
    """
    found = queries.statement(statement_id)
    if found is None:
        raise Http404
    form = LineFilter(request.GET)
    lines, sort = in_order(request, queries.lines_of(statement_id, outcome=form.typed().get("suite", "")), LINE_SORTS)
    if lists.wants_file(request):
        held = list(lines)
        counted = counted_for(line.pk for line in held)
        written = (line_written(line, counted.get(line.pk, ())) for line in held)
        return lists.downloaded(request, f"releve-{found.identification}", LINE_COLUMNS, written)
    page, counts = page_of(request, lines), queries.outcomes_of([statement_id])[statement_id]
    count, amount = queries.adds_up(lines)
    url = reverse("staff:statement", args=[statement_id])
    totals = (f"Total de la liste ({count})", "", "", "", amount)
    counted = counted_for(line.pk for line in page)
    rows = [line_row(line, counted.get(line.pk, ())) for line in page]
    context = {
        "statement": found,
        "imported_by": told.reader_of(found, names_of({found.imported_by} - {None})),
        "followed": told.what_followed(counts, queries.return_reasons(statement_id)) + others_told(*queries.others_of(statement_id)),
        "outcomes": outcome_table(counts, url, found),
        "page": page,
        "table": Table("Lignes du relevé", LINE_COLUMNS, rows, totals=totals, sort=sort),
        "form": form,
        "active": form.active(url),
    }
    return render(request, "staff/statement.html", context)


@for_roles(*ACCOUNTANTS)
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """List every line that speaks of a transfer of ours and moved none."""
    lines, sort = in_order(request, queries.left_to_settle(), LINE_SORTS)
    if lists.wants_file(request):
        return lists.downloaded(request, "lignes-a-regler", LINE_COLUMNS, (line_written(line) for line in lines))
    page = page_of(request, lines)
    count, amount = queries.adds_up(lines)
    table = Table(
        "Lignes à régler",
        LINE_COLUMNS,
        [line_row(line) for line in page],
        totals=(f"Total de la liste ({count})", "", "", "", amount),
        sort=sort,
        empty="Toutes les lignes des relevés ont trouvé leur virement.",
    )
    return render(request, "staff/statements_left.html", {"page": page, "table": table})
