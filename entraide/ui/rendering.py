"""How the inputs of forms are written: as Django's own templates do, without a template for each option of a choice."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets"


def escaped(value: Any) -> str:
    """Give a text as it may stand in a page: plain text escaped, safe markup as it is.

    As `conditional_escape` does, several times as fast: a list asks it a thousand times.
    """
    if type(value) is str:
        return escape(value)
    return value if isinstance(value, SafeString) else conditional_escape(value)


def attributes(widget: Widget) -> str:
    """Write the attributes of an input: one that is true by its name alone, one that is false not at all."""
    said = ((escaped(name), value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in said)


def one_line(widget: Widget) -> str:
    """Write an input of one line, a box to tick, a hidden value."""
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{attributes(widget)}>'


def several_lines(widget: Widget) -> str:
    """Write a text of several lines; the line break that browsers drop stands before it."""
    return f'<textarea name="{escaped(widget["name"])}"{attributes(widget)}>\n{escaped(widget["value"] or "")}</textarea>'


def choice(widget: Widget) -> str:
    """Write a list to choose from, its options in their groups."""
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{escaped(widget["name"])}"{attributes(widget)}>{groups}\n</select>'


def _group(name: Any, options: list[Widget]) -> str:
    written = "".join(f'\n<option value="{escaped(each["value"])}"{attributes(each)}>{escaped(each["label"])}</option>' for each in options)
    return f'\n<optgroup label="{escaped(name)}">{written}\n</optgroup>' if name else written


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
