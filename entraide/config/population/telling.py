"""The table of targets as it is printed: each figure reached, the published one, how far it may be, and the source."""

from collections.abc import Iterable

from entraide.population.synthetic.reached import Reached


def targets_text(reached: Iterable[Reached]) -> str:
    """Lay figures out, one a line, those that are missed with a mark."""
    lines = [f"{'tenu':<5}{'atteint':>12}{'visé':>12}{'± au plus':>12}  {'lu dans':<8}figure, source"]
    lines += [
        f"{'oui' if one.is_met else 'NON':<5}{_figures(one)}  {one.read_from:<8}{one.target.name} ({one.target.source})" for one in reached
    ]
    return "\n".join(lines)


def _figures(one: Reached) -> str:
    return "".join(f"{_number(value, is_share=one.target.is_share):>12}" for value in (one.value, one.target.value, one.target.tolerance))


def _number(value: float, *, is_share: bool) -> str:
    """Write a share in hundredths, another figure as it is.

    >>> _number(0.715, is_share=True), _number(1.65, is_share=False), _number(15313.0, is_share=False)
    ('71,5 %', '1,65', '15\u202f313')
    """
    if is_share:
        return f"{100 * value:.1f} %".replace(".", ",")
    return f"{value:.2f}".replace(".", ",") if abs(value) < 100 else f"{value:,.0f}".replace(",", "\u202f")
