"""What is decided without a human act, how much of it, and how often it was wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Q

from entraide.apps.accounts.queries import names_of
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.queries.assessments import is_claimable
from entraide.apps.claims.queries.ways import Ways, ways_of
from entraide.apps.desk.models import Automation, SecondLook
from entraide.core.indicators.intervals import Interval, interval_of


# Under so many second looks the interval says little, and the screens say so.
FEW_LOOKS = 30


@dataclass(frozen=True, slots=True)
class Looks:
    """Second looks at decisions of one kind: done, found wrong, and still to do."""

    done: int = 0
    wrong: int = 0
    waiting: int = 0

    @property
    def interval(self) -> Interval:
        """Give between which rates of error the truth lies, 95 times out of 100."""
        return interval_of(self.wrong, self.done)

    @property
    def is_few(self) -> bool:
        """Whether they are too few to conclude."""
        return self.done < FEW_LOOKS


@dataclass(frozen=True, slots=True)
class AutomationView:
    """One span over which a benefit was automated, for the history; `stopped_at` is nothing while it runs."""

    id: UUID
    recheck_rate: int
    set_at: datetime
    set_by: str
    stopped_at: datetime | None
    stopped_by: str
    stop_reason: str

    @property
    def recheck_share(self) -> Fraction:
        """The share of the decisions that are looked at again."""
        return Fraction(self.recheck_rate, 1000)


@dataclass(frozen=True, slots=True)
class BenefitAutomation:
    """A benefit as the screen of automations shows it: what runs, what it decided in the year, what second looks found since ever."""

    code: str
    name: str
    is_automatable: bool
    running: AutomationView | None
    ways: Ways
    looks: Looks


def automated_codes() -> list[str]:
    """Give the codes of the benefits that are automated now."""
    return list(Automation.objects.filter(stopped_at__isnull=True).order_by("benefit_code").values_list("benefit_code", flat=True))


def is_automatable(benefit_code: str, *, on: date) -> bool:
    """Tell whether claims can be filed for a benefit today: what cannot, and what is confidential, is never automated."""
    held = catalogue.chosen(catalogue.revisions_of(benefit_code), event_on=on, filed_on=on)
    return held is not None and is_claimable(held.revision)


def overview(*, on: date) -> list[BenefitAutomation]:
    """List the benefits for which claims can be filed, or that were automated, by name, in six queries."""
    running = {row.benefit_code: row for row in Automation.objects.filter(stopped_at__isnull=True).order_by("pk")}
    names = names_of({row.set_by for row in running.values() if row.set_by})
    ways, looks = ways_of(year=on.year), looks_of("straight_through")
    former = set(Automation.objects.order_by("benefit_code").values_list("benefit_code", flat=True).distinct())
    found = []
    for code, revisions in catalogue.catalogue().items():
        held = catalogue.chosen(revisions, event_on=on, filed_on=on) or revisions[-1]
        can = is_claimable(held.revision)
        if can or code in former:
            row = running.get(code)
            seen = _view(row, names) if row else None
            found.append(BenefitAutomation(code, held.revision.name, can, seen, ways.get(code, Ways()), looks.get(code, Looks())))
    return sorted(found, key=lambda each: each.name)


def looks_of(drawn_from: str) -> dict[str, Looks]:
    """Count the second looks by benefit, in one query."""
    rows = SecondLook.objects.filter(drawn_from=drawn_from).order_by().values("benefit_code")
    counted = rows.annotate(
        done=Count("pk", filter=~Q(verdict="")), wrong=Count("pk", filter=Q(verdict="wrong")), waiting=Count("pk", filter=Q(verdict=""))
    )
    return {row.pop("benefit_code"): Looks(**row) for row in counted}


def history_of(benefit_code: str) -> list[AutomationView]:
    """List when a benefit was automated and stopped, the last first."""
    rows = list(Automation.objects.filter(benefit_code=benefit_code).order_by("-set_at", "-pk"))
    names = names_of({key for row in rows for key in (row.set_by, row.stopped_by) if key})
    return [_view(row, names) for row in rows]


def _view(row: Automation, names: dict[UUID, str]) -> AutomationView:
    by, ended = names.get(row.set_by, ""), names.get(row.stopped_by, "")
    return AutomationView(row.pk, row.recheck_rate, row.set_at, by, row.stopped_at, ended, row.stop_reason)


def added_up(rows: Iterable[BenefitAutomation]) -> tuple[Ways, Looks]:
    """Add benefits up."""
    ways, looks = Ways(), Looks()
    for row in rows:
        ways = Ways(ways.decided + row.ways.decided, ways.granted + row.ways.granted, ways.straight + row.ways.straight)
        looks = Looks(looks.done + row.looks.done, looks.wrong + row.looks.wrong, looks.waiting + row.looks.waiting)
    return ways, looks


def code_of(automation_id: UUID) -> str | None:
    """Give the benefit of an automation; nothing where there is none."""
    return Automation.objects.filter(pk=automation_id).order_by("pk").values_list("benefit_code", flat=True).first()
