"""Filters: amounts, dates, rates and agreements as French readers write them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.template import Library
from django.utils import timezone

from entraide.core.money import Money
from entraide.core.names import of_name
from entraide.ui import clock


register = Library()

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
NOTHING = "—"
NARROW = "\u202f"
FIXED = "\xa0"
MINUS = "\u2212"


def grouped(count: int) -> str:
    """Write a whole number with thousands apart.

    >>> grouped(-12345)
    '-12\\u202f345'
    """
    return f"{count:,}".replace(",", NARROW)


def day_month(day: date) -> str:
    """Write a day without its year.

    >>> day_month(date(2024, 4, 1))
    '1er\\xa0avril'
    """
    return f"{'1er' if day.day == 1 else day.day}{FIXED}{MONTHS[day.month - 1]}"


@register.filter
def euros(amount: Money | None) -> str:
    """`{{ order.amount|euros }}`: "1 234,56 €"; nothing gives a dash.

    :raises TypeError: if `amount` is not Money.
    """
    if amount is None:
        return NOTHING
    if not isinstance(amount, Money):
        raise TypeError(f"euros writes Money, not {amount!r}")
    return str(amount).replace("-", MINUS)


@register.filter
def date_fr(day: date | datetime | None) -> str:
    """`{{ claim.filed_on|date_fr }}`: "12 mars 2024"; an instant gives its day, that of the installation where it is frozen.

    >>> date_fr(date(2024, 3, 12))
    '12\\xa0mars 2024'
    """
    if day is None:
        return NOTHING
    if isinstance(day, datetime):
        day = clock.day_of(day)
    return f"{day_month(day)} {day.year}"


@register.filter
def instant_fr(at: datetime | None) -> str:
    """`{{ entry.done_at|instant_fr }}`: "12 mars 2024 à 14 h 05", local time; the day is that of the installation where it is frozen."""
    if at is None:
        return NOTHING
    day, local = clock.day_of(at), timezone.localtime(at)
    return f"{day_month(day)} {day.year} à{FIXED}{local.hour}{FIXED}h{FIXED}{local.minute:02d}"


@register.filter
def percent(rate: Decimal | Fraction | None, digits: int = 1) -> str:
    """`{{ member.return_rate|percent }}`: a rate of 1.082 gives "108,2 %"; `|percent:0` rounds to whole ones (half away from zero).

    >>> percent(Decimal("1.0815"), 1)
    '108,2\\u202f%'
    """
    if rate is None:
        return NOTHING
    exact = Decimal(rate.numerator) / Decimal(rate.denominator) if isinstance(rate, Fraction) else Decimal(rate)
    rounded = (exact * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    whole, _, rest = f"{rounded:f}".partition(".")
    sign = "-" if whole.startswith("-") else ""
    return sign + grouped(abs(int(whole))) + (f",{rest}" if rest else "") + NARROW + "%"


@register.filter
def number(count: int | None) -> str:
    """`{{ count|number }}`: "10 000"."""
    return NOTHING if count is None else grouped(count)


@register.filter
def plural(count: int, words: str) -> str:
    """`{{ n|plural:"reçu,reçus" }}`: the word alone, in French (0 and 1 are singular); one word takes an s.

    >>> plural(0, "dossier"), plural(2, "journal,journaux")
    ('dossier', 'journaux')
    """
    singular, _, many = words.partition(",")
    return (many or singular + "s") if abs(count) >= 2 else singular


@register.filter
def accord(count: int, words: str) -> str:
    """`{{ n|accord:"dossier,dossiers" }}`: the number and its word.

    >>> accord(1, "demande")
    '1\\xa0demande'
    """
    return f"{grouped(count)}{FIXED}{plural(count, words)}"


@register.filter
def de(name: str) -> str:
    """`la carte {{ name|de }}`: "de Zoé", "d’Élodie", "de la CU du Grand Reims", "du Mans"."""
    return of_name(name)


def days_left_sentence(last_day: date, today: date, subject: str = "vous") -> str:
    """Say a deadline both ways; `subject` "vous" speaks to the person, "" of the file.

    >>> days_left_sentence(date(2024, 4, 3), date(2024, 3, 22))
    'il vous reste 12\\xa0jours (jusqu’au 3\\xa0avril inclus)'
    """
    left = (last_day - today).days
    day = day_month(last_day) if last_day.year == today.year else date_fr(last_day)
    if left < 0:
        return f"délai dépassé depuis {accord(-left, 'jour')} (c’était jusqu’au {day} inclus)"
    if left == 0:
        return f"c’est le dernier jour (aujourd’hui, {day}, inclus)"
    reste = "il vous reste" if subject == "vous" else "il reste"
    return f"{reste} {accord(left, 'jour')} (jusqu’au {day} inclus)"


@register.filter(name="deadline")
def deadline_filter(last_day: date | None, subject: str = "vous") -> str:
    """`{{ claim.last_day|deadline }}`: "il vous reste 12 jours (jusqu’au 3 avril inclus)"; `|deadline:""` speaks of the file."""
    return NOTHING if last_day is None else days_left_sentence(last_day, clock.today(), subject)


def size_fr(size: int) -> str:
    """Write a file's size.

    >>> size_fr(1_300_000)
    '1,3\\xa0Mo'
    """
    if size < 1_000_000:
        return f"{grouped(max(1, round(size / 1000)))}{FIXED}ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + f"{FIXED}Mo"


register.filter("size_fr", size_fr)
