"""A grown child sends a certificate with a one-time code: without an account, without seeing anything of the file."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.refusals import TooManyAttempts
from entraide.apps.beneficiaries.operations.certificates import SentCertificate, check_certificate_code
from entraide.apps.beneficiaries.refusals import CertificateRefused
from entraide.apps.claims.operations.certificates import receive_certificate
from entraide.apps.documents.operations import receive
from entraide.core.refusals import Refusal
from entraide.portals.public.forms import CertificateForm
from entraide.portals.public.views.activation import network_of
from entraide.ui import clock
from entraide.ui.refusals import say


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest) -> HttpResponse:
    """Ask the code, the birth, the name and the file, and take the file."""
    form = CertificateForm(request.POST or None, request.FILES or None, initial={"code": request.GET.get("code", "")[:40]})
    if request.method == "POST" and form.is_valid() and taken(request, form):
        return redirect("public:certificate_sent")
    return render(request, "public/certificate.html", {"form": form})


def taken(request: HttpRequest, form: CertificateForm) -> bool:
    """Check the code, then inspect and keep the file, or write on the form why not: nobody has a file read without a code."""
    typed, file = form.cleaned_data, form.cleaned_data["file"]
    sent = SentCertificate(typed["code"], typed["born_on"], typed["sender"])
    try:
        check_certificate_code(sent=sent, network=network_of(request), at=clock.now(), on=clock.today())
        receive_certificate(sent=sent, file=receive(sent=file, kind="supporting").file, at=clock.now(), on=clock.today())
    except (CertificateRefused, TooManyAttempts) as refusal:
        form.add_error(None, say(refusal))
    except Refusal as refusal:
        form.add_error("file", say(refusal))
    return not form.errors


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that the certificate was received."""
    return render(request, "public/certificate_sent.html")
