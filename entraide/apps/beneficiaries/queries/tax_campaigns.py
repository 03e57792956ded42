"""Reads of the September campaign: who is concerned, how far it is, who is to be reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entraide.apps.beneficiaries.models import (
    Beneficiary,
    DependantIdentity,
    Identity,
    Kinship,
    TaxCampaign,
    TaxLine,
    TaxNotice,
)
from entraide.apps.beneficiaries.queries.rights import with_rights_on
from entraide.apps.beneficiaries.queries.tax_notices import CHECKED


REMINDED_AFTER = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Concern:
    """Persons whom a benefit with tiers may be open to: of these statuses, with a subject born over [born_since, born_until).

    `subject` is self, spouse or child.
    """

    subject: str
    statuses: tuple[str, ...]
    born_since: date
    born_until: date


def persons_concerned(concerns: Sequence[Concern], *, notice_year: int, on: date) -> QuerySet[Beneficiary]:
    """Give the persons with rights today whom a benefit with tiers may be open to, and whose line of that year nobody has checked."""
    if not concerns:
        return Beneficiary.objects.none()
    lines = TaxLine.objects.filter(beneficiary_id=OuterRef("pk"), notice_year=notice_year, superseded_at__isnull=True, proof__in=CHECKED)
    wanted = reduce(or_, (_concerned_by(concern, on) for concern in concerns))
    return Beneficiary.objects.filter(wanted, ~Exists(lines.order_by())).order_by("pk")


def _concerned_by(concern: Concern, on: date) -> Q:
    rights = with_rights_on(on).filter(beneficiary_id=OuterRef("pk"), status__in=concern.statuses)
    born = {"born_on__gte": concern.born_since, "born_on__lt": concern.born_until}
    if concern.subject == "self":
        subject = Identity.objects.in_force_on(on).filter(beneficiary_id=OuterRef("pk"), died_on__isnull=True, **born)
    else:
        identity = DependantIdentity.objects.in_force_on(on).filter(dependant_id=OuterRef("dependant_id"), died_on__isnull=True, **born)
        kinships = Kinship.objects.in_force_on(on).filter(beneficiary_id=OuterRef("pk"), kind=concern.subject)
        subject = kinships.filter(Exists(identity.order_by()))
    return Q(Exists(rights.order_by())) & Q(Exists(subject.order_by()))


def persons_with_line(notice_year: int) -> QuerySet:
    """Give the keys of those whose line of a year somebody has checked."""
    known = TaxLine.objects.filter(notice_year=notice_year, superseded_at__isnull=True, proof__in=CHECKED)
    return known.order_by().values("beneficiary_id")


def not_yet_asked(campaign: TaxCampaign, concerns: Sequence[Concern], *, on: date) -> QuerySet[Beneficiary]:
    """Give the persons concerned whom the campaign has not come to, and who have no notice of that year asked for or sent."""
    found = not_asked_at_all(campaign, concerns, on=on)
    return found.filter(pk__gt=campaign.asked_through) if campaign.asked_through else found


def not_asked_at_all(campaign: TaxCampaign, concerns: Sequence[Concern], *, on: date) -> QuerySet[Beneficiary]:
    """Give the persons concerned who have no notice of that year, whether the campaign has gone past them or not."""
    notices = TaxNotice.objects.filter(beneficiary_id=OuterRef("pk"), notice_year=campaign.notice_year, is_partners=False)
    return persons_concerned(concerns, notice_year=campaign.notice_year, on=on).filter(~Exists(notices.order_by()))


def campaign_of(notice_year: int) -> TaxCampaign | None:
    """Give the campaign of a year, or nothing."""
    return TaxCampaign.objects.filter(notice_year=notice_year).order_by("pk").first()


def last_campaign() -> TaxCampaign | None:
    """Give the campaign of the latest year, or nothing."""
    return TaxCampaign.objects.order_by("-notice_year").first()


def campaigns() -> QuerySet[TaxCampaign]:
    """Give every campaign, the latest first, with its counts: `asked_count`, `answered_count`, `settled_count`."""
    answered = Q(notices__state__in=("sent", "sent_back", "checked"))
    return TaxCampaign.objects.annotate(
        asked_count=Count("notices"),
        answered_count=Count("notices", filter=answered),
        settled_count=Count("notices", filter=Q(notices__state="checked")),
    ).order_by("-notice_year")


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """How far a campaign is, in persons: asked, of whom silent, sent and waiting, sent back, checked; reminded once."""

    asked: int
    silent: int
    to_check: int
    sent_back: int
    checked: int
    reminded: int


def progress_of(campaign: TaxCampaign) -> CampaignProgress:
    """Count a campaign's notices by state; a line that was read in a claim settles the notice that was asked for."""
    rows = TaxNotice.objects.filter(campaign=campaign, is_partners=False)
    known = Exists(_lines_of_notice())
    counts = rows.order_by().aggregate(
        asked=Count("pk"),
        silent=Count("pk", filter=Q(~known, state="asked")),
        to_check=Count("pk", filter=Q(state="sent")),
        sent_back=Count("pk", filter=Q(state="sent_back")),
        checked=Count("pk", filter=Q(state="checked") | Q(known, state="asked")),
        reminded=Count("pk", filter=Q(reminded_on__isnull=False)),
    )
    return CampaignProgress(**counts)


def _lines_of_notice() -> QuerySet[TaxLine]:
    lines = TaxLine.objects.filter(superseded_at__isnull=True, proof__in=CHECKED)
    return lines.filter(beneficiary_id=OuterRef("beneficiary_id"), notice_year=OuterRef("notice_year")).order_by()


def to_remind(campaign: TaxCampaign, *, on: date) -> QuerySet[TaxNotice]:
    """Give the notices asked for three weeks ago or more, never reminded of, that nobody sent, of persons who still have rights."""
    silent = TaxNotice.objects.filter(campaign=campaign, is_partners=False, state="asked", reminded_on__isnull=True)
    silent = silent.filter(~Exists(_lines_of_notice()), asked_on__lte=on - REMINDED_AFTER)
    rights = with_rights_on(on).filter(beneficiary_id=OuterRef("beneficiary_id"))
    return silent.filter(Exists(rights.order_by())).order_by("pk")
