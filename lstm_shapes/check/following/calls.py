"""The values of calls: of the document's own functions, classes and methods, and of everything else."""

from __future__ import annotations

import ast
from contextlib import suppress

from lstm_shapes.check.following.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.following.frames import Frame
from lstm_shapes.check.following.library import call_library
from lstm_shapes.check.following.machine import Machine
from lstm_shapes.check.following.methods import call_method
from lstm_shapes.check.following.modules import call_layer
from lstm_shapes.check.following.values import (
    Arguments,
    BoundMethod,
    Class,
    Constant,
    Function,
    Instance,
    Items,
    Keywords,
    Layer,
    Path,
    RecurrentLayer,
    Unknown,
    Value,
)

__all__ = ["Calls"]

_DEEPEST_CALL = 12
_MOST_RUNS = 6  # of one function


class Calls(Machine):
    """Follows calls; what the functions of PyTorch do is in `library`."""

    def call(self, function: Value, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
        """The value of a call."""
        if isinstance(function, Path):
            return call_library(self, function.name, arguments, keywords, node)
        if isinstance(function, (RecurrentLayer, Layer)):
            return call_layer(self, function, arguments, keywords, node)
        if isinstance(function, Function):
            return self.call_function(function, arguments, keywords)
        if isinstance(function, Class):
            return self.instantiate(function, arguments, keywords)
        if isinstance(function, Instance) and function.of is not None:
            methods = self.methods_of(function.of)
            method = methods.get("forward") or methods.get("__call__")
            if method is not None:
                return self.call_function(method, arguments, keywords, receiver=function)
        if isinstance(function, BoundMethod):
            if function.function is not None:
                return self.call_function(function.function, arguments, keywords, receiver=function.receiver)
            return call_method(self, function.receiver, function.name, arguments, keywords, node)
        if isinstance(function, Unknown) and function.key in self.owners:
            receiver, name = self.owners[function.key]
            return call_method(self, receiver, name, arguments, keywords, node)
        if isinstance(function, Unknown):
            name = function.name or "it"
            raise Unmodelled(function.reason or f"{name} is not defined in this document")
        raise Unmodelled("a call that is not followed")

    def instantiate(self, owner: Class, arguments: Arguments, keywords: Keywords, symbolic: bool = False) -> Value:
        """An object of one of the document's classes; `symbolic` is as in `Frame`."""
        instance = Instance(owner)
        if not symbolic:
            self.instances.setdefault(owner, instance)
        initialiser = self.methods_of(owner).get("__init__")
        if initialiser is not None:
            self.call_function(initialiser, arguments, keywords, receiver=instance, symbolic=symbolic)
        else:
            self._set_fields(owner, instance, arguments, keywords)
        return instance

    def _set_fields(self, owner: Class, instance: Instance, arguments: Arguments, keywords: Keywords) -> None:
        """Set the attributes, as the `__init__` of a dataclass does."""
        names = [
            part.target.id
            for part in owner.node.body
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
        ]
        instance.attributes.update(zip(names, arguments))
        instance.attributes.update(keywords)
        after = self.methods_of(owner).get("__post_init__")
        if after is not None:
            self.call_function(after, (), {}, receiver=instance)

    def call_function(
        self,
        function: Function,
        arguments: Arguments,
        keywords: Keywords,
        receiver: Value | None = None,
        symbolic: bool = False,
    ) -> Value:
        """Follow a function's body with these arguments, and return its value; `symbolic` is as in `Frame`."""
        node = function.node
        runs = self.trace.frames.setdefault(node, [])
        if self.depth >= _DEEPEST_CALL or node in self.active or len(runs) >= _MOST_RUNS:
            raise Unmodelled("a call that is nested too deeply to be followed")
        instance = receiver if isinstance(receiver, Instance) else None
        if instance is None and _takes_self(node):  # also `Base.__init__(self)`
            instance = next((given for given in arguments[:1] if isinstance(given, Instance)), self.stray)
        frame = Frame(function.frame, node, instance, symbolic and not isinstance(node, ast.Lambda))
        if not isinstance(node, ast.Lambda):
            runs.append(frame)
        self._bind_parameters(node, arguments, keywords, receiver, frame)
        self.depth += 1
        self.active.add(node)
        self.running.append(frame)
        try:
            if isinstance(node, ast.Lambda):
                return self.evaluate(node.body, frame)
            self.run_body(node.body, frame)
        finally:
            self.depth -= 1
            self.active.discard(node)
            self.running.pop()
        if not frame.returned:
            return Constant(None)
        value = frame.returned[0]
        for other in frame.returned[1:]:
            value = self.agreed(value, other, "")
        return value

    def _bind_parameters(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        arguments: Arguments,
        keywords: Keywords,
        receiver: Value | None,
        frame: Frame,
    ) -> None:
        parameters = [*node.args.posonlyargs, *node.args.args]
        decorators = {d.id for d in getattr(node, "decorator_list", ()) if isinstance(d, ast.Name)}
        given = list(arguments)
        if receiver is not None and parameters and "staticmethod" not in decorators:
            given.insert(0, receiver)
        defaults = dict(zip([p.arg for p in parameters[::-1]], node.args.defaults[::-1]))
        defaults |= {p.arg: d for p, d in zip(node.args.kwonlyargs, node.args.kw_defaults) if d is not None}
        for position, parameter in enumerate([*parameters, *node.args.kwonlyargs]):
            name = parameter.arg
            if position < len(given) and position < len(parameters):
                value = given[position]
            elif name in keywords:
                value = keywords[name]
            elif name == "self" and position == 0:
                value = self.stray
            else:
                default = self.evaluate(defaults[name], function_frame(frame)) if name in defaults else None
                value = default if default is not None and not frame.symbolic else self.parameter(name, default)
            if isinstance(value, Dim) and value.is_number and value.value is not None:
                value = Dim.named(Quantity(self.new_key(), name, value.value))
            frame.names[name] = value
            frame.record(name, value, node.lineno)
        if node.args.vararg:
            frame.names[node.args.vararg.arg] = Items(tuple(given[len(parameters) :]))
        if node.args.kwarg:
            frame.names[node.args.kwarg.arg] = self.unknown(node.args.kwarg.arg, "it is passed from outside")

    def methods_of(self, owner: Class | None) -> dict[str, Function]:
        """The methods of a class and of its bases in the document, by name."""
        if owner is None:
            return {}
        found: dict[str, Function] = {}
        for base in owner.bases:
            if isinstance(base, Class) and base is not owner:
                found |= self.methods_of(base)
        return found | {name: value for name, value in owner.attributes.items() if isinstance(value, Function)}

    def inherited(self, owner: Class | None, node: ast.AST | None, name: str) -> Function:
        """The method that `super().name` means in the method `node`; raises `Unmodelled` if it is not in the document.

        owner: the class of the object.
        """
        bases = [base for base in owner.bases if isinstance(base, Class)] if owner is not None else []
        own = {value.node for value in owner.attributes.values() if isinstance(value, Function)} if owner else set()
        for base in bases:
            if node not in own:
                with suppress(Unmodelled):
                    return self.inherited(base, node, name)
            elif name in (methods := self.methods_of(base)):
                return methods[name]
        raise Unmodelled(f"super().{name} is not followed")

    def class_attribute(self, owner: Class | None, name: str) -> Value | None:
        """The value of a name in the body of a class, or of its bases; None if there is none."""
        if owner is None:
            return None
        if name in owner.attributes:
            return owner.attributes[name]
        found = [self.class_attribute(base, name) for base in owner.bases if isinstance(base, Class)]
        return next((value for value in found if value is not None), None)


def _takes_self(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a function is a method; a snippet may show it without its class."""
    return bool(node.args.args) and node.args.args[0].arg == "self"


def function_frame(frame: Frame) -> Frame:
    """The frame in which the defaults of a function's parameters are looked up."""
    return frame.parent if frame.parent is not None else frame
