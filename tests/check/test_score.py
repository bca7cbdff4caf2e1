"""The share of wrong claims that are found, of right ones that are confirmed, and no false alarm."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.claims.score import (
    FLOORS,
    HALVES,
    HERE,
    SETS,
    SPLIT,
    WILD,
    called_false,
    documents_of,
    measure_half,
    score,
)


@pytest.mark.parametrize("name", SETS)
def test_nothing_right_is_called_false_in_documents_with_known_claims(name: str) -> None:
    assert score(name).alarms == ()


def test_nothing_is_called_false_in_documents_that_are_right() -> None:
    assert called_false() == []


@pytest.mark.parametrize(("half", "kind"), FLOORS)
def test_each_half_is_judged_no_worse_than_before(half: str, kind: str) -> None:
    found = measure_half(half, kind)
    assert found.reaches(FLOORS[half, kind]), str(found)


def test_every_document_is_assigned_to_a_half_exactly_once() -> None:
    names = {path.parent.name for path in HERE.glob("*/documents")}
    assert names == {*SETS, WILD, "right"}
    by_set, by_document = SPLIT["sets"], SPLIT["documents"]
    assert Counter([*by_set, *by_document]) == Counter(names)
    for name, halves in by_document.items():
        assert sorted(halves) == [path.name for path in documents_of(name)]
        assert set(halves.values()) == set(HALVES)
    assert set(by_set.values()) == set(HALVES)


def test_no_assignment_is_written_twice() -> None:
    keys: list[str] = []
    json.loads(
        (HERE / "split.json").read_text(encoding="utf-8"),
        object_pairs_hook=lambda pairs: keys.extend(k for k, _ in pairs),
    )
    assert len(keys) == len(set(keys))
