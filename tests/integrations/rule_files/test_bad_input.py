"""Whatever is wrong with a file is told with its line, its column and what to write; nothing that is written makes a traceback."""

import re
from pathlib import Path

import pytest

from entraide.core.refusals import Finding
from entraide.core.rules import say_fault
from entraide.integrations.rule_files.checking import check
from tests.scenarios.reading import ROOT


PARAMETERS = """\
parameters:
  base:
    label: la base
    kind: money
    values:
      - since: 2020-01-01
        value: 40 EUR
        source: Délibération
        confidence: H
  share:
    label: la part
    kind: rate
    values:
      - {since: 2020-01-01, value: 12.3456 %, source: Délibération, confidence: H}
"""
SOUND = """\
benefit: essai
name: Essai
theme: Essais
summary: Une aide pour la location d’un instrument.
subject: self
event: event_on
reads_parameters_on: event
audience: [active, retiree]
paid_by: transfer
postage: 2.14 EUR
facts:
  months:
    kind: count
    label: le nombre de mois
    question: Combien de mois ?
    unit: mois
    between: [0, 12]
    proved_by: [invoice]
  home:
    kind: choice
    label: votre logement
    question: Où logez-vous ?
    choices: [locataire, propriétaire]
    proved_by: [invoice]
revisions:
  - since: 2020-01-01
    source: Délibération
    confidence: H
    conditions:
      long: {months: {at_least: 3}}
      cost:
        any: [expense: {more_than: 10 EUR}, home: {equals: locataire}]
    amount:
      plus:
        - times: [10 EUR, months]
        - {match: home, cases: {locataire: 5 EUR, propriétaire: 6 EUR}}
        - {lookup: months, from: {0: 1 EUR, 6: 2 EUR}}
    ceilings:
      - {key: essai, per: beneficiary, over: civil_year, claims: 2, amount: {parameter: base}}
    deadline: {months: 6, after: event}
    documents:
      - kind: invoice
        label: Facture
        proves: [event_on, months, home, expense]
    cases:
      - title: Quatre mois
        filed_on: 2024-02-01
        facts: {event_on: 2024-01-15, months: 4, home: locataire, expense: 50 EUR}
        expect: {granted: 40 EUR}
"""

# The fault, what is changed of the sound file, where the fault stands (nothing where a broken bar marks it), and how its sentence begins.
# One at least for every code.
MARK = "¦"
FAULTY = [
    ("rules.not_a_value", "claims: 2, amount: {parameter: base}", "¦amount: [40 EUR]", "", "« [40 EUR] » n’est pas une valeur"),
    ("rules.unknown_word", "home: {equals: locataire}", "¦xyzzyx: {equals: locataire}", "", "« xyzzyx » ne fait pas partie"),
    (
        "rules.unknown_word_close",
        "months: {at_least: 3}",
        "¦mouths: {at_least: 3}",
        "",
        "« mouths » ne fait pas partie du vocabulaire : vou",
    ),
    ("rules.unknown_word_close", "    source: D", "    ¦sources: D", "", "« sources » ne fait pas partie du vocabulaire : vouliez-vous"),
    (
        "rules.word_not_here",
        "paid_by: transfer",
        "paid_by: transfer\n¦qqqq: 1",
        "",
        "« qqqq » n’a pas sa place ici ; les mots possibles sont",
    ),
    ("rules.not_one_word", "times: [10 EUR, months]", "¦{times: [10 EUR, months], min: [1 EUR]}", "", "Un seul mot est attendu"),
    ("rules.not_one_comparison", "{months: {at_least: 3}}", "{¦months: {at_least: 3, at_most: 9}}", "", "« months » attend une"),
    ("rules.not_a_value", "claims: 2, amount: {parameter: base}", "amount: {¦parameter: true}", "", "« true » n’est pas une valeur"),
    ("rules.not_a_list", "[active, retiree]", "[]", "8:1", "Une liste de 1 élément(s)"),
    ("rules.not_a_pair", "times: [10 EUR, months]", "¦times: months", "", "Une liste de 2 éléments, ni plus ni moins,"),
    ("rules.not_a_pair", "times: [10 EUR, months]", "¦times: [expense, 32,5 %]", "", "Une liste de 2 éléments, ni plus ni moins,"),
    ("rules.too_exact", "[10 EUR, months]", "[expense, ¦33.33333 %]", "", "« 33.33333 % » a trop de décimales : deux au plus"),
    ("rules.too_exact", "postage: 2.14 EUR", "¦postage: 2.145 EUR", "", "« 2.145 EUR » a trop de décimales"),
    ("rules.too_exact", "value: 40 EUR", "¦value: 40.001 EUR", "", "« 40.001 EUR » a trop de décimales"),
    ("rules.not_a_mapping", "deadline: {months: 6, after: event}", "¦deadline: 6", "", "Des lignes « clé : valeur »"),
    ("rules.not_a_constant", "{equals: locataire}", "{one_of: [¦months]}", "", "Une valeur écrite en toutes lettres"),
    ("rules.not_a_text", "name: Essai", '¦name: ""', "", "Un texte est attendu ici"),
    ("rules.text_too_long", "theme: Essais", f"¦theme: {'x' * 81}", "", "Ce texte compte 81 caractères : 80 au plus"),
    ("rules.not_a_flag", "paid_by: transfer", "paid_by: transfer\n¦confidential: oui", "", "« true » ou « false » est attendu"),
    ("rules.not_a_day", "since: 2020-01-01\n    source", "¦since: 0003-01-01\n    source", "", "Une date est attendue ici"),
    ("rules.not_a_count", "months: 6, after", "¦months: six, after", "", "Un nombre entier est attendu ici"),
    ("rules.count_not_plausible", "months: 6, after", "¦months: 99999, after", "", "Un nombre entier de 0 à 240 est attendu ici"),
    ("rules.count_not_plausible", "claims: 2", "¦claims: 0", "", "Un nombre entier de 1 à 10000 est attendu ici"),
    ("rules.count_not_plausible", "over: civil_year", "over: rolling_years, ¦years: 0", "", "Un nombre entier de 1 à 50 est"),
    ("rules.count_not_plausible", "over: civil_year", "over: rolling_years, ¦years: 99999", "", "Un nombre entier de 1 à 50 est"),
    ("rules.ceiling_of_nothing", "{parameter: base}", "0 EUR", "39:69", "Ce plafond vaut toujours 0 EUR"),
    ("rules.unknown_choice", "subject: self", "¦subject: cousin", "", "« cousin » n’est pas possible ici : self"),
    ("rules.missing_word", "    confidence: H\n    conditions", "    conditions", "26:5", "Il manque « confidence »"),
    (
        "rules.no_source",
        "    source: Délibération\n    confidence: H\n    cond",
        '    ¦source: ""\n    confidence: H\n    cond',
        "",
        "Chaque valeur",
    ),
    (
        "rules.unknown_fact",
        "[event_on, months, home, expense]",
        "[event_on, months, home, expense, ¦beauty]",
        "",
        "« beauty » n’est pas un fait",
    ),
    ("rules.event_not_a_date", "event: event_on", "¦event: expense", "", "L’événement « expense » doit être une date"),
    ("rules.other_kind", "{months: {at_least: 3}}", "expense", "30:7", "Il faut ici une condition, et non un montant"),
    ("rules.mixed_kinds", "{more_than: 10 EUR}", "{¦more_than: 10}", "", "On ne peut pas mêler un montant et un nombre"),
    ("rules.mixed_units", "{at_least: 3}", "{¦at_least: household_size}", "", "On ne peut pas mêler des mois et des personnes"),
    ("rules.rate_in_euros", "[10 EUR, months]", "[expense, ¦50 EUR]", "", "« 50 EUR » est en euros"),
    ("rules.cannot_multiply", "[10 EUR, months]", "[expense, event_on]", "35:11", "On ne peut pas multiplier un montant par une date"),
    (
        "rules.cannot_divide",
        "times: [10 EUR, months]",
        "¦divided_by: [months, expense]",
        "",
        "On ne peut pas diviser un nombre par un montant",
    ),
    ("rules.may_divide_by_zero", "times: [10 EUR, months]", "divided_by: [10 EUR, ¦months]", "", "Ce diviseur peut être nul"),
    ("rules.unknown_parameter", "{parameter: base}", "{parameter: bass}", "39:69", "Le paramètre « bass » n’existe pas : écrivez l’une"),
    ("rules.scale_order", "{0: 1 EUR, 6: 2 EUR}", "{6: 1 EUR, 0: 2 EUR}", "37:11", "Les lignes d’un barème vont en montant"),
    (
        "rules.scale_gap",
        "{lookup: months, from: {0: 1 EUR, 6: 2 EUR}}",
        "¦{lookup: {divided_by: [reference_income, {times: [tax_half_shares, 6]}]}, from: {100 EUR: 1 EUR, 500.01 EUR: 2 EUR}}",
        "",
        "Le barème ne dit rien sous 100 EUR : commencez-le à 0 EUR",
    ),
    (
        "rules.scale_gap",
        "{lookup: months, from: {0: 1 EUR, 6: 2 EUR}}",
        "¦{lookup: {times: [expense, 33 %]}, from: {100 EUR: 1 EUR}}",
        "",
        "Le barème ne dit rien sous 100 EUR : commencez-le à 0 EUR",
    ),
    ("rules.scale_gap", "{0: 1 EUR, 6: 2 EUR}", "{2: 1 EUR, 6: 2 EUR}", "37:11", "Le barème ne dit rien sous 2"),
    ("rules.case_missing", ", propriétaire: 6 EUR}", "}", "36:11", "Tous les cas ne sont pas prévus : ajoutez propriétaire"),
    (
        "rules.case_twice",
        "{match: home, cases: {locataire: 5 EUR, propriétaire: 6 EUR}}",
        "{match: months, cases: {1: 5 EUR, ¦01: 1 EUR}, otherwise: 1 EUR}",
        "",
        "Le cas « 1 »",
    ),
    ("rules.amount_may_be_negative", "times: [10 EUR, months]", "minus: [10 EUR, expense]", "33:5", "Ce montant peut être négatif"),
    (
        "rules.overflow",
        "[10 EUR, months]",
        "[expense, {times: [{times: [disability_rate, disability_rate]}, 90 %]}]",
        "35:11",
        "Ce calcul peut dépasser",
    ),
    (
        "rules.parameter_not_plausible",
        "value: 40 EUR",
        "¦value: -40 EUR",
        "",
        "Cette valeur n’est pas plausible : elle est attendue entre 0 EUR",
    ),
    (
        "rules.fact_without_document",
        "kind: invoice\n        label: Facture\n        proves: [event_on, ",
        "kind: letter\n        label: Facture\n        proves: [",
        "6:1",
        "Aucune pièce demandée ne prouve",
    ),
    (
        "rules.not_a_mapping",
        "  share:\n    label: la part\n    kind: rate\n    values:\n"
        "      - {since: 2020-01-01, value: 12.3456 %, source: Délibération, confidence: H}\n",
        "  ¦share: 12 %\n",
        "",
        "Des lignes « clé : valeur »",
    ),
    (
        "rules.parameter_never_valued",
        "values:\n      - {since: 2020-01-01, value: 12.3456 %, source: Délibération, confidence: H}",
        "¦values: []",
        "",
        "Le paramètre « share » n’a aucune valeur",
    ),
    (
        "rules.illustrative_unsaid",
        "confidence: H\n    conditions",
        "¦confidence: illustrative\n    conditions",
        "",
        "Le montant est un exemple",
    ),
    (
        "rules.forbidden_criterion",
        "{months: {at_least: 3}}",
        "{¦grade: {equals: A}}",
        "",
        "« grade » dit le grade, critère que la loi écarte",
    ),
    ("rules.forbidden_criterion", "label: le nombre de mois", "label: votre ancienneté", "12:3", "« votre ancienneté » dit l’ancienneté"),
    ("rules.rights_in_rule", "{months: {at_least: 3}}", "{rights_since: {at_most: 2015-01-01}}", "30:7", "« rights_since » ne s’écrit ni"),
    ("rules.bounds_reversed", "{at_least: 3}", "{between: [7, 6]}", "30:7", "Les bornes sont à l’envers : écrivez « between: [6, 7] »"),
    ("rules.unreachable_never", "{at_least: 3}", "{at_least: 13}", "30:7", "Jamais vrai : le nombre de mois va de 0 mois à 12 mois"),
    ("rules.unreachable_always", "{at_least: 3}", "{at_least: 0}", "30:7", "Toujours vrai, donc sans effet : le nombre de mois va de"),
    (
        "rules.unreachable_alternative",
        "[expense: {",
        "[¦expense: {more_than: 20 EUR}, expense: {",
        "",
        "Déjà couvert par une autre possibilité",
    ),
    ("rules.unreachable_row", "6: 2 EUR", "¦13: 2 EUR", "", "La ligne qui commence à 13 mois n’est jamais atteinte"),
    (
        "rules.unreachable_case",
        "{match: home, cases: {locataire: 5 EUR, propriétaire: 6 EUR}}",
        "{match: months, cases: {¦99: 5 EUR}, otherwise: 1 EUR}",
        "",
        "Le",
    ),
    ("rules.unreachable_otherwise", "propriétaire: 6 EUR}", "propriétaire: 6 EUR}, ¦otherwise: 1 EUR", "", "« otherwise » ne sert jamais"),
    (
        "rules.two_revisions_one_day",
        "revisions:\n",
        "revisions:\n  - {since: 2020-01-01, source: D, confidence: H, amount: unknown, deadline: unknown}\n",
        "27:5",
        "Deux révisions",
    ),
    ("rules.not_an_amount", "2.14 EUR", "2,14 EUR", "10:1", "« 2,14 EUR » n’est pas un montant"),
    ("rules.fact_already_shared", "  months:\n", "  ¦expense:\n", "", "« expense » est déjà un fait de la table commune"),
    ("rules.fact_name", "  months:\n", "  ¦Months:\n", "", "« Months » ne convient pas comme nom de fait"),
    ("rules.fact_without_question", "    question: Combien de mois ?\n", "", "12:3", "Le fait « months » n’a pas de question"),
    ("rules.fact_bounds", "between: [0, 12]", "¦between: [12, 0]", "", "Le fait « months » n’a pas de bornes plausibles"),
    ("rules.fact_choices", "[locataire, propriétaire]", "[locataire]", "23:5", "Un choix se déclare avec « choices: [… , …] »"),
    ("rules.fact_unit", "    choices: [loc", "    ¦unit: mois\n    choices: [loc", "", "Seul un nombre a une unité à déclarer"),
    ("rules.case_without_answer", "expect: {granted: 40 EUR}", "¦expect: {}", "", "Un cas attend une réponse et une seule"),
    ("rules.case_fails", "{granted: 40 EUR}", "{granted: 41 EUR}", "46:9", "Le cas « Quatre mois » n’a pas la réponse attendue"),
    ("rules.file_not_yaml", "paid_by: transfer", "paid_by: [transfer", "10:8", "Le fichier ne se lit pas"),
    ("rules.file_not_yaml", "paid_by", "¦\tpaid_by", "", "Le fichier ne se lit pas"),
    ("rules.file_not_yaml", "theme", "the¦\u0000me", "", "Le fichier ne se lit pas"),
    ("rules.file_with_alias", "theme: Essais", "theme: ¦*name", "", "Les renvois (& et *) sont refusés"),
    ("rules.file_with_alias", "theme: Essais", "theme: ¦&a Essais", "", "Les renvois (& et *) sont refusés"),
    ("rules.file_key_twice", "theme: Essais", "theme: Essais\n¦name: Encore", "", "« name » est écrit deux fois"),
    (
        "rules.file_too_deep",
        "plus:\n",
        f"plus: {'[' * 26}¦{'[' * 4}{']' * 30}\n      min:\n",
        "",
        "Le fichier est imbriqué sur plus de 30 niveaux",
    ),
    ("rules.file_too_big", "theme: Essais", f"theme: Essais # {'x' * 10_000_000}", "1:1", "Le fichier dépasse 200000 octets"),
    ("rules.file_not_text", "theme: Essais", "theme: \udcff", "1:1", "Le fichier n’est pas un texte en UTF-8"),
    (
        "rules.ceiling_shared_differently",
        "over: civil_year",
        "over: school_year",
        "39:10",
        "Le plafond « essai » est aussi celui de « autre »",
    ),
    ("rules.complement_of_nothing", "paid_by: transfer", "paid_by: transfer\n¦on_top_of: rien", "", "Aucune prestation du catalogue ne"),
    (
        "rules.complement_in_a_circle",
        "paid_by: transfer",
        "paid_by: transfer\n¦on_top_of: essai",
        "",
        "Ce complément s’ajoute, de proche en",
    ),
    ("rules.fact_declared_differently", "label: votre logement", "label: le logement", "19:3", "« autre » déclare « home » autrement"),
    ("rules.benefit_code", "benefit: essai", "¦benefit: Séjour Nature", "", "« Séjour Nature » ne convient pas comme code"),
    ("rules.benefit_code", "benefit: essai", "¦benefit: ../../etc", "", "« ../../etc » ne convient pas comme code"),
    (
        "rules.benefit_file_name",
        "benefit: essai",
        "¦benefit: essais",
        "",
        "Un fichier a le nom de sa prestation : appelez-le « essais.yaml »",
    ),
    ("rules.benefit_twice", "benefit: essai", "¦benefit: autre", "", "La prestation « autre » est déjà décrite"),
]
# The modules that read what a file says; a fault of an answer, of a command or of a folder is told elsewhere.
READERS = [
    *(f"core/rules/writing/{name}.py" for name in ("codec", "fields", "own_facts", "cases", "shared_values")),
    *(f"core/rules/reading/{name}.py" for name in ("documents", "terms")),
    *(f"core/rules/checking/{name}.py" for name in ("typing", "forbidden", "reach", "checks", "publication", "widths")),
    *(f"integrations/rule_files/{name}.py" for name in ("reading", "catalogue", "checking")),
]
NOT_OF_A_TEXT = {"rules.file_not_found", "rules.file_not_readable", "rules.folder_empty", "rules.folder_not_found"}


def findings_of(folder: Path, text: str, book: str = PARAMETERS) -> tuple[Finding, ...]:
    """Check a file beside a sound one that shares its ceiling and its facts."""
    (folder / "parameters.yaml").write_text(book, "utf-8")
    (folder / "autre.yaml").write_text(SOUND.replace("benefit: essai", "benefit: autre"), "utf-8")
    file = folder / "essai.yaml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    return check([folder / "autre.yaml", file, folder / "parameters.yaml"]).findings


def test_the_sound_file_has_no_fault(tmp_path: Path) -> None:
    assert findings_of(tmp_path, SOUND) == ()


@pytest.mark.parametrize(("code", "before", "after", "place", "said"), FAULTY, ids=[f"{row[0]}-{rank}" for rank, row in enumerate(FAULTY)])
def test_each_fault_is_told_with_its_line_its_column_and_its_sentence(
    tmp_path: Path, code: str, before: str, after: str, place: str, said: str
) -> None:
    name, sound = ("essai.yaml", SOUND) if before in SOUND else ("parameters.yaml", PARAMETERS)
    assert before in sound
    head, marked, rest = sound.replace(before, after, 1).partition(MARK)
    changed = head + rest if marked else sound.replace(before, after, 1)
    place = f"{head.count(chr(10)) + 1}:{len(head) - head.rfind(chr(10))}" if marked else place
    found = findings_of(tmp_path, *((changed, PARAMETERS) if name == "essai.yaml" else (SOUND, changed)))
    sentences = [say_fault(finding) for finding in found if finding.code == code]
    assert any(sentence.startswith(f"{tmp_path / name}:{place} : {said}") for sentence in sentences), sentences


def test_every_fault_that_a_file_may_have_is_shown_above() -> None:
    read = "".join((ROOT / "entraide" / module).read_text("utf-8") for module in READERS)
    assert {row[0] for row in FAULTY} == set(re.findall(r'"(rules\.\w+)"', read)) - NOT_OF_A_TEXT


def test_one_fault_hides_none_of_the_others(tmp_path: Path) -> None:
    broken = SOUND.replace("name: Essai\n", "").replace("    confidence: H\n", "").replace("months: 6, after", "months: six, after")
    broken = broken.replace("{more_than: 10 EUR}", "{more_than: 10}").replace("2.14 EUR", "2,14 EUR")
    broken = broken.replace("{parameter: base}", "{plus: [{parameter: bass}, 1 EUR, 3]}")
    revision = "  - since: 2019-01-01\n    source: D\n    amount: unknown\n    deadline: unknown\n"
    found = findings_of(tmp_path, broken.replace("revisions:\n", f"revisions:\n{revision}"))
    codes = [finding.code for finding in found]
    lines = [int(finding.where.split(":")[-2]) for finding in found]
    assert sorted(codes) == [
        "rules.missing_word",
        "rules.missing_word",
        "rules.missing_word",
        "rules.mixed_kinds",
        "rules.mixed_kinds",
        "rules.not_a_count",
        "rules.not_an_amount",
        "rules.unknown_parameter",
    ]
    assert lines == sorted(lines)


def test_a_space_that_does_not_break_is_a_space(tmp_path: Path) -> None:
    assert findings_of(tmp_path, SOUND.replace("10 EUR", "10\u00a0EUR").replace("2.14 EUR", "2.14\u202fEUR")) == ()
