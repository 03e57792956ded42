"""The tag library `components`: every component of the screens, loaded as a builtin of templates."""

from django.template import Library

from entraide.ui.components import actions, feedback, fields, figures, icons, journeys, lists, tables, texts
from entraide.ui.components.texts import accord, date_fr, euros, instant_fr, number, percent, plural


__all__ = ["PARTS", "accord", "date_fr", "euros", "instant_fr", "number", "percent", "plural", "register"]

PARTS = (texts, icons, actions, feedback, fields, lists, journeys, tables, figures)

register = Library()
for _part in PARTS:
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
