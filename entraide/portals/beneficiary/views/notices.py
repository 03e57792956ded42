"""« Mon avis d’impôt »: send it, see where it stands, what tier it opens and what it changes."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations.tax_notices import SentNotice, send_notice
from entraide.apps.beneficiaries.queries import TaxLineView
from entraide.apps.beneficiaries.queries.tax_notices import asked_notices, notice_years, notices_of
from entraide.apps.beneficiaries.queries.tax_tiers import TierView, served_by, tier_of
from entraide.apps.beneficiaries.sentences import NOTICE_REASONS, NOTICE_REMEDIES
from entraide.apps.claims.queries.tax_effects import ClaimEffect, effects_of
from entraide.apps.documents.operations import keep, receive
from entraide.apps.parameters.queries import parameter_book
from entraide.core.refusals import Refusal
from entraide.core.rules.deciding.amounts import amount_in_words
from entraide.portals.beneficiary.forms.household import NoticeForm
from entraide.ui import clock
from entraide.ui.refusals import say
from entraide.ui.values import Status, Tone


STATES = {
    "asked": Status("demandé : à vous d’envoyer", Tone.AWAITING),
    "sent": Status("reçu, à vérifier par nous", Tone.PROGRESS),
    "checked": Status("vérifié, document détruit", Tone.SUCCESS),
    "sent_back": Status("à renvoyer", Tone.AWAITING),
    "held": Status("ligne 14 connue", Tone.SUCCESS),
    "declared": Status("ligne 14 déclarée, sans avis", Tone.NEUTRAL),
}
PROOFS = {"notice": "lue sur votre avis", "imported": "reprise de votre ancien dossier", "declared": "déclarée par vous, sans avis"}


@dataclass(frozen=True, slots=True)
class YearView:
    """One year of notice: where it stands, the line that counts and its tier, the claims that it changes."""

    year: int
    status: Status
    detail: str
    line: TaxLineView | None
    proof: str
    tier: TierView | None
    effects: tuple[tuple[ClaimEffect, str], ...]


@dataclass(frozen=True, slots=True)
class AskedView:
    """A notice that awaits the person: what is asked, and why."""

    title: str
    text: str


def asked_views(beneficiary_id: UUID) -> list[AskedView]:
    """Say which notices await the person, in one query."""
    return [_asked(row) for row in asked_notices(beneficiary_id)]


def _asked(row: Any) -> AskedView:
    if row.state == "sent_back":
        text = f"{NOTICE_REASONS[row.reason].capitalize()}. {NOTICE_REMEDIES[row.reason].format(year=row.notice_year)}"
        return AskedView(f"Votre avis d’impôt {row.notice_year} est à renvoyer", text)
    return AskedView(
        f"Votre avis d’impôt {row.notice_year}",
        f"Votre tranche de {served_by(row.notice_year)} en dépend. Sans lui, vous recevez le montant le plus faible.",
    )


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def tax_notice(request: HttpRequest) -> HttpResponse:
    """Show each year's notice, and take a photo or a PDF of one."""
    on, own = clock.today(), request.actor.beneficiary_id
    has_spouse = any(each.kind == "spouse" for each in beneficiaries.household(own, on=on))
    years = notice_years(on)
    options = {"years": years, "has_spouse": has_spouse, "initial": {"notice_year": year_to_send(own, on=on)}}
    form = NoticeForm(request.POST or None, request.FILES or None, **options)
    if request.method == "POST" and form.is_valid() and sent(request, form):
        messages.success(request, "Votre avis est envoyé. Nous le vérifions, puis nous détruisons le document.")
        return redirect("beneficiary:tax_notice")
    context = {"form": form, "years": year_views(request, on=on), "has_spouse": has_spouse}
    return render(request, "beneficiary/tax_notice.html", context, status=422 if form.errors else 200)


def year_to_send(beneficiary_id: UUID, *, on: date) -> int:
    """Choose the year to propose: one that is asked for, else the one that serves now, else this year's."""
    asked = asked_notices(beneficiary_id)
    if asked:
        return asked[-1].notice_year
    known = {year for year, line in beneficiaries.tax_lines(beneficiary_id).items() if line.proof != "declared"}
    return on.year - 1 if on.year - 1 not in known else notice_years(on)[-1]


@transaction.atomic
def sent(request: HttpRequest, form: NoticeForm) -> bool:
    """Inspect and keep the files, and put them before the officers; a refused one leaves its sentence and nothing else."""
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    kept: dict[str, Any] = {}
    for name in ("file", "partner_file"):
        if (upload := form.cleaned_data.get(name)) is None:
            continue
        try:
            kept[name] = receive(sent=upload, kind="tax_notice").file
        except Refusal as refused:
            form.add_error(name, say(refused))
            return False
    keys = {name: keep(file=file, **when) for name, file in kept.items()}
    notice = SentNotice(form.cleaned_data["notice_year"], keys["file"], keys.get("partner_file"))
    send_notice(beneficiary_id=request.actor.beneficiary_id, sent=notice, **when)
    return True


def year_views(request: HttpRequest, *, on: date) -> list[YearView]:
    """Say each year of which something is known or asked, the latest first."""
    own = request.actor.beneficiary_id
    rows = {row.notice_year: row for row in notices_of(own) if not row.is_partners}
    lines = beneficiaries.tax_lines(own)
    years = sorted({*rows, *(year for year in lines if year in notice_years(on))}, reverse=True)
    book = parameter_book()
    return [_year_view(year, rows.get(year), lines.get(year), book, request, on=on) for year in years]


def _year_view(year: int, row: Any, line: TaxLineView | None, book: Any, request: HttpRequest, *, on: date) -> YearView:
    is_checked = line is not None and line.proof != "declared"
    state = row.state if row is not None else "held" if is_checked else "declared"
    status = STATES["held"] if is_checked and state == "asked" else STATES[state]
    detail = ""
    if row is not None and row.state == "sent_back":
        detail = _asked(row).text
    if not is_checked:
        return YearView(year, status, detail, None, "", None, ())
    effects = effects_of(request.actor.beneficiary_id, line=line, actor=request.actor)
    told = tuple((effect, amount_in_words(effect.after) if effect.after else "") for effect in effects)
    return YearView(year, status, detail, line, PROOFS[line.proof], tier_of(line, parameters=book, on=on), told)
