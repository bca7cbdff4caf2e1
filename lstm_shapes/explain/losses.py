"""Messages of losses: the scores and the targets differ in their steps, their rows or the order of their axes."""

from __future__ import annotations

import ast
import re

from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.naming import STATE, STEPS, named, speaks_of_results
from lstm_shapes.explain.packing import to_full_length
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.rewriting import last_samples, state_in_rows, without_last_step
from lstm_shapes.syntax import with_node

__all__ = ["broadcast", "classes_axis", "ctc_axes", "many_targets", "targets"]

_LOSS = re.compile(r"ctc|loss|criterion", re.IGNORECASE)
_FLATTENED = re.compile(r"(?:view|reshape)\(-1|flatten|permute|rows|flat")
"""In code, what makes every step a row."""

_MOVES = ("transpose", "permute", "swapaxes")
"""What may bring the classes to axis 1."""


def broadcast(values: Values, clues: Clues) -> Finding | None:
    """The warning `Using a target size (torch.Size([3])) that is different to the input size (torch.Size([3, 1]))`."""
    target, scores = values["expected"], values["actual"]
    node = next((node for node in clues.calls() if len(node.args) > 1), None)
    names = ["predictions", "targets"] if node is None else [ast.unparse(one) for one in node.args[:2]]
    if not (speaks_of_results(clues) or clues.program):
        return None
    if tuple(size for size in target if size != 1) != tuple(size for size in scores if size != 1):
        because = (
            f"the predictions are {scores} and the targets {target}, and the loss compares them number by number: take "
            "one step or all, and give the last linear layer as many outputs as there are targets"
        )
        fix = f"print({names[0]}.shape, {names[1]}.shape)  # must be equal"
        return Finding("output", (Suspect("target-shape", "possible", because, fix),), target, scores)
    shape, longer = max((scores, names[0]), (target, names[1]), key=lambda one: len(one[0]))
    place = shape.index(1) if 1 in shape else -1
    because = (
        f"the predictions are {scores} and the targets {target}, so that the loss compares every prediction with every "
        "target, or refuses them. A linear layer with one output leaves an axis of size 1"
    )
    squeezed = f"{longer}.squeeze({-1 if place == len(shape) - 1 else place})"
    fix = f"{longer} = {squeezed}"
    if node is not None and clues.statement is not None:
        fix = with_node(clues.statement, node.args[shape is target], squeezed)
    suspect = Suspect("broadcast-target", clues.likelihood, because, fix)
    return Finding("output", (suspect,), target, scores)


def targets(values: Values, clues: Clues) -> Finding | None:
    """`Expected input batch_size (6) to match target batch_size (3).`."""
    scores, wanted = values["actual"], values["expected"]
    state = named(STATE, clues)
    if not (clues.may_be_about_recurrence or state or named(STEPS, clues)):
        return None
    first = next((node.args[0] for node in clues.calls() if len(node.args) > 1), None)
    suspects: tuple[Suspect, ...]
    if wanted and scores % wanted == 0:
        suspects = _rows_for_each(scores, wanted, clues)
    elif state and first is not None and clues.statement is not None and scores < wanted:
        why = f"`{state}` has a row for each layer and direction, {scores} of them, and is taken for rows of the batch"
        fix = re.sub(rf"\b{state}\b(?!\[)", f"{state}[-1]", ast.unparse(clues.statement))
        return Finding("h_n", (Suspect("target-shape", clues.likelihood, why, fix),), wanted, scores, 0)
    else:
        suspects = (_of_other_rows(scores, wanted, clues),)
    return Finding("output", suspects, wanted, scores, 0)


def _rows_for_each(scores: int, wanted: int, clues: Clues) -> tuple[Suspect, ...]:
    """The suspects for several rows of scores for each target."""
    if (flattened := _of_state_in_rows(scores, wanted, clues)) is not None:
        return (flattened,)
    state = named(STATE, clues)
    because = (
        f"the loss has {scores} rows of scores and {wanted} targets, {scores // wanted} rows for each: the states of "
        "all layers were flattened into rows, or all steps of the output, where one is meant"
    )
    taken = (
        f"{state}[-1]  # (N, H_out), the last layer's state"
        if state
        else "output[:, -1]  # (N, H_out); without batch_first=True output[-1]"
    )
    condition = "there is one target for each sequence"
    summary = Suspect("target-shape", "possible", because, f"summary = {taken}", condition)
    node = next((node for node in clues.calls() if len(node.args) > 1), None)
    if node is None or clues.statement is None:
        return (summary,)
    given = ast.unparse(node.args[1])
    if len(clues.setting.target_shape or (0, 0)) == 1:  # it has no axis for the steps
        return (summary,)
    fix = with_node(clues.statement, node.args[1], f"{given}.flatten()")
    why = f"every step is a row of the scores, {scores} of them, and the targets still have an axis for the steps"
    every = Suspect("target-shape", "possible", why, fix, "there is one target for each step, (N, L)")
    are_rows = not state and bool(_FLATTENED.search(ast.unparse(node.args[0])))
    return (every, summary) if are_rows else (summary, every)


def _of_state_in_rows(scores: int, wanted: int, clues: Clues) -> Suspect | None:
    """The suspect for a program with `h_n.view(-1, H)`, which makes rows of the layers and directions."""
    found = state_in_rows(clues.program)
    if found is None or found.layer.bidirectional is None:
        return None
    rows = found.layer.num_layers and found.layer.num_layers * (2 if found.layer.bidirectional else 1)
    if rows not in (None, scores // wanted):
        return None  # the rows are those of something else
    state = found.state
    because = (
        f"`{ast.unparse(found.call)}` makes a row of each layer and direction of every sequence, {scores} rows for "
        f"{wanted} targets. One row for each sequence is meant: "
    )
    if found.layer.bidirectional:
        because += "both directions, 2 * H_out features, which the layer behind it must take as well"
        taken = f"torch.cat(({state}[-2], {state}[-1]), dim=-1)"
    else:
        because += "the last layer's state"
        taken = f"{state}[-1]"
    return Suspect("target-shape", clues.likelihood, because, with_node(found.line, found.call, taken))


def _of_other_rows(scores: int, wanted: int, clues: Clues) -> Suspect:
    """The suspect for rows of scores that are no multiple of the targets."""
    taken, right = next(last_samples(clues.program), ("", ""))
    if taken:
        why = (
            f"`{taken}` is the last sequence of the batch, as the output is (N, L, ...) with batch_first=True, and "
            "gives a row of scores for each of its steps; the last step of every sequence is meant"
        )
        return Suspect("target-shape", "likely", why, right)
    has_one_more = scores > wanted and scores % (scores - wanted) == 0
    shorter = without_last_step(clues.function or clues.program) if has_one_more else None
    if shorter is not None:
        return _one_step_more(shorter, clues)
    because = (
        f"the loss has {scores} rows of scores and {wanted} targets: one of them has a step that the other lacks, or "
        "is transposed. The line shows which"
    )
    node = next((node for node in clues.calls() if len(node.args) > 1), None)
    shapes = "print(scores.shape, targets.shape)" if node is None else _shapes_of(node)
    return Suspect("target-shape", "possible", because, f"{shapes}  # a row of scores for each target")


def _one_step_more(fix: str, clues: Clues) -> Suspect:
    because = (
        "the scores have one step more than the targets, which leave out the first: what the model is given last has "
        "no target, and must be left out"
    )
    return Suspect("target-shape", clues.likelihood, because, fix)


def classes_axis(values: Values, clues: Clues) -> Finding | None:
    """`Expected target size [3, 4], got [3, 6]`: the classes must be on axis 1 of the scores."""
    if not (clues.may_be_about_recurrence or named(STEPS, clues)):
        return None
    node = next((node for node in clues.calls() if len(node.args) > 1), None)
    scores = "scores" if node is None else ast.unparse(node.args[0])
    moved = node.args[0] if node is not None else None
    is_moved = isinstance(moved, ast.Call) and called(moved).rpartition(".")[2] in _MOVES
    if node is not None and is_moved:  # the classes are on axis 1 already
        return _of_other_length(node, values, clues)
    because = (
        "the scores are (N, L, C), and cross-entropy takes the classes on axis 1, (N, C, L): it has read the steps as "
        "classes"
    )
    change = ".transpose(1, 2)"
    if len(values["actual"]) == 1:
        because = "the scores are those of every step, (N, L, C), and there is one target for each sequence"
        change = "[:, -1]"
    fix = f"{scores} = {scores}{change}"
    if node is not None and clues.statement is not None:
        fix = with_node(clues.statement, node.args[0], f"{scores}{change}")
    suspect = Suspect("target-shape", clues.likelihood, because, fix)
    return Finding("output", (suspect,), values["expected"], values["actual"])


def _shapes_of(node: ast.Call) -> str:
    """What prints the shapes of the two things that a loss compares."""
    return f"print({', '.join(f'{ast.unparse(one)}.shape' for one in node.args[:2])})"


def _of_other_length(node: ast.Call, values: Values, clues: Clues) -> Finding:
    """The finding for scores of another number of steps than the targets have."""
    expected, actual = values["expected"], values["actual"]
    fix = to_full_length(clues.program) if len(expected) == len(actual) == 2 and expected[1] < actual[1] else None
    shorter = without_last_step(clues.function or clues.program) if actual[1:] == (expected[-1] - 1,) else None
    if fix is None and shorter is not None:
        return Finding("output", (_one_step_more(shorter, clues),), expected, actual)
    if fix is None:
        because = "the scores have another number of steps than the targets"
        return Finding("output", (Suspect("target-shape", "possible", because, _shapes_of(node)),), expected, actual)
    because = (
        "pad_packed_sequence pads what the layer returned to the longest sequence of this batch, and the targets are "
        "as wide as the input was"
    )
    return Finding("output", (Suspect("total-length", "likely", because, fix),), expected, actual)


def many_targets(values: Values, clues: Clues) -> Finding:
    """`0D or 1D target tensor expected, multi-target not supported`, which cross-entropy says beside scores (N, C)."""
    node = next((node for node in clues.calls() if len(node.args) > 1), None)
    given = "targets" if node is None else ast.unparse(node.args[1])
    fixes = {change: f"{given} = {given}{change}" for change in (".squeeze(1)", ".argmax(dim=1)")}
    if node is not None and clues.statement is not None:
        fixes = {change: with_node(clues.statement, node.args[1], f"{given}{change}") for change in fixes}
    because = "beside scores of (N, C) the targets are the numbers of the classes, (N,), and these have an axis more"
    column = Suspect("target-shape", "likely", because, fixes[".squeeze(1)"], "they are (N, 1)")
    one_hot = Suspect("target-shape", "possible", because, fixes[".argmax(dim=1)"], "they are one-hot, (N, C)")
    return Finding("output", (column, one_hot))


def ctc_axes(values: Values, clues: Clues) -> Finding:
    """`input_lengths must be of size batch_size`: nn.CTCLoss takes the time of the scores for their batch."""
    calls = (node for node in clues.calls() if len(node.args) > 1 and _LOSS.search(ast.unparse(node.func)))
    node = next(calls, None)
    given = ast.unparse(node.args[0]) if node is not None else "log_probs"
    because = (
        "nn.CTCLoss reads its scores as (L, N, C), time first, and takes the second axis for the batch, of which there "
        "is a length for each; a layer with batch_first=True gives (N, L, …)"
    )
    fix = f"{given} = {given}.transpose(0, 1)  # (L, N, C)"
    if node is not None and clues.statement is not None:
        fix = with_node(clues.statement, node.args[0], f"{given}.transpose(0, 1)")
    condition = "the scores are (N, L, C)"
    return Finding("output", (Suspect("target-shape", clues.likelihood, because, fix, condition),))
