"""Components of forms: one field with its label, hint and error; a whole form; choices as large targets."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from entraide.ui.components.icons import icon
from entraide.ui.forms import DayMonthYear, DocumentInput, MoneyInput
from entraide.ui.typed_again import put_back


register = Library()

# The first class that the widget is an instance of names the template that draws it.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (DayMonthYear, "date_parts"),
    (DocumentInput, "document"),
    (forms.FileInput, "document"),
    (MoneyInput, "money"),
    (forms.Select, "select"),
    (forms.Textarea, "input"),
)
REQUIRED = {
    "choices": "choisissez une réponse.",
    "checkbox": "cochez cette case pour continuer.",
    "date_parts": "indiquez la date.",
    "document": "ajoutez une photo ou un fichier.",
    "money": "indiquez un montant.",
    "select": "choisissez dans la liste.",
    "input": "remplissez ce champ.",
}
PART_LABELS = ("Jour", "Mois", "Année")
GROUPED = frozenset({"choices", "date_parts"})
OPTIONAL = mark_safe(' <span class="e-optional">(facultatif)</span>')


def field_kind(widget: forms.Widget) -> str:
    """Name the way a widget is drawn."""
    return next((kind for widget_class, kind in KINDS if isinstance(widget, widget_class)), "input")


def field_faults(bound: BoundField) -> list[str]:
    """List what is wrong with a field; Django's own "required" gives way to what to do with this kind of field."""
    if not bound.errors:
        return []
    general = str(forms.Field.default_error_messages["required"])
    kind = "date_parts" if isinstance(bound.field.widget, forms.DateInput) else field_kind(bound.field.widget)
    return [REQUIRED[kind] if fault == general else str(fault) for fault in bound.errors]


def choice_rows(bound: BoundField) -> list[dict[str, Any]]:
    """List the options of radios and checkboxes, with the hint of each where the field has `choice_hints`."""
    hints = getattr(bound.field, "choice_hints", {})
    rows = []
    for option in bound.subwidgets:
        data = option.data
        rows.append(
            {
                "type": data["type"],
                "name": data["name"],
                "value": str(data["value"]),
                "id": data["attrs"]["id"],
                "checked": data["selected"],
                "label": data["label"],
                "hint": hints.get(data["value"], "") or hints.get(str(data["value"]), ""),
            }
        )
    return rows


def date_parts(bound: BoundField) -> list[dict[str, Any]]:
    """List the three boxes of a date with what was typed in each."""
    context = bound.field.widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})
    parts = context["widget"]["subwidgets"]
    return [
        {
            "label": label,
            "name": part["name"],
            "id": bound.auto_id if not index else part["attrs"]["id"],
            "value": "" if part["value"] is None else part["value"],
            "autocomplete": part["attrs"]["autocomplete"],
            "length": part["attrs"]["maxlength"],
        }
        for index, (label, part) in enumerate(zip(PART_LABELS, parts, strict=True))
    ]


def control(bound: BoundField, kind: str, described_by: str) -> SafeString:
    """Draw the input itself, told of its hint and its error."""
    attrs: dict[str, Any] = {"class": {"select": "e-select", "document": "e-file__input"}.get(kind, "e-input")}
    if described_by:
        attrs["aria-describedby"] = described_by
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if kind == "money":
        attrs |= {"inputmode": "decimal", "autocomplete": "off"}
    return bound.as_widget(attrs=attrs)


@register.simple_tag
def field(bound: BoundField, heading: bool = False, kept: str = "", prefix: str = "", suffix: str = "") -> SafeString:
    """`{% field form.amount %}`: label, hint (help_text), error and input of any Django field.

    `heading=True` makes the label the page's title (one question per page); `kept` names a file already received;
    `prefix`, `suffix` stand beside the input ("€", "jours"). Options may have hints: `field.choice_hints = {"value": "…"}`.
    """
    put_back(bound)
    kind, faults = field_kind(bound.field.widget), [capfirst(fault) for fault in field_faults(bound)]
    ids = [f"{bound.auto_id}_{part}" for part, said in (("hint", bound.help_text), ("error", faults)) if said]
    parts = {"bound": bound, "kind": kind, "faults": faults, "described_by": " ".join(ids), "heading": heading}
    if kind in GROUPED:
        return _group(parts)
    drawn = control(bound, kind, " ".join(ids))
    if kind == "checkbox":
        return render_to_string("ui/components/field_checkbox.html", parts | {"control": drawn})
    suffix = suffix or ("€" if kind == "money" else "")
    drawn = _document(bound, drawn, kept) if kind == "document" else _affixed(drawn, prefix, suffix)
    error = " e-field--error" if faults else ""
    return format_html('<div class="e-field{}">{}{}{}</div>', error, _label(bound, heading), told(bound, faults), drawn)


def told(bound: BoundField, faults: Sequence[str]) -> SafeString:
    """Write what stands between a label and its input: the hint, then what is wrong."""
    hint = format_html('<p class="e-hint" id="{}_hint">{}</p>', bound.auto_id, bound.help_text) if bound.help_text else SafeString()
    if not faults:
        return hint
    fault = '<p>{}<span><span class="visually-hidden">Erreur : </span>{}</span></p>'
    said = format_html_join("", fault, ((icon("circle-alert"), each) for each in faults))
    return format_html('{}<div class="e-error" id="{}_error">{}</div>', hint, bound.auto_id, said)


def _label(bound: BoundField, heading: bool) -> SafeString:
    mark = OPTIONAL if is_optional(bound) else ""
    kind = "" if heading else "e-label"
    label = format_html('<label class="{}" for="{}">{}{}</label>', kind, bound.id_for_label, bound.label, mark)
    return format_html('<h1 class="e-question">{}</h1>', label) if heading else label


def is_optional(bound: BoundField) -> bool:
    """Tell whether a field says that it may be left empty; where all of a form may, none says so.

    Nor does a field needed in some cases alone, which its own words name: `is_conditional` marks it.
    """
    is_said = getattr(bound.form, "is_all_optional", False) or getattr(bound.field, "is_conditional", False)
    return not (bound.field.required or is_said)


def _affixed(drawn: SafeString, prefix: str, suffix: str) -> SafeString:
    if not (prefix or suffix):
        return drawn
    affix = '<span class="e-affix" aria-hidden="true">{}</span>'
    before, after = (format_html(affix, each) if each else "" for each in (prefix, suffix))
    return format_html('<div class="e-affixed">{}{}{}</div>', before, drawn, after)


def _document(bound: BoundField, drawn: SafeString, kept: str) -> SafeString:
    prompt = getattr(bound.field.widget, "prompt", "Prenez une photo ou choisissez un fichier")
    file_icon = getattr(bound.field.widget, "icon", "camera")
    return render_to_string("ui/components/field_document.html", {"control": drawn, "kept": kept, "prompt": prompt, "file_icon": file_icon})


def _group(parts: dict[str, Any]) -> SafeString:
    bound, kind = parts["bound"], parts["kind"]
    rows = choice_rows(bound) if kind == "choices" else date_parts(bound)
    written = {"rows": rows, "told": told(bound, parts["faults"]), "optional": is_optional(bound)}
    return render_to_string(f"ui/components/field_{kind}.html", parts | written)


@register.inclusion_tag("ui/components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """`{% fields form %}`: every field of a form, in order, hidden ones too."""
    return {"visible": form.visible_fields(), "hidden": form.hidden_fields()}


@register.simple_block_tag(takes_context=True)
def form_for(context: Context, content: str, form: BaseForm, submit: str = "Continuer", action: str = "") -> SafeString:
    """`{% form_for form submit="Continuer" %}…{% endform_for %}`: a whole POST form: faults, fields, what the block adds, one button."""
    return render_to_string(
        "ui/components/form.html",
        {"form": form, "content": content, "submit": submit, "action": action, "csrf_token": context.get("csrf_token", "")},
    )


@register.simple_block_tag(takes_context=True)
def post_form(context: Context, content: str, action: str = "", multipart: bool = False) -> SafeString:
    """`{% post_form url %}{% button "Accorder" %}{% endpost_form %}`: a POST form with its token; a double click sends it once."""
    return render_to_string(
        "ui/components/post_form.html",
        {"content": content, "action": action, "multipart": multipart, "csrf_token": context.get("csrf_token", "")},
    )


@register.simple_block_tag
def fieldset(content: str, legend: str, hint: str = "") -> SafeString:
    """`{% fieldset "Votre enfant" %}{% field … %}{% endfieldset %}`: fields that belong together."""
    told = format_html('<p class="e-hint">{}</p>', hint) if hint else ""
    return format_html('<fieldset class="e-fieldset"><legend class="e-legend">{}</legend>{}{}</fieldset>', legend, told, content)


@register.simple_block_tag(takes_context=True)
def filter_bar(context: Context, content: str, active: Any = (), reset_url: str = "", submit: str = "Filtrer") -> SafeString:
    """`{% filter_bar active=active_filters reset_url=url %}{% field form.state %}…{% endfilter_bar %}`: a GET form over a list.

    `active`: list of `ActiveFilter(label, remove_url)` shown as removable marks. The sort in force is kept.
    """
    request = context.get("request")
    sort = request.GET.get("tri", "") if request else ""
    return render_to_string(
        "ui/components/filter_bar.html",
        {"content": content, "active": active, "reset_url": reset_url, "submit": submit, "sort": sort},
    )
