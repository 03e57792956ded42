"""The chart of accounts, after the French associations' chart (règlement ANC n° 2018-06, PCG)."""

from collections.abc import Mapping
from enum import StrEnum


class AccountCode(StrEnum):
    """The accounts in use, by their number in the chart.

    511 and 467 are subdivided freely, as the chart allows; 471 holds what cannot be told for sure on the day it is written (PCG,
    comptes 471 à 475); 487 what was called before its year began; 890 serves only the take-over of records from an earlier system.
    """

    SUPPLIERS = "401"
    MEMBERS = "411"
    PAYEES = "467"
    WAITING = "471"
    DEFERRED_INCOME = "487"
    TRANSFERS_IN_TRANSIT = "5115"
    BANK = "512"
    BENEFITS = "657"
    CONTRIBUTIONS = "756"
    OPENING = "890"


class Side(StrEnum):
    """The side on which an account normally stands."""

    DEBIT = "debit"
    CREDIT = "credit"


ACCOUNT_LABELS: Mapping[AccountCode, str] = {
    AccountCode.SUPPLIERS: "Fournisseurs et émetteurs de chèques",
    AccountCode.MEMBERS: "Adhérents",
    AccountCode.PAYEES: "Bénéficiaires créditeurs, prestations à verser",
    AccountCode.WAITING: "Compte d’attente, lignes de banque à rapprocher",
    AccountCode.DEFERRED_INCOME: "Produits constatés d’avance",
    AccountCode.TRANSFERS_IN_TRANSIT: "Virements émis en cours de règlement",
    AccountCode.BANK: "Banque",
    AccountCode.BENEFITS: "Aides financières octroyées (prestations)",
    AccountCode.CONTRIBUTIONS: "Cotisations",
    AccountCode.OPENING: "Bilan d’ouverture (reprise)",
}

# Only accounts that can stand on one side alone: a bank overdraft is possible, a debtor payee account is a fault.
NORMAL_SIDE: Mapping[AccountCode, Side] = {
    AccountCode.PAYEES: Side.CREDIT,
    AccountCode.TRANSFERS_IN_TRANSIT: Side.CREDIT,
    AccountCode.BENEFITS: Side.DEBIT,
}


def account_label(code: AccountCode) -> str:
    """Name an account as an accountant reads it.

    >>> account_label(AccountCode.BANK)
    '512 Banque'
    """
    return f"{code.value} {ACCOUNT_LABELS[code]}"
