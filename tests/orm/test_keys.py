"""Keys follow one another in the order they were made in, within a process."""

import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from entraide.orm.keys import padded, uuid7, uuid7_digits


def test_each_key_is_above_the_one_before_however_many_a_millisecond():
    made = [str(uuid7()) if place % 2 else str(uuid.UUID(uuid7_digits())) for place in range(20_000)]
    assert made == sorted(set(made))


def test_a_key_is_a_uuid7_of_its_millisecond():
    before = time.time_ns() // 1_000_000
    key = uuid7()
    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    # A process that makes keys quicker than its counter holds goes ahead of the clock: ours does not.
    assert before <= key.int >> 80 <= time.time_ns() // 1_000_000


def test_a_clock_that_is_put_back_keeps_the_order(monkeypatch):
    before = uuid7()
    monkeypatch.setattr("entraide.orm.keys.time.time_ns", lambda: 1_000_000_000)
    assert uuid7() > before


def test_threads_make_keys_that_differ_each_in_its_own_order():
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: [uuid7() for _ in range(5_000)], range(4)))
    assert all(own == sorted(own) for own in made)
    assert len({key for own in made for key in own}) == 20_000


def test_a_child_makes_other_keys_than_its_parent():
    reading, writing = os.pipe()
    uuid7()
    child = os.fork()
    if not child:
        os.write(writing, uuid7().bytes)
        os._exit(0)
    os.waitpid(child, 0)
    assert uuid.UUID(bytes=os.read(reading, 16)) != uuid7()


def test_keys_are_made_up_to_a_round_number_with_no_other_key():
    keys = [uuid7() for _ in range(26)]
    assert padded([]) == ()
    assert (len(padded(keys[:1])), len(padded(keys[:25])), len(padded(keys))) == (25, 25, 50)
    assert padded([*keys, *keys]) == padded(keys)
    assert set(padded(keys)) == set(keys)
