"""Components that list: answers to check, tasks, documents."""

from collections.abc import Sequence
from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from entraide.ui.components.icons import icon
from entraide.ui.values import Task


register = Library()

OPEN = mark_safe(" open")


@register.simple_block_tag
def summary_list(content: str, title: str = "", level: int = 2) -> SafeString:
    """`{% summary_list "Votre enfant" %}{% summary_row … %}{% endsummary_list %}`: answers, each with its change link."""
    head = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    return format_html('{}<dl class="e-summary">{}</dl>', head, content)


@register.simple_block_tag
def summary_row(content: str, label: str, change_url: str = "", change: str = "Modifier") -> SafeString:
    """`{% summary_row "Prénom" change_url=url %}Léa{% endsummary_row %}`: one answer; empty shows "Non renseigné"."""
    return render_to_string(
        "ui/components/summary_row.html",
        {"content": content, "filled": bool(content.strip()), "label": label, "change_url": change_url, "change": change},
    )


@register.inclusion_tag("ui/components/task_list.html")
def task_list(tasks: Sequence[Task]) -> dict[str, Any]:
    """`{% task_list tasks %}`: a list of `Task(label, status, url, hint)`; the whole line is the target."""
    return {"tasks": tasks}


@register.simple_block_tag
def documents(content: str) -> SafeString:
    """`{% documents %}{% document_row … %}{% enddocuments %}`: the shelf of a file."""
    return format_html('<ul class="e-documents">{}</ul>', content)


@register.simple_block_tag
def document_row(content: str, name: str, url: str = "", detail: str = "", finding: Any = None, picture: str = "") -> SafeString:
    """`{% document_row "Facture du centre" url detail="Photo, reçue le 12 mars" finding=status %}{% button … %}{% enddocument_row %}`

    `finding` is a `Status` (vérifié, illisible…); `picture` the address of an image of it; the block holds what can be done.
    """
    shown = {"name": name, "url": url, "detail": detail, "finding": finding, "picture": picture}
    return render_to_string("ui/components/document_row.html", shown | {"content": content, "filled": bool(content.strip())})


@register.simple_block_tag
def details(content: str, summary: str, is_open: bool = False) -> SafeString:
    """`{% details "Comment est-ce calculé ?" %}…{% enddetails %}`: folded, without JavaScript."""
    return format_html(
        '<details class="e-details"{}><summary>{}<span>{}</span></summary><div class="e-details__body e-flow">{}</div></details>',
        OPEN if is_open else "",
        icon("chevron-right"),
        summary,
        content,
    )


@register.simple_block_tag
def queue(content: str, label: str = "File d’attente") -> SafeString:
    """`{% queue "À décider" %}{% queue_item … %}{% endqueue %}`: the first column of a desk."""
    return format_html('<ol class="e-queue" aria-label="{}">{}</ol>', label, content)


@register.inclusion_tag("ui/components/queue_item.html")
def queue_item(title: str, url: str, detail: str = "", state: Any = None, note: str = "", current: bool = False) -> dict[str, Any]:
    """`{% queue_item "Amina Lefèvre" url detail="Accueil de loisirs" state=status note="9 jours" current=True %}`: one file."""
    return {"title": title, "url": url, "detail": detail, "state": state, "note": note, "current": current}
