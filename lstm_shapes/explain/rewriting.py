"""Lines of a program, elsewhere than the one that fails, as they should be: read without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from textwrap import dedent

from lstm_shapes.explain.clues import called
from lstm_shapes.explain.naming import STATE
from lstm_shapes.explain.programs import layers_in
from lstm_shapes.explain.setting import Setting
from lstm_shapes.syntax import must_parse, parse, with_node, with_part

__all__ = ["MAKES_STATES", "for_any_batch", "last_samples", "squeezed_before", "with_pair_made", "with_product_first"]
__all__ += ["state_in_rows", "with_layers_built", "with_result_kept", "with_step_axis", "without_last_step"]

MAKES_STATES = re.compile(r"(?:init|zero|begin|new)\w*(?:hidden|state)|hidden_init", re.IGNORECASE)
"""In the name of a function that makes states."""

_PRODUCT = re.compile(r"(?P<size>[\w.]+) \* (?P<number>\d) if (?P<test>[\w.]+) else 1\b")

_TELL_ROWS = frozenset((None, "num_layers", "bidirectional"))
"""Arguments that tell how many rows the states have; None stands for any number of them."""

_BUILT = re.compile(r"(?:torch\.)?nn\.(?:LSTM|GRU|RNN)")
_MADE = re.compile(r"(?:zeros|ones|rand|randn|empty|full)$")
_NUMBER_OF_LAYERS = re.compile(r"(?:self\.)?(?:\w*layers?|\w*depth)")
_ROWS = re.compile(r"(?P<state>\w+)\.(?:(?:view|reshape)\(\(?-1, [^,]+\)|flatten\(0, (?:1|-2)\))")
"""What makes a row of every layer, direction and sequence."""

_SHIFTED = re.compile(r"(?<![\w.])(?P<name>[A-Za-z_]\w*)\[(?P<batch>:, )?1:\]")
"""What leaves out the first step."""


def last_samples(program: str) -> Iterator[tuple[str, str]]:
    """Where a program goes on with `output[-1]` of a batch-first layer: that, and the line with `output[:, -1]`."""
    tree = parse(dedent(program))
    layers = {one.name for one in layers_in(program) if one.batch_first}
    for function in ast.walk(tree) if tree is not None else ():
        if isinstance(function, ast.FunctionDef):
            yield from _last_samples(function, layers)


def _last_samples(function: ast.FunctionDef, layers: set[str]) -> Iterator[tuple[str, str]]:
    nodes = list(ast.walk(function))
    bound = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    outputs = set()
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) in layers:
            first = node.targets[0].elts[0] if isinstance(node.targets[0], ast.Tuple) else None
            if isinstance(first, ast.Name) and bound.count(first.id) == 1:
                outputs.add(first.id)
    used = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    for line in nodes:
        target = ast.unparse(line.targets[0]) if isinstance(line, ast.Assign) else ""
        if isinstance(line, ast.Return) or target in used:
            text = ast.unparse(line)
            for name in sorted(outputs):
                if re.search(rf"(?<![\w.]){name}\[-1\]", text):
                    yield f"{name}[-1]", re.sub(rf"(?<![\w.]){name}\[-1\]", f"{name}[:, -1]", text)


def squeezed_before(program: str) -> str:
    """The line of a model that returns something behind `squeeze()` or `squeeze(0)`, repaired; empty if none does.

    `squeeze(0)` of what has its batch there is left out; `squeeze()` takes the axis of the layers from a state, and
    else the last axis.
    """
    tree, found = parse(dedent(program)), []
    names = {one.name for one in layers_in(program)}
    for function in ast.walk(tree) if tree is not None else ():
        calls = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
        if isinstance(function, ast.FunctionDef) and names & set(calls):
            returns = [ast.unparse(node) for node in ast.walk(function) if isinstance(node, ast.Return)]
            found += [text for text in returns if re.search(r"\.squeeze\(0?\)", text)]
    if len(found) != 1:
        return ""
    of_state = re.sub(rf"(?<![\w.])({STATE.pattern})\.squeeze\(\)", r"\1.squeeze(0)", found[0])
    return (
        of_state if of_state != found[0] else found[0].replace(".squeeze(0)", "").replace(".squeeze()", ".squeeze(-1)")
    )


@dataclass(frozen=True, slots=True)
class InRows:
    """A state of which a program makes a row for each layer and direction."""

    state: str
    layer: Setting
    line: ast.stmt
    call: ast.Call
    """In the line, such as `h_n.view(-1, H)`."""


def state_in_rows(program: str) -> InRows | None:
    """The state that a function takes from a layer and flattens into rows as it is; None without."""
    tree = parse(dedent(program))
    layers = {one.name: one for one in layers_in(program)}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] if tree is not None else []
    for function in functions:
        nodes = list(ast.walk(function))
        bound = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        lines = [node for node in nodes if isinstance(node, (ast.Assign, ast.Return, ast.Expr))]
        for line in lines:
            for call, state in _flattened_in(line):
                givers = [one.value for one in lines if isinstance(one, ast.Assign) and _unpacks(one, state)]
                layer = layers.get(called(givers[0])) if givers and isinstance(givers[0], ast.Call) else None
                if layer is not None and bound.count(state) == 1:
                    return InRows(state, layer, line, call)
    return None


def _flattened_in(line: ast.stmt) -> Iterator[tuple[ast.Call, str]]:
    """The calls in a line that make rows of a state, each with the name of it."""
    for node in ast.walk(line):
        match = _ROWS.fullmatch(ast.unparse(node)) if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and match is not None and STATE.fullmatch(match["state"]):
            yield node, match["state"]


def _unpacks(line: ast.Assign, name: str) -> bool:
    """Whether a line binds a name to a part of what a call returns."""
    target = line.targets[0]
    return isinstance(target, ast.Tuple) and any(
        isinstance(one, ast.Name) and one.id == name for one in ast.walk(target)
    )


def with_layers_built(program: str) -> tuple[str, str] | None:
    """The number of layers with which a model makes states, and the line that builds its layer, given that number.

    It is a parameter of the model's `__init__`, such as `depth` for `torch.zeros(self.depth, N, H)`. None where the
    only layer of a program is told its number of layers, or there are several.
    """
    tree = parse(dedent(program))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] if tree is not None else []
    built = [(one, line) for one in functions if one.name == "__init__" for line in _building(one)]
    if len(built) != 1:
        return None
    ((function, line),) = built
    call = line.value
    if (
        not isinstance(call, ast.Call)
        or len(call.args) > 2
        or not _TELL_ROWS.isdisjoint(word.arg for word in call.keywords)
    ):
        return None
    nodes = (node for one in functions for node in ast.walk(one))
    made = [node.args[0] for node in nodes if isinstance(node, ast.Call) and node.args and _MADE.search(called(node))]
    first = [ast.unparse(one.elts[0] if isinstance(one, ast.Tuple) and one.elts else one) for one in made]
    given = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
    names = [one.rpartition(".")[2] for one in first if _NUMBER_OF_LAYERS.fullmatch(one)]
    name = next((one for one in names if one in given), None)
    if name is None:
        return None
    right = deepcopy(call)
    right.keywords.insert(0, ast.keyword("num_layers", ast.Name(name)))
    return name, with_node(line, call, ast.unparse(right))


def _building(function: ast.FunctionDef) -> Iterator[ast.Assign]:
    """The lines of a function that build a recurrent layer."""
    for line in ast.walk(function):
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call) and _BUILT.fullmatch(called(line.value)):
            yield line


def without_last_step(scope: str) -> str | None:
    """The line that gives a model all of what the targets leave the first step out of, without the last step.

    `scores = model(words[:, :-1])` for `scores = model(words)` beside `targets = words[:, 1:]`; None without such.
    """
    tree = parse(dedent(scope))
    nodes = ast.walk(tree) if tree is not None else ()
    lines = [ast.unparse(node) for node in nodes if isinstance(node, ast.Assign)]
    shifted = next((match for line in lines if (match := _SHIFTED.search(line))), None)
    if shifted is None:
        return None
    for line in lines:
        calls = [node for node in ast.walk(must_parse(line)) if isinstance(node, ast.Call)]
        given = [one for node in calls for one in node.args if isinstance(one, ast.Name) and one.id == shifted["name"]]
        if len(given) == 1:
            return with_part(line, given[0], f"{shifted['name']}[{shifted['batch'] or ''}:-1]")
    return None


def for_any_batch(function: str) -> str | None:
    """The line of a function with `view(1, 1, -1)`, which puts all rows into one, with a row for each; None if none."""
    tree = parse(dedent(function))
    lines = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Assign)] if tree is not None else []
    return next((line.replace(".view(1, 1, -1)", ".unsqueeze(0)") for line in lines if ".view(1, 1, -1)" in line), None)


def with_product_first(program: str) -> str | None:
    """The line with `n * 2 if both else 1`, which gives 1 and not n, as `n * (2 if both else 1)`; None without it."""
    tree = parse(dedent(program))
    for line in ast.walk(tree) if tree is not None else ():
        text = ast.unparse(line) if isinstance(line, ast.Assign) else ""
        match = _PRODUCT.search(text)
        if match is not None:
            return text.replace(match[0], f"{match['size']} * ({match['number']} if {match['test']} else 1)", 1)
    return None


def with_step_axis(function: str) -> str | None:
    """The line with `x.unsqueeze(0)`, with the axis of time where a layer with its batch first has it; None without."""
    tree = parse(dedent(function))
    lines = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Assign)] if tree is not None else []
    found = [line for line in lines if ".unsqueeze(0)" in line]
    return found[0].replace(".unsqueeze(0)", ".unsqueeze(1)") if len(found) == 1 else None


def with_result_kept(program: str) -> str | None:
    """The line with `h.detach()` that throws away what it returns, so that this is kept; None if there is none."""
    tree = parse(dedent(program))
    nodes = list(ast.walk(tree)) if tree is not None else []
    loops = {ast.unparse(node.target): node.iter for node in nodes if isinstance(node, ast.For)}
    for node in nodes:
        call = node.value if isinstance(node, ast.Expr) else None
        owner = call.func.value if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
        if not isinstance(call, ast.Call) or owner is None or not ast.unparse(call).endswith(".detach()"):
            continue
        whole, name = loops.get(ast.unparse(owner)), ast.unparse(owner)
        named = [ast.unparse(one) for one in (owner, whole) if isinstance(one, (ast.Name, ast.Attribute))]
        if not any(STATE.fullmatch(one.rpartition(".")[2]) for one in named):
            continue  # a loss, say
        if isinstance(whole, (ast.Name, ast.Attribute)):
            return f"{ast.unparse(whole)} = tuple(s.detach() for s in {ast.unparse(whole)})  # in place of the loop"
        return f"{name}.detach_()" if whole is not None else f"{name} = {name}.detach()"
    return None


def with_pair_made(program: str) -> str | None:
    """The line with which a function returns one state, with two; None where there is no such function, or several.

    None as well where other layers of the program have one state, and may be given it.
    """
    if any(one.kind is not None and not one.kind.has_cell_state for one in layers_in(program)):
        return None
    tree = parse(dedent(program))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] if tree is not None else []
    makers = [node for node in functions if MAKES_STATES.search(node.name)]
    returns = [line.value for maker in makers for line in ast.walk(maker) if isinstance(line, ast.Return)]
    made = returns[0] if len(returns) == 1 else None
    if made is None or not isinstance(made, (ast.Name, ast.Call)):
        return None
    one = ast.unparse(made)
    other = f"torch.zeros_like({one})" if isinstance(made, ast.Name) else one
    return f"return {one}, {other}  # in {makers[0].name}"
