"""Public files are read in the layouts of INSEE and of the DGCL, or refused by naming the columns expected."""

from datetime import date

import pytest

from entraide.core.refusals import Finding
from entraide.core.structure.values import Body, BodyKind
from entraide.integrations.reference_files.bodies import ListedBody, read_bodies
from entraide.integrations.reference_files.history import UnknownShippedYear, read_movements, read_perimeter, shipped_perimeters
from entraide.integrations.reference_files.layouts import MissingFile, UnknownLayout, UnknownYear, year_of
from entraide.ui.refusals import say


VITRY, REIMS, CU = "215106493", "215104548", "200067213"
DGCL = (
    "dept;siren;raison_sociale;nature_juridique;mode_financ;nb_membres;total_pop_tot;total_pop_mun;dep_com;insee;siren_membre;nom_membre;"
    "ptot_2024;pmun_2024"
)


def written(tmp_path, name, *lines, encoding="utf-8"):
    file = tmp_path / name
    file.write_text("\n".join(lines) + "\n", encoding=encoding)
    return file


def test_the_shipped_communes_have_their_siren_but_those_overseas_that_have_none():
    communes = read_bodies(BodyKind.COMMUNE)
    assert (communes.year, len(communes.bodies), len(communes.without_siren), communes.findings) == (2026, 34_875, 94, ())
    assert communes.bodies[0] == ListedBody("210100012", "L'Abergement-Clémenciat", BodyKind.COMMUNE, "01001", "01", 860, 2)
    assert communes.day == date(2026, 1, 1)


def test_the_shipped_departments_and_regions_are_bodies_once_whatever_they_hold():
    listed = read_bodies(BodyKind.DEPARTMENT)
    assert listed.findings == ()
    assert len({body.siren for body in listed.bodies}) == len(listed.bodies) == 112
    corsica = [body for body in listed.bodies if body.siren == "200076958"]
    assert [(body.name, body.kind) for body in corsica] == [("Collectivité de Corse", BodyKind.DEPARTMENT)]
    assert not any(body.siren == "217500016" for body in listed.bodies)


def test_the_shipped_epci_of_2025():
    listed = read_bodies(BodyKind.EPCI)
    assert (listed.year, len(listed.bodies), listed.findings) == (2025, 1_255, ())


def test_the_cog_file_of_insee_gives_communes_without_siren_and_leaves_delegated_ones_out(tmp_path):
    file = written(
        tmp_path,
        "v_commune_2026.csv",
        "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT",
        "COM,01001,84,01,01D,012,5,ABERGEMENT CLEMENCIAT,Abergement-Clémenciat,L'Abergement-Clémenciat,0108,",
        "COMD,01015,,,,,1,ARBIGNIEU,Arbignieu,Arbignieu,,01015",
        "COM,97101,01,971,971D,9712,1,ABYMES,Abymes,Les Abymes,97101,",
    )
    listed = read_bodies(BodyKind.COMMUNE, path=file)
    assert [(body.code, body.name, body.siren, body.department, body.population) for body in listed.bodies] == [
        ("01001", "L'Abergement-Clémenciat", "", "01", None),
        ("97101", "Les Abymes", "", "971", None),
    ]
    assert (listed.year, listed.without_siren) == (2026, ())


def test_the_yearly_list_of_the_dgcl_gives_epci_communes_and_perimeters(tmp_path):
    file = written(
        tmp_path,
        "liste.csv",
        DGCL,
        f"51;{CU};CU du Grand  Reims;CU;FPU;143;300 000;295 000;51;51454;{REIMS};Reims;182000;181000",
        f"51;{CU};CU du Grand  Reims;CU;FPU;143;300 000;295 000;51;51649;{VITRY};Vitry-le-François;11000;10900",
        encoding="latin-1",
    )
    epcis = read_bodies(BodyKind.EPCI, path=file)
    assert epcis.bodies == (ListedBody(CU, "CU du Grand Reims", BodyKind.EPCI, "", "51", 295_000, 2),)
    communes = read_bodies(BodyKind.COMMUNE, path=file)
    assert [(body.siren, body.code, body.name, body.population) for body in communes.bodies] == [
        (REIMS, "51454", "Reims", 181_000),
        (VITRY, "51649", "Vitry-le-François", 10_900),
    ]
    perimeter, findings = read_perimeter(file)
    assert findings == ()
    assert perimeter.on == date(2024, 1, 1)
    assert perimeter.members == {"51454": CU, "51649": CU}
    assert perimeter.epcis == {CU: Body(CU, "CU du Grand Reims", BodyKind.EPCI, department="51")}


def test_the_lists_of_2014_to_2017_are_read_as_well(tmp_path):
    file = written(
        tmp_path,
        "2016.csv",
        "siren;nom;nature;fiscalite;nb_com;ptot;pmun;insee;siren_com;nom_com;ptot_com;pmun_com",
        f"{CU};CA Reims;CA;FPU;16;1000;900;1001;210100012;L'Abergement-Clémenciat;800;790",
    )
    assert read_bodies(BodyKind.COMMUNE, path=file).bodies[0].code == "01001"
    assert read_bodies(BodyKind.EPCI, path=file).bodies[0].population == 900
    assert read_perimeter(file)[0].on == date(2016, 1, 1)


def test_a_file_of_movements_is_read_and_its_sirens_found_where_they_are_known(tmp_path):
    file = written(
        tmp_path,
        "v_mvtcommune_2026.csv",
        "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP",
        "32,2016-12-01,COM,15031,0,CELLES,Celles,Celles,COM,15141,0,NEUSSARGUES EN PINATELLE,Neussargues,Neussargues en Pinatelle",
        "10,1er janvier,COM,15031,0,CELLES,Celles,Celles,COM,15031,0,CELLES,Celles,Celles",
    )
    (movement,), findings = read_movements(file)
    assert (movement.siren_before, movement.siren_after, movement.line, movement.on) == ("211500319", "200065175", 2, date(2016, 12, 1))
    assert findings == (Finding("reference.bad_day", "ligne 3", {"value": "1er janvier"}),)


def test_each_fault_of_a_line_is_said_with_its_line_and_the_others_are_read(tmp_path):
    file = written(
        tmp_path,
        "communes_2025.csv",
        "code_insee,nom,departement,siren,population_municipale",
        "51454,Reims,51,215104549,181000",
        f"51649,,51,{VITRY},x",
        f"Reims,Vitry,51,{VITRY},1",
        f"51649,Vitry-le-François,51,{VITRY},10900",
        f"51650,Vitry bis,51,{VITRY},10900",
        "51649,Vitry ter,51,210100012,10900",
    )
    listed = read_bodies(BodyKind.COMMUNE, path=file)
    assert [body.name for body in listed.bodies] == ["Vitry-le-François"]
    assert [(finding.where, finding.code) for finding in listed.findings] == [
        ("ligne 2", "tabular.siren_key"),
        ("ligne 3", "reference.no_name"),
        ("ligne 3", "reference.bad_number"),
        ("ligne 4", "reference.bad_code"),
        ("ligne 6", "reference.siren_twice"),
        ("ligne 7", "reference.code_twice"),
    ]
    assert all(say(finding) for finding in listed.findings)
    assert "sa clé ne correspond pas" in say(listed.findings[0])


def test_an_epci_of_a_wrong_siren_is_left_out_with_its_communes(tmp_path):
    file = written(tmp_path, "liste_2024.csv", DGCL, f"51;200067214;CU;CU;FPU;1;1;1;51;51454;{REIMS};Reims;1;1")
    perimeter, findings = read_perimeter(file)
    assert (perimeter.members, [finding.where for finding in findings]) == ({}, ["ligne 2"])
    assert [finding.code for finding in read_bodies(BodyKind.EPCI, path=file).findings] == ["tabular.siren_key"]


def test_an_unknown_layout_is_refused_by_naming_the_columns_expected(tmp_path):
    file = written(tmp_path, "villes_2024.csv", "ville,habitants", "Reims,181000")
    with pytest.raises(UnknownLayout) as refused:
        read_bodies(BodyKind.COMMUNE, path=file)
    sentence = say(refused.value)
    assert "Trouvées : ville, habitants." in sentence
    assert "INSEE, v_commune_AAAA.csv (TYPECOM, COM, DEP, LIBELLE)" in sentence


def test_a_file_that_does_not_say_its_year_is_refused_unless_it_is_said(tmp_path):
    file = written(tmp_path, "communes.csv", "code_insee,nom,departement,siren", f"51454,Reims,51,{REIMS}")
    with pytest.raises(UnknownYear) as refused:
        read_bodies(BodyKind.COMMUNE, path=file)
    assert "précisez --year" in say(refused.value)
    assert read_bodies(BodyKind.COMMUNE, path=file, year=2023).year == 2023


@pytest.mark.parametrize(
    ("name", "header", "year"),
    [
        ("v_commune_2026.csv", (), 2026),
        ("liste.csv", ("insee", "ptot_2024"), 2024),
        ("epci_2014_2025.csv", (), 2025),
        ("communes.csv", ("insee",), None),
        ("a20240101.csv", (), None),
    ],
)
def test_the_year_is_read_from_the_name_then_from_the_columns(name, header, year):
    assert year_of(name, header) == year


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(MissingFile):
        read_bodies(BodyKind.COMMUNE, path=tmp_path / "absent_2024.csv")


def test_the_shipped_perimeters_are_those_of_the_years_that_were_published():
    assert [perimeter.on.year for perimeter in shipped_perimeters(2016, 2020)] == [2016, 2017, 2019, 2020]
    assert len(shipped_perimeters(2025, 2025)[0].epcis) == 1_255
    with pytest.raises(UnknownShippedYear):
        shipped_perimeters(2018, 2025)
