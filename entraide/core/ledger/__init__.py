"""The journal: accounts, entries balanced by construction, and what must always hold between them."""

from entraide.core.ledger.accounts import AccountCode, account_label
from entraide.core.ledger.balances import OpenOrders, TrialLine, balance, check, check_accounts, trial_balance
from entraide.core.ledger.journal import (
    CauseKind,
    Entry,
    by_year,
    post_bank_line,
    post_contribution_adjusted,
    post_contribution_called,
    post_contribution_received,
    post_contribution_refunded,
    post_grant,
    post_opening_benefit,
    post_opening_contribution,
    post_order_cancelled,
    post_receipt_undone,
    post_supplied,
    post_supplier_paid,
    post_transfer_returned,
    post_transfer_sent,
    post_transfer_settled,
)


__all__ = [
    "AccountCode",
    "CauseKind",
    "Entry",
    "OpenOrders",
    "TrialLine",
    "account_label",
    "balance",
    "by_year",
    "check",
    "check_accounts",
    "post_bank_line",
    "post_contribution_adjusted",
    "post_contribution_called",
    "post_contribution_received",
    "post_contribution_refunded",
    "post_grant",
    "post_opening_benefit",
    "post_opening_contribution",
    "post_order_cancelled",
    "post_receipt_undone",
    "post_supplied",
    "post_supplier_paid",
    "post_transfer_returned",
    "post_transfer_sent",
    "post_transfer_settled",
    "trial_balance",
]
