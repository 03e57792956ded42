"""The gallery of components, and the pages that say what went wrong and how to go on."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from entraide.ui import components, samples


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the role does not open this page."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page does not exist; nothing of the address is repeated."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without the context processors: one of them may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was not sent and how to go on; the technical reason goes to Django's log, not to the person."""
    return render(request, "403_csrf.html", status=403)


def syntax(part: object) -> list[dict[str, str]]:
    """List the tags and filters of one part of the library with their docstrings."""
    register = part.register  # type: ignore[attr-defined]
    return [{"name": name, "text": shown(function_of(compiled))} for name, compiled in sorted((register.tags | register.filters).items())]


def shown(function: object) -> SafeString:
    """Write a docstring for the page; braces become entities, since template syntax in a page is a fault everywhere else."""
    return mark_safe(linebreaks(function.__doc__ or "", autoescape=True).replace("{", "&#123;"))


def function_of(compiled: object) -> object:
    """Unwrap a tag's compiler to the function that was decorated."""
    return getattr(compiled, "__wrapped__", compiled)


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state: empty, in error, 300 characters long, 0, 1 and 10 000 rows."""
    page = Paginator(samples.many_rows(), 10).get_page(request.GET.get("page"))
    parts = {part.__name__.rsplit(".", 1)[1]: syntax(part) for part in components.PARTS}
    context = samples.everything() | {
        "page": page,
        "syntax": parts,
        "many": samples.many_table(page.object_list, request.GET.get("tri", "")),
    }
    return render(request, "ui/gallery/page.html", context)
