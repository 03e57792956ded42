"""The September campaign, and the lines 14 that were read for a person."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations import tax_campaigns as acts
from entraide.apps.beneficiaries.operations.files import CheckedTaxLine, record_tax_line
from entraide.apps.beneficiaries.queries import tax_campaigns as campaigns
from entraide.apps.beneficiaries.queries.tax_notices import notice_years, tax_line_history
from entraide.apps.claims.queries.tax_effects import claims_awaiting_line, concerns_of
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.notices import CampaignForm, LineForm
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.portals.staff.presentation.notices import effect_view, history_view
from entraide.portals.staff.views.notices import typed_line
from entraide.ui import clock
from entraide.ui.components import accord
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


SORTS = {"year": "notice_year", "opened": "opened_on", "asked": "asked_count", "answered": "answered_count", "settled": "settled_count"}
COLUMNS = (
    Column("Année des avis", sort="year"),
    Column("Ouverte le", sort="opened"),
    Column("Demandés", sort="asked", numeric=True),
    Column("Reçus", sort="answered", numeric=True),
    Column("Vérifiés", sort="settled", numeric=True),
)
HISTORY_COLUMNS = (
    Column("Avis"),
    Column("Ligne 14", numeric=True),
    Column("Conjoint", numeric=True),
    Column("Tranche"),
    Column("Comment"),
    Column("Par"),
    Column("Le"),
    Column("État"),
)


@for_roles(Role.CLAIMS_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: HttpRequest) -> HttpResponse:
    """Show how far the campaign is, and open one."""
    on = clock.today()
    rows, sort = in_order(request, campaigns.campaigns(), SORTS)
    if wants_file(request):
        return downloaded(request, "campagnes-avis", COLUMNS, [row_of(row) for row in rows])
    form = CampaignForm(request.POST or None, years=notice_years(on)[1:])
    if request.method == "POST" and form.is_valid() and opened(request, form):
        return redirect("staff:tax_campaign")
    page = page_of(request, rows)
    table = Table("Campagnes", COLUMNS, [row_of(row) for row in page], sort=sort, empty="Aucune campagne n’a encore été ouverte.")
    context = {"form": form, "page": page, "table": table, "here": reverse("staff:tax_campaign"), **state_of_campaign(on)}
    return render(request, "staff/tax_campaign.html", context, status=422 if form.errors else 200)


def row_of(row: Any) -> tuple[Any, ...]:
    """Write one campaign."""
    return (str(row.notice_year), row.opened_on, row.asked_count, row.answered_count, row.settled_count)


def opened(request: HttpRequest, form: CampaignForm) -> bool:
    """Open the campaign of the form; a refusal leaves its sentence there."""
    year, on = form.cleaned_data["notice_year"], clock.today()
    try:
        acts.open_tax_campaign(notice_year=year, concerns=concerns_of(year), actor=request.actor, at=clock.now(), on=on)
    except Refusal as refused:
        form.add_error(None, say(refused))
        return False
    messages.success(request, f"La campagne des avis {year} est ouverte. Chaque personne concernée reçoit un message.")
    return True


def state_of_campaign(on: Any) -> dict[str, Any]:
    """Read how far the last campaign is, and whom each year that may be opened would concern."""
    last = campaigns.last_campaign()
    preview = [(year, *_would_ask(year, on)) for year in reversed(notice_years(on)[1:])]
    if last is None:
        return {"campaign": None, "preview": preview}
    progress = campaigns.progress_of(last)
    to_remind = campaigns.to_remind(last, on=on).count()
    return {
        "campaign": last,
        "progress": progress,
        "waiting": claims_awaiting_line(last.notice_year),
        "left": campaigns.not_yet_asked(last, concerns_of(last.notice_year), on=on).count(),
        "to_remind": to_remind,
        "remind_label": f"Relancer {to_remind} personne{'s' if to_remind > 1 else ''}",
        "reminded": f"{progress.reminded} déjà relancée{'s' if progress.reminded > 1 else ''}" if progress.reminded else "",
        "queue_url": reverse("staff:notices"),
        "preview": preview,
    }


def _would_ask(year: int, on: Any) -> tuple[int, int]:
    held = campaigns.campaign_of(year)
    concerns = concerns_of(year)
    if held is not None:
        return campaigns.not_asked_at_all(held, concerns, on=on).count(), claims_awaiting_line(year)
    return campaigns.persons_concerned(concerns, notice_year=year, on=on).count(), claims_awaiting_line(year)


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Ask again those who have sent nothing."""
    last = campaigns.last_campaign()
    if last is None:
        messages.error(request, "Aucune campagne n’est ouverte : il n’y a personne à relancer.")
        return redirect("staff:tax_campaign")
    count = acts.remind_tax_campaign(campaign_id=last.pk, actor=request.actor, at=clock.now(), on=clock.today())
    messages.success(request, f"Relance envoyée à {accord(count, 'personne')}." if count else "Personne n’était à relancer.")
    return redirect("staff:tax_campaign")


@for_roles(Role.CLAIMS_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def person_tax(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Show every line 14 that was read for a person, what it changes, and correct a reading after having seen its effect."""
    on = clock.today()
    found = beneficiaries.people([beneficiary_id], on=on).get(beneficiary_id)
    if found is None:
        raise Http404
    lines = tax_line_history(beneficiary_id)
    form = LineForm(request.POST or None, years=notice_years(on), initial=initial_of(lines, on=on))
    if form.is_valid():
        line = typed_line(form.cleaned_data, on=on)
        if request.POST.get("act") == "correct" and corrected(request, beneficiary_id, form):
            return redirect("staff:person_tax", beneficiary_id)
    else:
        line = None if form.is_bound else current_line(beneficiary_id)
    context = {
        "person": found,
        "history": lines,
        "table": history_table(lines, on=on),
        "form": form,
        "effect": effect_view(beneficiary_id, line, actor=request.actor, on=on) if line else None,
    }
    return render(request, "staff/person_tax.html", context, status=422 if form.errors else 200)


def initial_of(lines: list[Any], *, on: Any) -> dict[str, Any]:
    """Prefill the form with the last line read."""
    last = next((line for line in lines if line.is_current), None)
    if last is None:
        return {"notice_year": on.year - 1}
    return {"notice_year": last.notice_year, "line_14": last.line_14, "partner_line_14": last.partner_line_14}


def current_line(beneficiary_id: UUID) -> Any:
    """Give the latest line that counts, or nothing."""
    held = beneficiaries.tax_lines(beneficiary_id)
    return held[max(held)] if held else None


def corrected(request: HttpRequest, beneficiary_id: UUID, form: forms.Form) -> bool:
    """Write another reading over the one that counts; a refusal leaves its sentence in the form."""
    typed = form.cleaned_data
    line = CheckedTaxLine(typed["notice_year"], typed["line_14"], "notice", typed["partner_line_14"])
    try:
        record_tax_line(beneficiary_id=beneficiary_id, line=line, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        form.add_error(None, say(refused))
        return False
    messages.success(request, "La correction est enregistrée. L’ancienne lecture reste dans l’historique.")
    return True


def history_table(lines: list[Any], *, on: Any) -> Table:
    """Draw every line that was read, the latest first."""
    rows = [
        (
            Cell(str(each.line.notice_year)),
            each.line.line_14,
            each.line.partner_line_14,
            each.tier,
            each.proof,
            each.officer,
            each.line.checked_on,
            Status("en vigueur", Tone.SUCCESS) if each.line.is_current else Status("remplacée", Tone.NEUTRAL),
        )
        for each in history_view(lines, on=on)
    ]
    return Table("Lignes 14 lues", HISTORY_COLUMNS, rows, empty="Aucune ligne 14.")
