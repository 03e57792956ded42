"""The reference tables read as their README says."""

from datetime import date, timedelta

import pytest
from stdnum.fr import siren, siret

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
    assert len(reference_data.communes_of_epci("200067213")) == 143
    assert reference_data.communes_of_epci("000000000") == ()


def test_a_commune_may_have_several_postal_codes() -> None:
    assert reference_data.communes()["01050"].postal_codes == ("01190", "01380")


def test_departments_and_regions_are_local_authorities_with_right_keys() -> None:
    territories = reference_data.territories()
    assert {territory.level for territory in territories} == {"departement", "region"}
    assert all(siren.is_valid(territory.siren) for territory in territories if territory.siren)
    assert all(siret.is_valid(territory.siret) for territory in territories if territory.siret)


def test_seven_committees_share_the_departments_and_nine_rows_are_attested() -> None:
    rows = reference_data.committee_departments()
    assert len({row.committee for row in rows.values()}) == 7
    assert sum(row.is_attested for row in rows.values()) == 9


def test_school_holidays_are_half_open_spans_of_three_zones() -> None:
    holidays = reference_data.school_holidays()
    assert {holiday.zone for holiday in holidays} == {"A", "B", "C"}
    assert all(timedelta(days=2) <= holiday.until - holiday.since < timedelta(days=75) for holiday in holidays)
    assert any(holiday.since <= date(2024, 10, 20) < holiday.until for holiday in holidays)


def test_tables_cannot_be_written_to() -> None:
    with pytest.raises(TypeError):
        reference_data.communes()["00000"] = None


def test_calibration_figures_stand_beside_their_source() -> None:
    assert reference_data.calibration()["cnas"]["national_2023"]["taux_de_retour_global"] == 0.93
    assert reference_data.calibration()["cnas"]["national_2023"]["source"].startswith("Bilan")
