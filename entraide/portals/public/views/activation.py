"""Open an account with a code: the code, what confirms it, then an address and a password; one thing per page."""

from datetime import date
from ipaddress import ip_network
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.refusals import ActivationRefused, AddressTaken, TooManyAttempts
from entraide.apps.beneficiaries.operations.activation import ActivationAnswers, activate_account, confirm_activation
from entraide.portals.public.forms import AddressForm, CodeForm, ConfirmForm
from entraide.ui import clock
from entraide.ui.refusals import say


STATE = "activation"
DONE = "activation_done"
IPV6_NETWORK_BITS = 64


def network_of(request: HttpRequest) -> str:
    """Name the network a request comes from: its address, or the 64 first bits that one household shares."""
    address = get_adapter(request).get_client_ip(request)
    return str(ip_network(f"{address}/{IPV6_NETWORK_BITS}", strict=False)) if ":" in address else address


def answers_of(state: dict[str, Any]) -> ActivationAnswers:
    """Read the answers kept in the session."""
    return ActivationAnswers(state["code"], date.fromisoformat(state["born_on"]), state["private_fact"])


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask the code."""
    if request.user.is_authenticated:
        return redirect("public:home")
    state = request.session.get(STATE, {})
    form = CodeForm(request.POST or None, initial={"code": state.get("code", "")})
    if request.method == "POST" and form.is_valid():
        request.session[STATE] = {"code": form.cleaned_data["code"]}
        request.session.pop(DONE, None)
        return redirect("public:activation_confirm")
    return render(request, "public/activation/code.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("private_fact")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask what confirms the code; only then is the code looked at, and both are refused in the same words."""
    state = request.session.get(STATE)
    if not state:
        return redirect("public:activation_code")
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        answers = ActivationAnswers(state["code"], typed["born_on"], typed["private_fact"])
        try:
            confirm_activation(answers=answers, network=network_of(request), at=clock.now(), on=clock.today())
        except (ActivationRefused, TooManyAttempts) as refusal:
            form.add_error(None, say(refusal))
        else:
            kept = {"code": answers.code, "born_on": answers.born_on.isoformat(), "private_fact": answers.private_fact}
            request.session[STATE] = kept
            return redirect("public:activation_address")
    return render(request, "public/activation/confirm.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Ask the address and the password, and open the account; sent twice, it opens once and says so twice."""
    state = request.session.get(STATE)
    if request.session.get(DONE):
        return redirect("public:activation_done")
    if not state or "born_on" not in state:
        return redirect("public:activation_code")
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and opened(request, form, answers_of(state)):
        request.session.pop(STATE, None)
        request.session[DONE] = form.cleaned_data["email"]
        return redirect("public:activation_done")
    return render(request, "public/activation/address.html", {"form": form})


def opened(request: HttpRequest, form: AddressForm, answers: ActivationAnswers) -> bool:
    """Open the account, or write on the form why not."""
    try:
        activate_account(
            answers=answers,
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            network=network_of(request),
            at=clock.now(),
            on=clock.today(),
        )
    except AddressTaken as refusal:
        form.add_error("email", say(refusal))
    except (ActivationRefused, TooManyAttempts) as refusal:
        form.add_error(None, say(refusal))
    return not form.errors


@login_not_required
@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Say that the account is open and how to enter."""
    email = request.session.get(DONE)
    if not email:
        return redirect("public:activation_code")
    return render(request, "public/activation/done.html", {"email": email})
