"""Messages about what a layer's results are handed on to: attention, convolutions, norms, an index of a state."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from copy import deepcopy

from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.naming import LENGTHS, MASK, STATE, STEPS, named, speaks_of_results
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import formula_of, in_constructor
from lstm_shapes.explain.states import not_a_tuple

__all__ = ["beyond_the_end", "channels", "embedding_width", "one_row", "other_batches", "other_steps", "running_mean"]
__all__ += ["two_axes", "without_features"]

_ATOMS = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)


def _state_and_its_use(clues: Clues) -> tuple[ast.expr, str] | None:
    """The state on the user's line, `hidden` or `hidden[0]`, and the name of it."""
    inner = {id(node.value) for node in clues.nodes() if isinstance(node, ast.Subscript)}
    for node in clues.nodes():
        whole = node.value if isinstance(node, ast.Subscript) else node
        is_name = isinstance(whole, ast.Name) and STATE.fullmatch(whole.id)
        is_first = not isinstance(node, ast.Subscript) or ast.unparse(node.slice) == "0"
        if is_name and is_first and id(node) not in inner and isinstance(node, (ast.Name, ast.Subscript)):
            return node, whole.id if isinstance(whole, ast.Name) else ""
    return None


def _beside_steps(clues: Clues, change: str) -> Finding | None:
    """The finding for a state beside all steps of an output, in a product, a sum or a concatenation."""
    found = _state_and_its_use(clues)
    steps = named(STEPS, clues)
    if found is None or not steps or clues.statement is None or clues.in_rnn:
        return None
    node, name = found
    own = ast.unparse(node)
    because = (
        f"`{name}` is a state, (D * num_layers, N, H_out), and `{steps}` holds all steps, (N, L, D * H_out) or "
        "(L, N, D * H_out): take the last layer's state, and give it an axis where the steps are"
    )
    fix = re.sub(rf"(?<![\w.]){re.escape(own)}(?![\w\[(])", f"{own}[-1]{change}", ast.unparse(clues.statement))
    suspect = Suspect("state-beside-steps", clues.likelihood, because, fix, f"`{name}` comes from the layer")
    return Finding("h_n", (suspect,), formula=formula_of("h_n", clues))


def other_steps(values: Values, clues: Clues) -> Finding | None:
    """`The size of tensor a (3) must match the size of tensor b (5) at non-singleton dimension 1`, of a sum."""
    axis = values.get("axis", 1)
    return _beside_steps(clues, f".unsqueeze({axis})") if axis in (0, 1) else None


def without_features(values: Values, clues: Clues) -> Finding | None:
    """`The size of tensor a (8) must match the size of tensor b (5) at non-singleton dimension 2`, of a mask."""
    if clues.in_rnn or clues.statement is None or not (clues.about_recurrence or named(STEPS, clues)):
        return None
    summed = next((node for node, owner in clues.methods("sum") if _is_mask(owner) and node.args), None)
    if values["axis"] == 1 and summed is not None and not summed.keywords:
        own = ast.unparse(summed)
        because = f"`{own}` is (N,), and beside it is (N, D * H_out): keep the axis that the sum takes away"
        change = f"{own[:-1]}, keepdim=True)"
    elif values["axis"] == 2 and (mask := _factor_of_mask(clues)) is not None:
        own = ast.unparse(mask)
        because = (
            f"`{own}` is (N, L), and the output (N, L, D * H_out), or with both the other way round: give the mask an "
            "axis for the features"
        )
        change = f"{own if isinstance(mask, _ATOMS) else f'({own})'}.unsqueeze(-1)"
    else:
        return None
    fix = ast.unparse(clues.statement).replace(own, change, 1)
    suspect = Suspect("mask-without-features", clues.likelihood, because, fix, clues.doubt)
    return Finding("output", (suspect,), formula=formula_of("output", clues))


def _is_mask(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Name) and MASK.fullmatch(part.id) is not None for part in ast.walk(node))


def _factor_of_mask(clues: Clues) -> ast.expr | None:
    """What the output is multiplied by, or filled where it is true."""
    products = [node for node in clues.nodes() if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)]
    factors = [factor for node in products for factor in (node.left, node.right)]
    fills = [node.args[0] for node, _ in clues.methods("masked_fill", "masked_fill_", "mul", "mul_") if node.args]
    return next((node for node in (*fills, *factors) if _is_mask(node)), None)


def other_batches(values: Values, clues: Clues) -> Finding | None:
    """`Expected size for first two dimensions of batch2 tensor to be: [3, 20] but got: [1, 3].`, of `torch.bmm`."""
    return _beside_steps(clues, ".unsqueeze(2)")


def two_axes(values: Values, clues: Clues) -> Finding | None:
    """`batch2 must be a 3D tensor`, of `torch.bmm(output, h_n[-1])` or `torch.bmm(weights, output)`."""
    which, statement = values["which"], clues.statement
    node = next((node for node in clues.calls() if called(node).endswith("bmm") and len(node.args) == 2), None)
    is_of_layer = clues.about_recurrence or bool(named(STATE, clues))
    if node is None or which not in (1, 2) or statement is None or not is_of_layer:
        return None
    flat = node.args[which - 1]
    takes = ("(N, 1, L) and the output, (N, L, D * H_out)", "the output, (N, L, D * H_out), and (N, D * H_out, 1)")
    because = (
        f"`torch.bmm` takes two tensors of three axes, here {takes[which - 1]}; `{ast.unparse(flat)}` has fewer of them"
    )
    texts = list(map(ast.unparse, node.args))
    texts[which - 1] = f"{texts[which - 1] if isinstance(flat, _ATOMS) else f'({texts[which - 1]})'}.unsqueeze({which})"
    product = f"{ast.unparse(node.func)}({', '.join(texts)})"
    fix = ast.unparse(statement).replace(ast.unparse(node), product, 1)
    suspect = Suspect("state-beside-steps", clues.likelihood, because, fix)
    return Finding("output", (suspect,), None, None, formula=formula_of("output", clues))


def one_row(values: Values, clues: Clues) -> Finding | None:
    """`index 1 is out of bounds for dimension 0 with size 1`: raised by nn.LSTM for a single tensor, or by `h_n[1]`."""
    of_user = _row_of_state(1, 1, clues) if values["dimension"] == 0 else None
    return of_user or not_a_tuple(values, clues)


def beyond_the_end(values: Values, clues: Clues) -> Finding | None:
    """`index -2 is out of bounds for dimension 0 with size 1`, raised by `h_n[-2]` or `output[lengths, numbers]`."""
    index, axis, size = values["index"], values["axis"], values["actual"]
    of_state = _row_of_state(index, size, clues) if axis == 0 else None
    return of_state or (_step_at_length(axis, size, clues) if index == size and axis in (0, 1) else None)


def _row_of_state(index: int, count: int, clues: Clues) -> Finding | None:
    """The finding for a row that a state does not have, as in `h_n[-2]`."""
    rows = [
        node
        for node in clues.nodes()
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and STATE.fullmatch(node.value.id)
        and re.fullmatch(r"-?\d", ast.unparse(node.slice))
    ]
    wrong = [node for node in rows if ast.unparse(node.slice) == str(index)]
    if clues.in_rnn or not wrong or clues.statement is None:
        return None
    state = ast.unparse(wrong[0].value)
    because = (
        f"`{state}` has {count} row{'s' * (count != 1)}, D * num_layers, one for each layer and direction: the layer "
        "has fewer of them than the code counts on"
    )
    if index == -2:
        because += ". `h_n[-2]` and `h_n[-1]` are the two directions of a bidirectional layer"
    fix = ast.unparse(_without_other_direction(clues.statement, wrong[0]))
    suspect = Suspect("missing-row-of-state", clues.likelihood, because, fix, f"`{state}` comes from the layer")
    return Finding("h_n", (suspect,), None, count, 0, formula_of("h_n", clues))


def _step_at_length(axis: int, steps: int, clues: Clues) -> Finding | None:
    """The finding for a step behind the last one, as in `output[torch.arange(5), lengths]`."""
    statement = clues.statement
    if clues.in_rnn or statement is None or not speaks_of_results(clues):
        return None
    for node in clues.nodes():
        whole, parts, ends = _indexed(node)
        for place, part in enumerate(parts):
            names = [one for one in ast.walk(part) if isinstance(one, (ast.Name, ast.Attribute))]
            lengths = next((ast.unparse(one) for one in names if LENGTHS.fullmatch(_last_name(one))), None)
            if lengths is None or any(isinstance(one, ast.Sub) for one in ast.walk(part)):
                continue
            texts = list(map(ast.unparse, parts))
            less = f"{lengths} - 1" if texts[place] == lengths else f"({lengths} - 1)"
            texts[place] = re.sub(rf"(?<![\w.]){re.escape(lengths)}(?!\w)", less, texts[place], count=1)
            right = f"{whole}{ends[0]}{', '.join(texts)}{ends[1]}"
            because = (
                f"the steps are numbered from 0 to {steps - 1}, and step {steps} is asked for: the last step of a "
                f"sequence is at its length minus 1, and `{lengths}` holds lengths"
            )
            fix = ast.unparse(statement).replace(ast.unparse(node), right, 1)
            suspect = Suspect("length-for-last-step", clues.likelihood, because, fix)
            return Finding("output", (suspect,), None, steps, axis, formula_of("output", clues))
    return None


def _indexed(node: ast.AST) -> tuple[str, list[ast.expr], str]:
    """What picks steps of a tensor: the text in front of its bracket, what stands in it, and the two brackets."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        return ast.unparse(node.value), node.slice.elts, "[]"
    if isinstance(node, ast.Call) and called(node).endswith(("gather", "take_along_dim")) and not node.keywords:
        return ast.unparse(node.func), node.args, "()"
    return "", [], "()"


def _last_name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def _without_other_direction(statement: ast.stmt, wrong: ast.Subscript) -> ast.stmt:
    """The statement with the last row in place of two that are joined, or of the one that is not there."""
    changed, own = deepcopy(statement), ast.unparse(wrong)
    last = ast.parse(f"{ast.unparse(wrong.value)}[-1]", mode="eval").body

    class Last(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.AST:
            parts = node.args[0].elts if node.args and isinstance(node.args[0], (ast.Tuple, ast.List)) else []
            if called(node).endswith("cat") and own in map(ast.unparse, parts):
                return last
            return self.generic_visit(node)

        def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
            return last if ast.unparse(node) == own else self.generic_visit(node)

    Last().visit(changed)
    return changed


def channels(values: Values, clues: Clues) -> Finding | None:
    """`Given groups=1, weight of size [4, 20, 3], expected input[7, 5, 20] to have 20 channels, but got 5 ...`."""
    weight, given, expected = values["weight"], values["actual"], values["expected"]
    if len(weight) != 3 or len(given) != 3 or given[-1] != expected:
        return None
    return _channels_last(f"a convolution takes its {expected} channels on axis 1", clues, expected, values["found"])


def running_mean(values: Values, clues: Clues) -> Finding | None:
    """`running_mean should contain 5 elements not 20`, raised by nn.BatchNorm1d."""
    return _channels_last(
        f"nn.BatchNorm1d takes its {values['expected']} channels on axis 1", clues, values["expected"], values["actual"]
    )


def _channels_last(why: str, clues: Clues, expected: int, actual: int) -> Finding | None:
    if not speaks_of_results(clues):
        return None
    node = next(_calls_of_one(clues), None)
    name = "output" if node is None else ast.unparse(node.args[0])
    because = (
        f"{why}, (N, C, L), and finds {actual} there; recurrent layers have their features on the last axis, (N, L, "
        "D * H_out) with `batch_first=True`. Transpose before it, and back before the next recurrent layer"
    )
    fix = f"{name} = {name}.transpose(1, 2)"
    if node is not None and clues.statement is not None:
        own, changed = ast.unparse(node), deepcopy(node)
        turned = ast.Attribute(changed.args[0], "transpose", ast.Load())
        changed.args[0] = ast.Call(turned, [ast.Constant(1), ast.Constant(2)], [])
        fix = ast.unparse(clues.statement).replace(own, f"{ast.unparse(changed)}.transpose(1, 2)", 1)
    suspect = Suspect("channels-on-last-axis", clues.likelihood, because, fix)
    return Finding("output", (suspect,), expected, actual, 1)


def _calls_of_one(clues: Clues) -> Iterator[ast.Call]:
    """The calls on the user's line of a module with one argument, the innermost last."""
    for node in clues.calls():
        is_one = len(node.args) == 1 and not isinstance(node.args[0], ast.Starred)
        if is_one and called(node) and not called(node).startswith(("torch.", "F.", "nn.")):
            yield node


def _attention(name: str, width: int) -> str:
    """The attention of this name as it is, but for another width."""
    return f"nn.MultiheadAttention({width}, {name}.num_heads, batch_first={name}.batch_first)"


def embedding_width(values: Values, clues: Clues) -> Finding | None:
    """`was expecting embedding dimension of 20, but got 40`, or what nn.LayerNorm says of its width."""
    expected, actual = values["expected"], values["actual"]
    actual = actual[-1] if isinstance(actual, tuple) and actual else actual
    expected = expected[-1] if isinstance(expected, tuple) and expected else expected
    if not (isinstance(actual, int) and isinstance(expected, int)) or not expected:
        return None
    if not speaks_of_results(clues):
        return None
    why = ": twice hidden_size, if `bidirectional=True`" if actual == 2 * expected else ""
    because = (
        f"the module behind the layer was built for {expected} features, and is given {actual}. The last axis of "
        f"output has D * H_out features{why}"
    )
    name = next((called(node) for node in clues.calls() if called(node) and "nn." not in called(node)), "module")
    wide = f"nn.LayerNorm({actual})" if "norm" in values else _attention(name, actual)
    fix = f"{name} = {wide}{in_constructor(name)}"
    suspect = Suspect("linear-width", clues.likelihood, because, fix)
    return Finding("output", (suspect,), expected, actual, -1, formula_of("output", clues))
