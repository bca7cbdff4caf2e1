"""The values of expressions in a document's code, as far as they matter for shapes."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

from lstm_shapes.check.following.attributes import attribute_of, item_of
from lstm_shapes.check.following.calls import Calls
from lstm_shapes.check.following.dims import Dim, Unmodelled
from lstm_shapes.check.following.familiar import BUILTINS, USUAL_NAMES
from lstm_shapes.check.following.frames import Frame
from lstm_shapes.check.following.importing import bound_in, resolved
from lstm_shapes.check.following.library import call_library
from lstm_shapes.check.following.values import (
    BoundMethod,
    Class,
    Constant,
    Function,
    Imported,
    Instance,
    Items,
    Path,
    Table,
    Tensor,
    Unknown,
    Value,
)

__all__ = ["Expressions"]

_MOST_ITEMS = 64  # in a range or a repeated list
_ARITHMETIC: Mapping[type, Callable[[Dim, Dim], Dim]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARISONS: Mapping[type, Callable[[int, int], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class Expressions(Calls):
    """Evaluates expressions; what the functions of PyTorch do is in `library`."""

    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        """The value of an expression; `Unknown`, with a reason, if it is not followed."""
        evaluate = _EXPRESSIONS.get(type(node))
        try:
            self.spend()
            if evaluate is None:
                raise Unmodelled("the code around it is not followed")
            return evaluate(self, node, frame)
        except Unmodelled as error:
            return self.unknown("", str(error))

    def look_up(self, name: str, frame: Frame) -> Value:
        """The current value of a name."""
        scope: Frame | None = frame
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
            while scope is not None and isinstance(scope.node, ast.ClassDef):
                scope = scope.parent  # the names in a class are not visible in its methods
        starred = bound_in(self, frame.outermost, name)
        if starred is not None:
            return starred
        if name in BUILTINS:
            return Path(f"builtins.{name}")
        if name in USUAL_NAMES:
            return Path(USUAL_NAMES[name])
        if name == "self":
            return self.stray
        return self.missing(name)

    def _name(self, node: ast.Name, frame: Frame) -> Value:
        return resolved(self, self.look_up(node.id, frame))

    def _constant(self, node: ast.Constant, frame: Frame) -> Value:
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            return Dim.of(node.value)
        if node.value is None or isinstance(node.value, (str, bool, float)):
            return Constant(node.value)
        raise Unmodelled("a constant that has nothing to do with shapes")

    def _items(self, node: ast.Tuple | ast.List, frame: Frame) -> Value:
        items: list[Value] = []
        for element in node.elts:
            if isinstance(element, ast.Starred):
                items += self.unpacked(self.evaluate(element.value, frame), None, element)
            else:
                items.append(self.evaluate(element, frame))
        return Items(tuple(items))

    def _table(self, node: ast.Dict, frame: Frame) -> Value:
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        if not all(isinstance(key, str) for key in keys):
            raise Unmodelled("a dictionary whose keys are not strings")
        return Table({str(key): self.evaluate(value, frame) for key, value in zip(keys, node.values)})

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Value:
        called = node.value.func if isinstance(node.value, ast.Call) else None
        if isinstance(called, ast.Name) and called.id == "super" and frame.instance is not None:
            given = node.value.args if isinstance(node.value, ast.Call) else []
            after = self.evaluate(given[0], frame) if given else None
            function = self.inherited(frame.instance.of, frame.node, node.attr, after)
            return BoundMethod(frame.instance, node.attr, function)
        return self.attribute(self.evaluate(node.value, frame), node.attr, node)

    def attribute(self, value: Value, name: str, node: ast.AST) -> Value:
        """The value of `value.name`."""
        if isinstance(value, Instance):
            if name in value.attributes:
                return value.attributes[name]
            function = self.methods_of(value.of).get(name) if value.of else None
            if function is not None:
                if any(
                    isinstance(d, ast.Name) and d.id == "property" for d in getattr(function.node, "decorator_list", ())
                ):
                    return self.call_function(function, (), {}, receiver=value)
                return BoundMethod(value, name, function)
            inherited = self.class_attribute(value.of, name)
            return inherited if inherited is not None else self._part(value, name)
        if isinstance(value, Imported):
            return resolved(self, Imported(value.file, f"{value.path}.{name}", name))
        if isinstance(value, Class):
            inherited = self.class_attribute(value, name)
            return inherited if inherited is not None else self.unknown(name, f"{name} is not followed")
        return attribute_of(self, value, name, node)

    def _part(self, instance: Instance, name: str) -> Value:
        """An attribute that the document does not set: a method of `nn.Module`, or the same unknown value each time."""
        if name in ("to", "cuda", "cpu", "eval", "train", "double", "float", "half", "apply", "flatten_parameters"):
            return BoundMethod(instance, name)
        value = self.unknown(name, f"{name} is set outside this document")
        instance.attributes[name] = value
        return value

    def _subscript(self, node: ast.Subscript, frame: Frame) -> Value:
        return item_of(self, self.evaluate(node.value, frame), node.slice, frame)

    def _binary(self, node: ast.BinOp, frame: Frame) -> Value:
        left, right = self.evaluate(node.left, frame), self.evaluate(node.right, frame)
        if isinstance(left, (Tensor, Unknown)) or isinstance(right, (Tensor, Unknown)):
            tensors = [value for value in (left, right) if isinstance(value, Tensor)]
            if tensors and not isinstance(node.op, ast.MatMult):
                return self.elementwise(left, right)
        if isinstance(left, Items) and isinstance(right, Items) and isinstance(node.op, ast.Add):
            return Items(left.items + right.items)
        if isinstance(left, Items) and isinstance(node.op, ast.Mult):
            times = self.whole(right)
            if times.value is not None and 0 <= times.value * len(left.items) <= _MOST_ITEMS:
                return Items(left.items * times.value)
            raise Unmodelled("a long repeated list")
        if isinstance(node.op, ast.MatMult):
            return call_library(self, "torch.matmul", (left, right), {}, node)
        operation = _ARITHMETIC.get(type(node.op))
        if operation is None and isinstance(node.op, ast.Div):
            quotient = self.whole(left) // self.whole(right)
            return quotient if quotient.value is None else Constant(float(quotient.value))
        if operation is None:
            raise Unmodelled("an operation that is not followed")
        return operation(self.whole(left), self.whole(right))

    def _unary(self, node: ast.UnaryOp, frame: Frame) -> Value:
        value = self.evaluate(node.operand, frame)
        if isinstance(node.op, ast.Not):
            truth = self.truth(value)
            return self.unknown("", "a condition that is not known") if truth is None else Constant(not truth)
        if isinstance(node.op, ast.USub) and not isinstance(value, (Tensor, Constant)):
            return -self.whole(value)
        return value

    def _choice(self, node: ast.IfExp, frame: Frame) -> Value:
        test = self.evaluate(node.test, frame)
        truth = self.truth(test)
        if truth is not None:
            return self.evaluate(node.body if truth else node.orelse, frame)
        yes, no = self.evaluate(node.body, frame), self.evaluate(node.orelse, frame)
        if (
            isinstance(test, Unknown)
            and isinstance(yes, Dim)
            and isinstance(no, Dim)
            and (yes.value, no.value) == (2, 1)
        ):
            return self.directions(test)
        return self.agreed(yes, no, "")

    def _comparison(self, node: ast.Compare, frame: Frame) -> Value:
        left, right = self.evaluate(node.left, frame), self.evaluate(node.comparators[0], frame)
        if len(node.ops) == 1:
            compare = _COMPARISONS.get(type(node.ops[0]))
            if compare and isinstance(left, Dim) and isinstance(right, Dim):
                if left.value is not None and right.value is not None:
                    return Constant(compare(left.value, right.value))
            elif isinstance(left, Constant) and isinstance(right, Constant):
                if isinstance(node.ops[0], (ast.Eq, ast.Is)):
                    return Constant(left.value == right.value)
                if isinstance(node.ops[0], (ast.NotEq, ast.IsNot)):
                    return Constant(left.value != right.value)
            elif isinstance(right, Constant) and right.value is None and not isinstance(left, (Unknown, Constant)):
                return Constant(isinstance(node.ops[0], ast.IsNot))
        raise Unmodelled("a condition that is not known")

    def _logical(self, node: ast.BoolOp, frame: Frame) -> Value:
        """The value of `and` or `or`: that of the first part that decides."""
        value: Value = Constant(None)
        for part in node.values:
            value = self.evaluate(part, frame)
            truth = self.truth(value)
            if truth is None:
                raise Unmodelled("a condition that is not known")
            if truth == isinstance(node.op, ast.Or):
                return value
        return value

    def truth(self, value: Value) -> bool | None:
        """Whether a condition is true; None if it is not known."""
        if isinstance(value, Constant):
            return bool(value.value)
        if isinstance(value, Dim):
            return None if value.value is None else bool(value.value)
        return bool(value.items) if isinstance(value, (Items, Table)) else None

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp, frame: Frame) -> Value:
        if len(node.generators) != 1 or node.generators[0].ifs:
            raise Unmodelled("a comprehension that is not followed")
        source = self.evaluate(node.generators[0].iter, frame)
        items = self.unpacked(source, None, node) if isinstance(source, (Items, Tensor)) else None
        if items is None or len(items) > _MOST_ITEMS:
            raise Unmodelled("a comprehension over something unknown")
        inner, made = Frame(frame, frame.node, frame.instance), []
        for item in items:
            if isinstance(node.generators[0].target, ast.Name):
                inner.names[node.generators[0].target.id] = item
            made.append(self.evaluate(node.elt, inner))
        return Items(tuple(made))

    def _walrus(self, node: ast.NamedExpr, frame: Frame) -> Value:
        value = self.evaluate(node.value, frame)
        frame.names[node.target.id] = value
        frame.record(node.target.id, value, node.lineno)
        return value

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Value:
        return Function(node, frame)

    # Calls

    def _call(self, node: ast.Call, frame: Frame) -> Value:
        function = self.evaluate(node.func, frame)
        arguments: list[Value] = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                arguments += self.unpacked(self.evaluate(argument.value, frame), None, argument)
            else:
                arguments.append(self.evaluate(argument, frame))
        keywords: dict[str, Value] = {}
        for keyword in node.keywords:
            value = self.evaluate(keyword.value, frame)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            elif isinstance(value, Table):
                keywords.update(value.items)
            else:
                raise Unmodelled("arguments after ** that are not in this document")
        return self.call(function, tuple(arguments), keywords, node)


def _of_tuples(expressions: Expressions, node: ast.Starred, frame: Frame) -> Value:
    raise Unmodelled("a starred expression")


_EXPRESSIONS: Mapping[type, Callable[..., Value]] = {
    ast.Name: Expressions._name,
    ast.Constant: Expressions._constant,
    ast.Tuple: Expressions._items,
    ast.List: Expressions._items,
    ast.Dict: Expressions._table,
    ast.Attribute: Expressions._attribute,
    ast.Subscript: Expressions._subscript,
    ast.BinOp: Expressions._binary,
    ast.UnaryOp: Expressions._unary,
    ast.IfExp: Expressions._choice,
    ast.Compare: Expressions._comparison,
    ast.BoolOp: Expressions._logical,
    ast.ListComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.NamedExpr: Expressions._walrus,
    ast.Lambda: Expressions._lambda,
    ast.Call: Expressions._call,
    ast.Starred: _of_tuples,
}
