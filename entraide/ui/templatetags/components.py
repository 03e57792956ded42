"""Let a template outside the builtins write `{% load components %}`."""

from entraide.ui.components import register


__all__ = ["register"]
