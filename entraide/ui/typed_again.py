"""What was typed and could not be sent is put back into the fields of the page, whatever form it was typed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.forms import BaseForm, BoundField, FileInput, PasswordInput
from django.http import QueryDict


_typed: ContextVar[QueryDict | None] = ContextVar("typed_again", default=None)


@contextmanager
def typed_again(typed: QueryDict) -> Iterator[None]:
    """Put what was typed back into the fields that are drawn meanwhile."""
    token = _typed.set(typed)
    try:
        yield
    finally:
        _typed.reset(token)


def put_back(bound: BoundField) -> None:
    """Give a field what was typed in it, where the form it stands in is the one that was typed in and was not sent since."""
    typed = _typed.get()
    widget = bound.field.widget
    if typed is None or bound.form.is_bound or isinstance(widget, FileInput | PasswordInput) or not _is_typed_in(bound.form, typed):
        return
    bound.initial = widget.value_from_datadict(typed, {}, bound.html_name)


def _is_typed_in(form: BaseForm, typed: QueryDict) -> bool:
    names = [form.add_prefix(name) for name in form.fields]
    return any(sent == name or sent.startswith(f"{name}_") for name in names for sent in typed)
