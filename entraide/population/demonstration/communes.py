"""The past of the communes: from a wished return rate to a plan that their few people can carry."""

from collections.abc import Sequence

from entraide.core.money import Money
from entraide.population.demonstration.draws import Draws
from entraide.population.demonstration.history import Entry, Unplannable, draw_year, has_a_day
from entraide.population.demonstration.people import Household
from entraide.population.demonstration.setup import Quota, YearPlan


# Mean benefit in euros, for a first guess of how many there are (the CU's: 144 in 2022, 123 in 2023).
MEAN_EUROS = {2022: 144, 2023: 123, 2024: 128}
# A plan that the people cannot carry is tried again with other people and another mix, at last with what is open to all.
ATTEMPTS = 90
ATTEMPTS_WITH_CHILDREN = 60
OPEN_TO_ALL = ("plan-epargne-cheques-vacances", "coupon-sport")
MIX = (
    ("plan-epargne-cheques-vacances", 24),
    ("sejour-vacances-enfant", 16),
    ("coupon-sport", 14),
    ("noel-des-enfants", 13),
    ("rentree-scolaire-enfant", 12),
    ("accueil-de-loisirs", 8),
    ("etudes-superieures", 6),
    ("garde-jeunes-enfants", 5),
    ("medaille", 2),
)
AUTUMN_ONLY = ("noel-des-enfants",)


def draw_commune_year(
    draws: Draws, year: int, homes: Sequence[Household], wished: Money, users: int, seen_once: set[tuple[str, str]]
) -> list[Entry]:
    """Draw a commune's year whose euros come to `wished`, or as near as its people allow; `users` is a wish too.

    Of the attempts the one nearest to the wish is kept.
    """
    open_count = sum(home.key is None and has_a_day(home, year) for home in homes)
    target = wished.cents // 100
    best: tuple[int, list[Entry], set[tuple[str, str]]] = (target + 1, [], set(seen_once))
    for attempt in range(ATTEMPTS):
        stream = draws.child(f"{year}/{attempt}")
        seen = set(seen_once)
        try:
            entries = draw_year(
                stream, year, homes, _plan(stream, _kinds(year, attempt), (round(target / MEAN_EUROS[year]), min(users, open_count))), seen
            )
        except Unplannable:
            continue
        distance = abs(target - _settle_nearest(entries, target))
        if distance < best[0]:
            best = (distance, entries, seen)
        if not distance:
            break
    seen_once |= best[2]
    return best[1]


def _kinds(year: int, attempt: int) -> list[tuple[str, int]]:
    """List the benefits that this attempt may mix, with their weights."""
    kinds = [(benefit, weight) for benefit, weight in MIX if year < 2024 or benefit not in AUTUMN_ONLY]
    return kinds if attempt < ATTEMPTS_WITH_CHILDREN else [(benefit, weight) for benefit, weight in kinds if benefit in OPEN_TO_ALL]


def _plan(draws: Draws, kinds: list[tuple[str, int]], guess: tuple[int, int]) -> YearPlan:
    """Draw a mix of about as many benefits as guessed, for so many users: `guess` is (benefits, users)."""
    benefits, users = guess
    count = max(users, benefits + draws.integer(-1, 2))
    drawn = [draws.weighted([benefit for benefit, _ in kinds], [weight for _, weight in kinds]) for _ in range(count)]
    order = [benefit for benefit, _ in reversed(MIX)]
    return YearPlan(users, {benefit: Quota(drawn.count(benefit)) for benefit in order if benefit in drawn})


def _settle_nearest(entries: list[Entry], target: int) -> int:
    """Move amounts within their bounds towards the target; return what they add up to."""
    total = sum(entry.euros for entry in entries)
    for entry in entries:
        moved = min(entry.high, max(entry.low, entry.euros + target - total))
        total += moved - entry.euros
        entry.euros = moved
    return total
