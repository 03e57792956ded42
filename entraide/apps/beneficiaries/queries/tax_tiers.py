"""The tier that line 14 opens, by the parameters of the catalogue, for the year that a notice serves."""

from dataclasses import dataclass
from datetime import date

from entraide.apps.beneficiaries.queries.files import TaxLineView
from entraide.core.money import Money
from entraide.core.rules import Known, ParameterBook
from entraide.core.rules.deciding.evaluate import Context, evaluate
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.parameters import TIER_1_AT_MOST, TIER_2_AT_MOST, TIER_PARAMETERS


# The notice of the year before the event, on the income of the year before that: « Précarité énergétique », cnas.fr, 2018.
NOTICE_YEARS_BACK = 1


@dataclass(frozen=True, slots=True)
class TierView:
    """The tier of a notice in the year that it serves; nothing where a threshold is not published.

    `limits` are the two amounts of line 14 up to which a person is in tier 1, then in tier 2; `is_checked` tells whether somebody has
    looked lately at what the thresholds are.
    """

    tier: int | None
    serves_year: int
    limits: tuple[Money | None, Money | None]
    is_checked: bool


def served_by(notice_year: int) -> int:
    """Give the civil year whose events a notice serves."""
    return notice_year + NOTICE_YEARS_BACK


def tier_of(line: TaxLineView, *, parameters: ParameterBook, on: date) -> TierView:
    """Read the tier of lines 14 on a day of the year that they serve: the day itself, else the nearest of that year."""
    year = served_by(line.notice_year)
    day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    facts = {"tax_line_14": Known(line.line_14), "has_two_notices": Known(line.partner_line_14 is not None)}
    if line.partner_line_14 is not None:
        facts["partner_tax_line_14"] = Known(line.partner_line_14)
    node = evaluate(t.TaxTier(), Context(facts, parameters, event=(day, day), day=(day, day)))
    limits = [parameters.during(key, day, day) for key in (TIER_1_AT_MOST, TIER_2_AT_MOST)]
    read = TIER_PARAMETERS if line.partner_line_14 is not None else TIER_PARAMETERS[:2]
    return TierView(
        int(node.low) if node.low == node.high else None,
        year,
        (limits[0][-1].value if limits[0] else None, limits[1][-1].value if limits[1] else None),
        all(parameters.is_checked_on(key, day) for key in read if key in parameters.specs),
    )
