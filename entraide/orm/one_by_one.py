"""Many rows, an act each: one that fails keeps none of the others from their turn."""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction


logger = logging.getLogger(__name__)


def one_by_one(name: str, keys: Iterable[UUID], act: Callable[[UUID], int]) -> int:
    """Do an act for each key, in a transaction of its own; give the sum of what they give.

    One that fails is undone and said in the log with its cause, under `name` and the key; it is tried again whenever its key is given.
    """
    done = 0
    for key in keys:
        try:
            with transaction.atomic():
                done += act(key)
        except Exception:
            logger.exception("%s failed for %s; the others go on", name, key)
    return done
