"""What the reading before publication lets through, columns can hold: no rule that is published is refused as too wide."""

from hypothesis import HealthCheck, given, settings

from entraide.core.rules import FACTS
from entraide.core.rules.checking.widths import too_wide_in
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.choices import ReadsOn
from entraide.core.rules.language.parameters import RATE_PARTS
from entraide.population.columns.frame import Frame
from entraide.population.columns.shapes import TooWideForColumns, check_rounding, shape_of
from tests.core.rules.strategies import BOOK, FLAGS, MONEYS, RATES
from tests.scenarios.reading import catalogue, parameters


FRAME = Frame("event_on", ReadsOn.EVENT, FACTS, BOOK, {"disability_rate": RATE_PARTS}, {})
wide = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _is_held(term: t.Term, *, is_amount: bool) -> bool:
    try:
        shape = shape_of(term, FRAME)
        if is_amount:
            check_rounding(shape)
    except TooWideForColumns as refusal:
        # A divisor that may be zero is refused by typing, which random terms do not go through.
        return "zero" in str(refusal)
    return True


@wide
@given(MONEYS, RATES)
def test_an_amount_that_may_be_published_is_held_by_columns(amount: t.Term, rate: t.Term) -> None:
    product = t.Times(amount, rate)
    assert too_wide_in(product, BOOK.specs) or _is_held(product, is_amount=True)


@wide
@given(FLAGS)
def test_a_condition_that_may_be_published_is_held_by_columns(condition: t.Term) -> None:
    assert too_wide_in(condition, BOOK.specs) or _is_held(condition, is_amount=False)


def test_every_rule_of_the_catalogue_may_be_published() -> None:
    specs = parameters().specs
    assert [revision.code for revision in catalogue() for term in revision.terms if too_wide_in(term, specs)] == []
