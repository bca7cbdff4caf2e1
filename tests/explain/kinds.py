"""Mistakes that can be made with several kinds, each written once and run with every kind that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_shapes.kinds import KINDS, Kind

ALL = tuple(KINDS.values())
LAYERS = tuple(kind for kind in KINDS.values() if not kind.is_cell)
CELLS = tuple(kind for kind in KINDS.values() if kind.is_cell)
ONE_STATE = tuple(kind for kind in KINDS.values() if not kind.has_cell_state)
ONE_STATE_LAYERS = tuple(kind for kind in LAYERS if kind in ONE_STATE)
ONE_STATE_CELLS = tuple(kind for kind in CELLS if kind in ONE_STATE)
TWO_STATES = tuple(kind for kind in KINDS.values() if kind.has_cell_state)
RNNS = tuple(kind for kind in KINDS.values() if kind.layer == "RNN")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Code whose line `wrong` fails, for every kind in `kinds`.

    In all code, CODE stands for the class, NAME for its instance, CALL for the call that is right of this kind without
    states, STEP for that with STATES, PACKED and PACKED_STEP for both with packed input, DOUBLED for lines that make
    the states float64, and OTHER for the class with the other number of states.

    states: the shape of all states; None if there are none. then, place: as in a `Case`.
    alone: the kinds with which the message is enough, without its traceback; None is all.
    unnamed: whether the cause is found if the layer's name does not tell that it is one.
    """

    cause: str
    kinds: tuple[Kind, ...]
    wrong: str = "STEP"
    given: str = ""
    built: str = "NAME = CODE(10, 20)"
    states: tuple[int, ...] | None = None
    then: str | None = None
    place: int = 0
    alone: tuple[Kind, ...] | None = None
    unnamed: bool = True

    def code(self, text: str, kind: Kind, name: str) -> str:
        """The code of one kind."""
        layer = f"{name}(x"
        words = {
            "DOUBLED": "\n".join(f"{state} = {state}.double()" for state in kind.given),
            "STATES": kind.takes,
            "CODE": kind.code,
            "CALL": f"{kind.returns} = {layer})",
            "PACKED_STEP": f"{kind.returns} = {name}(packed, {kind.takes})",
            "PACKED": f"{kind.returns} = {name}(packed)",
            "STEP": f"{kind.returns} = {layer}, {kind.takes})",
            "OTHER": exchanged(kind).code,
            "NAME": name,
        }
        for word, meant in words.items():
            text = text.replace(word, meant)
        return text

    def lines(self, kind: Kind, name: str) -> str:
        """What stands before the wrong line."""
        made = [f"{state} = torch.zeros{self.states}" for state in kind.given] if self.states is not None else []
        step = "x = torch.randn(5, 10)" if kind.is_cell else ""
        return "\n".join(self.code(line, kind, name) for line in (step, self.built, *made, self.given) if line)


def exchanged(kind: Kind) -> Kind:
    """The layer or cell with the other number of states."""
    others = (other for other in KINDS.values() if other.is_cell is kind.is_cell)
    return next(other for other in others if other.has_cell_state is not kind.has_cell_state)


TWO_LAYERS, BOTH_WAYS = "NAME = CODE(10, 20, 2)", "NAME = CODE(10, 20, 2, bidirectional=True)"
PACK = "packed = pack_padded_sequence(x, lengths)"

OF_STATES = {
    "batch first": Mistake("batch-first-states", LAYERS, built=TWO_LAYERS, states=(5, 2, 20)),
    "batch first as the input": Mistake(
        "batch-first-states", LAYERS, built="NAME = CODE(10, 20, 2, batch_first=True)", states=(7, 2, 20)
    ),
    "no D": Mistake("missing-directions", LAYERS, built=BOTH_WAYS, states=(2, 5, 20)),
    "a D too many": Mistake("missing-directions", LAYERS, states=(2, 5, 20)),
    "one layer of three": Mistake("wrong-num-layers", LAYERS, built="NAME = CODE(10, 20, 3)", states=(1, 5, 20)),
    "all steps of an output": Mistake(
        "output-for-state",
        ONE_STATE_LAYERS,
        "NAME(x, memory)",
        given="memory, h_0 = NAME(torch.randn(12, 5, 10))",
        then="",
        alone=(),
    ),
    "of a larger batch": Mistake("stale-batch-size", LAYERS, states=(1, 8, 20)),
    "of a batch, batch first": Mistake(
        "stale-batch-size", LAYERS, built="NAME = CODE(10, 20, batch_first=True)", states=(1, 8, 20)
    ),
    "of a batch, packed": Mistake(
        "stale-batch-size", LAYERS, "PACKED_STEP", given=PACK, states=(1, 8, 20), then="", alone=ONE_STATE_LAYERS
    ),
    "of an input with time first": Mistake(
        "swapped-batch-and-sequence", LAYERS, given="x = torch.randn(5, 7, 10)", states=(1, 5, 20), place=1
    ),
    "both directions side by side": Mistake("encoder-state-width", LAYERS, states=(1, 5, 40)),
    "of a larger hidden_size": Mistake("wrong-hidden-size", LAYERS, states=(1, 5, 30)),
    "no axis for layers": Mistake("wrong-state-rank", LAYERS, states=(5, 20)),
    "a batch axis beside 2-D input": Mistake(
        "wrong-state-rank", LAYERS, given="x = torch.randn(7, 10)", states=(1, 1, 20), place=2
    ),
    "a batch without a time axis": Mistake(
        "unsqueezed-batch", LAYERS, given="x = torch.randn(5, 10)", states=(1, 5, 20), place=1
    ),
    "float64": Mistake("dtype-mismatch", LAYERS, given="DOUBLED", states=(1, 5, 20), alone=()),
    "on another device": Mistake(
        "device-mismatch",
        LAYERS,
        built='NAME, x = CODE(10, 20).to("meta"), x.to("meta")',
        states=(1, 5, 20),
        alone=LAYERS[:1],
    ),
    "two arguments": Mistake("state-not-a-tuple", TWO_STATES[:1], "NAME(x, h_0, c_0)", states=(1, 5, 20), then=""),
    "a pair in a pair": Mistake(
        "state-is-a-tuple",
        TWO_STATES[:1],
        "NAME(x, (states, states))",
        given="states = STATES",
        states=(1, 5, 20),
        then="",
        alone=(),
    ),
    "one name for the states": Mistake(
        "stale-batch-size", LAYERS, "NAME(x, states)", given="states = STATES", states=(1, 8, 20), alone=()
    ),
    "one tensor for a pair": Mistake("state-not-a-tuple", (KINDS["LSTM"],), "NAME(x, h_0)", states=(1, 5, 20), then=""),
    "one row for a pair": Mistake(
        "state-not-a-tuple", (KINDS["LSTM"],), "NAME(x[:, 0], h_0)", states=(1, 20), then="", alone=()
    ),
    "one tensor for a pair, packed": Mistake(
        "state-not-a-tuple", (KINDS["LSTM"],), "NAME(packed, h_0)", given=PACK, states=(1, 5, 20), then=""
    ),
    "a pair for one tensor": Mistake(
        "state-is-a-tuple", ONE_STATE_LAYERS, "NAME(x, (h_0, h_0))", states=(1, 5, 20), then="", alone=()
    ),
    "a pair for one tensor, unpacked": Mistake(
        "state-is-a-tuple",
        ONE_STATE_LAYERS,
        "output, (h_n, c_n) = NAME(x, (h_0, h_0))",
        built=TWO_LAYERS,
        states=(2, 5, 20),
        then="h_n.view(2, 5, 20)",
        alone=(),
    ),
    "a list for one tensor": Mistake(
        "state-is-a-tuple", ONE_STATE_LAYERS, "NAME(x, [h_0, h_0])", states=(1, 5, 20), then="", alone=()
    ),
    "a pair for one tensor, packed": Mistake(
        "state-is-a-tuple",
        ONE_STATE_LAYERS,
        "NAME(packed, (h_0, h_0))",
        given=PACK,
        states=(1, 5, 20),
        then="",
        alone=(),
    ),
    "a pair for one tensor, packed in any order": Mistake(
        "state-is-a-tuple",
        ONE_STATE_LAYERS,
        "NAME(packed, (h_0, h_0))",
        given="packed = pack_padded_sequence(x, [2, 7, 4, 3, 1], enforce_sorted=False)",
        states=(1, 5, 20),
        then="",
        alone=(),
    ),
    "a generated pair for one tensor": Mistake(
        "state-is-a-tuple",
        ONE_STATE_LAYERS,
        "NAME(x, tuple(s for s in (h_0, h_0)))",
        states=(1, 5, 20),
        then="",
        alone=(),
    ),
    "two arguments of one state": Mistake(
        "cell-state-of-gru", ONE_STATE_LAYERS, "NAME(x, h_0, h_0)", states=(1, 5, 20), then=""
    ),
    "two arguments of one state, unpacked": Mistake(
        "cell-state-of-gru",
        ONE_STATE_LAYERS,
        "output, (h_n, c_n) = NAME(x, h_0, h_0)",
        built="NAME = CODE(10, 20, 3)",
        states=(3, 5, 20),
        then="h_n.view(3, 5, 20)",
    ),
}
OF_CELLS = {
    "hidden_size": Mistake("wrong-hidden-size", CELLS, states=(5, 30)),
    "batch": Mistake("stale-batch-size", CELLS, states=(3, 20)),
    "axes": Mistake("wrong-state-rank", CELLS, states=(1, 5, 20)),
    "a sequence for a step": Mistake(
        "swapped-batch-and-sequence",
        CELLS,
        "NAME(x[t], STATES)",
        given="x, t = torch.randn(5, 3, 10), 1",
        states=(5, 20),
        then="",
        place=1,
        alone=(),
    ),
    "features": Mistake("wrong-input-size", CELLS, "CALL", given="x = torch.randn(5, 9)"),
    "all steps": Mistake("wrong-input-rank", CELLS, "NAME(x)", given="x = torch.randn(7, 5, 10)", then=""),
    "float64": Mistake("dtype-mismatch", CELLS, "CALL", given="x = x.double()", alone=()),
    "float64 states": Mistake("dtype-mismatch", CELLS, given="DOUBLED", states=(5, 20), alone=()),
    "a pair in a pair": Mistake(
        "state-is-a-tuple",
        TWO_STATES[1:],
        "NAME(x, (states, states))",
        given="states = STATES",
        states=(5, 20),
        then="",
        alone=(),
    ),
    "another device": Mistake(
        "device-mismatch", CELLS, "CALL", built='NAME = CODE(10, 20).to("meta")', alone=(), unnamed=False
    ),
    "one tensor for a pair": Mistake(
        "state-not-a-tuple", (KINDS["LSTMCell"],), "h, c = NAME(x, h_0)", states=(5, 20), then=""
    ),
    "one tensor for a pair, of a GRU": Mistake(
        "state-not-a-tuple", (KINDS["LSTMCell"],), "h_0 = NAME(x, h_0)", states=(5, 20), then=""
    ),
    "two arguments": Mistake("state-not-a-tuple", (KINDS["LSTMCell"],), "NAME(x, h_0, c_0)", states=(5, 20), then=""),
    "two arguments of one state": Mistake(
        "cell-state-of-gru", ONE_STATE_CELLS, "h, c = NAME(x, h_0, h_0)", states=(5, 20), then="h.view(5, 20)", alone=()
    ),
    "a pair for one tensor": Mistake(
        "state-is-a-tuple",
        ONE_STATE_CELLS,
        "h, c = NAME(x, (h_0, h_0))",
        states=(5, 20),
        then="h.view(5, 20)",
        alone=(),
    ),
    "None for one tensor": Mistake(
        "state-is-a-tuple", ONE_STATE_CELLS, "h = NAME(x, (None, None))", then="h.view(5, 20)", alone=()
    ),
}
OF_INPUT = {
    "features": Mistake("wrong-input-size", LAYERS, "CALL", given="x = torch.randn(7, 5, 9)"),
    "features, packed": Mistake(
        "wrong-input-size",
        LAYERS,
        "PACKED",
        given="packed = pack_padded_sequence(torch.randn(7, 5, 9), lengths)",
        alone=ONE_STATE_LAYERS,
    ),
    "channels before steps": Mistake(
        "swapped-features-and-sequence", LAYERS, "CALL", given="x = torch.randn(7, 10, 5)", place=1
    ),
    "images": Mistake("wrong-input-rank", LAYERS, "CALL", given="x = torch.randn(7, 5, 2, 5)"),
    "one step": Mistake("wrong-input-rank", LAYERS, "CALL", given="x = torch.randn(10)"),
    "no axis of features": Mistake(
        "wrong-input-rank", LAYERS, "CALL", built="NAME = CODE(1, 20)", given="x = torch.randn(7, 5)"
    ),
    "float64": Mistake("dtype-mismatch", LAYERS, "CALL", given="x = x.double()"),
    "another device": Mistake("device-mismatch", LAYERS, "CALL", given='x = x.to("meta")'),
    "no steps": Mistake("empty-sequence", LAYERS, "CALL", given="x = torch.randn(0, 5, 10)", then=""),
}
MOST = tuple(kind for kind in ALL if kind.has_cell_state or not kind.is_cell)
OF_RESULTS = {
    "linear": Mistake(
        "output-is-a-tuple", MOST, "linear(NAME_out)", given="NAME_out = NAME(x)", unnamed=False, alone=()
    ),
    "Sequential": Mistake(
        "output-is-a-tuple",
        LAYERS,
        "model(x)",
        given="model = nn.Sequential(NAME, linear)",
        then="nn.Sequential(NAME, Output(), linear)(x)",
        alone=(),
    ),
    "its shape": Mistake(
        "output-is-a-tuple", MOST, "print(NAME_out.shape)", given="NAME_out = NAME(x)", unnamed=False, alone=()
    ),
    "padded, with the lengths": Mistake(
        "padded-with-lengths",
        LAYERS,
        "linear(pad_packed_sequence(packed_output))",
        given="packed_output, _ = NAME(pack_padded_sequence(x, lengths))",
        then="",
        unnamed=False,
        alone=(),
    ),
    "a second layer": Mistake(
        "output-is-a-tuple", LAYERS, "other(NAME_out)", given="NAME_out, other = NAME(x), CODE(20, 6)", alone=()
    ),
    "a step": Mistake("output-is-a-tuple", LAYERS, "NAME(x)[:, -1]", then="output[:, -1]", alone=LAYERS[:1]),
    "three of two": Mistake(
        "output-is-a-tuple",
        LAYERS[:1],
        "output, h_n, c_n = NAME(x)",
        then="h_n.view(1, 5, 20)",
        unnamed=False,
        alone=(),
    ),
    "three of two, of one state": Mistake(
        "cell-state-of-gru",
        ONE_STATE_LAYERS[:1],
        "output, h_n, c_n = NAME(x)",
        then="h_n.view(1, 5, 20)",
        unnamed=False,
        alone=(),
    ),
    "three of a cell": Mistake(
        "output-is-a-tuple",
        (KINDS["LSTMCell"],),
        "output, h_1, c_1 = NAME(x)",
        then="h_1 + c_1",
        unnamed=False,
        alone=(),
    ),
    "a pair of one row": Mistake(
        "cell-state-of-gru",
        ONE_STATE_LAYERS,
        "output, (h_n, c_n) = NAME(x)",
        then="h_n.view(1, 5, 20)",
        unnamed=False,
        alone=(),
    ),
    "a pair of three rows": Mistake(
        "cell-state-of-gru",
        ONE_STATE_LAYERS,
        "output, (h_n, c_n) = NAME(x)",
        built="NAME = CODE(10, 20, 3)",
        then="h_n.view(3, 5, 20)",
        unnamed=False,
        alone=(),
    ),
    "a pair of a state": Mistake(
        "cell-state-of-gru",
        ONE_STATE_LAYERS,
        "h_n, c_n = hidden  # as an LSTM's",
        given="_, hidden = NAME(x)",
        built="NAME = CODE(10, 20, 3)",
        then="h_n[0]",
        alone=(),
    ),
    "a pair of a cell": Mistake(
        "cell-state-of-gru", ONE_STATE_CELLS, "h, c = NAME(x)", then="h.view(5, 20)", unnamed=False, alone=()
    ),
    "a view": Mistake(
        "view-after-transpose",
        LAYERS,
        "summary = output.transpose(0, 1).view(5, -1)  # NAME",
        built=TWO_LAYERS,
        given="output = NAME(x)[0]",
        then="",
    ),
    "packed, its shape": Mistake(
        "packed-sequence-attribute",
        LAYERS,
        "print(output.shape)",
        given=f"{PACK}\noutput, _ = NAME(packed)",
    ),
    "a cell's view": Mistake(
        "view-after-transpose",
        CELLS,
        "summary = h_n.t().view(4, -1)",
        given="h_n = torch.stack([NAME(x)[0]] * 2).flatten(0, -2)",
        then="",
        alone=(),
    ),
    "width of a cell": Mistake(
        "linear-width",
        CELLS,
        "linear(NAME_out)",
        built="NAME = CODE(10, 40)",
        given="NAME_out = NAME(x)\nNAME_out = NAME_out[0] if isinstance(NAME_out, tuple) else NAME_out",
        alone=(),
        unnamed=False,
    ),
    "width of both directions": Mistake(
        "linear-width", LAYERS, "linear(NAME_out)", built=BOTH_WAYS, given="NAME_out = NAME(x)[0]"
    ),
}
LOAD = "NAME.load_state_dict(saved)"
SAVED = "saved = CODE(9, 24).state_dict()"
OF_CHECKPOINTS = {
    "sizes": Mistake("checkpoint-of-another-lstm", ALL, LOAD, given=SAVED),
    "hidden_size": Mistake("checkpoint-of-another-lstm", ALL, LOAD, given="saved = CODE(10, 24).state_dict()"),
    "input_size": Mistake("checkpoint-of-another-lstm", ALL, LOAD, given="saved = CODE(9, 20).state_dict()"),
    "of another kind": Mistake("checkpoint-of-another-lstm", ALL, LOAD, given="saved = OTHER(10, 20).state_dict()"),
    "in a model": Mistake(
        "checkpoint-of-another-lstm",
        ALL,
        "model.load_state_dict(saved)",
        given="saved = nn.ModuleDict({'part': CODE(9, 24)}).state_dict()\nmodel = nn.ModuleDict({'part': NAME})",
        alone=(),
    ),
    "input_size in a model": Mistake(
        "checkpoint-of-another-lstm",
        ALL,
        "model.load_state_dict(saved)",
        given="saved = nn.ModuleDict({'part': CODE(9, 20)}).state_dict()\nmodel = nn.ModuleDict({'part': NAME})",
        alone=(),
    ),
    "directions": Mistake(
        "checkpoint-of-another-lstm", LAYERS, LOAD, given="saved = CODE(10, 20, bidirectional=True).state_dict()"
    ),
    "layers": Mistake("checkpoint-of-another-lstm", LAYERS, LOAD, given="saved = CODE(10, 20, 2).state_dict()"),
    "biases": Mistake("checkpoint-of-another-lstm", ALL, LOAD, given="saved = CODE(10, 20, bias=False).state_dict()"),
    "of a cell": Mistake("checkpoint-of-another-lstm", LAYERS, LOAD, given="saved = CODECell(10, 20).state_dict()"),
}
OF_CONSTRUCTORS = {
    "proj_size": Mistake("invalid-proj-size", ONE_STATE_LAYERS, "NAME = CODE(10, 20, proj_size=6)"),
    "dropout in percent": Mistake("invalid-dropout", LAYERS, "NAME = CODE(10, 20, 2, dropout=20)"),
    "dropout without its name": Mistake("invalid-dropout", LAYERS, "NAME = CODE(10, 20, 2, 0.5)"),
    "dropout of one layer": Mistake(
        "dropout-without-layers", LAYERS, "NAME = CODE(10, 20, dropout=0.5)", given="CALL", then=""
    ),
    "a quotient": Mistake("invalid-sizes", ALL, "NAME = CODE(10, 40 / 2)", alone=LAYERS),
    "a float": Mistake("invalid-sizes", ALL, "NAME = CODE(10.0, 20)", alone=LAYERS),
    "a negative hidden_size": Mistake("invalid-sizes", ALL, "NAME = CODE(10, -20)", alone=LAYERS),
    "no hidden_size": Mistake("unknown-argument", ALL, "NAME = CODE(input_size=10)"),
    "no size": Mistake("unknown-argument", ALL, "NAME = CODE(bias=True)"),
    "a name run together": Mistake("unknown-argument", LAYERS, "NAME = CODE(10, 20, batchfirst=True)"),
    "an argument of layers": Mistake("unknown-argument", CELLS, "NAME = CODE(10, 20, num_layers=2)"),
    "a name of other libraries": Mistake("unknown-argument", ALL, "NAME = CODE(input_dim=10, hidden_size=20)"),
    "arguments of layers": Mistake("unknown-argument", CELLS, "NAME = CODE(10, 20, 2, True, True, 0.0, True)"),
    "bidirectional is a number": Mistake("invalid-flags", LAYERS, "CALL", built="NAME = CODE(10, 20, bidirectional=1)"),
    "another nonlinearity": Mistake("invalid-nonlinearity", RNNS[:1], "NAME = CODE(10, 20, nonlinearity='sigmoid')"),
    "a flag for nonlinearity": Mistake("invalid-nonlinearity", RNNS[:1], "NAME = CODE(10, 20, 2, True)"),
    "another nonlinearity, called": Mistake(
        "invalid-nonlinearity", RNNS[1:], "CALL", built="NAME = CODE(10, 20, nonlinearity='sigmoid')"
    ),
    "a flag, relu": Mistake(
        "invalid-flags", RNNS[:1], "CALL", built="NAME = CODE(10, 20, nonlinearity='relu', bidirectional=1)"
    ),
}
# The other layer is built in place of the one that the code was written for; the repair builds that one again.
OF_EXCHANGES = {
    "a GRU's code": Mistake(
        "lstm-and-gru-exchanged", TWO_STATES[:1], "output, h_n = NAME(x, h_0)", states=(1, 5, 20), place=1
    ),
    "a GRU's code, of two layers": Mistake(
        "lstm-and-gru-exchanged",
        TWO_STATES[:1],
        "output, h_n = NAME(x, h_0)",
        built=TWO_LAYERS,
        states=(2, 5, 20),
        place=2,
    ),
    "a GRU's code, unbatched": Mistake(
        "lstm-and-gru-exchanged",
        TWO_STATES[:1],
        "output, h_n = NAME(x[:, 0], h_0)",
        built=TWO_LAYERS,
        states=(2, 20),
        place=1,
    ),
    "a GRU's cell": Mistake("lstm-and-gru-exchanged", TWO_STATES[1:], "h_1 = NAME(x, h_0)", states=(5, 20), place=1),
    "an LSTM's code": Mistake(
        "lstm-and-gru-exchanged",
        ONE_STATE_LAYERS,
        "output, (h_n, c_n) = NAME(x, (h_0, h_0))",
        states=(1, 5, 20),
        place=1,
    ),
    "an LSTM's code, packed": Mistake(
        "lstm-and-gru-exchanged",
        ONE_STATE_LAYERS,
        "output, (h_n, c_n) = NAME(packed, (h_0, h_0))",
        given=PACK,
        states=(1, 5, 20),
        place=1,
    ),
    "an LSTM's results": Mistake(
        "lstm-and-gru-exchanged", ONE_STATE_LAYERS, "output, (h_n, c_n) = NAME(x)", place=1, unnamed=False, alone=()
    ),
    "an LSTM's results, of two directions": Mistake(
        "lstm-and-gru-exchanged",
        ONE_STATE_LAYERS,
        "output, (h_n, c_n) = NAME(x)",
        built=BOTH_WAYS,
        place=1,
        unnamed=False,
        alone=(),
    ),
    "the first of an LSTM's states": Mistake(
        "lstm-and-gru-exchanged",
        ONE_STATE_LAYERS,
        "output, h_n = NAME(x, hidden[0])",
        given="_, hidden = NAME(x)",
        place=1,
        then="",
        alone=(),
    ),
    "the first of an LSTM's states, unbatched": Mistake(
        "lstm-and-gru-exchanged",
        ONE_STATE_LAYERS,
        "output, h_n = NAME(x[:, 0], hidden[0])",
        given="_, hidden = NAME(x[:, 0])",
        place=1,
        then="",
        alone=(),
    ),
    "an LSTM's cell": Mistake(
        "lstm-and-gru-exchanged", ONE_STATE_CELLS, "h_1, c_1 = NAME(x, (h_0, h_0))", states=(5, 20), place=1, alone=()
    ),
    "the results of an LSTM's cell": Mistake(
        "lstm-and-gru-exchanged", ONE_STATE_CELLS, "h_1, c_1 = NAME(x)", place=1, unnamed=False, alone=()
    ),
}
MISTAKES = {
    f"{about}: {name}": mistake
    for about, mistakes in (
        ("states", OF_STATES),
        ("cells", OF_CELLS),
        ("input", OF_INPUT),
        ("results", OF_RESULTS),
        ("checkpoint", OF_CHECKPOINTS),
        ("constructor", OF_CONSTRUCTORS),
        ("exchange", OF_EXCHANGES),
    )
    for name, mistake in mistakes.items()
}
