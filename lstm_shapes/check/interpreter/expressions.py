"""The values of expressions in a document's code, as far as they matter for shapes."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

from lstm_shapes.check.interpreter.attributes import attribute_of, item_of
from lstm_shapes.check.interpreter.calls import call, call_function, defined
from lstm_shapes.check.interpreter.classes import class_attribute, inherited, method_of
from lstm_shapes.check.interpreter.dims import Dim, Unmodelled
from lstm_shapes.check.interpreter.familiar import BUILTINS, USUAL_NAMES
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.importing import resolved
from lstm_shapes.check.interpreter.joining import Agreement, series_of
from lstm_shapes.check.interpreter.library import call_library
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.values import (
    LOOP_DECIDES,
    BoundMethod,
    Class,
    Constant,
    Function,
    Imported,
    Instance,
    Items,
    Path,
    Series,
    Table,
    Tensor,
    Unknown,
    Value,
)

__all__ = ["attribute", "element_of", "evaluate", "truth_of"]

_MOST_ITEMS = 64  # in a range or a repeated list
_ARITHMETIC: Mapping[type, Callable[[Dim, Dim], Dim]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.floordiv,
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


def evaluate(machine: Machine, node: ast.expr, frame: Frame) -> Value:
    """The value of an expression; `Unknown`, with a reason, if it is not followed."""
    evaluate = _EXPRESSIONS.get(type(node))
    try:
        machine.spend()
        if evaluate is None:
            raise Unmodelled("the code around it is not followed")
        return evaluate(machine, node, frame)
    except Unmodelled as error:
        return machine.unknown("", str(error))


def _look_up(machine: Machine, name: str, frame: Frame) -> Value:
    """The current value of a name."""
    scope: Frame | None = frame
    while scope is not None:
        if name in scope.names:
            return scope.names[name]
        scope = scope.parent
        while scope is not None and isinstance(scope.node, ast.ClassDef):
            scope = scope.parent  # the names in a class are not visible in its methods
    for module in frame.outermost.stars:
        if module == "torch" or module.startswith("torch."):
            return Path(f"{module}.{name}")
    if name in BUILTINS:
        return Path(f"builtins.{name}")
    if name in USUAL_NAMES:
        return Path(USUAL_NAMES[name])
    if name == "self":
        return machine.stray
    return machine.missing(name)


def _name(machine: Machine, node: ast.Name, frame: Frame) -> Value:
    return resolved(machine, _look_up(machine, node.id, frame))


def _constant(machine: Machine, node: ast.Constant, frame: Frame) -> Value:
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        return Dim.of(node.value)
    if node.value is None or isinstance(node.value, (str, bool, float)):
        return Constant(node.value)
    raise Unmodelled("a constant that has nothing to do with shapes")


def _items(machine: Machine, node: ast.Tuple | ast.List, frame: Frame) -> Value:
    items: list[Value] = []
    for element in node.elts:
        if isinstance(element, ast.Starred):
            items += machine.unpacked(evaluate(machine, element.value, frame), None, element)
        else:
            items.append(evaluate(machine, element, frame))
    return Items(tuple(items))


def _table(machine: Machine, node: ast.Dict, frame: Frame) -> Value:
    keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
    if not all(isinstance(key, str) for key in keys):
        raise Unmodelled("a dictionary whose keys are not strings")
    return Table({str(key): evaluate(machine, value, frame) for key, value in zip(keys, node.values)})


def _attribute(machine: Machine, node: ast.Attribute, frame: Frame) -> Value:
    called = node.value.func if isinstance(node.value, ast.Call) else None
    if isinstance(called, ast.Name) and called.id == "super" and frame.instance is not None:
        given = node.value.args if isinstance(node.value, ast.Call) else []
        after = evaluate(machine, given[0], frame) if given else None
        function = inherited(machine, frame.instance.of, frame.node, node.attr, after)
        return BoundMethod(frame.instance, node.attr, function)
    return attribute(machine, evaluate(machine, node.value, frame), node.attr, node)


def attribute(machine: Machine, value: Value, name: str, node: ast.AST) -> Value:
    """The value of `value.name`."""
    if isinstance(value, Instance):
        if name in value.attributes:
            return value.attributes[name]
        function = method_of(machine, value.of, name)
        if function is not None:
            if _is_decorated(function, "property"):
                return call_function(machine, function, (), {}, receiver=value)
            owner = value.of if _is_decorated(function, "classmethod") else None
            return BoundMethod(owner or value, name, function)
        inherited = class_attribute(machine, value.of, name)
        return inherited if inherited is not None else _part(machine, value, name)
    if isinstance(value, Unknown) and value.either and all(isinstance(each, Instance) for each in value.either):
        return Agreement(machine).of_all([attribute(machine, each, name, node) for each in value.either], name)
    if isinstance(value, Imported):
        return resolved(machine, Imported(value.file, f"{value.path}.{name}", name))
    if isinstance(value, Class):
        inherited = class_attribute(machine, value, name)
        if isinstance(inherited, Function) and _is_decorated(inherited, "classmethod"):
            return BoundMethod(value, name, inherited)
        return inherited if inherited is not None else machine.unknown(name, f"{name} is not followed")
    return attribute_of(machine, value, name, node)


def _is_decorated(function: Function, name: str) -> bool:
    decorators = getattr(function.node, "decorator_list", ())
    return any(isinstance(decorator, ast.Name) and decorator.id == name for decorator in decorators)


def _part(machine: Machine, instance: Instance, name: str) -> Value:
    """An attribute that the document does not set: a method of `nn.Module`, or the same unknown value each time."""
    if name in ("to", "cuda", "cpu", "eval", "train", "double", "float", "half", "apply", "flatten_parameters"):
        return BoundMethod(instance, name)
    value = machine.unknown(name, f"{name} is set outside this document")
    instance.attributes[name] = value
    return value


def _subscript(machine: Machine, node: ast.Subscript, frame: Frame) -> Value:
    return item_of(machine, evaluate(machine, node.value, frame), node.slice, frame)


def _binary(machine: Machine, node: ast.BinOp, frame: Frame) -> Value:
    left, right = evaluate(machine, node.left, frame), evaluate(machine, node.right, frame)
    if isinstance(left, (Tensor, Unknown)) or isinstance(right, (Tensor, Unknown)):
        is_tensor = any(machine.trace.tensor(value) is not None for value in (left, right))
        if is_tensor and not isinstance(node.op, ast.MatMult):
            return machine.elementwise(left, right)
    if isinstance(left, Items) and isinstance(right, Items) and isinstance(node.op, ast.Add):
        return Items(left.items + right.items)
    if isinstance(left, (Items, Series)) and isinstance(right, (Items, Series)) and isinstance(node.op, ast.Add):
        series = series_of(machine, left, right)
        if series is None:
            raise Unmodelled("a long list that grows")
        return series
    if isinstance(left, Items) and isinstance(node.op, ast.Mult):
        times = machine.whole(right)
        if times.value is not None and 0 <= times.value * len(left.items) <= _MOST_ITEMS:
            return Items(left.items * times.value)
        raise Unmodelled("a long repeated list")
    if isinstance(node.op, ast.MatMult):
        return call_library(machine, "torch.matmul", (left, right), {}, node)
    operation = _ARITHMETIC.get(type(node.op))
    if operation is None:
        raise Unmodelled("an operation that is not followed")
    open_ = next((v for v in (left, right) if isinstance(v, Unknown) and not machine.is_number(v)), None)
    if open_ is not None:
        return machine.number_or_tensor(open_.reason, lambda: operation(machine.whole(left), machine.whole(right)))
    result = operation(machine.whole(left), machine.whole(right))
    return Constant(float(result.value)) if isinstance(node.op, ast.Div) and result.value is not None else result


def _unary(machine: Machine, node: ast.UnaryOp, frame: Frame) -> Value:
    value = evaluate(machine, node.operand, frame)
    if isinstance(node.op, ast.Not):
        truth = truth_of(machine, value)
        return machine.unknown("", "a condition that is not known") if truth is None else Constant(not truth)
    if isinstance(node.op, ast.USub) and not isinstance(value, (Tensor, Constant)):
        return -machine.whole(value)
    return value


def _choice(machine: Machine, node: ast.IfExp, frame: Frame) -> Value:
    test = evaluate(machine, node.test, frame)
    truth = truth_of(machine, test)
    if truth is not None:
        return evaluate(machine, node.body if truth else node.orelse, frame)
    yes, no = evaluate(machine, node.body, frame), evaluate(machine, node.orelse, frame)
    if isinstance(test, Unknown) and isinstance(yes, Dim) and isinstance(no, Dim) and (yes.value, no.value) == (2, 1):
        return machine.directions(test)
    return Agreement(machine).of(yes, no, "")


def _comparison(machine: Machine, node: ast.Compare, frame: Frame) -> Value:
    left, right = evaluate(machine, node.left, frame), evaluate(machine, node.comparators[0], frame)
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
        elif compare and any(machine.trace.tensor(value) is not None for value in (left, right)):
            return machine.elementwise(left, right)
    raise Unmodelled("a condition that is not known")


def _logical(machine: Machine, node: ast.BoolOp, frame: Frame) -> Value:
    """The value of `and` or `or`: that of the first part that decides."""
    value: Value = Constant(None)
    for part in node.values:
        value = evaluate(machine, part, frame)
        truth = truth_of(machine, value)
        if truth is None:
            raise Unmodelled("a condition that is not known")
        if truth == isinstance(node.op, ast.Or):
            return value
    return value


def truth_of(machine: Machine, value: Value) -> bool | None:
    """Whether a condition is true; None if it is not known."""
    if isinstance(value, Constant):
        return bool(value.value)
    if value == Path("typing.TYPE_CHECKING"):
        return False
    if isinstance(value, Dim):
        return None if value.value is None else bool(value.value)
    return bool(value.items) if isinstance(value, (Items, Table)) else None


def _comprehension(machine: Machine, node: ast.ListComp | ast.GeneratorExp, frame: Frame) -> Value:
    if len(node.generators) != 1 or node.generators[0].ifs:
        raise Unmodelled("a comprehension that is not followed")
    source = evaluate(machine, node.generators[0].iter, frame)
    try:
        items = machine.unpacked(source, None, node)
    except Unmodelled:
        return Series(_made(machine, node, element_of(machine, source), frame))
    if len(items) > _MOST_ITEMS:
        raise Unmodelled("a comprehension over something long")
    return Items(tuple(_made(machine, node, item, frame) for item in items))


def _made(machine: Machine, node: ast.ListComp | ast.GeneratorExp, item: Value, frame: Frame) -> Value:
    """What a comprehension makes of an item."""
    inner = Frame(frame, frame.node, frame.instance)
    _name_parts(machine, node.generators[0].target, item, inner)
    return evaluate(machine, node.elt, inner)


def _name_parts(machine: Machine, target: ast.expr, value: Value, frame: Frame) -> None:
    """Give the names of a target their values."""
    if isinstance(target, ast.Name):
        frame.names[target.id] = value
    elif isinstance(target, ast.Tuple):
        for part, each in zip(target.elts, machine.unpacked(value, len(target.elts), target)):
            _name_parts(machine, part, each, frame)
    else:
        raise Unmodelled("a target that is not followed")


def element_of(machine: Machine, value: Value) -> Value:
    """What a loop goes through: a row of a tensor, an element of a list that a loop has made."""
    if isinstance(value, Series):
        return value.element
    tensor = machine.trace.tensor(value)
    if tensor is not None and tensor.extents:
        return machine.view(tensor.extents[1:])
    return machine.unknown("", LOOP_DECIDES)


def _walrus(machine: Machine, node: ast.NamedExpr, frame: Frame) -> Value:
    value = evaluate(machine, node.value, frame)
    machine.journal.write(frame.names, node.target.id, value)
    frame.record(node.target.id, value, node.lineno)
    return value


def _lambda(machine: Machine, node: ast.Lambda, frame: Frame) -> Value:
    return defined(machine, node, frame)


def _call(machine: Machine, node: ast.Call, frame: Frame) -> Value:
    function = evaluate(machine, node.func, frame)
    arguments: list[Value] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            arguments += machine.unpacked(evaluate(machine, argument.value, frame), None, argument)
        else:
            arguments.append(evaluate(machine, argument, frame))
    keywords: dict[str, Value] = {}
    for keyword in node.keywords:
        value = evaluate(machine, keyword.value, frame)
        if keyword.arg is not None:
            keywords[keyword.arg] = value
        elif isinstance(value, Table):
            keywords.update(value.items)
        else:
            raise Unmodelled("arguments after ** that are not in this document")
    return call(machine, function, tuple(arguments), keywords, node)


def _of_tuples(machine: Machine, node: ast.Starred, frame: Frame) -> Value:
    raise Unmodelled("a starred expression")


_EXPRESSIONS: Mapping[type, Callable[..., Value]] = {
    ast.Name: _name,
    ast.Constant: _constant,
    ast.Tuple: _items,
    ast.List: _items,
    ast.Dict: _table,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.IfExp: _choice,
    ast.Compare: _comparison,
    ast.BoolOp: _logical,
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.NamedExpr: _walrus,
    ast.Lambda: _lambda,
    ast.Call: _call,
    ast.Starred: _of_tuples,
}
