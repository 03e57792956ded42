"""What the lines of a document say, counted by the database from the person lines that they are made of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, Q, Sum, When

from entraide.apps.contributions.models import ContributionLine, PersonLine
from entraide.core.contributions.adjustments import AdjustmentReason
from entraide.core.contributions.call_document import (
    DocumentLine,
    Lot,
    adjustment_document_lines,
    call_document_lines,
    reversed_line,
)
from entraide.core.contributions.tariff import HeadClass
from entraide.core.money import Money
from entraide.orm.acts import parts
from entraide.orm.fields import MoneyField


def document_lines(lines: Sequence[ContributionLine]) -> dict[UUID, tuple[DocumentLine, ...]]:
    """Write the lines that a document says for each line of members' accounts; one that has no person lines is said by its label."""
    lots, changes = _lots(lines), _changes(lines)
    return {line.pk: tuple(_marked(each, line) for each in _written(line, lots, changes)) for line in lines}


def _marked(said: DocumentLine, line: ContributionLine) -> DocumentLine:
    """Say on the document that a rate was only carried on."""
    is_confirmed = all(told[3] for told in line.rates.values())
    return said if is_confirmed else replace(said, label=f"{said.label} (taux à confirmer)")


def _written(line: ContributionLine, lots: Mapping[UUID, list[Lot]], changes: Mapping[UUID, list]) -> tuple[DocumentLine, ...]:
    if line.kind == "call" and line.pk in lots:
        return call_document_lines(line.year, lots[line.pk])
    found = adjustment_document_lines(line.year, changes.get(line.pk, ()))
    if found:
        return found
    if line.cents.cents < 0:
        return (reversed_line(DocumentLine(line.label, 1, -line.cents, -line.cents)),)
    return (DocumentLine(line.label, 1, line.cents, line.cents),)


def _lots(lines: Sequence[ContributionLine]) -> dict[UUID, list[Lot]]:
    """Count the people of calls: by class and rate where they are there all year, by class otherwise."""
    found: dict[UUID, list[Lot]] = defaultdict(list)
    calls = [line for line in lines if line.kind == "call"]
    for year in sorted({line.year for line in calls}):
        days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        for keys in parts([line.pk for line in calls if line.year == year]):
            # A person of a whole year is counted at the rate, the others in one lot of days.
            rows = PersonLine.objects.filter(line_id__in=keys)
            rows = rows.annotate(whole=Case(When(days=days, then=F("rate")), default=None, output_field=MoneyField()))
            counted = rows.order_by("line_id", "head_class", "whole").values_list("line_id", "head_class", "whole")
            # Of a whole year each has one line; to tell persons apart among all lines takes as long as to write them.
            people = Count("pk", filter=Q(days=days)) + Count("beneficiary", filter=~Q(days=days), distinct=True)
            sums = {"people": people, "added": Sum("days"), "amount": Sum("cents")}
            for line_id, head_class, rate, people, added, amount in counted.annotate(**sums):
                found[line_id].append(Lot(HeadClass(head_class), rate, people, added, amount))
    return found


def _changes(lines: Sequence[ContributionLine]) -> dict[UUID, list[tuple[AdjustmentReason, Money]]]:
    """Give what each person of an adjustment costs more or less, with the reason."""
    found: dict[UUID, list[tuple[AdjustmentReason, Money]]] = defaultdict(list)
    for keys in parts([line.pk for line in lines if line.kind == "adjustment"]):
        rows = PersonLine.objects.filter(line_id__in=keys).order_by("line_id", "beneficiary_id", "reason")
        for line_id, _, reason, amount in rows.values_list("line_id", "beneficiary_id", "reason").annotate(amount=Sum("cents")):
            found[line_id].append((AdjustmentReason(reason), amount))
    return found
