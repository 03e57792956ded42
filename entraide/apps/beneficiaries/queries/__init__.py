"""Reads of people, their families and their rights; those of the lists that members send are in `rosters`."""

from entraide.apps.beneficiaries.queries.absorbed import person_and_absorbed
from entraide.apps.beneficiaries.queries.earlier_keys import dependants_by_external_id, keys_by_external_id
from entraide.apps.beneficiaries.queries.employment import died_on
from entraide.apps.beneficiaries.queries.files import (
    ActivationFacts,
    BankView,
    DependantView,
    Person,
    TaxLineView,
    accounts_of,
    activation_facts,
    bank_details,
    beneficiary_of_account,
    custodies_of,
    former_dependant,
    household,
    households,
    people,
    person,
    shares_household,
    tax_lines,
)
from entraide.apps.beneficiaries.queries.known import KnownHousehold, known_household, own_address, own_address_read, reads_of_household
from entraide.apps.beneficiaries.queries.locking import lock_household, openers_held, reads_of_lock
from entraide.apps.beneficiaries.queries.openers import Opening, openings_elsewhere, openings_of
from entraide.apps.beneficiaries.queries.rights import (
    AffiliationView,
    affiliations_with_rights,
    members_by_person,
    with_rights_in,
    with_rights_on,
)
from entraide.apps.beneficiaries.queries.search import search, without_account
from entraide.apps.beneficiaries.queries.twins import linked_twins_of, same_child_elsewhere, twins_of


__all__ = [
    "ActivationFacts",
    "AffiliationView",
    "BankView",
    "DependantView",
    "KnownHousehold",
    "Opening",
    "Person",
    "TaxLineView",
    "accounts_of",
    "activation_facts",
    "affiliations_with_rights",
    "bank_details",
    "custodies_of",
    "beneficiary_of_account",
    "dependants_by_external_id",
    "died_on",
    "former_dependant",
    "household",
    "households",
    "keys_by_external_id",
    "known_household",
    "linked_twins_of",
    "lock_household",
    "members_by_person",
    "openers_held",
    "openings_elsewhere",
    "own_address",
    "own_address_read",
    "openings_of",
    "people",
    "person",
    "person_and_absorbed",
    "reads_of_household",
    "reads_of_lock",
    "same_child_elsewhere",
    "search",
    "shares_household",
    "tax_lines",
    "twins_of",
    "with_rights_in",
    "with_rights_on",
    "without_account",
]
