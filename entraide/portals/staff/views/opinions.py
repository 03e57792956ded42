"""What an expert is asked: the list, one question with its pages, the answer."""

from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.desk.operations.opinions import give_opinion
from entraide.apps.desk.queries.opinions import asked_of, opinion_of, shown_paper, shown_papers
from entraide.apps.desk.refusals import OpinionIsOver
from entraide.apps.documents.queries import documents, pages_of
from entraide.core.refusals import Refusal
from entraide.integrations.uploads.pages import PagesUnreadable
from entraide.portals.staff.forms.claim_file import AdviceForm
from entraide.portals.staff.views.documents import in_page
from entraide.ui import clock
from entraide.ui.files import IMAGES
from entraide.ui.forms import typed_words
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


COLUMNS = (Column("Question"), Column("Prestation"), Column("Avant le"), Column("Avis"))
AWAITED, OVER = Status("attendu", Tone.AWAITING), Status("n’est plus attendu", Tone.NEUTRAL)


@for_roles(Role.EXPERT)
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """List the opinions asked of the expert, what waits first."""
    rows = [
        (
            Cell(each.question, reverse("staff:opinion", args=[each.pk])),
            each.benefit_name,
            each.due_on,
            Cell("", status=Status(each.get_advice_display(), Tone.SUCCESS) if each.advice else AWAITED if each.is_awaited else OVER),
        )
        for each in asked_of(request.actor)
    ]
    table = Table("Avis demandés", COLUMNS, rows, empty="Aucun avis ne vous est demandé.")
    return render(request, "staff/opinions.html", {"table": table})


@for_roles(Role.EXPERT)
@csp_update({"frame-src": [SELF]})
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """Show one question with the pages that it needs, and take the answer."""
    found = opinion_of(opinion_id, request.actor, or_called_off=request.method == "POST")
    if found is None:
        raise Http404
    form, status = AdviceForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            give_opinion(opinion_id=opinion_id, actor=request.actor, at=clock.now(), on=clock.today(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, say(refusal))
            found, status = opinion_of(opinion_id, request.actor, or_called_off=True) or found, 409
        else:
            messages.success(request, "Votre avis est transmis. Les pages ne vous sont plus montrées.")
            return redirect("staff:opinions")
    elif request.method == "POST":
        status = 422
    papers = shown_papers(found)
    files = documents(paper.document_id for paper in papers)
    shown = [(paper, files[paper.document_id].media_type in IMAGES) for paper in papers]
    is_in_vain = form.is_bound and not found.is_awaited
    context = {
        "opinion": found,
        "papers": shown,
        "form": form,
        "typed": typed_words(form) if is_in_vain else [],
        "problem": say(OpinionIsOver()) if is_in_vain else "",
    }
    return render(request, "staff/opinion.html", context, status=status)


@for_roles(Role.EXPERT)
@xframe_options_sameorigin
@require_safe
def opinion_pages(request: HttpRequest, opinion_id: UUID, paper_id: UUID) -> HttpResponse:
    """Send the pages of a paper that the expert may see, cut out of it: nothing of the others leaves, not even its name."""
    paper = shown_paper(opinion_id, paper_id=paper_id, actor=request.actor)
    if paper is None:
        raise Http404
    file = documents([paper.document_id])[paper.document_id]
    try:
        content = pages_of(file.id, paper.pages)
    except PagesUnreadable as broken:
        raise Http404 from broken
    return in_page(content, name="pages", media_type=file.media_type)
