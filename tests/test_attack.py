"""The attacks find what breaks a law, and make it small; each of them takes any input that it makes."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

pytest.importorskip("resource", reason="Windows makes no copies of a process")

from tests.attack.attacking import Attack, BrokenLawError, attack, smaller_texts, without_one
from tests.attack.checkpoints import CHECKPOINTS
from tests.attack.commands import COMMANDS
from tests.attack.documents import DOCUMENTS
from tests.attack.layers import LAYERS
from tests.attack.logs import LOGS
from tests.attack.programs import PROGRAMS


def _refuse_x(text: str) -> None:
    if "x" in text:
        raise BrokenLawError(f"no x: {text}")


def _divide(text: str) -> None:
    assert 1 / len(text.replace("0", "")) > 0


def _make(random: Random) -> str:
    return "\n".join("".join(random.choice("abcx0\n") for _ in range(9)) for _ in range(9))


def test_what_breaks_a_law_is_found_once_and_made_small() -> None:
    result = attack(Attack(_make, _refuse_x, smaller_texts), Random(1), 0.2)
    assert [(fault.law, fault.input) for fault in result.faults] == [("no x", "x")]
    assert result.tries > 1


def test_an_error_of_any_kind_is_a_fault() -> None:
    result = attack(Attack(lambda _: "000", _divide, smaller_texts), Random(1), 0.2)
    assert [fault.law for fault in result.faults] == ["ZeroDivisionError in test_attack.py, _divide"]


def test_a_list_is_made_shorter_by_its_halves_first() -> None:
    assert list(without_one([1, 2, 3, 4])) == [[3, 4], [1, 2], [2, 3, 4], [1, 3, 4], [1, 2, 4], [1, 2, 3]]


EVERY = {
    "checkpoints": CHECKPOINTS,
    "commands": COMMANDS,
    "documents": DOCUMENTS,
    "layers": LAYERS,
    "logs": LOGS,
    "programs": PROGRAMS,
}


@pytest.mark.parametrize("one", EVERY.values(), ids=EVERY)
def test_what_an_attack_makes_depends_on_its_seed_alone(one: Attack[Any]) -> None:
    made = [[one.make(random) for _ in range(5)] for random in (Random(7), Random(7), Random(8))]
    assert made[0] == made[1] != made[2]
