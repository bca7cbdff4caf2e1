"""The values of calls: of the document's own functions, classes and methods, and of everything else."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

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
        if self.depth >= _DEEPEST_CALL or node in self.active or len(self.trace.runs_of(node)) >= _MOST_RUNS:
            raise Unmodelled("a call that is nested too deeply to be followed")
        instance = receiver if isinstance(receiver, Instance) else None
        if instance is None and _takes_self(node):  # also `Base.__init__(self)`
            instance = next((given for given in arguments[:1] if isinstance(given, Instance)), self.stray)
        frame = Frame(function.frame, node, instance, symbolic and not isinstance(node, ast.Lambda))
        if not isinstance(node, ast.Lambda):
            self.trace.add_run(node, frame)
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

    def order_of(self, owner: Class) -> tuple[Class, ...]:
        """The class and its bases in the document, in the order in which Python looks for a name in them."""
        if owner not in self._orders:
            self._orders[owner] = (owner,)  # a class that is its own base has no other
            bases = [base for base in owner.bases if isinstance(base, Class)]
            orders = [self.order_of(base) for base in bases]
            self.spend(sum(map(len, orders)))
            above = orders[0] if len(orders) == 1 else tuple(_merged([*map(list, orders), bases]))
            self._orders[owner] = (owner, *above)
        return self._orders[owner]

    def methods_of(self, owner: Class | None) -> dict[str, Function]:
        """The methods of a class and of its bases in the document, by name."""
        found: dict[str, Function] = {}
        for each in reversed(self.order_of(owner)) if owner is not None else ():
            found |= {name: value for name, value in each.attributes.items() if isinstance(value, Function)}
        return found

    def inherited(self, owner: Class | None, node: ast.AST | None, name: str, after: Value | None = None) -> Function:
        """The method that `super().name` means in the method `node`; raises `Unmodelled` if it is not in the document.

        owner: the class of the object. after: the class that `super` is given, if it is.
        """
        order = self.order_of(owner) if owner is not None else ()
        for position, each in enumerate(order):
            own = {value.node for value in each.attributes.values() if isinstance(value, Function)}
            if each is after or (after is None and node in own):
                for base in order[position + 1 :]:
                    value = base.attributes.get(name)
                    if isinstance(value, Function):
                        return value
                break
        raise Unmodelled(f"super().{name} is not followed")

    def class_attribute(self, owner: Class | None, name: str) -> Value | None:
        """The value of a name in the body of a class, or of its bases; None if there is none."""
        order = self.order_of(owner) if owner is not None else ()
        return next((each.attributes[name] for each in order if name in each.attributes), None)


def _merged(orders: Sequence[list[Class]]) -> Iterator[Class]:
    """The C3 merge of Python; where there is none, what Python would refuse, in the order in which it is met."""
    seen: set[Class] = set()
    left = [order[::-1] for order in orders if order]
    while left:
        tails = {each for order in left for each in order[:-1]}
        head = next((order[-1] for order in left if order[-1] not in tails), left[0][-1])
        if head not in seen:
            seen.add(head)
            yield head
        left = [rest for order in left if (rest := [each for each in order if each is not head])]


def _takes_self(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a function is a method; a snippet may show it without its class."""
    return bool(node.args.args) and node.args.args[0].arg == "self"


def function_frame(frame: Frame) -> Frame:
    """The frame in which the defaults of a function's parameters are looked up."""
    return frame.parent if frame.parent is not None else frame
