"""The twelve benefits as rules of openfisca-core: one yearly variable per benefit, in euros, written as its users do."""

import numpy as np
from openfisca_core.variables import Variable

from benchmarks.peers.openfisca_system import (
    YEAR,
    Custody,
    Home,
    Lodging,
    Person,
    Status,
    Territory,
    Venue,
    by_tier,
    claim_of,
    first_claims,
    half_up,
    may_claim,
    rounded,
    under_ceiling,
    years_between,
)


class accueil_de_loisirs(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Accueil de loisirs"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "accueil_de_loisirs")
        terms = parameters(period).accueil_de_loisirs
        day = claim("stay_ended_on")
        age = person("age", period)
        disabled = person("disability_rate", period) >= terms.disability_at_least
        accepted = (
            may_claim(person, period, day, claim("filed_on"), terms.deadline_months)
            & person("opens_right", period)
            & (person("born_on", period) <= day)
            & ((age <= terms.age_at_most) | (disabled & (age <= terms.disabled_age_at_most)))
        )
        custody_share = np.where(person("custody", period) == Custody.alternating, terms.alternating_share, 1)
        amount = np.minimum(by_tier(person("tax_tier", period), terms.amount) * custody_share, claim("expense"))
        return under_ceiling(person.child, day, accepted * amount, terms.by_child_at_most, half_up)


class enfant_handicape(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Enfant handicapé"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "enfant_handicape")
        terms = parameters(period).enfant_handicape
        day = claim("event_on")
        rate = person("disability_rate", period)
        severe = rate >= terms.severe_at_least
        accepted = (
            may_claim(person, period, day, claim("filed_on"))
            & (claim("filed_on") <= np.datetime64(f"{period.start.year}-12-31"))
            & person("opens_right", period)
            & (person("born_on", period) <= day)
            & (rate >= terms.half_at_least)
            & ((person("age", period) <= terms.age_at_most) | (severe & person("is_dependent", period)))
        )
        return first_claims(person.child, day, accepted) * np.where(severe, terms.severe, terms.half)


class etudes_superieures(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Études supérieures"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "etudes_superieures")
        terms = parameters(period).etudes_superieures
        day = claim("term_started_on")
        age = person("age", period)
        early = person("is_in_higher_education", period) & (age >= terms.first_age_in_higher_education)
        accepted = (
            may_claim(person, period, day, claim("filed_on"), terms.deadline_months)
            & person("opens_right", period)
            & (person("born_on", period) <= day)
            & ((age >= terms.first_age) | early)
            & (age <= terms.last_age)
        )
        return first_claims(person.child, day, accepted) * by_tier(person("tax_tier", period), terms.amount)


class plan_epargne_cheques_vacances(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Plan d'épargne chèques-vacances"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "plan_epargne_cheques_vacances")
        terms = parameters(period).plan_epargne_cheques_vacances
        saved, tier = claim("saved_amount"), person("tax_tier", period)
        small, large = saved == terms.small_plan, saved == terms.large_plan
        accepted = may_claim(person, period, claim("plan_opened_on"), claim("filed_on")) & (small | large)
        return accepted * saved * np.where(large, by_tier(tier, terms.large_rate), by_tier(tier, terms.small_rate))


class rentree_scolaire_beneficiaire(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Rentrée scolaire du bénéficiaire"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "rentree_scolaire_beneficiaire")
        terms = parameters(f"{period.start.year}-09-01").rentree_scolaire_beneficiaire
        day = claim("term_started_on")
        age, tier = person("age", period), person("tax_tier", period)
        accepted = (
            may_claim(person, period, day, claim("filed_on"), terms.deadline_months)
            & (person("status", period) == Status.apprentice)
            & (person("born_on", period) <= day)
            & (age <= terms.age_at_most)
        )
        return accepted * np.where(age >= terms.adult_age, by_tier(tier, terms.adult_amount), by_tier(tier, terms.minor_amount))


class precarite_energetique(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Précarité énergétique"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "precarite_energetique")
        terms = parameters(period).precarite_energetique
        two_notices, home = person("has_two_notices", period), claim("home")
        not_taxable = (person("tax_line_14", period) == 0) & (~two_notices | (person("partner_tax_line_14", period) == 0))
        burden = claim("energy_spend") > claim("annual_income") * terms.income_share
        works = claim("diagnosis_is_for_works")
        amount = np.minimum(terms.amount, claim("expense"))
        accepted = (
            may_claim(person, period, claim("billed_on"), claim("filed_on"), terms.deadline_months)
            & not_taxable
            & (((home == Home.tenant) & burden) | ((home == Home.owner) & works))
            & (amount > 0)
        )
        return first_claims(person.household, claim("billed_on"), accepted) * amount


class billetterie_cinema(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Billets de cinéma"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "billetterie_cinema")
        terms = parameters(period).billetterie_cinema
        tickets = claim("tickets")
        quota = claim("entitled_persons") * terms.tickets_by_person
        accepted = may_claim(person, period, claim("ordered_on"), claim("filed_on")) & (tickets + claim("tickets_ordered_before") <= quota)
        return accepted * tickets * np.maximum(claim("ticket_price") - terms.price, 0)


class garde_du_mercredi(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Garde du mercredi et des vacances"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "garde_du_mercredi")
        terms = parameters(period).garde_du_mercredi
        day, born_on = claim("stay_ended_on"), person("born_on", period)
        days, half_days = claim("care_days"), claim("care_half_days")
        age = years_between(born_on, day)
        counted = np.minimum(2 * days + half_days, terms.half_days_at_most.calc(age))
        amount = rounded(np.minimum(counted * terms.amount_by_half_day.calc(age), claim("expense")), half_up)
        accepted = (
            may_claim(person, period, day, claim("filed_on"))
            & (claim("filed_on") <= np.datetime64(f"{period.start.year}-12-31"))
            & (person("status", period) == Status.active)
            & person("opens_right", period)
            & (born_on <= day)
            & (age < terms.age_under)
            & ((days >= terms.days_at_least) | (half_days >= terms.half_days_at_least))
            & (amount > 0)
        )
        return first_claims(person.child, day, accepted) * amount


class colonie_au_quotient(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Colonie de vacances"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "colonie_au_quotient")
        terms = parameters(period).colonie_au_quotient
        day, born_on = claim("stay_ended_on"), person("born_on", period)
        age = years_between(born_on, day)
        quotient = person("reference_income", period) / (person("tax_half_shares", period) * 6)
        amount = np.minimum(claim("expense") * terms.share.calc(quotient), terms.amount_at_most)
        custody_share = np.where(person("custody", period) == Custody.alternating, terms.alternating_share, 1)
        accepted = (
            may_claim(person, period, day, claim("filed_on"), terms.deadline_months)
            & (person("status", period) != Status.retiree)
            & person("opens_right", period)
            & (born_on <= day)
            & (age >= terms.first_age)
            & (age <= terms.last_age)
        )
        return under_ceiling(person.child, day, accepted * amount * custody_share, terms.by_child_at_most, half_up)


class bourse_d_etudes(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Bourse d'études"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "bourse_d_etudes")
        terms = parameters(f"{period.start.year}-09-01").bourse_d_etudes
        day = claim("term_started_on")
        overseas = person("territory", period) == Territory.overseas
        income = person("reference_income", period) * np.where(overseas, terms.overseas_abatement, 1)
        limit = terms.income_at_most + (person("tax_half_shares", period) - terms.first_half_shares) * terms.by_half_share
        accepted = (
            may_claim(person, period, day, claim("filed_on"), terms.deadline_months)
            & (person("status", period) != Status.apprentice)
            & person("opens_right", period)
            & (person("born_on", period) <= day)
            & (person("age", period) <= terms.age_at_most)
            & person("is_in_higher_education", period)
            & (income <= limit)
        )
        amount = np.where(claim("lodging") == Lodging.with_parents, terms.at_home, terms.elsewhere)
        return first_claims(person.child, day, accepted) * amount


class abonnement_culturel(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Abonnement culturel"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "abonnement_culturel")
        terms = parameters(f"{period.start.year}-09-01").abonnement_culturel
        day, expense, venue = claim("event_on"), claim("expense"), claim("venue")
        accepted = (
            may_claim(person, period, day, claim("filed_on"), terms.deadline_months)
            & (day >= np.datetime64(f"{period.start.year}-09-01"))
            & (expense >= terms.expense_at_least)
            & ((venue == Venue.theatre) | (venue == Venue.museum) | (venue == Venue.concert_hall))
        )
        amount = np.minimum(np.maximum(terms.amount_at_least, expense * terms.share), terms.amount_at_most)
        return under_ceiling(person.household, day, accepted * amount, terms.by_household_at_most, np.ceil)


class allocation_de_repit(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Allocation mensuelle de répit"

    def formula(person, period, parameters):
        claim = claim_of(person, period, "allocation_de_repit")
        terms = parameters(period).allocation_de_repit
        day = claim("period_ended_on")
        monthly = terms.national_base * terms.share
        accepted = (
            may_claim(person, period, day, claim("filed_on"))
            & (claim("filed_on") <= np.datetime64(f"{period.start.year + 1}-01-31"))
            & (person("status", period) != Status.apprentice)
            & person("opens_right", period)
            & (person("disability_rate", period) >= terms.disability_at_least)
            & ~claim("is_boarded")
        )
        return under_ceiling(person.child, day, accepted * claim("home_months") * monthly, monthly * terms.months_at_most, np.floor)
