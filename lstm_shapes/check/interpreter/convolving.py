"""The shapes that result from convolving and pooling: PyTorch's formulas for the length of a window's result."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Dim, Unmodelled
from lstm_shapes.check.interpreter.operands import LibraryFunction, Operation, known
from lstm_shapes.check.interpreter.values import Arguments, Constant, Extent, Keywords, Layer, Value

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["CONVOLVING", "POOLING", "call_window"]

_OF_CONVOLUTION = ("in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation")
_OF_POOLING = ("kernel_size", "stride", "padding", "dilation")
_ONE, _ZERO = Dim.of(1), Dim.of(0)


def _length(machine: Machine, extent: Extent, window: Sequence[Dim]) -> Extent:
    """How long a window that moves along an axis makes it; `window`: its size, stride, padding and dilation.

    `(length + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1`, as PyTorch's `nn.Conv1d` documents it.
    """
    kernel, stride, padding, dilation = window
    if kernel == extent.size and padding == _ZERO and dilation == _ONE:
        return machine.extent(_ONE)
    reach = extent.size + padding * Dim.of(2) - dilation * (kernel - _ONE) - _ONE
    if stride == _ONE:
        length = reach + _ONE
        return extent if length == extent.size else machine.extent(length)
    if reach.value is not None and stride.value:
        return machine.extent(Dim.of(reach.value // stride.value + 1))
    return machine.open_extent()


def _convolution(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """`nn.Conv1d(in_channels, out_channels, kernel_size, ...)`."""
    given = dict(zip(_OF_CONVOLUTION, arguments)) | dict(keywords)
    if isinstance(given.get("padding"), Constant):
        raise Unmodelled("a padding by its name")
    defaults = {"stride": _ONE, "padding": _ZERO, "dilation": _ONE}
    return Layer(
        "convolution",
        tuple(machine.whole(given.get(name, defaults.get(name, Constant(None)))) for name in _OF_CONVOLUTION),
    )


def _window(machine: Machine, arguments: Arguments, keywords: Keywords) -> tuple[Dim, ...]:
    given = dict(zip(_OF_POOLING, arguments)) | dict(keywords)
    if len(arguments) > 3 or not given.keys() <= set(_OF_POOLING):
        raise Unmodelled("pooling that rounds up or returns indices")
    kernel = machine.whole(given.get("kernel_size", Constant(None)))
    stride = given.get("stride", kernel)
    if isinstance(stride, Constant) and stride.value is None:
        stride = kernel
    return (
        kernel,
        machine.whole(stride),
        machine.whole(given.get("padding", _ZERO)),
        machine.whole(given.get("dilation", _ONE)),
    )


def _pooling(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """`nn.MaxPool1d(kernel_size, stride, ...)`."""
    return Layer("pooling", _window(machine, arguments, keywords))


def _adaptive(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """`nn.AdaptiveAvgPool1d(output_size)`."""
    given = dict(zip(("output_size", "return_indices"), arguments)) | dict(keywords)
    if given.keys() != {"output_size"}:
        raise Unmodelled("pooling that returns indices")
    return Layer("adaptive", (machine.whole(given["output_size"]),))


def call_window(machine: Machine, layer: Layer, value: Value) -> Value:
    """What a layer with a window makes of `(N, C, L)` or `(C, L)`."""
    extents = known(machine, value).extents
    if len(extents) not in (2, 3):
        raise Unmodelled("a window that does not fit the tensor")
    *lead, channels, last = extents
    if layer.kind == "convolution":
        return machine.view([*lead, machine.extent(layer.sizes[1]), _length(machine, last, layer.sizes[2:])])
    if layer.kind == "adaptive":
        return machine.view([*lead, channels, machine.extent(layer.sizes[0])])
    return machine.view([*lead, channels, _length(machine, last, layer.sizes)])


def _function_of(layer: LibraryFunction) -> Operation:
    """The function of `torch.nn.functional` that does what a layer does."""

    def call(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
        made = layer(machine, arguments, keywords, ast.Pass())
        assert isinstance(made, Layer)
        return call_window(machine, made, value)

    return call


CONVOLVING: Mapping[str, LibraryFunction] = {
    "Conv1d": _convolution,
    **dict.fromkeys(("MaxPool1d", "AvgPool1d"), _pooling),
    **dict.fromkeys(("AdaptiveMaxPool1d", "AdaptiveAvgPool1d"), _adaptive),
}
"""The constructors of `torch.nn`, by name."""

POOLING: Mapping[str, Operation] = {
    **dict.fromkeys(("max_pool1d", "avg_pool1d"), _function_of(_pooling)),
    **dict.fromkeys(("adaptive_max_pool1d", "adaptive_avg_pool1d"), _function_of(_adaptive)),
}
"""The functions of `torch.nn.functional`, by name."""
