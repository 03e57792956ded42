"""Components by which a person acts or moves: buttons, ways back, pages, exports, keys."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entraide.ui.components.icons import icon
from entraide.ui.values import Crumb, KeyHelp


register = Library()

EXPORTS = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF", "xml": "XML"}


def query_with(context: Context, **changes: Any) -> str:
    """Write the query string of the page with some values changed; `None` removes one."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/components/button.html")
def button(label: str, kind: str = "primary", icon: str = "", name: str = "", value: str = "", key: str = "") -> dict[str, Any]:
    """`{% button "Accorder" icon="check" name="act" value="grant" key="a" %}`: submits its form.

    kind: primary, secondary, quiet, danger. `key` presses it from the keyboard and shows the hint.
    """
    return {"label": label, "kind": kind, "icon": icon, "name": name, "value": value, "key": key}


@register.inclusion_tag("ui/components/link_button.html")
def link_button(label: str, url: str, kind: str = "primary", icon: str = "", key: str = "") -> dict[str, Any]:
    """`{% link_button "Commencer" url kind="secondary" icon="arrow-right" %}`: a link that looks like a button; same kinds."""
    return {"label": label, "url": url, "kind": kind, "icon": icon, "key": key}


@register.simple_block_tag
def button_row(content: str) -> SafeString:
    """`{% button_row %}…{% endbutton_row %}`: buttons side by side, stacked full width on phones."""
    return format_html('<div class="e-buttons">{}</div>', content)


@register.simple_block_tag
def page_head(content: str, title: str, lead: str = "") -> SafeString:
    """`{% page_head "Mes demandes" lead="Ce qui est en cours." %}{% link_button … %}{% endpage_head %}`: h1, sentence, acts."""
    told = format_html('<p class="e-lead">{}</p>', lead) if lead else ""
    acts = format_html('<div class="e-buttons">{}</div>', content) if content.strip() else ""
    return format_html('<div class="e-page-head"><div><h1>{}</h1>{}</div>{}</div>', title, told, acts)


@register.simple_tag
def back_link(url: str, label: str = "Retour") -> SafeString:
    """`{% back_link url "Mes demandes" %}`: the way back, above the title."""
    return format_html('<a class="e-back" href="{}">{} {}</a>', url, icon("arrow-left"), label)


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(crumbs: Sequence[Crumb]) -> dict[str, Any]:
    """`{% breadcrumbs crumbs %}`: a list of `Crumb(label, url)`, the last without url."""
    return {"crumbs": crumbs}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, noun: str = "ligne,lignes", parameter: str = "page") -> dict[str, Any]:
    """`{% pagination page "dossier,dossiers" %}`: a Django `Page`; keeps the other filters; says which rows are shown."""
    numbers = [
        {"number": n, "url": query_with(context, **{parameter: n}) if isinstance(n, int) else "", "current": n == page.number}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    previous = query_with(context, **{parameter: page.number - 1}) if page.has_previous() else ""
    following = query_with(context, **{parameter: page.number + 1}) if page.has_next() else ""
    return {"page": page, "noun": noun, "numbers": numbers, "previous": previous, "following": following}


@register.inclusion_tag("ui/components/export_links.html", takes_context=True)
def export_links(context: Context, url: str = "", **urls: str) -> dict[str, Any]:
    """`{% export_links csv=csv_url xlsx=xlsx_url %}`: downloads of what is shown (csv, xlsx, pdf, xml).

    With `url` alone, `{% export_links url %}` links to it with the present filters and `format=csv` and `format=xlsx`.
    """
    if url:
        urls = {name: url + query_with(context, format=name, page=None) for name in ("csv", "xlsx")} | urls
    return {"links": [{"label": EXPORTS[name], "url": address} for name, address in urls.items()]}


@register.inclusion_tag("ui/components/copyable.html")
def copyable(text: str, label: str = "") -> dict[str, Any]:
    """`{% copyable claim.reference "Référence" %}`: a code to copy; the button appears with JavaScript."""
    return {"text": text, "label": label}


@register.simple_tag
def key(name: str) -> SafeString:
    """`{% key "g" %}`: a key of the keyboard, as a hint."""
    return format_html('<kbd class="e-key">{}</kbd>', name)


@register.inclusion_tag("ui/components/key_help.html")
def key_help(keys: Sequence[KeyHelp]) -> dict[str, Any]:
    """`{% key_help keys %}`: a list of `KeyHelp(key, label)`, folded, with the switch that turns the keys off."""
    return {"keys": keys}
