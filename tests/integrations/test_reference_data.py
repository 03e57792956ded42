"""The reference tables read as their README says."""

import pytest
from stdnum.fr import siren

from entraide.integrations import reference_data


def test_the_communes_of_2026_are_all_there_with_codes_as_text() -> None:
    communes = reference_data.communes()
    assert len(communes) == 34_969
    assert communes["01001"].name == "L'Abergement-Clémenciat"
    assert {code for code in communes if code.startswith("2A")}
    assert sum(commune.siren is None for commune in communes.values()) == 94


def test_the_sirens_of_communes_have_a_right_key_and_are_unique() -> None:
    sirens = [commune.siren for commune in reference_data.communes().values() if commune.siren]
    assert len(set(sirens)) == len(sirens)
    assert all(siren.is_valid(number) for number in sirens)


def test_the_grand_reims_has_its_hundred_and_forty_three_communes() -> None:
    epci = reference_data.epcis()["200067213"]
    assert (epci.name, epci.kind, epci.member_count) == ("CU du Grand Reims", "CU", 143)
    assert sum(commune.epci_siren == epci.siren for commune in reference_data.communes().values()) == 143


def test_a_commune_may_have_several_postal_codes() -> None:
    assert reference_data.communes()["01050"].postal_codes == ("01190", "01380")


def test_seven_committees_share_the_departments_and_nine_rows_are_attested() -> None:
    rows = reference_data.committee_departments()
    assert len({row.committee for row in rows.values()}) == 7
    assert sum(row.is_attested for row in rows.values()) == 9


def test_the_standard_of_living_of_a_commune_is_that_of_filosofi() -> None:
    standards = reference_data.living_standards()
    assert standards["01004"] == (15_092, 21_660)
    assert len(standards) > 30_000


def test_tables_cannot_be_written_to() -> None:
    with pytest.raises(TypeError):
        reference_data.communes()["00000"] = None
