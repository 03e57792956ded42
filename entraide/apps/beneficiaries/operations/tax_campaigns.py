"""The September campaign: notices asked for by sets of persons, each person once, and once more after three weeks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import Beneficiary, TaxCampaign, TaxNotice
from entraide.apps.beneficiaries.policies import NotYourFile
from entraide.apps.beneficiaries.queries.tax_campaigns import Concern, not_yet_asked, to_remind
from entraide.apps.beneficiaries.queries.tax_notices import notice_years
from entraide.apps.beneficiaries.queries.tax_tiers import served_by
from entraide.apps.beneficiaries.refusals import CampaignTooEarly
from entraide.apps.notifications.operations import Letter, tell_many
from entraide.orm.acts import parts


# As many persons as one transaction asks: some seconds of work, so that nothing else waits long behind it.
ASKED_AT_ONCE = 5_000
SUBJECT = "Envoyez votre avis d’impôt {year}"
BODY = (
    "Votre tranche de {served} dépend de la ligne 14 de votre avis d’impôt {year}. Sans lui, vous recevez le montant le plus faible. "
    "Envoyez-le en photo ou en PDF depuis « Mon foyer », avec celui de votre conjoint s’il est imposé à part. "
    "Votre document est détruit dès que la ligne est lue, et votre collectivité n’en voit rien."
)
REMINDER_SUBJECT = "Rappel : envoyez votre avis d’impôt {year}"


def _require_keeper(actor: Actor) -> None:
    if actor.kind != "system" and not actor.has(Role.CLAIMS_OFFICER):
        raise NotYourFile


@transaction.atomic
def open_tax_campaign(*, notice_year: int, concerns: Sequence[Concern], actor: Actor, at: datetime, on: date) -> UUID:
    """Open the campaign of a year and ask the first persons; opened already, look again at everybody and ask who was not yet.

    `continue_tax_campaign` asks the others, some thousands at a time.

    :raises CampaignTooEarly: if the notices of that year are not out, or serve no claim to come.
    """
    _require_keeper(actor)
    if notice_year not in notice_years(on)[1:]:
        raise CampaignTooEarly(year=notice_year)
    defaults = {"opened_on": on, "opened_at": at}
    campaign, is_new = TaxCampaign.objects.get_or_create(notice_year=notice_year, defaults=defaults)
    if not is_new:
        campaign.asked_through = None
        campaign.save(update_fields=["asked_through"])
    asked = _ask_some(campaign, concerns, at=at, on=on)
    payload = {"year": notice_year, "asked": asked}
    record("beneficiaries.tax_campaign_opened", actor=actor, subject=("tax_campaign", campaign.pk), at=at, on=on, payload=payload)
    return campaign.pk


@transaction.atomic
def continue_tax_campaign(*, campaign_id: UUID, concerns: Sequence[Concern], actor: Actor, at: datetime, on: date) -> int:
    """Ask the next persons of a campaign; give how many, 0 once everybody was asked."""
    _require_keeper(actor)
    campaign = TaxCampaign.objects.select_for_update().get(pk=campaign_id)
    asked = _ask_some(campaign, concerns, at=at, on=on)
    if asked:
        payload = {"year": campaign.notice_year, "asked": asked}
        record("beneficiaries.tax_notices_asked", actor=actor, subject=("tax_campaign", campaign.pk), at=at, on=on, payload=payload)
    return asked


def _ask_some(campaign: TaxCampaign, concerns: Sequence[Concern], *, at: datetime, on: date) -> int:
    """Write the notices asked for and their messages, a few statements for some thousands of persons."""
    keys = list(not_yet_asked(campaign, concerns, on=on).values_list("pk", flat=True)[:ASKED_AT_ONCE])
    if not keys:
        return 0
    year = campaign.notice_year
    rows = [TaxNotice(beneficiary_id=key, campaign=campaign, notice_year=year, state="asked", asked_on=on) for key in keys]
    TaxNotice.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    _tell_all(keys, year, SUBJECT, kind="asked", at=at, on=on)
    campaign.asked_through = keys[-1]
    campaign.save(update_fields=["asked_through"])
    return len(keys)


def _tell_all(keys: Iterable[UUID], year: int, subject: str, *, kind: str, at: datetime, on: date) -> None:
    values = {"year": year, "served": served_by(year)}
    told = [
        Letter(f"tax_campaign:{year}:{kind}:{key}", subject.format(**values), BODY.format(**values), key, email=email)
        for part in parts(list(keys))
        for key, email in _addresses(part)
    ]
    tell_many(told, at=at, on=on)


def _addresses(keys: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """Give each person with the address of their own account, empty where they have none."""
    rows = Beneficiary.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "account__email")
    return [(key, email or "") for key, email in rows]


@transaction.atomic
def remind_tax_campaign(*, campaign_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Ask again, once, those who have sent nothing three weeks after they were asked; give how many, some thousands at most a call."""
    _require_keeper(actor)
    campaign = TaxCampaign.objects.select_for_update().get(pk=campaign_id)
    silent = list(to_remind(campaign, on=on).values_list("pk", "beneficiary_id")[:ASKED_AT_ONCE])
    if not silent:
        return 0
    for part in parts([key for key, _ in silent]):
        TaxNotice.objects.filter(pk__in=part).update(reminded_on=on)
    _tell_all([person for _, person in silent], campaign.notice_year, REMINDER_SUBJECT, kind="reminded", at=at, on=on)
    payload = {"year": campaign.notice_year, "reminded": len(silent)}
    record("beneficiaries.tax_notices_reminded", actor=actor, subject=("tax_campaign", campaign.pk), at=at, on=on, payload=payload)
    return len(silent)
