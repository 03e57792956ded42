"""The two rates of an annual review: what came back for what was called (TRG), and who used it (TU)."""

from decimal import ROUND_HALF_UP, Decimal

from entraide.core.money import Money


# A rate has at most six decimals.
PLACES = Decimal("0.000001")


def return_rate(settled: Money, called: Money) -> Decimal | None:
    """Divide what the bank settled in a civil year, less returns, by the contributions called for it, adjustments included.

    Nothing when nothing was called. The Communauté urbaine du Grand Reims in 2022 (« Bilan de l'utilisation faite du CNAS », 25
    September 2024):

    >>> return_rate(Money.of(324785), Money.of("308212.74"))
    Decimal('1.053769')
    """
    if called.cents <= 0:
        return None
    return _divided(settled.cents, called.cents)


def user_rate(user_count: int, beneficiary_count: int) -> Decimal | None:
    """Divide the openers of rights with a use dated in the year by those with rights on any of its days; nothing when there is nobody.

    >>> user_rate(916, 1530)
    Decimal('0.598693')

    :raises ValueError: if there are more users than beneficiaries, or a count is negative.
    """
    if not 0 <= user_count <= beneficiary_count:
        raise ValueError(f"{user_count} users among {beneficiary_count} beneficiaries")
    return _divided(user_count, beneficiary_count) if beneficiary_count else None


def _divided(above: int, below: int) -> Decimal:
    return (Decimal(above) / Decimal(below)).quantize(PLACES, ROUND_HALF_UP)
