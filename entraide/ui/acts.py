"""An act asked by a button alone: done, then told at the top of the next page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from entraide.core.refusals import Refusal
from entraide.ui import clock
from entraide.ui.refusals import say


def tell_act(request: HttpRequest, act: Callable[..., Any], said: str, **values: Any) -> None:
    """Do one act now, in the name of who asks; tell `said` once it is done, or else why it could not be."""
    try:
        act(actor=request.actor, at=clock.now(), on=clock.today(), **values)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, said)
