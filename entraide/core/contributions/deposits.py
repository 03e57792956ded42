"""The way of a document to the accounts of a public body, in the words of Chorus Pro, and which word may follow which."""

from entraide.core.labels import Labelled


class DepositStatus(Labelled):
    """What is said of a document: handed over by us, then by the portal, then by the body and its public accountant.

    The words are those of Chorus Pro (« Statuts d’une facture »); `WRITTEN` is ours.
    """

    WRITTEN = "written", "remise au dossier d’échange"
    DEPOSITED = "deposited", "déposée"
    IN_TRANSIT = "in_transit", "en cours d’acheminement"
    AVAILABLE = "available", "mise à disposition"
    SUSPENDED = "suspended", "suspendue"
    BOOKED = "booked", "comptabilisée"
    WITH_ACCOUNTANT = "with_accountant", "mise à disposition du comptable"
    IN_PAYMENT = "in_payment", "mise en paiement"
    REJECTED = "rejected", "rejetée"


_ORDER = {status: rank for rank, status in enumerate(DepositStatus)}
ENDS = frozenset({DepositStatus.IN_PAYMENT, DepositStatus.REJECTED})
# What the body must be asked about.
STOPPED = frozenset({DepositStatus.SUSPENDED, DepositStatus.REJECTED})


def may_follow(before: DepositStatus | None, after: DepositStatus) -> bool:
    """Tell whether a status may be said after another: onwards, steps left out or not; from and to a suspension while it lasts.

    >>> may_follow(DepositStatus.DEPOSITED, DepositStatus.BOOKED), may_follow(DepositStatus.BOOKED, DepositStatus.DEPOSITED)
    (True, False)
    >>> may_follow(DepositStatus.SUSPENDED, DepositStatus.AVAILABLE), may_follow(DepositStatus.REJECTED, DepositStatus.AVAILABLE)
    (True, False)
    """
    if before is None:
        return True
    if before in ENDS or before is after:
        return False
    if DepositStatus.SUSPENDED in (before, after):
        return min(_ORDER[before], _ORDER[after]) >= _ORDER[DepositStatus.AVAILABLE]
    return _ORDER[after] > _ORDER[before]
