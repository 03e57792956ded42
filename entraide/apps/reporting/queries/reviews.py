"""A member's review: its published years beside those of a named group; what its correspondent and its delegates read."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from entraide.apps.reporting.queries.published import PublishedYear, published, published_small, published_years
from entraide.core.indicators.publications import Withheld
from entraide.core.indicators.references import NATIONAL, ReferenceRates


YEARS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Review:
    """A member's last published years, oldest first, and those of all small members together where it is one of them."""

    years: tuple[PublishedYear, ...]
    small: tuple[PublishedYear, ...]
    reference: ReferenceRates = NATIONAL

    @property
    def is_small(self) -> bool:
        """Whether the last published year shows no figure about persons because the member has too few."""
        return bool(self.years) and self.years[-1].row.withheld is Withheld.SMALL_MEMBER

    @property
    def told(self) -> tuple[PublishedYear, ...]:
        """The years that rates are shown of: the member's own, or those of all small members together."""
        return self.small if self.is_small else self.years

    @property
    def closed(self) -> PublishedYear | None:
        """The last closed year that has a return rate."""
        return next((year for year in reversed(self.told) if not year.is_provisional and year.return_rate is not None), None)

    @property
    def running(self) -> PublishedYear | None:
        """The running year, provisional, where a table of it was published."""
        last = self.told[-1] if self.told else None
        return last if last is not None and last.is_provisional else None


def review_of(member_id: UUID) -> Review:
    """Read a member's review from what was published, in three queries."""
    years = published_years()[-YEARS_SHOWN:]
    own, small = published(member_id, years), published_small(years)
    return Review(tuple(own.values()), tuple(small.values()))


EXPORT_COLUMNS = (
    "Année",
    "Arrêté au",
    "Provisoire",
    "Cotisations appelées",
    "Prestations versées, retours déduits",
    "Taux de retour",
    "Bénéficiaires",
    "Utilisateurs",
    "Taux d’utilisateurs",
    "Chiffres du",
)


def export_rows(review: Review) -> list[tuple[object, ...]]:
    """Write the member's own published years for a spreadsheet; what is withheld stays blank."""
    return [
        (
            year.year,
            year.as_of,
            "oui" if year.is_provisional else "non",
            year.row.contributions,
            year.row.settled,
            year.return_rate,
            year.row.beneficiary_count,
            year.row.user_count,
            year.user_rate,
            year.row.carried_from or year.as_of,
        )
        for year in review.years
    ]


def evolution(years: tuple[PublishedYear, ...], rate: str) -> tuple[PublishedYear, PublishedYear, Decimal] | None:
    """Give the last two closed years that show a rate (`return_rate` or `user_rate`), and what it gained between them."""
    shown = [year for year in years if not year.is_provisional and getattr(year, rate) is not None][-2:]
    if len(shown) < 2:
        return None
    return shown[0], shown[1], getattr(shown[1], rate) - getattr(shown[0], rate)
