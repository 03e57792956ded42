"""The past of a synthetic France: called at the rates of each year, settled where the rules let it, up to the published rates."""

from datetime import date
from functools import cache

import numpy as np
import pytest
from django.conf import settings

from entraide.config.population.sources import known_bodies, known_places
from entraide.config.population.years import committees_of, known_rules
from entraide.core.contributions.tariff import RateMissing
from entraide.core.rules import Confidence
from entraide.integrations.rule_files import read_catalogue
from entraide.population.columns import REFUSED, decide_rows
from entraide.population.synthetic import tuning
from entraide.population.synthetic.adults import RETIREE
from entraide.population.synthetic.claims import claims_for, filing_days
from entraide.population.synthetic.france import France, synthetic_france
from entraide.population.synthetic.illustrated import SAID
from entraide.population.synthetic.past import Rules, Settled, called_for, settled_in
from entraide.population.synthetic.persons import days_of


TODAY = date(2024, 10, 15)
YEAR = 2023


@cache
def france() -> France:
    return synthetic_france(known_bodies(), known_places(), size=(426, 20_000), seed=1, on=TODAY)


@cache
def rules() -> Rules:
    return known_rules()


@cache
def settled() -> Settled:
    return settled_in(france(), YEAR, rules=rules(), committee=committees_of(france()))


def had_rights() -> np.ndarray:
    return france().careers.arrived_on < days_of(date(YEAR + 1, 1, 1))


def test_a_member_is_called_for_the_heads_of_january_at_the_rates_of_the_year_and_for_the_days_left_of_who_comes():
    called, status, arrived_on = called_for(france(), YEAR, rules().tariff), france().people.openers.status, france().careers.arrived_on
    member = int(np.argmax(france().members.heads))
    own = france().employer == member
    here = own & (arrived_on < days_of(date(YEAR, 1, 1)))
    active, retired = int((here & (status != RETIREE)).sum()), int((here & (status == RETIREE)).sum())
    assert (called.active[member], called.retired[member]) == (active, retired)
    assert called.call[member] == active * 21_200 + retired * 13_780
    comes = np.flatnonzero(own & (arrived_on >= days_of(date(YEAR, 1, 1))) & (arrived_on < days_of(date(YEAR + 1, 1, 1))))
    days_left = days_of(date(YEAR + 1, 1, 1)) - arrived_on[comes]
    rates = np.where(status[comes] == RETIREE, 13_780, 21_200)
    assert called.arrivals[member] == sum(int(rate) * int(days) // 365 for rate, days in zip(rates, days_left, strict=True))


def test_a_year_without_a_rate_cannot_be_called():
    with pytest.raises(RateMissing):
        called_for(france(), 2017, rules().tariff)


def test_the_return_and_the_users_are_the_published_ones_and_committees_are_spread_as_published():
    called, committee = called_for(france(), YEAR, rules().tariff), committees_of(france())
    owed = called.call + called.arrivals
    assert settled().cents.sum() / owed.sum() == pytest.approx(tuning.RETURN.value, abs=tuning.RETURN.tolerance)
    users = len(np.unique(settled().opener)) / had_rights().sum()
    assert users == pytest.approx(tuning.USERS.value, abs=tuning.USERS.tolerance)
    rate = {}
    for name in tuning.RETURN_OF_COMMITTEES:
        own = committee == name
        rate[name] = settled().cents[own[france().employer[settled().opener]]].sum() / owed[own].sum()
    published = tuning.RETURN_OF_COMMITTEES
    for name in published:
        assert rate[name] / rate["Ouest"] == pytest.approx(published[name] / published["Ouest"], abs=0.02)


def test_nothing_is_settled_that_the_rules_refuse_nor_before_somebody_came_nor_out_of_the_year():
    days = settled().on.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    assert (days == YEAR).all()
    assert had_rights()[settled().opener].all()
    for code in ("accueil-de-loisirs", "etudes-superieures", "plan-epargne-cheques-vacances"):
        revisions = rules().benefits[code]
        table = claims_for(france().people, revisions, year=YEAR, seed=1)
        filed = filing_days(table, revisions, seed=1)
        decided = decide_rows(revisions, table, parameters=rules().parameters, filed_on=filed)
        refused = set(zip(table.opener[decided.status == REFUSED].tolist(), table.subject[decided.status == REFUSED].tolist(), strict=True))
        own = settled().code == settled().codes.index(code)
        paid = list(zip(settled().opener[own].tolist(), settled().person[own].tolist(), strict=True))
        assert paid
        assert not refused & set(paid)


def test_where_the_catalogue_knows_an_amount_it_is_paid_and_nothing_of_what_is_left_out_ever_is():
    held = settled()
    own = held.code == held.codes.index("plan-epargne-cheques-vacances")
    # A bonus of 50 % at most on 400 euros saved, by the revision of 2023.
    assert set(np.unique(held.cents[own]).tolist()) <= {5_000, 6_000, 10_000, 12_000, 14_000}
    assert not [code for code in held.codes if code.startswith(("pret-", "secours-", "precarite"))]


def test_an_amount_that_no_source_gives_is_decided_by_a_revision_that_says_so():
    held = settled()
    real = {(each.code, each.since): each for each in read_catalogue(settings.CATALOGUE)[0]}
    for code in held.codes:
        own = held.cents[held.code == held.codes.index(code)]
        for revision in rules().benefits[code]:
            before = real[code, revision.since]
            assert revision.is_payable
            assert before.is_payable == (SAID not in revision.illustrative) == (revision.confidence is not Confidence.ILLUSTRATIVE)
            assert before.is_payable == (revision == before)
        if not any(real[code, each.since].is_payable for each in rules().benefits[code]):
            assert set(own.tolist()) <= {tuning.HABITS[code].cents}
    assert rules().benefits["secours-exceptionnel"] == [each for each in real.values() if each.code == "secours-exceptionnel"]


def test_the_same_seed_settles_the_same_benefits():
    again = settled_in(france(), YEAR, rules=rules(), committee=committees_of(france()))
    for name in ("opener", "person", "code", "on", "cents"):
        assert np.array_equal(getattr(settled(), name), getattr(again, name))


def test_who_used_one_year_mostly_uses_the_next():
    before = settled_in(france(), YEAR - 1, rules=rules(), committee=committees_of(france()))
    users, again = set(before.opener.tolist()), set(settled().opener.tolist())
    assert len(users & again) / len(users) > 0.75
