"""The journal: the balance of each account on a day, whether it agrees with payments, and the entries behind each figure."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.ledger import queries as ledger
from entraide.apps.payments import queries
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.ledger import AccountCode
from entraide.portals.staff.forms.payments import DayForm, EntryFilter
from entraide.portals.staff.presentation import lists
from entraide.portals.staff.presentation.journal import ACCOUNT_COLUMNS, account_line, account_row, agreement_table, sides, trial_table
from entraide.portals.staff.presentation.payments import account_name
from entraide.ui import clock
from entraide.ui.lists import page_of
from entraide.ui.values import Table


@for_roles(*ACCOUNTANTS)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Show the balance of every account on a day, and whether the journal agrees with payments."""
    form = DayForm(request.GET or None)
    day = (form.is_valid() and form.cleaned_data["au"]) or clock.today()
    agreements, states_agree, lines_agree = queries.agreements(as_of=day), queries.states_agree(), queries.lines_agree()
    context = {
        "form": form if form.is_bound else DayForm(initial={"au": day}),
        "day": day,
        "holds": states_agree and lines_agree and all(each.holds for each in agreements),
        "states_agree": states_agree,
        "lines_agree": lines_agree,
        "agreements": agreement_table(agreements),
        "trial": trial_table(ledger.trial_balance(as_of=day), day.isoformat()),
    }
    return render(request, "staff/journal.html", context)


def wanted(code: str, form: EntryFilter) -> QuerySet[Any]:
    """Give the entries of an account that the filters keep; the last day is one of them."""
    typed = form.typed()
    return ledger.entries(account=code, kind=typed.get("nature", ""), since=typed.get("du"), last=typed.get("au"))


@for_roles(*ACCOUNTANTS)
@require_safe
def account_entries(request: HttpRequest, code: str) -> HttpResponse:
    """List the entries of an account, or download them.

    :raises Http404: if the chart has no such account.
    """
    if code not in set(AccountCode):
        raise Http404
    form = EntryFilter(request.GET)
    found = wanted(code, form)
    moved = ledger.movements(found, code)
    asked = request.GET.get("tri", "")
    found = found.order_by({"date": "on", "-date": "-on"}.get(asked, "-sequence"), "-sequence")
    if lists.wants_file(request):
        return lists.downloaded(request, f"compte-{code}", ACCOUNT_COLUMNS, (account_line(row, code) for row in found))
    page = page_of(request, found)
    table = Table(
        "Écritures",
        ACCOUNT_COLUMNS,
        [account_row(row, code) for row in page],
        totals=(f"Total de la liste ({page.paginator.count})", "", "", "", moved.debited, moved.credited),
        sort=asked,
        empty="Aucune écriture ne répond à cette recherche.",
    )
    url = reverse("staff:account_entries", args=[code])
    debit, credit = sides(moved.balance)
    context = {"name": account_name(code), "page": page, "table": table, "form": form, "active": form.active(url)}
    return render(request, "staff/journal_account.html", context | {"debit": debit, "credit": credit})
