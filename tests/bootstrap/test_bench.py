"""What `make bench` keeps and when it complains."""

import pytest

from benchmarks.__main__ import chosen, merged, table
from benchmarks.figure import Figure


PAGE = Figure("Mes droits", 31.0, "ms", against="limit of a read", against_value=50.0, target=1.0)


def test_a_figure_holds_up_to_its_target_and_not_beyond() -> None:
    assert PAGE.holds
    assert Figure("at the limit", 50.0, "ms", "limit", 50.0, 1.0).holds
    assert not Figure("beyond", 50.1, "ms", "limit", 50.0, 1.0).holds


def test_measuring_one_figure_leaves_the_others_as_they_were() -> None:
    kept = [{"name": "a", "against": "x", "value": 1}, {"name": "b", "against": "x", "value": 2}]
    assert merged(kept, [{"name": "b", "against": "x", "value": 3}]) == [kept[0], {"name": "b", "against": "x", "value": 3}]


def test_one_figure_is_kept_against_each_of_its_peers() -> None:
    fresh = [{"name": "a", "against": peer, "value": rank} for rank, peer in enumerate(("by hand", "another engine"))]
    assert merged([], fresh) == fresh


def test_a_missed_target_is_seen_in_the_table() -> None:
    missed = Figure("Catalogue", 75.0, "ms", "limit of a read", 50.0, 1.0)
    printed = table([PAGE.row(), missed.row()]).splitlines()
    assert printed[1].endswith("holds")
    assert printed[2].endswith("MISSED")


def test_an_unknown_benchmark_is_refused_with_the_known_ones() -> None:
    assert chosen(["pages", "rules"], "rules") == ["rules"]
    with pytest.raises(SystemExit, match="choose among pages, rules"):
        chosen(["pages", "rules"], "oracle")
