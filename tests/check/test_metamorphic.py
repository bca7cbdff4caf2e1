"""Generated documents: PyTorch says which claims are right, and what means nothing changes no verdict.

`python -m tests.claims --generate 5000` checks the same laws on as many documents as asked.
"""

from __future__ import annotations

import io
import warnings
from contextlib import redirect_stdout
from itertools import islice

import pytest

from tests.claims.generating import FORMS, MISTAKES, Recipe, code_of, recipes, render, truth, variable_of
from tests.claims.languages import LANGUAGES
from tests.claims.laws import CHANGES, LAWS, breaks

DOCUMENTS = 60
"""How many documents of each form are checked."""

ONCE_BROKEN = {"bullet": 0, "sentence": 1, "arrow chain": 2, "comment behind": 4}
"""The seeds of documents in which words of other languages once made a wrong claim true, by the form of claims."""


def _some(number: int, seed: int = 0) -> list[Recipe]:
    return list(islice(recipes(seed), number))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("law", LAWS)
def test_the_laws_hold(law: str, form: str) -> None:
    found = breaks(law, form, 0, DOCUMENTS)
    assert not found, f"{len(found)} documents break it, the smallest:\n{found[0]}"


@pytest.mark.parametrize(("form", "seed"), ONCE_BROKEN.items(), ids=ONCE_BROKEN)
def test_a_wrong_claim_is_not_called_true_in_words_of_other_languages(form: str, seed: int) -> None:
    found = breaks("a wrong claim is never called true", form, seed, DOCUMENTS)
    assert not found, f"{len(found)} documents break it, the smallest:\n{found[0]}"


def test_the_code_of_generated_documents_runs_and_gives_the_shapes_that_are_taken_for_true() -> None:
    compared = 0
    for recipe in _some(60):
        names: dict[str, object] = {}
        with redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch warns of proj_size
            exec(code_of(recipe), names)
        if recipe.frame != "class" and recipe.around != "states turned":
            assert tuple(getattr(names[variable_of(recipe)], "shape", ())) == truth(recipe.config)[recipe.tensor]
            compared += 1
    assert compared > 20


def test_a_claim_is_wrong_exactly_if_a_mistake_was_made() -> None:
    assert all(recipe.is_wrong == (recipe.mistake != "none") for recipe in _some(200))


def test_the_place_of_a_claim_is_where_its_text_is() -> None:
    for recipe in _some(200):
        document = render(recipe)
        line = document.text.split("\n")[document.line - 1]
        assert line[document.column - 1 : document.end_column - 1] == document.claimed


def test_forms_languages_and_mistakes_all_take_their_turns() -> None:
    drawn = _some(800)
    assert {recipe.form for recipe in drawn} == set(FORMS)
    assert {(recipe.language, recipe.mistake) for recipe in drawn} == {
        (language, mistake) for language in LANGUAGES for mistake in MISTAKES
    }


def test_the_same_seed_gives_the_same_documents() -> None:
    assert [render(recipe) for recipe in _some(50)] == [render(recipe) for recipe in _some(50)]
    assert [render(recipe) for recipe in _some(50)] != [render(recipe) for recipe in _some(50, seed=1)]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_changes_some_documents(change: str) -> None:
    assert any(LAWS[change].documents(recipe) for recipe in _some(200))
