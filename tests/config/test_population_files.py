"""`entraide population generate --parquet`: three files always the same, marked, held against what is published."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from entraide.config import cli
from entraide.config.population.telling import targets_text
from entraide.population.synthetic.reached import Reached
from entraide.population.synthetic.tuning import Target


SMALL = ("--members", "426", "--beneficiaries", "20 000", "--seed", "1")


@pytest.fixture
def run(capsys):
    """Run the command; give its status, what it printed, and what it said of faults."""

    def generate(*words: object) -> tuple[int, str, str]:
        status = cli.main(["entraide", "population", "generate", *map(str, words)])
        return status, *capsys.readouterr()

    return generate


def test_a_seed_gives_the_same_bytes_each_row_marked_and_every_published_figure_is_reached(run, tmp_path: Path):
    status, said, faults = run(*SMALL, "--parquet", tmp_path / "one")
    assert (status, faults) == (0, "")
    assert "426 adhérents, 20 000 bénéficiaires" in said.replace("\u202f", " ").replace("\u00a0", " ")
    assert "NON" not in said
    assert "part des femmes parmi les agents (Insee Première, mai 2025)" in said
    run(*SMALL, "--parquet", tmp_path / "two")
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
        assert pq.read_schema(file).metadata[b"origin"] == "synthétique".encode()
        assert set(pq.read_table(file, columns=["origin"])["origin"].to_pylist()) == {"synthétique"}
    persons = pq.read_table(tmp_path / "one" / "beneficiaries.parquet")
    assert persons.num_rows == 20_000
    sirens = set(pq.read_table(tmp_path / "one" / "members.parquet")["siren"].to_pylist())
    assert set(persons["member_siren"].to_pylist()) == sirens
    first = persons.slice(0, 1).to_pylist()[0]
    assert first["born_on"] < first["arrived_on"]
    assert first["family_name"] and first["given_name"]


def test_files_that_are_there_already_are_left_as_they_are(run, tmp_path: Path):
    (tmp_path / "members.parquet").write_bytes(b"a file of somebody")
    status, _, faults = run(*SMALL, "--parquet", tmp_path)
    assert status == 1
    assert "Rien n’a été écrit" in faults
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("members.parquet", b"a file of somebody")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--seed", "un", "--parquet", "x"], "--seed : « un » n’est pas un nombre entier."),
        (["--seed", "-4", "--parquet", "x"], "--seed : « -4 » n’est pas possible"),
        (["--parquet", "x"], "Il manque --seed."),
        (["--seed", "1"], "Il manque"),
        (["--seed", "1", "--years", "2", "--parquet", "x"], "--years ne va qu’avec --database"),
        (["--seed", "1", "--database", "--parquet", "x"], "--parquet : ne va pas avec --database."),
        (["--seed", "1", "--members", "19", "--parquet", "x"], "--members : « 19 » n’est pas possible ; écrivez un nombre de 20 à 40000."),
        (
            ["--seed", "1", "--members", "50", "--beneficiaries", "74", "--parquet", "x"],
            "Il faut au moins trois bénéficiaires",
        ),
    ],
)
def test_what_cannot_be_understood_is_told_in_one_french_sentence(run, words, sentence):
    status, said, faults = run(*words)
    assert (status, said) == (2, "")
    assert faults.startswith(sentence)


def test_a_figure_that_is_missed_is_marked_and_counted_in_its_own_unit():
    target = Target("âge moyen des agents", 46.0, 1.0, "DGAFP, 2021", is_share=False)
    line = targets_text([Reached(target, 48.25)]).splitlines()[1]
    assert line.split()[:4] == ["NON", "48,25", "46,00", "1,00"]
