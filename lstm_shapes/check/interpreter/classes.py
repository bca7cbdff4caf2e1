"""The document's classes: the order in which Python looks for a name in them, and what it finds."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.values import Class, Function, Value

__all__ = ["class_attribute", "inherited", "method_of", "methods_of", "order_of"]

_MOST_ABOVE = 60  # classes above another one that are looked at; nobody writes longer chains


def order_of(machine: Machine, owner: Class) -> tuple[Class, ...]:
    """The class and its bases in the document, in the order in which Python looks for a name in them."""
    if owner not in machine.orders:
        machine.orders[owner] = (owner,)  # a class that is its own base has no other
        bases = [base for base in owner.bases[:_MOST_ABOVE] if isinstance(base, Class)]
        orders = [order_of(machine, base) for base in bases]
        machine.spend(sum(map(len, orders)))
        above = orders[0] if len(orders) == 1 else tuple(_merged([*map(list, orders), bases]))
        machine.orders[owner] = (owner, *above[:_MOST_ABOVE])
    return machine.orders[owner]


def methods_of(machine: Machine, owner: Class | None) -> dict[str, Function]:
    """The methods of a class and of its bases in the document, by name."""
    found: dict[str, Function] = {}
    for each in reversed(order_of(machine, owner)) if owner is not None else ():
        found |= {name: value for name, value in each.attributes.items() if isinstance(value, Function)}
    return found


def method_of(machine: Machine, owner: Class | None, name: str) -> Function | None:
    """The method of this name of a class or of its bases in the document."""
    order = order_of(machine, owner) if owner is not None else ()
    found = (each.attributes.get(name) for each in order)
    return next((value for value in found if isinstance(value, Function)), None)


def inherited(
    machine: Machine, owner: Class | None, node: ast.AST | None, name: str, after: Value | None = None
) -> Function:
    """The method that `super().name` means in the method `node`; raises `Unmodelled` if it is not in the document.

    owner: the class of the object. after: the class that `super` is given, if it is.
    """
    order = order_of(machine, owner) if owner is not None else ()
    for position, each in enumerate(order):
        own = {value.node for value in each.attributes.values() if isinstance(value, Function)}
        if each is after or (after is None and node in own):
            for base in order[position + 1 :]:
                value = base.attributes.get(name)
                if isinstance(value, Function):
                    return value
            break
    raise Unmodelled(f"super().{name} is not followed")


def class_attribute(machine: Machine, owner: Class | None, name: str) -> Value | None:
    """The value of a name in the body of a class, or of its bases; None if there is none."""
    order = order_of(machine, owner) if owner is not None else ()
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
