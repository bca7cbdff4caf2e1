"""The share of wrong claims that are found, of right ones that are confirmed, and no false alarm."""

from __future__ import annotations

import pytest

from tests.claims.score import HERE, RIGHT, SETS, called_false, score


@pytest.mark.parametrize("name", SETS)
def test_documents_with_known_claims_are_judged_no_worse_than_before(name: str) -> None:
    found = score(HERE / name)
    assert found.alarms == ()
    assert found.reaches(SETS[name]), str(found)


def test_nothing_is_called_false_in_documents_that_are_right() -> None:
    assert called_false(RIGHT) == []
