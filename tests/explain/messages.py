"""Every message of the table, as it may stand in a text."""

from __future__ import annotations

from lstm_shapes.explain.messages import MESSAGES

_VALUES = {
    "int": "3",
    "number": "0.5",
    "shape": "(2, 3, 20)",
    "name": "float",
    "layer": "LSTM",
    "arguments": "10, 20",
    "wrapper": "model",
    "cell": "GRUCell",
    "keys": "",
    "others": "",
    "names": "['Main.rnn']",
    "word": "sigmoid",
    "size": "hidden_size",
    "flag": "bias",
    "sign": "+",
    "view": "[3, -1, 20]",
    "type": "Tensor",
    "rnn_backward": "_cudnn_rnn_backward",
    "parameter": "lstm.weight_ih_l0",
}


def _filled(template: str) -> str:
    """A message as it may stand in a text."""
    for kind, value in _VALUES.items():
        while f":{kind}}}" in template:
            end = template.index(f":{kind}}}")
            start = template.rindex("{", 0, end)
            template = template[:start] + value + template[end + len(kind) + 2 :]
    return template


FILLED = {message.pattern.template: _filled(message.pattern.template) for message in MESSAGES}
