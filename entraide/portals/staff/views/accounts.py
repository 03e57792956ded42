"""Accounts and roles, for the administrator: who may enter, and as what."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts import operations, queries
from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import LABELS, STAFF_ROLES, Role
from entraide.apps.beneficiaries.queries import beneficiary_of_account
from entraide.apps.network.queries import mandates_of
from entraide.core.refusals import Refusal
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.forms import AddressField
from entraide.ui.lists import FilterForm, in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Table


PER_PAGE = 25
SORTS = {"name": "search_name", "email": "email", "since": "created_at"}
COLUMNS = (
    Column("Nom", sort="name"),
    Column("Adresse", sort="email"),
    Column("Rôles de l’équipe"),
    Column("Compte créé le", sort="since"),
)
STAFF_CHOICES = sorted(((str(role), LABELS[role]) for role in STAFF_ROLES), key=lambda choice: choice[1])


class AccountFilter(FilterForm):
    """What the list is searched by."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=100)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *STAFF_CHOICES])


class AccountForm(forms.Form):
    """A new account."""

    name = forms.CharField(
        label="Prénom et nom",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Indiquez le nom."},
    )
    email = AddressField(
        label="Adresse électronique",
        help_text="Un lien y sera envoyé pour choisir un mot de passe.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Aucun pour l’instant"), *STAFF_CHOICES])


def role_names(roles: list[Role]) -> str:
    """Say the roles of the staff that someone holds."""
    return ", ".join(LABELS[role] for role in roles)


@for_roles(Role.ADMINISTRATOR)
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """List the accounts, or download the list."""
    form = AccountFilter(request.GET)
    typed = form.typed()
    found, sort = in_order(request, queries.account_list(text=typed.get("q", ""), role=typed.get("role", ""), on=clock.today()), SORTS)
    if wants_file(request):
        return downloaded(request, "comptes", COLUMNS, rows_of(list(found)))
    page = page_of(request, found, size=PER_PAGE)
    rows = [(Cell(row[0], reverse("staff:account", args=[account.pk])), *row[1:]) for account, row in zip(page, rows_of(page), strict=True)]
    table = Table("Comptes", COLUMNS, rows, sort=sort or "name", empty="Aucun compte ne répond à cette recherche.")
    context = {"page": page, "table": table, "form": form, "active": form.active(reverse("staff:accounts"))}
    return render(request, "staff/accounts.html", context)


def rows_of(accounts: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Write accounts as rows, with the roles of all of them in one query."""
    held = queries.roles_by_account({account.pk for account in accounts}, on=clock.today())
    return [(each.name, each.email, role_names(held[each.pk]), clock.day_of(each.created_at)) for each in accounts]


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Create an account, give it a role, send the link by which its password is chosen."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed, now = form.cleaned_data, {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        try:
            key = operations.create_account(email=typed["email"], name=typed["name"], **now)
            if typed["role"]:
                operations.give_role(account_id=key, role=Role(typed["role"]), **now)
            mail_link(request, key, typed["email"])
        except Refusal as refusal:
            form.add_error("email", say(refusal))
        else:
            messages.success(request, f"Le compte est créé. Un lien est parti à {typed['email']} pour choisir un mot de passe.")
            return redirect("staff:account", key)
    return render(request, "staff/account_new.html", {"form": form})


def mail_link(request: HttpRequest, account_id: UUID, email: str) -> None:
    """Send the link by which a person chooses their password, and note it."""
    operations.note_password_link(account_id=account_id, actor=request.actor, at=clock.now(), on=clock.today())
    form = ResetPasswordForm({"email": email})
    if form.is_valid():
        form.save(request)


def found_account(account_id: UUID) -> Any:
    """Give the account of an address of the site.

    :raises Http404: if there is none.
    """
    found = queries.account(account_id)
    if found is None:
        raise Http404
    return found


@for_roles(Role.ADMINISTRATOR)
@require_safe
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Show one account: what it opens today, what it opened before, what can be done."""
    found, today = found_account(account_id), clock.today()
    roles = queries.role_history(account_id)
    held = {row.role for row in roles if row.since <= today and (row.until is None or row.until > today)}
    context = {
        "found": found,
        "held": [(role, LABELS[role]) for role in sorted(held)],
        "past": [(LABELS[row.role], row.since, row.until - timedelta(days=1)) for row in roles if row.until],
        "choices": [choice for choice in STAFF_CHOICES if choice[0] not in held],
        "mandates": [(LABELS[Role(kind)], name) for kind, _, name in mandates_of(account_id, on=today)],
        "has_file": beneficiary_of_account(account_id) is not None,
        "has_password": found.has_usable_password(),
        "has_second_factor": is_mfa_enabled(found),
        "is_own": account_id == request.actor.account_id,
    }
    return render(request, "staff/account.html", context)


def acted(request: HttpRequest, account_id: UUID, act: Any, said: str, **values: Any) -> HttpResponse:
    """Do one act on an account and come back to it, saying what was done or why not."""
    found_account(account_id)
    tell_act(request, act, said, account_id=account_id, **values)
    return redirect("staff:account", account_id)


def acted_on_role(request: HttpRequest, account_id: UUID, act: Any, said: str) -> HttpResponse:
    """Give or end the role that the form names."""
    posted = request.POST.get("role", "")
    if posted not in STAFF_ROLES:
        messages.error(request, "Choisissez un rôle de l’équipe.")
        return redirect("staff:account", account_id)
    return acted(request, account_id, act, f"{said} : {LABELS[Role(posted)]}.", role=Role(posted))


@for_roles(Role.ADMINISTRATOR)
@require_POST
def give_role(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a role from today on."""
    return acted_on_role(request, account_id, operations.give_role, "Rôle donné")


@for_roles(Role.ADMINISTRATOR)
@require_POST
def end_role(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """End a role today."""
    return acted_on_role(request, account_id, operations.end_role, "Rôle retiré")


@for_roles(Role.ADMINISTRATOR)
@require_POST
def reset_second_factor(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Take a lost second factor away."""
    said = "Le second facteur est retiré. La personne en installe un nouveau à sa prochaine connexion."
    return acted(request, account_id, operations.reset_second_factor, said)


@for_roles(Role.ADMINISTRATOR)
@require_POST
def send_link(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Send the link by which the person chooses their password."""
    found = found_account(account_id)
    mail_link(request, account_id, found.email)
    messages.success(request, f"Un lien est parti à {found.email}. Il sert une fois, pendant 24 heures.")
    return redirect("staff:account", account_id)
