"""Reads of the network."""

from entraide.apps.network.queries.bureaus import Bureau, HeldSeat, bureau_of, bureaus, delegates_in
from entraide.apps.network.queries.designations import (
    Progress,
    by_committee,
    campaign,
    campaigns,
    dated_answers,
    designation,
    designations_asked,
    designations_of,
    is_asked,
    not_asked_yet,
    progress_of,
    running_campaign,
)
from entraide.apps.network.queries.mandates import (
    committee_of,
    committees,
    holders_of,
    mandates_for,
    mandates_of,
    may_be_acted_for,
    never_begun,
    own_mandate,
    without_correspondent,
)
from entraide.apps.network.queries.vacancies import Lacking, correspondent_since, lacking_by_department, vacancies


__all__ = [
    "Bureau",
    "HeldSeat",
    "Lacking",
    "Progress",
    "bureau_of",
    "bureaus",
    "by_committee",
    "campaign",
    "campaigns",
    "committee_of",
    "committees",
    "dated_answers",
    "correspondent_since",
    "delegates_in",
    "designation",
    "designations_asked",
    "designations_of",
    "holders_of",
    "is_asked",
    "lacking_by_department",
    "mandates_for",
    "mandates_of",
    "may_be_acted_for",
    "never_begun",
    "not_asked_yet",
    "own_mandate",
    "progress_of",
    "running_campaign",
    "vacancies",
    "without_correspondent",
]
