"""What an event changes of the register."""

from entraide.core.structure.facts import Changes
from entraide.core.structure.register import Register
from entraide.core.structure.values import StructureEvent


def changes_of(event: StructureEvent, register: Register) -> Changes:
    """Work out the facts that an event closes and opens.

    `register` holds at least the bodies of the event, those attached to them, the EPCI they belong to with all its communes, and
    whoever holds the INSEE codes of `after`.

    :raises ImpossibleEvent: if the event is not possible; its `findings` say why, one by one.
    """
    raise NotImplementedError
