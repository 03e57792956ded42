"""Public lists fill the register: what changed is told, nothing is doubled, what cannot be done is named."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.models import AuditEntry
from entraide.apps.members.models import Attachment, CommuneCode, Member, MemberName, Membership
from entraide.apps.members.operations.reference import import_bodies
from entraide.apps.members.operations.reference_events import import_movements, import_perimeter
from entraide.apps.members.refusals import LaterList, OlderList, TooManyClosed
from entraide.core.refusals import Finding, Refusal
from entraide.core.structure.movements import Movement
from entraide.core.structure.perimeters import Perimeter
from entraide.core.structure.values import Body, BodyKind
from entraide.integrations.reference_files.bodies import BodyList, ListedBody, read_bodies
from entraide.ui.refusals import say
from tests.factories.base import NOW, TODAY
from tests.factories.members import AttachmentFactory, CommuneCodeFactory, ContactFactory, EstablishmentFactory, MemberFactory, siren


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
NEW_YEAR = date(2024, 1, 1)
FIRST, SECOND, THIRD = siren(101), siren(102), siren(103)
EPCI = siren(900)


def listed(number, name, *, code="", population=1_000, kind=BodyKind.COMMUNE, department="51"):
    return ListedBody(number, name, kind, code, department, population, line=2)


def body_list(*bodies, year=2024, kind=BodyKind.COMMUNE, without=()):
    return BodyList(kind, year, tuple(bodies), (), tuple(without))


TWO = (listed(FIRST, "Vitry", code="51649"), listed(SECOND, "Reims", code="51454"))


def run(*words):
    """Run the command and give what it prints; a refusal as the console says it."""
    out = StringIO()
    try:
        call_command("reference", *words, stdout=out)
    except Refusal as refused:
        raise CommandError(say(refused)) from refused
    return out.getvalue()


def test_a_list_puts_bodies_on_the_register_once_and_says_so():
    report = import_bodies(listed=body_list(*TWO, without=[listed("", "Nouméa", code="98818")]), **ACT)
    assert report.new == ("Vitry", "Reims")
    assert report.counts["without_siren"] == 1
    assert set(CommuneCode.objects.values_list("member__siren", "code", "since")) == {
        (FIRST, "51649", NEW_YEAR),
        (SECOND, "51454", NEW_YEAR),
    }
    assert set(Member.objects.values_list("population", "population_year")) == {(1_000, 2024)}
    again = import_bodies(listed=body_list(*TWO), **ACT)
    assert again.counts == {**dict.fromkeys(report.counts, 0), "unchanged": 2}
    assert (Member.objects.count(), MemberName.objects.count(), CommuneCode.objects.count()) == (2, 2, 2)
    assert AuditEntry.objects.filter(verb="members.reference_imported").count() == 2


def test_a_member_taken_over_from_an_earlier_system_is_known_by_its_siren_and_never_doubled():
    member = MemberFactory(siren=FIRST, named__name="VITRY LE FRANCOIS", department="")
    report = import_bodies(listed=body_list(*TWO), **ACT)
    assert report.new == ("Reims",)
    assert report.renamed == (("VITRY LE FRANCOIS", "Vitry"),)
    names = MemberName.objects.current().filter(member=member).order_by("since").values_list("name", "until")
    assert list(names) == [("VITRY LE FRANCOIS", NEW_YEAR), ("Vitry", None)]
    member.refresh_from_db()
    assert (member.department, member.population) == ("51", 1_000)
    assert Membership.objects.filter(member=member).count() == 1
    assert CommuneCode.objects.get(member=member).code == "51649"


def test_a_member_without_a_name_takes_the_one_that_is_listed():
    MemberFactory(siren=FIRST, named=None, membership=None)
    assert import_bodies(listed=body_list(TWO[0]), **ACT).renamed == (("", "Vitry"),)
    assert MemberName.objects.current().get(member__siren=FIRST).name == "Vitry"


def test_a_population_that_changes_is_told_and_kept_with_its_year():
    import_bodies(listed=body_list(*TWO, year=2023), **ACT)
    changed = (listed(FIRST, "Vitry", code="51649", population=999), TWO[1])
    report = import_bodies(listed=body_list(*changed), **ACT)
    assert (report.population_changed, report.unchanged) == (1, 1)
    assert set(Member.objects.values_list("population", "population_year")) == {(999, 2024), (1_000, 2024)}


def test_a_body_that_is_no_longer_listed_ends_with_its_code_and_its_ties():
    import_bodies(listed=body_list(*TWO, year=2023), **{**ACT, "on": date(2023, 6, 1)})
    member = Member.objects.get(siren=SECOND)
    AttachmentFactory(member=member)
    contact, place = ContactFactory(member=member), EstablishmentFactory(member=member)
    report = import_bodies(listed=body_list(TWO[0]), **ACT)
    assert report.closed == ("Reims",)
    assert not any(type(one).objects.in_force_on(TODAY).filter(member=member).exists() for one in (contact, place))
    assert not MemberName.objects.in_force_on(TODAY).filter(member=member).exists()
    assert not CommuneCode.objects.in_force_on(TODAY).filter(member=member).exists()
    assert not Attachment.objects.in_force_on(TODAY).filter(member=member).exists()
    assert MemberName.objects.in_force_on(date(2023, 12, 31)).filter(member=member).exists()


def test_a_member_that_is_no_longer_listed_is_never_ended_by_a_list():
    MemberFactory(siren=SECOND, named__name="Reims")
    report = import_bodies(listed=body_list(TWO[0]), **ACT)
    assert report.closed == ()
    assert report.findings == (Finding("members.absent_but_member", "", {"name": "Reims", "siren": SECOND}),)


def test_a_member_whose_notice_still_runs_is_ended_by_no_list():
    MemberFactory(siren=SECOND, named__name="Reims", membership__notice_on=date(2024, 9, 1), membership__until=date(2025, 1, 1))
    report = import_bodies(listed=body_list(TWO[0]), **ACT)
    assert report.closed == ()
    assert [finding.code for finding in report.findings] == ["members.absent_but_member"]
    gone = import_bodies(listed=body_list(TWO[0], year=2025), **{**ACT, "on": date(2025, 3, 1)})
    assert gone.closed == ("Reims",)


def test_a_list_with_a_line_left_out_ends_nobody():
    import_bodies(listed=body_list(*TWO), **ACT)
    faulty = replace(body_list(TWO[1]), findings=(Finding("tabular.siren_key", "ligne 2", {}),))
    report = import_bodies(listed=faulty, **ACT)
    assert (report.closed, report.findings[1:]) == ((), (Finding("members.absent_kept", "", {"count": 1}),))
    assert MemberName.objects.in_force_on(TODAY).filter(member__siren=FIRST).exists()


def test_a_list_of_a_part_of_the_country_closes_nothing():
    many = tuple(listed(siren(200 + n), f"Commune {n}", code=f"51{n:03d}") for n in range(30))
    import_bodies(listed=body_list(*many, year=2023), **ACT)
    with pytest.raises(TooManyClosed):
        import_bodies(listed=body_list(*many[:12]), **ACT)


def test_a_list_of_a_year_to_come_does_not_rewrite_the_present():
    import_bodies(listed=body_list(*TWO), **ACT)
    before = list(MemberName.objects.order_by("pk").values())
    later = body_list(listed(FIRST, "Vitry-la-Neuve", code="51649", population=9), TWO[1], year=2026)
    with pytest.raises(LaterList) as refused:
        import_bodies(listed=later, **ACT)
    assert "La liste est de 2026, et nous sommes le 15/10/2024" in say(refused.value)
    with pytest.raises(LaterList):
        import_perimeter(perimeter=perimeter({"51649": EPCI}, on=date(2026, 1, 1)), **ACT)
    assert list(MemberName.objects.order_by("pk").values()) == before


def test_a_list_taken_in_advance_changes_names_from_its_own_day_and_no_population():
    import_bodies(listed=body_list(*TWO), **ACT)
    later = body_list(listed(FIRST, "Vitry-la-Neuve", code="51649", population=9), TWO[1], year=2026)
    report = import_bodies(listed=later, in_advance=True, **ACT)
    assert (report.day, report.population_changed) == (date(2026, 1, 1), 0)
    member = Member.objects.get(siren=FIRST)
    assert member.population == 1_000
    said = {day: MemberName.objects.in_force_on(day).get(member=member).name for day in (TODAY, date(2026, 1, 1))}
    assert said == {TODAY: "Vitry", date(2026, 1, 1): "Vitry-la-Neuve"}


def test_a_name_that_differs_by_courtesy_alone_is_kept():
    MemberFactory(siren=FIRST, named__name="Commune de Vitry")
    assert import_bodies(listed=body_list(*TWO), **ACT).renamed == ()
    assert MemberName.objects.current().get(member__siren=FIRST).name == "Commune de Vitry"


def test_a_list_older_than_the_register_is_refused():
    import_bodies(listed=body_list(*TWO), **ACT)
    with pytest.raises(OlderList):
        import_bodies(listed=body_list(*TWO, year=2022), **ACT)


def test_a_name_that_began_after_the_list_is_left_as_it_is():
    member = MemberFactory(siren=FIRST, named__name="Vitry-la-Neuve", named__since=date(2024, 6, 1))
    assert import_bodies(listed=body_list(TWO[0]), **ACT).renamed == ()
    assert MemberName.objects.current().get(member=member).name == "Vitry-la-Neuve"


def test_a_code_that_passes_to_another_siren_is_a_structure_event_and_is_said():
    holder = MemberFactory(siren=THIRD, named__name="Reims", membership=None)
    CommuneCodeFactory(member=holder, code="51454")
    report = import_bodies(listed=body_list(TWO[1], listed(THIRD, "Reims", code="51999")), **ACT)
    assert report.findings == (
        Finding("members.held_by_another", "ligne 2", {"code": "51454", "name": "Reims", "holder": "Reims", "siren": THIRD}),
    )
    assert not Member.objects.filter(siren=SECOND).exists()


def test_a_list_without_sirens_renames_by_code_and_names_the_codes_that_nobody_holds():
    import_bodies(listed=body_list(*TWO, year=2023), **ACT)
    raw = (listed("", "Vitry-le-François", code="51649", population=None), listed("", "Reims", code="51454", population=None))
    report = import_bodies(listed=body_list(*raw, listed("", "Ailleurs", code="51001", population=None)), **ACT)
    assert report.renamed == (("Vitry", "Vitry-le-François"),)
    assert [finding.code for finding in report.findings] == ["members.code_unknown"]
    assert report.closed == ()


def test_a_body_of_another_kind_under_the_same_siren_keeps_its_name():
    import_bodies(listed=body_list(*TWO), **ACT)
    department = listed(FIRST, "Département", kind=BodyKind.DEPARTMENT, population=None)
    report = import_bodies(listed=body_list(department, kind=BodyKind.DEPARTMENT), **ACT)
    assert (report.renamed, report.new) == ((), ())


def perimeter(members, *, on=NEW_YEAR, name="CA du Centre"):
    return Perimeter(on, {EPCI: Body(EPCI, name, BodyKind.EPCI, department="51")}, members)


def test_a_perimeter_attaches_communes_creates_the_epci_and_is_idempotent():
    import_bodies(listed=body_list(*TWO), **ACT)
    report = import_perimeter(perimeter=perimeter({"51649": EPCI, "51454": EPCI, "51001": EPCI}), **ACT)
    assert (report.new, report.attached) == (("CA du Centre",), 2)
    assert [finding.code for finding in report.findings] == ["structure.unknown_code"]
    assert Attachment.objects.in_force_on(TODAY).filter(parent__siren=EPCI).count() == 2
    again = import_perimeter(perimeter=perimeter({"51649": EPCI, "51454": EPCI}), **ACT)
    assert (again.attached, again.unchanged) == (0, 2)
    left = import_perimeter(perimeter=perimeter({"51649": EPCI}, name="CU du Centre"), **ACT)
    assert left.renamed == (("CA du Centre", "CU du Centre"),)
    assert Attachment.objects.in_force_on(TODAY).filter(parent__siren=EPCI).count() == 1


def test_a_perimeter_older_than_the_register_is_refused():
    import_bodies(listed=body_list(*TWO), **ACT)
    import_perimeter(perimeter=perimeter({"51649": EPCI}), **ACT)
    with pytest.raises(OlderList):
        import_perimeter(perimeter=perimeter({"51454": EPCI}, on=date(2023, 1, 1)), **ACT)


def test_a_perimeter_that_the_register_holds_in_advance_of_today_is_no_change():
    import_bodies(listed=body_list(*TWO), **ACT)
    member = Member.objects.get(siren=FIRST)
    AttachmentFactory(member=member, parent__siren=EPCI, parent__named__name="CA du Centre", since=date(2025, 1, 1))
    report = import_perimeter(perimeter=perimeter({"51649": EPCI}, on=date(2025, 1, 1)), in_advance=True, **ACT)
    assert (report.attached, report.unchanged, report.findings) == (0, 1, ())


def test_a_commune_more_recent_than_a_perimeter_is_left_out_and_the_others_join():
    import_bodies(listed=body_list(TWO[0]), **ACT)
    late = MemberFactory(siren=SECOND, named__since=date(2024, 6, 1), membership=None)
    CommuneCodeFactory(member=late, code="51454", since=NEW_YEAR)
    report = import_perimeter(perimeter=perimeter({"51649": EPCI, "51454": EPCI}), **ACT)
    assert report.attached == 1


def merger(code_before, name_before, siren_before, *, on=NEW_YEAR):
    return Movement("32", on, code_before, name_before, "51454", "Grand Reims", siren_before=siren_before, siren_after=THIRD)


MERGER = (merger("51649", "Vitry", FIRST), merger("51454", "Reims", SECOND))


def test_movements_are_applied_once():
    import_bodies(listed=body_list(*TWO, year=2023), **{**ACT, "on": date(2023, 6, 1)})
    report = import_movements(movements=MERGER, **ACT)
    assert (report.new, set(report.closed)) == (("Grand Reims",), {"Vitry", "Reims"})
    assert CommuneCode.objects.in_force_on(TODAY).get(code="51454").member.siren == THIRD
    again = import_movements(movements=MERGER, **ACT)
    assert (again.new, again.unchanged, again.findings) == ((), 1, ())


def test_a_movement_of_a_member_is_left_to_be_prepared_with_its_staff():
    import_bodies(listed=body_list(*TWO, year=2023), **{**ACT, "on": date(2023, 6, 1)})
    Membership.objects.create(member=Member.objects.get(siren=FIRST), scope="full", since=date(2023, 1, 1), recorded_at=NOW)
    report = import_movements(movements=MERGER, **ACT)
    assert report.new == ()
    assert report.findings == (Finding("members.to_prepare", FIRST, {"name": "Vitry", "code": "51649", "day": "01/01/2024"}),)


def test_a_movement_of_a_member_whose_notice_still_runs_is_left_to_be_prepared_too():
    import_bodies(listed=body_list(*TWO, year=2023), **{**ACT, "on": date(2023, 6, 1)})
    span = {"since": date(2023, 1, 1), "until": date(2025, 1, 1), "notice_on": date(2024, 9, 1)}
    Membership.objects.create(member=Member.objects.get(siren=SECOND), scope="full", recorded_at=NOW, **span)
    report = import_movements(movements=MERGER, **ACT)
    assert report.new == ()
    assert report.findings == (Finding("members.to_prepare", SECOND, {"name": "Reims", "code": "51454", "day": "01/01/2024"}),)


@pytest.mark.parametrize("by_movement", [False, True])
def test_neither_a_perimeter_nor_a_movement_ends_an_epci_that_belongs(by_movement):
    import_bodies(listed=body_list(*TWO, year=2023), **{**ACT, "on": date(2023, 6, 1)})
    epci = MemberFactory(siren=EPCI, kind="epci", named__name="CC Membre", membership__until=date(2026, 1, 1))
    other = siren(901)
    for number in (FIRST, SECOND):
        AttachmentFactory(member=Member.objects.get(siren=number), parent=epci, since=date(2020, 1, 1))
    if by_movement:
        report = import_movements(movements=MERGER, **ACT)
    else:
        joined = Perimeter(NEW_YEAR, {other: Body(other, "CA du Centre", BodyKind.EPCI)}, {"51649": other, "51454": other})
        report = import_perimeter(perimeter=joined, **ACT)
    assert report.closed == ()
    assert report.findings == (Finding("members.to_prepare", EPCI, {"name": "CC Membre", "code": EPCI, "day": "01/01/2024"}),)
    assert MemberName.objects.in_force_on(TODAY).filter(member=epci).exists()


def test_a_movement_to_come_waits_for_its_day():
    import_bodies(listed=body_list(*TWO), **ACT)
    later = tuple(merger(row.code_before, row.name_before, row.siren_before, on=date(2025, 1, 1)) for row in MERGER)
    assert import_movements(movements=later, **ACT).counts["new"] == 0


def test_a_movement_that_is_impossible_is_named_and_the_others_are_applied():
    import_bodies(listed=body_list(*TWO, year=2023), **{**ACT, "on": date(2023, 6, 1)})
    Member.objects.create(siren=THIRD, kind="commune", department="51", created_at=NOW)
    MemberName.objects.create(member=Member.objects.get(siren=THIRD), name="Déjà là", since=date(2023, 1, 1), recorded_at=NOW)
    renaming = Movement("10", NEW_YEAR, "51649", "Vitry", "51649", "Vitry-le-François")
    report = import_movements(movements=(renaming, *(row for row in MERGER if row.code_before == "51454")), **ACT)
    assert report.renamed == (("Vitry", "Vitry-le-François"),)
    assert [finding.code for finding in report.findings] == ["structure.not_among_merged"]


def test_the_command_imports_a_file_of_the_dgcl_and_tells_the_counts(tmp_path):
    file = tmp_path / "epcicom2024.csv"
    file.write_text(
        "dept;siren;raison_sociale;nature_juridique;mode_financ;nb_membres;total_pop_tot;total_pop_mun;dep_com;insee;siren_membre;"
        "nom_membre;ptot_2024;pmun_2024\n"
        f"51;{EPCI};CA du Centre;CA;FPU;2;190000;180000;51;51649;{FIRST};Vitry;11000;10900\n"
        f"51;{EPCI};CA du Centre;CA;FPU;2;190000;180000;51;51454;{SECOND};Reims;180000;179000\n",
        encoding="latin-1",
    )
    told = run("import", "communes", "--file", str(file))
    assert told.startswith("Communes au 01/01/2024 : 2 nouveaux.\n")
    assert "1 nouveaux" in run("import", "epci", "--file", str(file))
    assert "2 rattachements" in run("import", "perimeters", "--file", str(file))
    assert set(Member.objects.values_list("siren", "population")) == {(FIRST, 10_900), (SECOND, 179_000), (EPCI, 180_000)}
    assert "2 inchangés" in run("import", "communes", "--file", str(file))


def test_a_dry_run_says_what_would_change_and_keeps_nothing(tmp_path):
    file = tmp_path / "communes_2024.csv"
    file.write_text(f"code_insee,nom,departement,siren\n51649,Vitry,51,{FIRST}\n51454,Reims,51,{FIRST[:-1]}x\n", encoding="utf-8")
    told = json.loads(run("import", "communes", "--file", str(file), "--dry-run", "--json"))
    assert [(one["kind"], one["kept"], one["counts"]["new"], one["counts"]["left_out"]) for one in told] == [("commune", False, 1, 1)]
    assert told[0]["left_out"][0]["where"] == "ligne 3"
    assert not Member.objects.exists()
    assert run("import", "communes", "--file", str(file), "--dry-run").endswith("Essai : rien n’a été gardé.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "all", "--file", "x.csv"), "Dites ce que contient le fichier"),
        (("import", "communes"), "La liste est de 2026, et nous sommes le 15/10/2024"),
        (("import", "communes", "--file", "absent_2024.csv"), "Aucun fichier à cet endroit : absent_2024.csv."),
        (("import", "perimeters", "--year", "2018"), "Les fichiers livrés vont de 2014 à 2025"),
    ],
)
def test_what_cannot_be_imported_is_told_in_a_sentence(words, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*words)


def test_a_replay_over_a_register_that_holds_bodies_is_refused():
    MemberFactory()
    with pytest.raises(CommandError, match="Le répertoire contient déjà 1 organismes"):
        run("replay")


def test_the_whole_country_is_replayed_and_equals_the_list_of_2026():
    told = json.loads(run("replay", "--json"))
    assert told["differing"] == []
    assert (told["standing"], told["compared"], told["without_siren"]) == (34_875, 34_875, 94)
    assert told["events"] == {"extension": 1_312, "new_commune": 886, "re_establishment": 11, "renaming": 151}
    assert len(told["left_out"]) == 21
    counted = Member.objects.filter(kind="commune", population__isnull=False)
    held = set(counted.values_list("siren", "department", "population"))
    assert held == {(body.siren, body.department, body.population) for body in read_bodies(BodyKind.COMMUNE).bodies}
    assert AuditEntry.objects.filter(verb="members.register_replayed").count() == 1


@pytest.mark.parametrize(
    "words", [("import", "communes", "--year", "-5"), ("import", "communes", "--year", "99999"), ("replay", "--until", "1900")]
)
def test_a_year_that_no_list_can_be_of_is_said(words):
    with pytest.raises(CommandError, match="écrivez une année de"):
        run(*words)


def test_communes_known_from_a_later_day_join_the_epci_of_the_last_list_on_that_day_once():
    import_bodies(listed=body_list(*TWO), **ACT)
    older = perimeter({"51649": EPCI, "51454": EPCI}, on=date(2023, 1, 1))
    report = import_perimeter(perimeter=older, **ACT)
    assert (report.attached, report.findings) == (2, ())
    assert set(Attachment.objects.values_list("since", "parent__siren")) == {(NEW_YEAR, EPCI)}
    again = import_perimeter(perimeter=older, **ACT)
    assert (again.counts["unchanged"], Attachment.objects.count()) == (2, 2)
    assert sum(again.counts.values()) == 2


def test_the_year_of_a_file_wins_over_the_one_that_is_asked(tmp_path):
    file = tmp_path / "communes_2024.csv"
    file.write_text(f"code_insee,nom,departement,siren\n51649,Vitry,51,{FIRST}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="« communes_2024.csv » est de l’année 2024, et --year dit 2023"):
        run("import", "communes", "--file", str(file), "--year", "2023")
    assert not Member.objects.exists()
    assert "1 nouveaux" in run("import", "communes", "--file", str(file), "--year", "2024")
