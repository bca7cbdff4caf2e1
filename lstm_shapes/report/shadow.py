"""Run an `nn.LSTM` on shapes alone, with tensors that take no memory but look like CPU tensors to PyTorch."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

__all__ = ["run_on_shapes"]


def run_on_shapes(
    torch: Any, module: Module, input: Tensor, states: tuple[Tensor, ...]
) -> tuple[Tensor, Tensor, Tensor]:
    """Run a module on the meta device, and return `output`, `h_n` and `c_n` as meta tensors.

    On the meta device PyTorch unrolls an LSTM, and each step takes milliseconds; on the CPU it has one operator for a
    whole layer. Therefore PyTorch is given shadows: tensors that claim to be float32 on the CPU. PyTorch chooses the
    CPU's operators for them, and these are applied to the meta tensor that each shadow holds.
    """
    # PyTorch's public way to do this, FakeTensorMode, imports torch._dynamo, which takes as long as importing torch
    # itself. On the meta device, `cat` and `stack` import it as well, in a wrapper around their reference
    # implementations. Therefore what is inside the wrapper is called directly.
    cat = inspect.unwrap(torch._refs.cat)
    unwrapped = {
        torch.ops.aten.cat.default: cat,
        torch.ops.aten.stack.default: lambda tensors, dim=0: cat([t.unsqueeze(dim) for t in tensors], dim),
    }
    tree_map_only = torch.utils._pytree.tree_map_only

    class Shadow(torch.Tensor):  # type: ignore[misc]
        @staticmethod
        def __new__(cls, meta: Tensor) -> Shadow:
            return torch.Tensor._make_wrapper_subclass(  # type: ignore[no-any-return]
                cls, meta.shape, strides=meta.stride(), dtype=torch.float32, device="cpu"
            )

        def __init__(self, meta: Tensor) -> None:
            self.meta = meta

        @classmethod
        def __torch_dispatch__(cls, operator: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            args, kwargs = tree_map_only(cls, lambda shadow: shadow.meta, (args, kwargs or {}))
            return tree_map_only(torch.Tensor, cls, unwrapped.get(operator, operator)(*args, **kwargs))

    def shadow(tensor: Tensor) -> Shadow:
        return Shadow(tensor.detach().to(torch.float32))

    parameters = {name: shadow(parameter) for name, parameter in module.named_parameters()}
    h_0, c_0 = map(shadow, states)
    output, (h_n, c_n) = torch.func.functional_call(module, parameters, (shadow(input), (h_0, c_0)))
    return output.meta, h_n.meta, c_n.meta
