"""How the inputs of forms are written: as Django's own templates do, without a template for each option of a choice."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets"


def attributes(widget: Widget) -> str:
    """Write the attributes of an input: one that is true by its name alone, one that is false not at all."""
    said = ((conditional_escape(name), value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{_text(value)}"' for name, value in said)


def one_line(widget: Widget) -> str:
    """Write an input of one line, a box to tick, a hidden value."""
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{attributes(widget)}>'


def several_lines(widget: Widget) -> str:
    """Write a text of several lines; the line break that browsers drop stands before it."""
    return f'<textarea name="{_text(widget["name"])}"{attributes(widget)}>\n{_text(widget["value"] or "")}</textarea>'


def choice(widget: Widget) -> str:
    """Write a list to choose from, its options in their groups."""
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{attributes(widget)}>{groups}\n</select>'


def _group(name: Any, options: list[Widget]) -> str:
    written = "".join(f'\n<option value="{_text(each["value"])}"{attributes(each)}>{_text(each["label"])}</option>' for each in options)
    return f'\n<optgroup label="{_text(name)}">{written}\n</optgroup>' if name else written


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


WRITERS: dict[str, Callable[[Widget], str]] = {
    **{f"{FOLDER}/{kind}.html": one_line for kind in ("text", "date", "number", "email", "hidden", "checkbox")},
    f"{FOLDER}/textarea.html": several_lines,
    f"{FOLDER}/select.html": choice,
}


class FormRenderer(DjangoTemplates):
    """Write the inputs that most forms are made of; leave the others to Django."""

    def render(self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Write an input from what its widget says of it."""
        write = WRITERS.get(template_name)
        return mark_safe(write(context["widget"])) if write else super().render(template_name, context, request)
