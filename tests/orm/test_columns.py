"""Rows given as columns: keys in order, references that check, texts that both databases read."""

from uuid import UUID

import numpy as np
import pytest

from entraide.apps.members.models import Member
from entraide.core.reference import check_reference, make_reference
from entraide.orm.columns import Constant, Days, Keys, Numbers, Words, copy_columns, draw_keys
from entraide.orm.references import REFERENCE_BITS, SCATTER, scattered_references


ALL = slice(0, 3)


def test_keys_are_uuid7_in_the_order_of_their_rows_the_same_for_a_seed_and_a_table():
    keys = draw_keys(3_000_000, seed=1, milliseconds=1_728_950_400_000, table="identity")
    assert [UUID(text).version for text in keys.texts(ALL)] == [7, 7, 7]
    assert keys.texts(slice(0, 3_000_000)) == sorted(keys.texts(slice(0, 3_000_000)))
    assert draw_keys(3, seed=1, milliseconds=1_728_950_400_000, table="identity").texts(ALL) == keys.texts(ALL)
    assert draw_keys(3, seed=1, milliseconds=1_728_950_400_000, table="kinship").texts(ALL) != keys.texts(ALL)
    assert draw_keys(3, seed=2, milliseconds=1_728_950_400_000, table="identity").texts(ALL) != keys.texts(ALL)


def test_scattered_references_are_written_as_one_reference_is():
    found = scattered_references("B", 120_000)
    assert len(set(found)) == 120_000
    assert found[119_999] == make_reference("B", 120_000 * SCATTER % 2**REFERENCE_BITS)
    assert found[:5] == [make_reference("B", rank * SCATTER % 2**REFERENCE_BITS) for rank in range(1, 6)]
    assert all(check_reference(reference) == reference for reference in found[:500])


def test_texts_are_what_both_databases_read():
    ranks = np.array([1, 0, 2])
    assert Numbers(np.array([0, 12, 3]), none=0, after="S").texts(ALL) == [None, "S12", "S3"]
    assert Numbers(np.array([True, False, True])).texts(ALL) == ["1", "0", "1"]
    assert Days(np.array([0, -1, 19_000], np.int32), none=-1).texts(ALL) == ["1970-01-01", None, "2022-01-08"]
    words = Words(ranks, np.array(["un", "deux", "trois"]), then=Words(ranks[::-1], np.array(["a", "b", "c"])))
    assert words.texts(ALL) == ["deux c", "un a", "trois b"]
    halves = np.array([[1, 2], [3, 4]], np.uint64)
    first, second = (f"{high:016x}{low:016x}" for high, low in halves.tolist())
    assert Keys(halves).of(np.array([1, -1, 0]), none=-1).texts(ALL) == [
        "0" * 15 + "3" + "0" * 15 + "4",
        None,
        "0" * 15 + "1" + "0" * 15 + "2",
    ]


@pytest.mark.django_db
def test_a_column_that_the_table_lacks_is_refused_before_anything_is_written():
    with pytest.raises(ValueError, match="Member has no colour"):
        copy_columns(Member, 1, {"colour": Constant("red")})
    assert not Member.objects.exists()
