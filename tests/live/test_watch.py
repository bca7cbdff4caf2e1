"""`watch` on real modules: what is seen is what PyTorch did, and the program does not notice."""

from __future__ import annotations

import gc
import json
import re
import sys
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_shapes import ReadError, Seen, watch
from lstm_shapes.live.values import is_in_one_piece

torch.manual_seed(0)


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(40, 6)
        self.lstm = nn.LSTM(6, 9, num_layers=2, bidirectional=True, batch_first=True)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        output, (h_n, _) = self.lstm(self.embedding(tokens))
        return output, torch.cat((h_n[-2], h_n[-1]), dim=-1)


class Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(18, 18)
        self.attention = nn.Linear(18, 1)

    def forward(self, memory: Tensor, state: Tensor, steps: int) -> Tensor:
        for _ in range(steps):
            weights = self.attention(memory * state[:, None]).softmax(dim=1)
            state = self.cell((weights * memory).sum(dim=1), state)
        return state


class Translator(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()

    def forward(self, tokens: Tensor, steps: int = 4) -> Tensor:
        state: Tensor = self.decoder(*self.encoder(tokens), steps)
        return state


def _tokens(batch: int, steps: int) -> Tensor:
    return torch.randint(0, 40, (batch, steps))


def _ids(seen: Seen) -> set[str]:
    return {note.id for layer in seen.layers for note in layer.notes}


def test_every_layer_inside_is_seen_with_its_path_its_calls_and_its_shapes() -> None:
    model = Translator()
    with watch(model) as seen:
        for batch in (5, 5, 3):
            model(_tokens(batch, 7))
    lstm, cell = seen.layers
    assert (lstm.path, lstm.code) == (
        "encoder.lstm",
        "nn.LSTM(6, 9, num_layers=2, batch_first=True, bidirectional=True)",
    )
    assert [(call.count, call.changed) for call in lstm.calls] == [(2, ()), (1, (("N", 5, 3),))]
    assert {row.name: row.observed for row in lstm.calls[0].findings.tensors} == {
        "input": (5, 7, 6),
        "h_0": None,
        "c_0": None,
        "output": (5, 7, 18),
        "h_n": (4, 5, 9),
        "c_n": (4, 5, 9),
    }
    assert all(row.matches is not False for call in seen.calls for row in call.findings.tensors)
    assert (cell.path, cell.count, [call.count for call in cell.calls]) == ("decoder.cell", 12, [8, 4])
    place = lstm.calls[0].place
    assert place is not None
    assert (Path(place.file).name, place.function) == ("test_watch.py", "forward")
    assert "self.lstm(self.embedding" in Path(place.file).read_text(encoding="utf-8").splitlines()[place.line - 1]


def test_without_a_model_every_layer_of_the_process_is_seen() -> None:
    model, alone = Translator(), nn.RNN(3, 4)
    with watch() as seen:
        model(_tokens(2, 5))
        alone(torch.randn(7, 2, 3))
    assert [layer.path for layer in seen.layers] == ["encoder.lstm", "decoder.cell", ""]


def test_two_at_once_see_each_their_own() -> None:
    one, other = nn.LSTM(3, 4), nn.LSTM(5, 6)
    with watch(one) as first, watch(other) as second:
        one(torch.randn(7, 2, 3))
        other(torch.randn(7, 2, 5))
    assert [[layer.count for layer in seen.layers] for seen in (first, second)] == [[1], [1]]


def _packed(lstm: nn.LSTM) -> object:
    rows = pack_padded_sequence(torch.randn(3, 6, 4), torch.tensor([2, 6, 3]), batch_first=True, enforce_sorted=False)
    return lstm(rows)


CALLS: dict[str, tuple[Callable[[nn.LSTM], object], dict[str, tuple[int, ...] | None]]] = {
    "a batch": (lambda lstm: lstm(torch.randn(3, 6, 4)), {"output": (3, 6, 5), "h_0": None, "h_n": (2, 3, 5)}),
    "by name": (lambda lstm: lstm(input=torch.randn(3, 6, 4), hx=None), {"input": (3, 6, 4), "c_0": None}),
    "states": (
        lambda lstm: lstm(torch.randn(3, 6, 4), (torch.zeros(2, 3, 5), torch.zeros(2, 3, 5))),
        {"h_0": (2, 3, 5), "c_0": (2, 3, 5)},
    ),
    "states by name": (
        lambda lstm: lstm(torch.randn(3, 6, 4), hx=(torch.zeros(2, 3, 5), torch.zeros(2, 3, 5))),
        {"c_0": (2, 3, 5)},
    ),
    "one sequence": (lambda lstm: lstm(torch.randn(6, 4)), {"output": (6, 5), "h_n": (2, 5)}),
    "packed": (
        _packed,
        {"input": None, "input.data": (11, 4), "output.data": (11, 5), "batch_sizes": (6,), "h_n": (2, 3, 5)},
    ),
}


@pytest.mark.parametrize(("call", "expected"), CALLS.values(), ids=CALLS)
def test_a_call_is_seen_however_it_is_written(
    call: Callable[[nn.LSTM], object], expected: dict[str, tuple[int, ...] | None]
) -> None:
    lstm = nn.LSTM(4, 5, num_layers=2, batch_first=True)
    with watch(lstm) as seen:
        call(lstm)
    (found,) = seen.calls
    observed = {row.name: row.observed for row in found.findings.tensors}
    assert expected.items() <= observed.items()
    assert all(row.matches is not False for row in found.findings.tensors)


def test_the_lengths_of_a_packed_sequence_stand_in_the_order_of_the_batch() -> None:
    lstm = nn.LSTM(4, 5, num_layers=2, batch_first=True)
    with watch(lstm) as seen:
        _packed(lstm)
    assert seen.calls[0].findings.spec.lengths == (2, 6, 3)


@pytest.mark.parametrize("kind", [nn.LSTM, nn.GRU, nn.RNN, nn.LSTMCell, nn.GRUCell, nn.RNNCell])
def test_every_kind_is_seen(kind: type[nn.Module]) -> None:
    module = kind(4, 5)
    with watch(module) as seen:
        module(torch.randn(3, 4) if "Cell" in kind.__name__ else torch.randn(6, 3, 4))
    assert [row.matches for row in seen.calls[0].findings.tensors if row.observed is not None]
    assert seen.layers[0].code == f"nn.{kind.__name__}(4, 5)"


def test_what_the_model_gives_and_learns_is_the_same_bit_for_bit() -> None:
    results = []
    for is_watched in (False, True):
        torch.manual_seed(3)
        model, tokens = Translator().train(), _tokens(4, 6)
        if is_watched:
            with watch(model):
                result = model(tokens)
        else:
            result = model(tokens)
        result.square().sum().backward()
        results.append([result, torch.rand(3), *(parameter.grad for parameter in model.parameters())])
    assert all(torch.equal(a, b) for a, b in zip(*results))


def _interrupted(lstm: nn.LSTM) -> tuple[Seen, Tensor, Tensor]:
    try:
        with watch(lstm) as seen:
            output, (h_n, _) = lstm(torch.randn(5, 2, 3))
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        return seen, output, h_n


def test_nothing_is_left_behind_whatever_ends_the_block() -> None:
    lstm = nn.LSTM(3, 4)
    seen, *tensors = _interrupted(lstm)
    assert not any("__call__" in vars(base) for base in (nn.RNNBase, nn.RNNCellBase))
    gone = [weakref.ref(each) for each in (lstm, *tensors)]
    del lstm, tensors
    gc.collect()
    assert [each() for each in gone] == [None] * 3
    assert seen.layers[0].count == 1


class Odd(nn.LSTM):
    def forward(self, rows: Tensor, module: int = 0) -> Tensor:  # type: ignore[override]
        output: Tensor = super().forward(rows)[0]
        return output


def _first_only(module: nn.Module, given: object, result: tuple[Tensor, Tensor]) -> Tensor:
    return result[0]


def _hooked() -> nn.Module:
    lstm = nn.LSTM(3, 4)
    lstm.register_forward_hook(_first_only)
    return lstm


ODD: dict[str, Callable[[], nn.Module]] = {"a class of its own": lambda: Odd(3, 4), "a hook": _hooked}


@pytest.mark.parametrize("build", ODD.values(), ids=ODD)
def test_what_takes_or_returns_something_else_is_counted_and_not_described(
    build: Callable[[], nn.Module], capsys: pytest.CaptureFixture[str]
) -> None:
    module = build()
    with watch(module) as seen:
        module(torch.randn(5, 2, 3))
        module(torch.randn(5, 2, 3), **({"module": 1} if isinstance(module, Odd) else {}))
    assert (seen.layers[0].count, seen.calls, _ids(seen)) == (2, (), {"calls-not-described"})
    assert capsys.readouterr().err == ""


def test_calls_without_a_batch_are_counted() -> None:
    gru = nn.GRU(3, 4)
    with watch(gru) as seen:
        gru(torch.randn(5, 0, 3))
    assert (seen.layers[0].count, _ids(seen)) == (1, {"calls-not-described"})


def test_packed_sequences_with_other_lengths_are_other_calls() -> None:
    gru, rows = nn.GRU(3, 4, batch_first=True), torch.randn(2, 5, 3)
    with watch(gru) as seen:
        for lengths in ([2, 5], [5, 2], [2, 5]):
            gru(pack_padded_sequence(rows, torch.tensor(lengths), batch_first=True, enforce_sorted=False))
    assert [(call.findings.spec.lengths, call.count) for call in seen.calls] == [((2, 5), 2), ((5, 2), 1)]


def test_the_variables_of_the_program_are_not_kept_alive() -> None:
    gru, large = nn.GRU(3, 4), torch.randn(9)
    gone = weakref.ref(large)
    with watch():
        gru(torch.randn(5, 2, 3))
    del large
    gc.collect()
    assert gone() is None


def test_modules_made_anew_in_a_loop_are_not_listed_without_end() -> None:
    with watch() as seen:
        for _ in range(300):
            nn.GRUCell(3, 4)(torch.randn(2, 3))
    assert len(seen.layers) == 200
    assert "100 calls of further modules not described" in str(seen)


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("eager_threads")
def test_calls_from_several_threads_are_all_counted() -> None:
    for _ in range(5):
        lstm, rows = nn.LSTM(3, 4), torch.randn(5, 2, 3)
        with watch() as seen, ThreadPoolExecutor(8) as threads:
            list(threads.map(lstm, [rows] * 200))
        assert [layer.count for layer in seen.layers] == [200]


@pytest.mark.parametrize("states", [list, tuple])
def test_states_may_be_a_list(states: Callable[[object], object], capsys: pytest.CaptureFixture[str]) -> None:
    lstm = nn.LSTM(3, 4)
    with watch(lstm) as seen:
        lstm(torch.randn(5, 2, 3), states((torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))))
    assert seen.calls[0].findings.tensors[2].observed == (1, 2, 4)
    assert capsys.readouterr().err == ""


def test_a_program_is_compiled_whole_as_ever() -> None:
    cell, rows = nn.GRUCell(3, 4), torch.randn(2, 3)
    with watch():
        compiled = torch.compile(cell, backend="eager", fullgraph=True)
        assert torch.equal(compiled(rows), cell(rows))


def test_numbers_without_versions_and_transforms_are_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with watch(), torch.inference_mode():
        nn.LSTM(3, 4)(torch.randn(5, 2, 3))
    lstm = nn.LSTM(3, 4)
    with watch():
        torch.func.jacrev(lambda rows: lstm(rows)[0])(torch.randn(5, 2, 3))
    assert capsys.readouterr().err == ""


def test_a_call_that_pytorch_refuses_raises_as_ever_and_is_not_counted() -> None:
    lstm = nn.LSTM(3, 4)
    with watch(lstm) as seen, pytest.raises(RuntimeError, match="Expected 3, got 7"):
        lstm(torch.randn(5, 2, 7))
    assert seen.calls == ()


def test_a_fault_of_the_tool_never_breaks_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lstm_shapes.live.recorder.Recorder._note_first", lambda *_: 1 / 0)
    lstm = nn.LSTM(3, 4)
    with watch(lstm):
        for _ in range(3):
            output, _ = lstm(torch.randn(5, 2, 3))
    assert output.shape == (5, 2, 4)
    assert capsys.readouterr().err.count("ZeroDivisionError") == 1


def _carried(is_detached: bool) -> Seen:
    model = nn.RNN(3, 4)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    state = torch.zeros(1, 2, 4)
    with watch(model) as seen:
        for _ in range(3):
            output, state = model(torch.randn(5, 2, 3), state)
            if is_detached:
                state = state.detach()
            elif seen.layers[0].count == 2:
                break  # `backward` would raise
            output.sum().backward()
            optimizer.step()
    return seen


def _with_the_same_state(count: int) -> Seen:
    lstm = nn.LSTM(3, 4)
    states = torch.zeros(1, 2, 4), torch.zeros(1, 2, 4)
    with watch(lstm) as seen:
        for _ in range(count):
            lstm(torch.randn(5, 2, 3), states)
    return seen


def _batches(*sizes: tuple[int, int], batch_first: bool) -> Seen:
    lstm = nn.LSTM(3, 4, batch_first=batch_first)
    with watch(lstm) as seen:
        for size in sizes:
            lstm(torch.randn(*size, 3))
    return seen


def _chunks_of_a_text() -> Seen:
    """The last one is shorter, and the states go on: the axis of time it is."""
    gru, h = nn.GRU(3, 4), torch.zeros(1, 6, 4)
    with watch(gru) as seen:
        for steps in (8, 8, 5):
            _, h = gru(torch.randn(steps, 6, 3), h.detach())
    return seen


def _changed_in_place() -> Seen:
    gru, state = nn.GRU(3, 4), torch.zeros(1, 2, 4)
    with watch(gru) as seen, torch.no_grad():
        for _ in range(3):
            state.copy_(gru(torch.randn(5, 2, 3), state)[1])
    return seen


def _one_batch(rows: Tensor, **options: bool) -> Seen:
    lstm = nn.LSTM(rows.shape[-1], 5, **options)
    with watch(lstm) as seen:
        lstm(rows)
    return seen


def _one_batch_packed(rows: Tensor, lengths: list[int]) -> Seen:
    lstm = nn.LSTM(3, 5)
    with watch(lstm) as seen:
        lstm(pack_padded_sequence(rows, lengths, enforce_sorted=False))
    return seen


def _one_batch_on_meta(rows: Tensor) -> Seen:
    lstm = nn.LSTM(3, 5, device="meta")
    with watch(lstm) as seen:
        lstm(rows.to("meta"))
    return seen


def _padded(*lengths: int, padding: Tensor | None = None) -> Tensor:
    """Sequences of 9 steps, of which those behind their lengths are padding: of shape (9, N, 3)."""
    rows = torch.randn(9, len(lengths), 3)
    for number, length in enumerate(lengths):
        rows[length:, number] = torch.zeros(3) if padding is None else padding
    return rows


def _embedded(*lengths: int) -> Tensor:
    tokens = torch.stack([torch.arange(9) % 7 + 1 for _ in lengths]) * (
        torch.arange(9) < torch.tensor(lengths)[:, None]
    )
    embedded: Tensor = nn.Embedding(8, 3)(tokens)
    return embedded


RUNS: dict[str, tuple[Callable[[], Seen], str, bool]] = {
    "not detached": (lambda: _carried(False), "state-not-detached", True),
    "detached": (lambda: _carried(True), "state-not-detached", False),
    "the same state": (lambda: _with_the_same_state(3), "same-state-again", True),
    "one state, one call": (lambda: _with_the_same_state(1), "same-state-again", False),
    "a smaller batch on the axis of time": (
        lambda: _batches((8, 6), (8, 6), (5, 6), batch_first=False),
        "batch-on-the-time-axis",
        True,
    ),
    "chunks of a text": (_chunks_of_a_text, "batch-on-the-time-axis", False),
    "a smaller batch on its own axis": (
        lambda: _batches((8, 6), (8, 6), (5, 6), batch_first=True),
        "batch-on-the-time-axis",
        False,
    ),
    "sequences of many lengths": (
        lambda: _batches((8, 6), (8, 6), (5, 6), (7, 6), batch_first=False),
        "batch-on-the-time-axis",
        False,
    ),
    "one state, changed in place": (_changed_in_place, "same-state-again", False),
    "padded sequences": (lambda: _one_batch(_padded(9, 5, 6, 4)), "padding-is-read", True),
    "one padded sequence": (lambda: _one_batch(_padded(9, 5, 9, 9)), "padding-is-read", True),
    "all padded to a fixed length": (lambda: _one_batch(_padded(6, 5)), "padding-is-read", True),
    "padded with a vector": (lambda: _one_batch(_padded(9, 5, 6, padding=torch.ones(3))), "padding-is-read", True),
    "padded tokens": (lambda: _one_batch(_embedded(9, 5, 6), batch_first=True), "padding-is-read", True),
    "no padding": (lambda: _one_batch(torch.randn(9, 4, 3)), "padding-is-read", False),
    "zeros alone": (lambda: _one_batch(torch.zeros(9, 4, 3)), "padding-is-read", False),
    "short": (lambda: _one_batch(torch.randn(2, 4, 3)), "padding-is-read", False),
    "padded sequences, packed": (
        lambda: _one_batch_packed(_padded(9, 5, 6, 4), [9, 5, 6, 4]),
        "padding-is-read",
        False,
    ),
    "one sequence": (lambda: _one_batch(_padded(5)[:, 0]), "padding-is-read", False),
    "without values": (lambda: _one_batch_on_meta(_padded(9, 5, 6, 4)), "padding-is-read", False),
    "equal sizes": (lambda: _batches((6, 6), batch_first=True), "coincident-sizes", True),
    "different sizes": (lambda: _batches((6, 7), batch_first=True), "coincident-sizes", False),
}


@pytest.mark.parametrize(("run", "note", "is_told"), RUNS.values(), ids=RUNS)
def test_a_note_is_told_where_it_is_true_and_only_there(run: Callable[[], Seen], note: str, is_told: bool) -> None:
    assert (note in _ids(run())) == is_told


def test_the_sequences_that_read_padding_are_counted() -> None:
    (text,) = (n.text for n in _one_batch(_padded(9, 5, 6, 9, 9)).layers[0].notes if n.id == "padding-is-read")
    assert text.startswith("2 of 5 sequences ")


def test_weights_are_scattered_until_they_are_put_into_one_piece_of_memory() -> None:
    """As `flatten_parameters` does on a GPU, where alone the note is told."""
    weights = [weight.detach() for weight in nn.LSTM(3, 4, num_layers=2).parameters()]
    assert not is_in_one_piece(weights)
    piece = torch.cat([weight.flatten() for weight in weights])
    assert is_in_one_piece(torch.split(piece, [weight.numel() for weight in weights]))


def test_dropout_is_called_off_only_where_it_is() -> None:
    model = nn.LSTM(3, 4, num_layers=2, dropout=0.5)
    told = []
    for is_training in (True, False):
        model.train(is_training)
        with watch(model) as seen:
            model(torch.randn(5, 2, 3))
        told.append("dropout-off" in _ids(seen))
    assert told == [False, True]


class Classifier(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.RNN(3, 4)

    def forward(self, rows: Tensor) -> Tensor:
        output: Tensor = self.rnn(rows)[0]
        return output


def test_layers_in_wrapped_and_shared_modules_are_seen() -> None:
    rows, model = torch.randn(5, 2, 3), Classifier()
    with watch(model) as seen:
        nn.DataParallel(model)(rows)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            nn.Sequential(model)(rows)
    assert [layer.count for layer in seen.layers] == [2]


def test_compiled_layers_are_named_as_those_that_cannot_be_seen() -> None:
    compiled: nn.Module = torch.compile(Classifier(), backend="eager")  # type: ignore[assignment]
    with watch(compiled) as seen:
        assert compiled(torch.randn(5, 2, 3)).shape == (5, 2, 4)
    assert "compiled: its calls cannot be seen" in str(seen)


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")
def test_scripted_layers_are_named_as_those_that_cannot_be_seen() -> None:
    model = torch.jit.script(Classifier())
    with watch(model) as seen:
        model(torch.randn(5, 2, 3))
    assert "rnn = nn.RNN" in str(seen)
    assert "cannot be seen" in str(seen)
    assert seen.to_json()["unseen"] == [{"module": "rnn = nn.RNN", "done": "script"}]


@pytest.mark.filterwarnings("ignore")  # PyTorch deprecates all of it
def test_quantized_layers_are_named_as_those_that_cannot_be_seen() -> None:
    quantize = torch.ao.quantization.quantize_dynamic
    model = quantize(nn.Sequential(nn.LSTM(6, 9)), {nn.LSTM}, dtype=torch.qint8)  # type: ignore[no-untyped-call]
    with watch(model) as seen:
        model(torch.randn(4, 2, 6))
    assert "0 = nn.LSTM   quantized: its calls cannot be seen" in str(seen)


def test_it_shows_itself_as_text_as_html_and_as_json() -> None:
    model = Translator()
    with watch(model) as seen:
        assert "never called" in str(seen)
        model(_tokens(5, 7))
    assert repr(seen) == "<Seen: 2 recurrent layers, 5 calls>"
    assert "encoder.lstm = nn.LSTM(6, 9, num_layers=2" in str(seen)
    assert "<code>encoder.lstm = nn.LSTM(6, 9, num_layers=2" in seen._repr_html_()
    layer = json.loads(json.dumps(seen.to_json()))["layers"][0]
    assert layer["calls"][0]["tensors"][0]["observed"] == [5, 7, 6]
    assert layer["calls"][0]["place"]["function"] == "forward"


def _traced_by_fx(model: nn.Module) -> str:
    return str(torch.fx.symbolic_trace(model).graph)


def _traced_by_jit(model: nn.Module) -> str:
    traced = torch.jit.trace(model, torch.randn(5, 2, 3))  # type: ignore[no-untyped-call]
    return re.sub(r"___torch_mangle_\d+\.|%[\w.]+", "", str(traced.inlined_graph))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
@pytest.mark.parametrize("trace", [_traced_by_fx, _traced_by_jit])
def test_a_model_is_traced_as_ever(trace: Callable[[nn.Module], str], capsys: pytest.CaptureFixture[str]) -> None:
    model = Classifier()
    plain = trace(model)
    with watch():
        watched = trace(model)
    assert (plain, capsys.readouterr().err) == (watched, "")


def test_only_a_module_can_be_watched() -> None:
    with pytest.raises(ReadError, match=r"must be an nn\.Module, not str"), watch("nn.LSTM(3, 4)"):  # type: ignore[arg-type]
        pass


def test_it_says_so_where_nothing_was_called() -> None:
    with watch() as seen:
        nn.Linear(3, 4)(torch.randn(2, 3))
    assert str(seen).strip() == "No recurrent layer was called."
