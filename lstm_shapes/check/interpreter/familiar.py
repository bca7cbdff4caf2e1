"""Names that are understood without an import."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BUILTINS", "USUAL_NAMES"]

# What these names mean in a snippet that leaves out its imports.
USUAL_NAMES: Mapping[str, str] = {
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "Variable": "torch.autograd.Variable",
    "pack_padded_sequence": "torch.nn.utils.rnn.pack_padded_sequence",
    "pad_packed_sequence": "torch.nn.utils.rnn.pad_packed_sequence",
    "pad_sequence": "torch.nn.utils.rnn.pad_sequence",
    "rnn_utils": "torch.nn.utils.rnn",
}
BUILTINS = frozenset(
    [
        "len",
        "tuple",
        "list",
        "range",
        "int",
        "print",
        "zip",
        "enumerate",
        "getattr",
        "super",
        "max",
        "min",
        "reversed",
        "dict",
        "isinstance",
        "iter",
        "next",
        "float",
        "str",
        "bool",
        "sum",
        "map",
        "sorted",
    ]
)
