"""The message of a DataLoader that is to make one tensor of sequences of different lengths."""

from __future__ import annotations

import ast
from copy import deepcopy

from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.syntax import parse

__all__ = ["other_lengths"]

_PAD = "pad_sequence({0}, batch_first=True) if {0}[0].dim() else torch.stack({0})"
_COLLATES = {
    ast.Dict: (
        "    columns = {name: [torch.as_tensor(one[name]) for one in samples] for name in samples[0]}\n"
        f"    return {{name: {_PAD.format('column')} for name, column in columns.items()}}"
    ),
    ast.Tuple: (
        "    columns = [[torch.as_tensor(one) for one in column] for column in zip(*samples)]\n"
        f"    return tuple({_PAD.format('column')} for column in columns)"
    ),
}
"""How samples become a batch, by what `__getitem__` returns."""

_ONE = (
    "    if isinstance(samples[0], torch.Tensor):\n        return pad_sequence(samples, batch_first=True)\n"
    f"{_COLLATES[ast.Tuple]}"
)


def other_lengths(values: Values, clues: Clues) -> Finding | None:
    """`stack expects each tensor to be equal size, but got [7] at entry 0 and [6] at entry 1`."""
    expected, actual = values["expected"], values["actual"]
    if not expected or len(expected) != len(actual) or expected[1:] != actual[1:]:
        return None
    because = (
        f"one sample has {expected[0]} steps and another {actual[0]}, and a tensor has as many for all. Pad the "
        "sequences; behind the layer, the last step of a shorter one is padding then, unless they are packed with "
        "their lengths"
    )
    own = next(clues.calls("stack"), None)
    if own is not None and clues.statement is not None and own.args:
        padded = f"torch.nn.utils.rnn.pad_sequence({ast.unparse(own.args[0])}, batch_first=True)"
        fix = ast.unparse(clues.statement).replace(ast.unparse(own), padded, 1)
    else:
        fix = _collated(clues)
    return Finding("input", (Suspect("unpadded-sequences", clues.likelihood, because, fix),), None, actual)


def _collated(clues: Clues) -> str:
    """A function that pads, and the line that builds the DataLoader with it."""
    tree = parse(clues.program)
    nodes = list(ast.walk(tree)) if tree is not None else []
    items = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == "__getitem__"]
    returned = [line.value for item in items for line in ast.walk(item) if isinstance(line, ast.Return)]
    body = _COLLATES.get(type(returned[0]), _ONE) if returned else _COLLATES[ast.Tuple]
    if isinstance(clues.statement, ast.For) and isinstance(clues.statement.target, ast.Tuple):
        body = _COLLATES[ast.Tuple]
    lines = [line for node in nodes if isinstance(node, ast.Assign) and (line := _with_collate(node))]
    return "\n".join(
        (
            "from torch.nn.utils.rnn import pad_sequence",
            "def collate(samples):",
            body,
            *(lines[:1] or ["loader = DataLoader(dataset, batch_size, collate_fn=collate)"]),
        )
    )


def _with_collate(line: ast.Assign) -> str:
    """A line that builds one DataLoader, with the function that pads; empty for another line."""
    if not isinstance(line.value, ast.Call):
        return ""
    changed = deepcopy(line)
    calls = [node for node in ast.walk(changed) if isinstance(node, ast.Call)]
    loaders = [node for node in calls if called(node).rpartition(".")[2] == "DataLoader"]
    if len(loaders) != 1 or any(word.arg == "collate_fn" for word in loaders[0].keywords):
        return ""
    loaders[0].keywords.append(ast.keyword("collate_fn", ast.Name("collate", ast.Load())))
    return ast.unparse(changed)
