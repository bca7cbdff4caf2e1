"""What holds of every text that is explained: nothing in it may crash, and an error is found wherever it stands."""

from __future__ import annotations

from itertools import cycle, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_shapes.explain import scanning
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.formats import diagnoses_to_json
from lstm_shapes.explain.messages import MESSAGES
from lstm_shapes.explain.sections import page_of_diagnosis
from lstm_shapes.formats import FORMATS, render_pages
from tests.explain.messages import FILLED
from tests.explain.test_kinds import every_error


def _shown(text: str) -> None:
    """Explain a text, in every format."""
    diagnoses = diagnose([text])
    diagnoses_to_json(diagnoses)
    pages = [page_of_diagnosis(diagnosis) for diagnosis in diagnoses]
    for format in FORMATS:
        render_pages(pages, format)


@pytest.mark.parametrize("template", FILLED, ids=lambda template: template[:50])
def test_every_message_of_the_table_is_read_and_shown(template: str) -> None:
    text = FILLED[template]
    (message,) = (message for message in MESSAGES if message.pattern.template == template)
    assert list(message.pattern.find_all(text))
    _shown(f"lstm\n{text}")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    _shown(text)


@given(st.sampled_from(sorted(FILLED.values())), st.text(), st.text())
def test_a_message_within_any_text_is_read(message: str, before: str, after: str) -> None:
    _shown(f"{before}\nlstm {message} {after}")


@settings(deadline=None)
@given(st.data())
def test_a_traceback_with_a_part_cut_out_is_read(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(every_error()))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    _shown(text[:start] + text[end:])


@given(st.sampled_from(sorted(FILLED.values())), st.integers(1, 40))
def test_where_a_log_is_cut_does_not_matter(message: str, size: int) -> None:
    text = f"epoch 1\nlstm {message}\nepoch 2\n"
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert diagnose(pieces) == diagnose([text])


def test_where_a_log_of_several_blocks_is_cut_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_BLOCK", 1 << 16)
    marks = ("\x1b[31m", "&#39;", "\x1b]0;training\x07", "\u2018\r\n", "x" * 20_000, "")
    lines = [f"lstm {mark}{message}{mark}\n" for message, mark in zip(sorted(FILLED.values())[::7], cycle(marks))]
    text = "".join(line + line.replace("lstm", "epoch") * (8_000 // len(line)) for line in lines)
    whole = diagnose([text])
    assert len(text) > 3 << 16
    for size in (1_000, 99_991):
        assert diagnose(text[start : start + size] for start in range(0, len(text), size)) == whole


def test_a_long_chain_of_attributes_is_read_at_once() -> None:
    chain = "self." + "lstm." * 60
    line = f"x, (h, c) = {chain}lstm({chain}x, {chain}h)"
    text = f'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    {line}'
    assert diagnose([f"{text}\nRuntimeError: Expected hidden[0] size (2, 3, 20), got [1, 3, 20]\n"])


CALLEES = ("self.conv", "self.lstm", "output.view", "torch.cat")
ARGUMENTS = ("", "*args", "**kwargs", "x", "x, *states", "(x, y)", "[]", "-1", "x=1", "lambda: 0", "x[0]", "...", "()")


@pytest.mark.parametrize("template", FILLED, ids=lambda template: template[:50])
def test_a_message_that_any_call_raised_is_read(template: str) -> None:
    for number, (callee, arguments) in enumerate(product(CALLEES, ARGUMENTS)):
        line = f'  File "model.py", line 7, in forward\n    {("", "out, states = ")[number % 2]}{callee}({arguments})\n'
        diagnose(
            [f"lstm = nn.LSTM(10, 20)\nTraceback (most recent call last):\n{line}RuntimeError: {FILLED[template]}\n"]
        )
