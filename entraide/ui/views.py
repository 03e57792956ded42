"""The gallery of components, and the page shown when a form's token is refused."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.ui import components, samples


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was not sent and how to go on; the technical reason goes to Django's log, not to the person."""
    return render(request, "403_csrf.html", status=403)


def syntax(part: object) -> list[dict[str, str]]:
    """List the tags and filters of one part of the library with their docstrings."""
    register = part.register  # type: ignore[attr-defined]
    return [
        {"name": name, "text": function_of(compiled).__doc__ or ""} for name, compiled in sorted((register.tags | register.filters).items())
    ]


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
