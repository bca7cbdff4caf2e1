"""The letter model: it learns as everybody's copy of the exercise does, and its shapes are as predicted."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lstm_shapes import LSTMSpec, ReadError, SpecError
from lstm_shapes.training.curve import milestones, sparkline, svg
from lstm_shapes.training.formats import render, to_json
from lstm_shapes.training.model import LetterModel
from lstm_shapes.training.result import DivergedError, Training, begin, finish, learn
from lstm_shapes.training.save import to_bytes
from lstm_shapes.training.sections import whole_page
from lstm_shapes.training.settings import Settings
from lstm_shapes.training.walk import walk
from lstm_shapes.training.words import DEFAULT_WORDS, Words, check_prefix, read_words
from tests.training import plain_exercise

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # PyTorch's, about dropout and projections


def _settings(words: Words = DEFAULT_WORDS, epochs: int = 1, hidden_size: int = 128, **arguments: Any) -> Settings:
    own = {name: arguments.pop(name) for name in ("learning_rate", "seed") if name in arguments}
    spec = LSTMSpec(
        len(words.letters), hidden_size, seq_len=words.prefix_length, batch_size=len(words.words), **arguments
    )
    return Settings(spec, words, epochs, **own)


def _train(settings: Settings, *prefixes: str) -> Training:
    model, steps = begin(settings)
    return finish(settings, model, steps, learn(model, settings, lambda epoch, loss: None), prefixes)


# Learning


def test_the_losses_are_those_of_a_plain_script() -> None:
    training = _train(_settings(epochs=1_000))
    losses, predicted, targets = plain_exercise.train()  # type: ignore[no-untyped-call]
    for epoch in (1, 100, 200, 300, 1_000):
        assert training.losses[epoch - 1] == pytest.approx(losses[epoch - 1], rel=1e-4)
    assert predicted.equal(targets)
    assert (training.correct, training.training_accuracy) == (10, 1.0)


@pytest.mark.skipif(not torch.__version__.startswith("2.13.0"), reason="the numbers are of PyTorch 2.13.0")
def test_the_losses_are_the_published_ones() -> None:
    losses = _train(_settings(epochs=1_000)).losses
    published = {100: 0.452178, 300: 0.009361, 1_000: 0.000586}
    assert {epoch: losses[epoch - 1] for epoch in published} == pytest.approx(published, rel=1e-3)


@pytest.mark.parametrize("flags", [{"dropout": 0.5, "num_layers": 2}, {"bidirectional": True}])
def test_a_run_is_the_same_for_a_seed_and_another_for_another(flags: dict[str, Any]) -> None:
    first, again, other = (_train(_settings(epochs=5, seed=seed, **flags)).losses for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_the_functional_adam_is_the_optimizers() -> None:
    settings = _settings(epochs=20, hidden_size=9, num_layers=2, bidirectional=True, learning_rate=0.02)
    model = LetterModel(settings)
    reference = LetterModel(settings)
    optimizer = torch.optim.Adam(reference.module.parameters(), lr=0.02)
    losses = []
    for _ in range(20):
        optimizer.zero_grad()
        loss: Any = reference._loss(reference.module(reference._one_hot)["logits"])
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    assert list(model.train()) == pytest.approx(losses, rel=1e-5)


@pytest.mark.parametrize("rate", [1_000.0, 1e30])
def test_a_learning_rate_that_is_far_too_high_is_called_a_divergence(rate: float) -> None:
    with pytest.raises(DivergedError, match=r"the training diverges: the loss is .* at epoch \d+"):
        _train(_settings(epochs=300, learning_rate=rate))


def test_a_loss_that_is_no_number_is_called_a_divergence() -> None:
    settings = _settings(epochs=3)
    model, _ = begin(settings)
    with torch.no_grad():
        model.module.bias.fill_(float("nan"))  # type: ignore[operator]
    with pytest.raises(DivergedError, match="the loss is nan at epoch 1"):
        learn(model, settings, lambda epoch, loss: None)


def test_ctrl_c_keeps_what_was_learned() -> None:
    settings = _settings(epochs=50)
    model, steps = begin(settings)

    def interrupt(epoch: int, loss: float) -> None:
        if epoch == 20:
            raise KeyboardInterrupt

    training = finish(settings, model, steps, learn(model, settings, interrupt), ())
    assert training.interrupted
    assert len(training.losses) == 20
    assert "interrupted after 20 of 50 epochs" in render(training, "table")


# Shapes

FLAGS = ("bidirectional", "batch_first")


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("proj_size", [0, 5])
@pytest.mark.parametrize("flags", list(product([False, True], repeat=2)), ids=str)
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_every_configuration_trains_and_its_walk_is_as_predicted(
    layers: int, proj_size: int, flags: tuple[bool, bool], dropout: float
) -> None:
    arguments = dict(zip(FLAGS, flags, strict=True))
    words = read_words("abcde,bcdef,cdefa,defab,efabc,fabcd,acbde")
    settings = _settings(words, hidden_size=11, num_layers=layers, proj_size=proj_size, dropout=dropout, **arguments)
    training = _train(settings, "aaaa")
    assert [step.row.matches for step in training.steps] == [True] * len(training.steps)
    assert len(training.losses) == 1
    assert len(training.predictions) == 8


@pytest.mark.parametrize("flags", [{}, {"batch_first": True}, {"bidirectional": True, "num_layers": 2}], ids=str)
def test_the_reasons_given_for_the_summary_are_true(flags: dict[str, Any]) -> None:
    settings = _settings(hidden_size=13, **flags)
    model, _ = begin(settings)
    with torch.no_grad():
        tensors = model.module(model._one_hot)
    last = tensors["output"][:, -1] if settings.spec.batch_first else tensors["output"][-1]
    assert torch.equal(tensors["summary"], last) is not settings.spec.bidirectional
    first = tensors["output"][:, 0] if settings.spec.batch_first else tensors["output"][0]
    if settings.spec.bidirectional:
        assert torch.equal(tensors["summary"], torch.cat((last[:, :13], first[:, 13:]), dim=-1))


def test_the_walk_is_predicted_without_a_run() -> None:
    steps = walk(_settings(bidirectional=True).spec)
    assert {step.row.name: str(step.row.formula) for step in steps} == {
        "one_hot": "(N, L, H_in)",
        "input": "(L, N, H_in)",
        "h_0": "(D * num_layers, N, H_out)",
        "c_0": "(D * num_layers, N, H_cell)",
        "output": "(L, N, D * H_out)",
        "h_n": "(D * num_layers, N, H_out)",
        "c_n": "(D * num_layers, N, H_cell)",
        "summary": "(N, D * H_out)",
        "logits": "(N, H_in)",
        "loss": "()",
    }
    assert {step.row.observed for step in steps} == {None}


# Words

READ: dict[str, tuple[str, tuple[str, ...]]] = {
    "a list": ("make,need,coal", ("make", "need", "coal")),
    "a list with spaces": (" make , need ", ("make", "need")),
    "two letters": ("ab,cd", ("ab", "cd")),
}


@pytest.mark.parametrize(("source", "words"), READ.values(), ids=READ)
def test_a_list_of_words_is_read(source: str, words: tuple[str, ...]) -> None:
    assert read_words(source).words == words
    assert len(read_words(source).letters) == 26


def test_letters_beyond_a_to_z_are_classes_of_their_own() -> None:
    assert read_words("größe,süßen").letters == tuple(sorted(set("größesüßen")))
    assert read_words("学习者,学习机").prefix_length == 2
    assert read_words("Make,Need").letters == tuple(sorted(set("MakeNeed")))


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert read_words("gro\u0308ße,süßen") == read_words("größe,süßen")


def test_a_file_holds_a_word_a_line_with_comments(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("\ufeff# greetings\nmoin\r\n\nhey!  # informal\nhola\n".encode())
    assert read_words(str(path)).words == ("moin", "hey!", "hola")


BAD_LISTS = {
    "make": "there is no file 'make', and a list of words has commas",
    "make,": "word 2: '' is too short",
    "make,a": "word 2: 'a' is too short",
    "make,need,at": r"word 3: 'at' has 2 letters and 'make' has 4; all words must be equally long",
    "make,need,make": "word 3: 'make' is there already, as number 1",
    "ma ke,need!": "word 1: 'ma ke' is not one word",
}


@pytest.mark.parametrize(("source", "reason"), BAD_LISTS.items(), ids=BAD_LISTS)
def test_a_list_that_cannot_be_learned_is_refused_with_the_place(source: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_words(source)


BAD_FILES = {
    "empty": (b"", "at least two words are needed, got 0"),
    "comments alone": (b"# nothing\n\n", "at least two words are needed, got 0"),
    "one word": (b"make\n", "at least two words are needed, got 1"),
    "not UTF-8": (b"make\nneed\nm\xfcll\n", "line 3 is not UTF-8"),
    "UTF-16": ("make\nneed\n".encode("utf-16"), "line 1 is not UTF-8"),
    "mixed lengths": (b"make\n# longer\nneeds\n", "line 3: 'needs' has 5 letters and 'make' has 4"),
    "duplicates": (b"make\nneed\nmake\n", "line 3: 'make' is there already"),
    "NUL": (b"ma\0e\nneed\n", "line 1: .* is not one word"),
}


@pytest.mark.parametrize(("content", "reason"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_learned_is_refused_with_the_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=reason):
        read_words(str(path))


def test_two_endings_of_one_prefix_are_legal_and_said_to_keep_from_100_percent() -> None:
    settings = _settings(read_words("make,maky,love"), hidden_size=7)
    assert settings.words.ambiguous == ("mak",)
    training = _train(settings)
    assert training.training_accuracy < 1
    assert "100% cannot be reached: words with the prefix mak have more than one ending" in render(training, "table")


@pytest.mark.parametrize(("prefix", "reason"), [("lo", "'lo' has 2"), ("love", "'love' has 4"), ("lö!", "'!' is none")])
def test_a_prefix_that_the_model_cannot_take_is_refused_with_what_it_can(prefix: str, reason: str) -> None:
    with pytest.raises(ReadError, match=f"a prefix has 3 of the letters a to z, and {reason}"):
        check_prefix(prefix, DEFAULT_WORDS)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [({"epochs": 0}, "epochs"), ({"learning_rate": 0.0}, "learning_rate"), ({"seed": -1}, "seed")],
    ids=str,
)
def test_settings_out_of_range_are_refused_by_name(arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(SpecError) as refusal:
        _settings(**arguments)
    assert refusal.value.field == field


def test_the_meta_device_has_no_numbers_to_train_on() -> None:
    with pytest.raises(SpecError, match="device must be one with numbers to train on, not meta"):
        begin(_settings(device="meta"))


# Curves

losses = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=300)


@given(losses, st.integers(1, 80))
def test_a_sparkline_is_as_wide_as_asked_and_spans_the_scale(values: list[float], width: int) -> None:
    line = sparkline(values, width)
    assert len(line) == min(width, len(values))
    assert set(line) <= set("▁▂▃▄▅▆▇█")


def test_a_falling_loss_falls_in_the_sparkline() -> None:
    assert sparkline([10.0**-n for n in range(8)], 8) == "█▇▆▅▄▃▂▁"
    assert sparkline([1.0, 1.0]) == "▁▁"


@given(losses)
def test_the_svg_is_well_formed_and_holds_every_loss(values: list[float]) -> None:
    root = ElementTree.fromstring(svg(values, "a < b & c"))
    space = {"svg": "http://www.w3.org/2000/svg"}
    metadata = root.find("svg:metadata", space)
    curve = root.find("svg:path[@class='curve']", space)
    assert metadata is not None
    assert curve is not None
    assert json.loads(metadata.text or "") == {"epochs": list(range(1, len(values) + 1)), "losses": values}
    numbers = list(map(float, curve.attrib["d"][1:].split()))
    points = list(zip(numbers[::2], numbers[1::2]))
    assert len(points) == len(values)
    assert all(80 <= x <= 680 and 50 <= y <= 340 for x, y in points)
    labels = {"".join(text.itertext()) for text in root.findall("svg:text", space)}
    assert {"epoch", "cross-entropy loss", "a < b & c"} <= labels
    assert "href" not in svg(values, "t")
    assert "@import" not in svg(values, "t")


def test_a_lower_loss_stands_lower_in_the_svg() -> None:
    (points,) = re.findall(r'class="curve" d="M([^"]*)"', svg([3.0, 0.3, 0.03], "t"))
    heights = list(map(float, points.split()))[1::2]
    assert heights == sorted(heights)


@given(st.integers(1, 10_000))
def test_milestones_are_the_first_the_last_and_the_tenths_between(epochs: int) -> None:
    found = milestones(epochs)
    assert (found[0], found[-1]) == (1, epochs)
    assert len(found) == len(set(found)) <= 11


# Faces


def test_json_holds_every_loss_and_prediction() -> None:
    training = _train(_settings(epochs=30), "lov")
    found = json.loads(render(training, "json"))
    assert found == to_json(training)
    assert list(found) == [
        "schema_version", "torch_version", "device", "settings", "steps", "losses", "predictions",
        "training_accuracy", "seconds",
    ]  # fmt: skip
    assert len(found["losses"]) == 30
    assert set(found["steps"][0]) == {
        "name", "operation", "formula", "numbers", "predicted", "observed", "matches"
    }  # fmt: skip
    assert set(found["predictions"][0]) == {"word", "prefix", "target", "predicted", "probability", "correct"}
    assert found["predictions"][0]["word"] == "make"
    assert found["predictions"][-1]["word"] is None
    assert found["predictions"][-1]["prefix"] == "lov"
    assert found["training_accuracy"] == sum(p["correct"] is True for p in found["predictions"]) / 10
    assert sum(probability["probability"] <= 1 for probability in found["predictions"]) == 11


def test_the_page_says_why_the_last_output_would_be_wrong() -> None:
    text = render(_train(_settings(bidirectional=True, batch_first=True)), "table")
    assert "output[:, -1] would be wrong: its backward half has seen only the last letter" in text
    assert [section.title for section in whole_page(_train(_settings())).sections] == [
        "Data", "Model", "Shapes", "Why", "Loss", "Predictions"
    ]  # fmt: skip


def test_a_saved_model_is_read_without_running_code_and_predicts_the_same(tmp_path: Path) -> None:
    settings = _settings(epochs=20, hidden_size=17, num_layers=2, bidirectional=True, proj_size=5)
    model, _ = begin(settings)
    learn(model, settings, lambda epoch, loss: None)
    path = tmp_path / "model.pt"
    path.write_bytes(to_bytes(model, settings))
    saved = torch.load(path, weights_only=True)
    again = LetterModel(_settings(epochs=20, seed=3, **{
        name: saved["lstm"][name] for name in ("hidden_size", "num_layers", "bidirectional", "proj_size")
    }))  # fmt: skip
    again.module.load_state_dict(saved["state_dict"])
    assert again.predict(["mak", "lov"]) == model.predict(["mak", "lov"])
    assert saved["letters"] == list(settings.words.letters)
