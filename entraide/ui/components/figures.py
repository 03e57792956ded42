"""Components of figures: an amount that answers why, a figure with its source, tiles, a bar chart."""

from datetime import date
from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entraide.core.money import Money
from entraide.ui.components.texts import euros
from entraide.ui.values import BarChart, Column, Table


register = Library()

PLOT_HEIGHT = 200  # px of a standing chart
HEAD_ROOM = 28  # px kept above the tallest bar for its value
FOOT_ROOM = 26  # px kept under the bars for their labels


@register.inclusion_tag("ui/components/amount.html")
def amount(money: Money | None, why_url: str = "", size: str = "", why: str = "Pourquoi ce montant ?") -> dict[str, Any]:
    """`{% amount claim.granted why_url=url %}`: tabular figures and the way to the reasons; `size="large"` for the page's one amount."""
    return {"text": euros(money), "negative": bool(money and money.cents < 0), "why_url": why_url, "size": size, "why": why}


@register.inclusion_tag("ui/components/figure.html")
def figure(value: str, label: str, comparison: str = "", source: str = "", on: date | None = None, definition: str = "") -> dict[str, Any]:
    """`{% figure "108,2 %" "Taux de retour" comparison="102,4 % en 2022" source="Comptes clos" on=day definition="…" %}`"""
    return {"value": value, "label": label, "comparison": comparison, "source": source, "on": on, "definition": definition}


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """`{% stats %}{% stat 12 "à décider" %}{% endstats %}`: tiles on a grid."""
    return format_html('<ul class="e-stats">{}</ul>', content)


@register.inclusion_tag("ui/components/stat.html")
def stat(value: Any, label: str, url: str = "", note: str = "", awaiting: bool = False) -> dict[str, Any]:
    """`{% stat 12 "dossiers à décider" url=url note="le plus ancien : 9 jours" awaiting=True %}`: a tile; apricot if it awaits you."""
    return {"value": value, "label": label, "url": url, "note": note, "awaiting": awaiting}


def share(value: float, largest: float) -> float:
    """Give a value as a percentage of the largest, to two digits (drawing only)."""
    return round(100 * value / largest, 2) if largest else 0.0


def lying(chart: BarChart, largest: float) -> list[dict[str, Any]]:
    """Place the bars of a comparison: only their length varies."""
    return [{"bar": bar, "width": f"{share(bar.value, largest)}%"} for bar in chart.bars]


def standing(chart: BarChart, largest: float) -> list[dict[str, Any]]:
    """Place the bars of a series on a plot as wide as its column, in percent across and pixels up."""
    slot = 100 / max(len(chart.bars), 1)
    room = PLOT_HEIGHT - HEAD_ROOM - FOOT_ROOM
    rows = []
    for index, bar in enumerate(chart.bars):
        height = round(room * share(bar.value, largest) / 100, 1)
        top = PLOT_HEIGHT - FOOT_ROOM - height
        rows.append(
            {
                "bar": bar,
                "x": f"{slot * (index + 0.19):.2f}%",
                "middle": f"{slot * (index + 0.5):.2f}%",
                "width": f"{slot * 0.62:.2f}%",
                "y": f"{top:.1f}",
                "height": f"{height:.1f}",
                "value_y": f"{top - 8:.1f}",
            }
        )
    return rows


def reference_line(chart: BarChart, largest: float) -> dict[str, Any]:
    """Place the line of reference, across a comparison or up a series; nothing when there is none."""
    if chart.reference is None:
        return {}
    value, label = chart.reference
    room = PLOT_HEIGHT - HEAD_ROOM - FOOT_ROOM
    up = PLOT_HEIGHT - FOOT_ROOM - room * share(value, largest) / 100
    return {"x": f"{share(value, largest)}%", "y": f"{up:.1f}", "label_y": f"{up - 6:.1f}", "label": label}


@register.inclusion_tag("ui/components/bar_chart.html")
def bar_chart(chart: BarChart) -> dict[str, Any]:
    """`{% bar_chart chart %}`: a `BarChart(title, bars, label_heading, value_heading, source, on, columns, reference)` drawn as SVG.

    Direct labels, its table under it; `columns=True` for a series over time. Bars are `Bar(label, value, text, highlighted)`.
    """
    reference_value = chart.reference[0] if chart.reference else 0.0
    largest = max([bar.value for bar in chart.bars] + [reference_value], default=0.0)
    heads = (Column(chart.label_heading), Column(chart.value_heading, numeric=True))
    return {
        "chart": chart,
        "bars": standing(chart, largest) if chart.columns else lying(chart, largest),
        "reference": reference_line(chart, largest),
        "plot": {"height": PLOT_HEIGHT, "base": PLOT_HEIGHT - FOOT_ROOM, "label_y": PLOT_HEIGHT - 6},
        "table": Table(chart.title, heads, [(bar.label, bar.text) for bar in chart.bars]),
    }
