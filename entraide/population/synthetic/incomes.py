"""The figures of a tax notice and of a budget sheet, from yearly incomes, in whole arithmetic."""

import numpy as np
from numpy.typing import NDArray

from entraide.population.synthetic import calibration as figures


def reference_income(income: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the taxed income of yearly euros, in whole euros."""
    return (income.astype(np.int64) * figures.TAXED_HUNDREDTHS // 100).astype(np.int32)


def tax(income: NDArray[np.int32], half_shares: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Reckon the yearly tax of a taxed income in whole euros, progressive by share; a plain scale, good for plausible figures only."""
    per_share = income.astype(np.int64) * 2 // half_shares
    owed = np.zeros_like(per_share)
    ends = [start for start, _ in figures.TAX_BRACKETS[1:]]
    for (start, rate), end in zip(figures.TAX_BRACKETS, [*ends, None], strict=True):
        owed += (np.clip(per_share, start, end) - start) * rate
    return (owed * half_shares // 200).astype(np.int32)
