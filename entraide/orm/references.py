"""References that nobody holds yet, drawn with the keys that they come from."""

from uuid import UUID

from django.db.models import Model

from entraide.core.reference import make_reference, number_of
from entraide.orm.keys import uuid7


ASKED_AT_ONCE = 1_000


def draw_references(model: type[Model], prefix: str, count: int = 1) -> list[tuple[UUID, str]]:
    """Draw keys until `count` of them have a reference that no row of `model` holds and that differ from one another.

    Two transactions may still draw the same one at the same moment, once in 2^40: the unique constraint then refuses the second.
    """
    free: list[tuple[UUID, str]] = []
    seen: set[str] = set()
    while len(free) < count:
        drawn = {make_reference(prefix, number_of(key)): key for key in (uuid7() for _ in range(count - len(free)))}
        references = list(drawn)
        for start in range(0, len(references), ASKED_AT_ONCE):
            asked = model._base_manager.filter(reference__in=references[start : start + ASKED_AT_ONCE])
            seen.update(asked.order_by("pk").values_list("reference", flat=True))
        free += [(key, reference) for reference, key in drawn.items() if reference not in seen]
        seen.update(drawn)
    return free
