"""Follow a document's code, statement by statement, without running it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence

from lstm_shapes.check.following.dims import Unmodelled
from lstm_shapes.check.following.frames import Frame
from lstm_shapes.check.following.statements import SIMPLE, LeftError, Statements
from lstm_shapes.check.following.values import (
    Class,
    Constant,
    Function,
    Instance,
    Items,
    Value,
)

__all__ = ["Interpreter"]

_MOST_PASSES = 16  # through a loop over a literal


class Interpreter(Statements):
    """Follows blocks, branches, loops and definitions; `Statements` follows the simple statements in them."""

    def run(self, statements: Sequence[ast.stmt], frame: Frame | None = None) -> None:
        """Follow one piece of code after another; its names go into `frame`, or into those of the document."""
        self.run_body(statements, frame or self.world)

    def finish(self) -> None:
        """Follow the functions and methods that nothing in the document has called."""
        for owner in list(self.classes):
            instance = self.instances.get(owner) or self._guarded_instance(owner)
            methods = self.methods_of(owner)
            for name in sorted(methods, key=lambda name: name != "forward"):
                function = methods[name]
                if name != "__init__" and function.node not in self.trace.frames:
                    self._guarded_call(function, instance)
        for function in self.functions:
            if function.node not in self.trace.frames and function.owner is None:
                self._guarded_call(function, None)

    def _guarded_instance(self, owner: Class) -> Instance:
        try:
            value = self.instantiate(owner, (), {}, symbolic=True)
        except (Unmodelled, RecursionError):
            value = None
        return value if isinstance(value, Instance) else Instance(owner)

    def _guarded_call(self, function: Function, instance: Instance | None) -> None:
        try:
            self.call_function(function, (), {}, receiver=instance, symbolic=True)
        except (Unmodelled, RecursionError):
            return

    def run_body(self, statements: Sequence[ast.stmt], frame: Frame) -> None:
        """Follow the body of a function until it returns."""
        try:
            self._block(statements, frame)
        except LeftError:
            return

    def _block(self, statements: Iterable[ast.stmt], frame: Frame) -> None:
        for statement in statements:
            follow = _FOLLOW.get(type(statement))
            self.trace.followed.add(statement)
            try:
                self.spend()
                if follow is not None:
                    follow(self, statement, frame)
            except (Unmodelled, RecursionError) as error:
                for node in ast.walk(statement) if isinstance(statement, _BINDING) else ():
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        self.bind(node.id, self.unknown(node.id, str(error)), frame, statement)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
        function = Function(node, frame)
        if frame.outermost is self.world:
            self.functions.append(function)
        decorated = any(
            not isinstance(d, ast.Name) or d.id not in ("staticmethod", "classmethod", "property")
            for d in node.decorator_list
        )
        self.bind(node.name, self.unknown(node.name, "a decorator decides") if decorated else function, frame, node)
        frame.lines[node.name][-1] = node.lineno

    def _class(self, node: ast.ClassDef, frame: Frame) -> None:
        bases = tuple(self.evaluate(base, frame) for base in node.bases)
        body = Frame(frame, node)
        owner = Class(node, bases, body.names)
        self.trace.add_run(node, body)
        for statement in node.body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                body.names[statement.name] = Function(statement, frame, owner)
            else:
                self._block([statement], body)
        if frame.outermost is self.world:
            self.classes.append(owner)
        self.bind(node.name, owner, frame, node)

    def _if(self, node: ast.If, frame: Frame) -> None:
        truth = self.truth(self.evaluate(node.test, frame))
        if truth is not None:
            self._block(node.body if truth else node.orelse, frame)
        else:
            self._either([node.body, node.orelse], frame, node)

    def _either(self, blocks: Sequence[Sequence[ast.stmt]], frame: Frame, node: ast.stmt) -> None:
        """Follow several blocks of which one runs; afterwards, a name has the value on which all of them agree."""
        before = dict(frame.names)
        attributes = dict(frame.instance.attributes) if frame.instance else {}
        ends: list[tuple[dict[str, Value], dict[str, Value]]] = []
        for block in blocks:
            frame.names = dict(before)
            if frame.instance:
                self._restore(frame.instance, attributes)
            try:
                self._block(block, frame)
            except LeftError:
                continue
            ends.append((frame.names, dict(frame.instance.attributes) if frame.instance else {}))
        if not ends:
            frame.names = before
            raise LeftError
        frame.names = self._joined([names for names, _ in ends], frame, node, "")
        if frame.instance:
            self._restore(frame.instance, self._joined([found for _, found in ends], frame, node, "self."))

    @staticmethod
    def _restore(instance: Instance, attributes: dict[str, Value]) -> None:
        instance.attributes.clear()
        instance.attributes.update(attributes)

    def _joined(self, ends: list[dict[str, Value]], frame: Frame, node: ast.stmt, prefix: str) -> dict[str, Value]:
        joined = dict(ends[0])
        self.spend(len(joined) * len(ends))
        for name in {name for end in ends for name in end}:
            values = [end[name] for end in ends if name in end]
            value = values[0]
            for other in values[1:]:
                value = self.agreed(value, other, name)
            joined[name] = value
            if len(ends) > 1 and any(other is not value for other in values):
                frame.record(prefix + name, value, node.end_lineno or node.lineno)
        return joined

    def _for(self, node: ast.For | ast.AsyncFor, frame: Frame) -> None:
        items = self.evaluate(node.iter, frame)
        if (
            isinstance(items, Items)
            and len(items.items) <= _MOST_PASSES
            and isinstance(node.iter, (ast.Tuple, ast.List, ast.Name))
        ):
            for item in items.items:
                self.store(node.target, item, frame, node)
                self._once(node.body, frame)
        else:
            self._repeated(node, node.target, self._element_of(node.iter, frame), frame)
        self._block(node.orelse, frame)

    def _element_of(self, source: ast.expr, frame: Frame) -> Value:
        """The value of a loop's variable: a row of a tensor, or a pair of a number and a row."""
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.args:
            if source.func.id == "enumerate":
                number = self.unknown("", "a loop decides")
                return Items((number, self._element_of(source.args[0], frame)))
            if source.func.id == "zip":
                return Items(tuple(self._element_of(argument, frame) for argument in source.args))
        tensor = self.trace.tensor(self.evaluate(source, frame))
        if tensor is not None and tensor.extents:
            return self.view(tensor.extents[1:])
        return self.unknown("", "a loop decides")

    def _while(self, node: ast.While, frame: Frame) -> None:
        self._repeated(node, None, Constant(None), frame)

    def _repeated(
        self, node: ast.For | ast.AsyncFor | ast.While, target: ast.expr | None, element: Value, frame: Frame
    ) -> None:
        """Follow a loop of any number of passes: once to see what it changes, and once with what it does not change."""
        before = dict(frame.names)
        self.loops += 1
        for _ in range(2):
            if target is not None:
                self.store(target, element, frame, node)
            self._once(node.body, frame)
            for name, value in list(frame.names.items()):
                if name in before and before[name] is not value:
                    frame.names[name] = self.agreed(before[name], value, name)
        self.loops -= 1

    def _once(self, body: Sequence[ast.stmt], frame: Frame) -> None:
        try:
            self._block(body, frame)
        except LeftError:
            return

    def _with(self, node: ast.With | ast.AsyncWith, frame: Frame) -> None:
        for item in node.items:
            value = self.evaluate(item.context_expr, frame)
            if item.optional_vars is not None:
                self.store(item.optional_vars, self.unknown("", "a with statement decides"), frame, node)
            del value
        self._block(node.body, frame)

    def _try(self, node: ast.Try, frame: Frame) -> None:
        self.attempts += 1
        try:
            self._either([[*node.body, *node.orelse], *([handler.body for handler in node.handlers])], frame, node)
        finally:
            self.attempts -= 1
        self._block(node.finalbody, frame)

    def _match(self, node: ast.Match, frame: Frame) -> None:
        self._either([case.body for case in node.cases] + [[]], frame, node)


_COMPOUND: Mapping[type, Callable[..., None]] = {
    ast.FunctionDef: Interpreter._function,
    ast.AsyncFunctionDef: Interpreter._function,
    ast.ClassDef: Interpreter._class,
    ast.If: Interpreter._if,
    ast.For: Interpreter._for,
    ast.AsyncFor: Interpreter._for,
    ast.While: Interpreter._while,
    ast.With: Interpreter._with,
    ast.AsyncWith: Interpreter._with,
    ast.Try: Interpreter._try,
    ast.Match: Interpreter._match,
}
_FOLLOW = {**SIMPLE, **_COMPOUND}
_BINDING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.With)
