"""What the demonstration makes up of a register is marked so, and no number of it is anybody's."""

import re

from stdnum.fr import siren as public_siren
from stdnum.fr import siret as public_siret

from entraide.integrations.reference_data import communes
from entraide.population.demonstration.register import AMICALE_NAME, AMICALE_SIREN, NEIGHBOURS, UNBILLED, contacts, establishments
from entraide.population.demonstration.setup import COMMUNES, CU_SIREN


def test_made_up_sirets_hold_their_key_and_say_what_they_are():
    told = establishments()
    assert all(public_siret.is_valid(one.siret) and one.siret.startswith(one.siren) for one in told)
    assert all("fictif" in one.name and one.siret[9:11] == "99" for one in told)
    assert {one.siren for one in told} == {CU_SIREN, *(commune.siren for commune in COMMUNES)} - {UNBILLED}


def test_contacts_have_numbers_of_fiction_and_addresses_of_example():
    told = contacts()
    assert all(re.fullmatch(r"03 53 01 \d\d \d\d", one.phone) and one.email.endswith("@exemple.fr") for one in told)
    assert len({one.phone for one in told}) == len({one.email for one in told}) == len(told)


def test_the_intermediary_is_nobody():
    assert public_siren.is_valid(AMICALE_SIREN) and AMICALE_SIREN.startswith("000") and "fictive" in AMICALE_NAME


def test_the_neighbours_are_communes_of_the_epci_and_no_members():
    assert {communes()[code].epci_siren for code in NEIGHBOURS} == {CU_SIREN}
    assert not {communes()[code].siren for code in NEIGHBOURS} & {commune.siren for commune in COMMUNES}
