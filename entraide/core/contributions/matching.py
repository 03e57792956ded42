"""Which documents a line of the bank pays: by the numbers that it names, whole or in part; all else is a doubt for a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from entraide.core.labels import Labelled
from entraide.core.money import ZERO, Money, total
from entraide.core.names import normalise


_NUMBER = re.compile(r"AC(\d{4})(\d{6})")
_SIREN = re.compile(r"(?=(\d{9}))")
# Who pays what local bodies owe: their public accountants, as banks name them.
_TREASURY = re.compile(r"^(SGC|TRESORERIE|TRESOR PUBLIC|PAIERIE|D[DR]FIP|DGFIP|SERVICE DE GESTION COMPTABLE)\b")


class Doubt(Labelled):
    """Why a line of the bank pays nothing by itself."""

    NO_NUMBER = "no_number", "aucun numéro de document dans le libellé"
    UNKNOWN = "unknown", "un numéro nommé n’est celui d’aucun document"
    SETTLED = "settled", "le document nommé est déjà payé"
    MORE = "more", "le montant dépasse ce qui est dû"
    SUM = "sum", "le montant n’est pas la somme des documents nommés"
    UNDONE = "undone", "ce qu’elle payait a été repris : dites ce qu’elle paie"


@dataclass(frozen=True, slots=True)
class Open:
    """A document, and what is still owed on it; below zero where too much came."""

    id: UUID
    owed: Money


Shares = tuple[tuple[UUID, Money], ...]


def numbers_in(*texts: str) -> tuple[str, ...]:
    """Read the numbers of calls that texts of a bank name, whatever the case and whatever stands between the digits.

    >>> numbers_in("vir. ac 2024 000 012", "REF/AC-2024-000013.")
    ('AC-2024-000012', 'AC-2024-000013')
    """
    found = [match.groups() for text in texts for match in _NUMBER.finditer(_compact(text))]
    return tuple(dict.fromkeys(f"AC-{year}-{rank}" for year, rank in found))


def sirens_in(*texts: str) -> frozenset[str]:
    """Read every run of nine digits that texts of a bank hold: a SIREN, or the beginning of a SIRET, may be among them."""
    return frozenset(match[1] for text in texts for match in _SIREN.finditer(_compact(text)))


def pays_for_itself(payer: str, debtor_name: str) -> bool:
    """Tell whether a payer, as the bank names it, is the debtor, or a public accountant, who pays for local bodies as the law has it.

    >>> pays_for_itself("SGC DE REIMS", "Commune de Loivre"), pays_for_itself("COMMUNE DE LOIVRE", "Commune de Loivre")
    (True, True)
    >>> pays_for_itself("AMICALE DU PERSONNEL", "Commune de Loivre")
    False
    """
    said = normalise(payer)
    return _TREASURY.match(said.upper()) is not None or bool(said) and normalise(debtor_name) in said


def _compact(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())


def shares(amount: Money, documents: Sequence[Open]) -> Shares | Doubt:
    """Share what a line pays among the documents that it names: one is paid whole or in part, several only if they add up to it.

    >>> document = Open(UUID(int=1), Money(21700))
    >>> shares(Money(21699), [document])
    ((UUID('00000000-0000-0000-0000-000000000001'), Money(cents=21699)),)
    >>> shares(Money(21701), [document]).label
    'le montant dépasse ce qui est dû'
    """
    if not documents:
        return Doubt.UNKNOWN
    owed = [document for document in documents if document.owed > ZERO]
    if not owed:
        return Doubt.SETTLED
    if len(documents) == 1:
        return ((owed[0].id, amount),) if amount <= owed[0].owed else Doubt.MORE
    if total(document.owed for document in owed) != amount:
        return Doubt.SUM
    return tuple((document.id, document.owed) for document in owed)


def allotted(amount: Money, documents: Sequence[Open], *, keeps_surplus: bool) -> Shares | Doubt:
    """Share a line among the documents that a person chose, in their order, each up to what is owed on it.

    What is left over is refused, or kept on the last one as paid too much where the person says so.
    """
    left = amount
    found: list[tuple[UUID, Money]] = []
    for document in documents:
        part = max(ZERO, min(left, document.owed))
        found.append((document.id, part))
        left -= part
    if left and not (keeps_surplus and found):
        return Doubt.MORE if found else Doubt.UNKNOWN
    if left:
        found[-1] = (found[-1][0], found[-1][1] + left)
    return tuple((key, part) for key, part in found if part)
