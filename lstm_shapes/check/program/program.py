"""Everything that the code of a document does, and the comments in it, by line."""

from __future__ import annotations

import ast
import os
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from lstm_shapes.check.discovery import shown
from lstm_shapes.check.document import Document
from lstm_shapes.check.interpreter.classes import method_of
from lstm_shapes.check.interpreter.frames import FIRST_IMPORTED, STEPS_FOR_A_LINE, Event, Frame, Trace
from lstm_shapes.check.interpreter.interpreter import finish, new_machine, run
from lstm_shapes.check.interpreter.machine import Machine, OutOfBudgetError
from lstm_shapes.check.interpreter.values import Context, Instance, RecurrentLayer, Value
from lstm_shapes.check.program.parsing import Code, parse_piece
from lstm_shapes.check.program.tree import Tree
from lstm_shapes.syntax import parse_expression

__all__ = ["Program", "follow"]

_TORCH_LSTM = re.compile(r"\bnn\.LSTM\b|\bLSTM\b.{0,60}\bpytorch\b|\bpytorch\b.{0,60}\bLSTM\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\bnn\.(?:GRU|RNN|LSTMCell)\b|\b(?:keras|tensorflow|jax|flax|paddle|mindspore|mxnet|gluon|mlx|tinygrad|chainer|oneflow)\b",
    re.IGNORECASE,
)
_Function = (ast.FunctionDef, ast.AsyncFunctionDef)
_Simple = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_Scope = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(slots=True)
class Program:
    """A document's code, followed.

    tree: the project it lies in. codes: its pieces, by their place among the document's pieces. examples: the names of
    the examples in each docstring, by its place. owners: for each line the innermost simple statement, or the head of
    a compound one, that stands on it. scopes: the lines of each function and class. is_about_lstms: whether the
    document speaks of `nn.LSTM`, and of nothing that could be meant in its place. is_excerpt: whether its blocks are
    parts of methods, between which code may be left out. attempted: the statements whose errors are caught.
    """

    machine: Machine
    tree: Tree | None = None
    codes: dict[int, Code] = field(default_factory=dict)
    examples: dict[int, Frame] = field(default_factory=dict)
    owners: dict[int, ast.stmt] = field(default_factory=dict)
    scopes: list[tuple[int, int, ast.stmt]] = field(default_factory=list)
    indents: dict[ast.stmt, int] = field(default_factory=dict)
    is_about_lstms: bool = False
    is_excerpt: bool = False
    attempted: set[ast.stmt] = field(default_factory=set)
    _by_line: list[Code] = field(default_factory=list)
    _of_classes: dict[ast.stmt, list[Frame]] = field(default_factory=dict)
    _calls: list[tuple[int, int, Context]] = field(default_factory=list)
    _lines_of_calls: dict[int, int] = field(default_factory=dict)
    _layers: dict[int, RecurrentLayer] = field(default_factory=dict)
    _calls_in: dict[ast.AST | None, list[Context]] = field(default_factory=dict)
    _untaken: set[tuple[int, str]] | None = None

    @property
    def trace(self) -> Trace:
        """What following the code has shown."""
        return self.machine.trace

    def scope_at(self, line: int) -> ast.stmt | None:
        """The innermost function or class around a line; None outside of all."""
        position = bisect_right(self.scopes, line, key=lambda scope: scope[0])
        best: tuple[int, int, ast.stmt] | None = None
        for first, last, node in self.scopes[max(0, position - 60) : position]:
            if first <= line <= last and (best is None or first >= best[0]):
                best = (first, last, node)
        return best[2] if best else None

    def frames_of(self, scope: ast.stmt | None) -> list[Frame]:
        """All runs of a function; of a class, those of its methods; the document's own names outside of both."""
        if isinstance(scope, ast.ClassDef):
            if scope not in self._of_classes:
                methods = sorted((n for n in scope.body if isinstance(n, _Function)), key=lambda n: n.name != "forward")
                runs = [frame for method in methods for frame in self.trace.frames.get(method, [])]
                self._of_classes[scope] = runs
            return self._of_classes[scope]
        if scope is not None:
            return self.trace.frames.get(scope, [])
        return []

    def frames_at(self, line: int) -> list[Frame]:
        """All runs of the innermost function around a line, or the names that its piece of code binds."""
        scope = self.scope_at(line)
        if scope is not None:
            return self.frames_of(scope)
        code = self.code_at(line)
        return [(code.frame if code is not None else None) or self.machine.world]

    def code_at(self, line: int) -> Code | None:
        """The piece of code that a line stands in."""
        if len(self._by_line) != len(self.codes):
            self._by_line = sorted(self.codes.values(), key=lambda code: code.first)
        place = bisect_right(self._by_line, line, key=lambda code: code.first) - 1
        code = self._by_line[place] if place >= 0 else None
        return code if code is not None and line <= code.last else None

    def place_of(self, line: int) -> tuple[str, Code | None]:
        """The code that a line stands in, of the document or of a module of its project, and the file of the module."""
        if line < FIRST_IMPORTED or self.tree is None:
            return "", self.code_at(line)
        file, code = self.tree.code_at(line)
        return (file if os.path.isabs(self.machine.world.file) else shown(os.path.relpath(file))), code

    def is_bound_elsewhere(self, name: str, line: int) -> bool:
        """Whether a branch that is not taken, in the function around a line, binds the name as well."""
        if self._untaken is None:
            self._untaken = {
                (id(self.scope_at(number)), part.id)
                for number, statement in self.owners.items()
                if statement not in self.trace.followed and isinstance(statement, _Simple)
                for part in ast.walk(statement)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
        return (id(self.scope_at(line)), name) in self._untaken

    def arguments_of(self, instance: Instance | None, name: str) -> list[Value]:
        """What the constructor of an object was given under a name."""
        return [run.values[name][0] for run in self.initialiser_of(instance) if name in run.values]

    def initialiser_of(self, instance: Instance | None) -> Sequence[Frame]:
        """The runs of the constructor of an object."""
        if instance is None or instance.of is None:
            return []
        initialiser = method_of(self.machine, instance.of, "__init__")
        runs = self.trace.runs_of(initialiser.node) if initialiser is not None else []
        return [run for run in runs if run.instance is instance]

    def is_helper(self, frame: Frame) -> bool:
        """Whether names stand in a function, or a class, that calls no LSTM."""
        owner = frame.instance.of if frame.instance is not None else None
        node = owner.node if owner is not None else frame.node
        if not isinstance(node, (*_Function, ast.ClassDef)):
            return False
        return not self.calls_in(node)

    def calls_in(self, node: ast.AST | None) -> list[Context]:
        """The calls of LSTMs on the lines of a function or class, in the order in which they are followed.

        None stands for the whole document. Only for what has been followed to its end.
        """
        if node not in self._calls_in:
            calls = self._calls_by_line()
            first = bisect_right(calls, getattr(node, "lineno", 0) - 1, key=lambda call: call[0])
            end = bisect_right(calls, getattr(node, "end_lineno", None) or sys.maxsize, key=lambda call: call[0])
            self._calls_in[node] = [call[2] for call in sorted(calls[first:end], key=lambda call: call[1])]
        return self._calls_in[node]

    def _calls_by_line(self) -> list[tuple[int, int, Context]]:
        """For each call of an LSTM its line, its place among all, and its context; in the order of the lines."""
        if len(self._calls) != len(self.trace.contexts):
            self._calls = sorted((line, n, context) for n, (line, context, _) in enumerate(self.trace.contexts))
        return self._calls

    def is_called_at(self, line: int) -> bool:
        """Whether a call of an LSTM that PyTorch takes stands on a line."""
        calls = self._calls_by_line()
        place = bisect_right(calls, line - 1, key=lambda call: call[0])
        return place < len(calls) and calls[place][0] == line

    def layer_of(self, context: Context) -> RecurrentLayer | None:
        """The layer of a context, as its constructor call describes it; None if it is not built in any code."""
        layers = self.trace.layers, self.trace.imported_layers
        if len(self._layers) != sum(map(len, layers)):
            self._layers = {layer.key: layer for each in layers for layer in each}
        return self._layers.get(context.layer)

    def is_apart(self, context: Context, line: int) -> bool:
        """Whether code that is left out may stand between the call that a context stands for and a line."""
        is_of_method = self.is_excerpt and self.scope_at(line) is None
        return is_of_method and self.code_at(self.line_of_call(context)) is not self.code_at(line)

    def line_of_call(self, context: Context) -> int:
        """The line of the call that a context stands for; 0 if it stands for none."""
        if len(self._lines_of_calls) != len(self.trace.contexts):
            self._lines_of_calls = {context.key: line for line, context, _ in self.trace.contexts}
        return self._lines_of_calls.get(context.key, 0)

    def events_of(self, statement: ast.stmt) -> list[Event]:
        """What a statement did, once for each time it was followed."""
        return [event for event in self.trace.shown(statement.lineno) if event.node is statement]

    def evaluate(self, text: str, frame: Frame, line: int, after: bool = False) -> Value | None:
        """The value of an expression with what the names stand for at a line; None where it is no expression."""
        node = parse_expression(text)
        return None if node is None else self.value_of(node, frame, line, after)

    def value_of(self, node: ast.expr, frame: Frame, line: int, after: bool = False) -> Value | None:
        """The value of an expression with what the names stand for before a line, or behind it."""
        moment = Frame(None, frame.node, frame.instance)
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        for scope in frame.scopes:
            for name in names - set(moment.names):
                bound = scope.before(name, line + 1 if after else line)[-1:] or (
                    scope.values.get(name, [])[:1] if scope is not frame else []
                )
                if bound:
                    moment.names[name] = bound[0]
        outer = frame.outermost  # what `from settings import *` binds stands on no line
        on_no_line = names & set(outer.names) - set(outer.lines) - set(moment.names)
        moment.names.update({name: outer.names[name] for name in on_no_line})
        journal = self.machine.journal
        mark = journal.mark()
        try:
            return self.machine.evaluate(node, moment)
        except (OutOfBudgetError, RecursionError):
            return None
        finally:
            journal.take_back(mark)  # a question changes nothing


def follow(document: Document, path: str = "", tree: Tree | None = None) -> Program:
    """Parse and follow all code of a document, in its order; `tree` is the project in which it lies under its path."""
    text = "\n".join(line.text for piece in document.pieces for line in piece.all_lines())
    program = Program(
        new_machine(path, tree),
        tree,
        is_about_lstms=bool(_TORCH_LSTM.search(text)) and not _OTHERS.search(text),
    )
    number = 1
    frame: Frame | None = None
    for position, piece in enumerate(document.pieces):
        if piece.kind == "docstring":  # each has examples of its own, with names of their own
            frame = program.examples[position] = Frame(program.machine.world)
            program.trace.frames.setdefault(None, []).append(frame)
        if piece.kind == "code":
            frame = frame if piece.depth else None  # what stands in no string goes on with the names of the document
            code = replace(parse_piece(piece, number), frame=frame)
            program.codes[position] = code
            program.is_excerpt = program.is_excerpt or any(map(_is_of_method, code.statements))
            number = code.last + 2
            _note(program, code.statements, code)
    program.machine.budget += STEPS_FOR_A_LINE * number
    with suppress(OutOfBudgetError, RecursionError):  # what was followed until then stands
        for code in program.codes.values():
            run(program.machine, code.statements, code.frame)
        finish(program.machine)
    program.trace.seal()
    program.scopes.sort(key=lambda scope: scope[0])
    return program


def _note(program: Program, statements: Iterable[ast.stmt], code: Code) -> None:
    """Remember which statement each line belongs to, and where functions and classes begin and end."""
    stack = list(statements)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Try) and node.handlers:
            program.attempted.update(
                part for child in node.body for part in ast.walk(child) if isinstance(part, ast.stmt)
            )
        inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]
        for part in ast.iter_child_nodes(node):
            if isinstance(part, (ast.ExceptHandler, ast.match_case)):
                inner += part.body
        stack += inner
        last = node.end_lineno or node.lineno
        head = min((child.lineno for child in inner), default=last + 1) - 1 if inner else last
        for line in range(node.lineno, max(head, node.lineno) + 1):
            other = program.owners.get(line)
            is_plainer = other is None or _is_constant(other) or other.lineno < node.lineno
            if is_plainer or (other is not None and other.col_offset <= node.col_offset):
                program.owners[line] = node  # of several on a line the last
        if isinstance(node, _Scope):
            program.scopes.append((node.lineno, _end_of_scope(code, node, last), node))


def _is_of_method(node: ast.stmt) -> bool:
    """Whether a statement outside of all classes uses `self`."""
    return not isinstance(node, _Scope) and any(isinstance(n, ast.Name) and n.id == "self" for n in ast.walk(node))


def _is_constant(node: ast.stmt) -> bool:
    """Whether a statement is no more than a text or a number."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _end_of_scope(code: Code, node: ast.stmt, last: int) -> int:
    """Comments behind the last statement, indented as the body is, still belong to it."""
    indent = _indentation(code.lines[node.lineno - code.first].text)
    end = last
    for place in range(last + 1 - code.first, len(code.lines)):
        text = code.lines[place].text
        if text.strip() and (_indentation(text) <= indent or not text.lstrip().startswith("#")):
            break
        end += 1
    return end


def _indentation(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))
