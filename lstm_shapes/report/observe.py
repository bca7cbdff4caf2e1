"""Build the real module, run it on random numbers, and keep everything that goes in and comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lstm_shapes.errors import RunError
from lstm_shapes.pytorch import call, load_torch, quiet_torch
from lstm_shapes.report.resources import require_resources, unrolls
from lstm_shapes.report.shadow import run_on_shapes
from lstm_shapes.shapes import parameter_formulas, tensor_formulas
from lstm_shapes.spec import RecurrentSpec

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

__all__ = ["Run", "run_module"]


@dataclass(frozen=True, slots=True)
class Run:
    """One forward pass."""

    module: Module

    tensors: Mapping[str, Tensor]
    """Everything that went in or came out, by name."""

    torch_version: str

    @property
    def has_values(self) -> bool:
        """False on the meta device, where a tensor is only a shape."""
        return not next(self.module.parameters()).is_meta


def run_module(spec: RecurrentSpec, seed: int, module: Module | None = None) -> Run:
    """Run the module once, without dropout and without gradients, from random states.

    module: an existing module to run with its own weights; without it, one is built.

    The caller's random state is not changed. Raises `SpecError` if the device is missing, and `RunError` if the memory
    is not enough or PyTorch refuses the run.
    """
    torch = load_torch()
    require_resources(spec)
    if module is not None:
        _require_its_own_parameters(spec, module)
    try:
        with quiet_torch(), torch.no_grad(), torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(seed)
            if module is None:
                return _forward(torch, spec, _build(torch, spec))
            was_training = module.training
            try:
                return _forward(torch, spec, module.eval())
            finally:
                module.train(was_training)
    except (RuntimeError, TypeError, ValueError) as error:  # raised if the device lacks a dtype or an operator
        reason = str(error).strip().splitlines()[0]
        raise RunError(
            f"PyTorch {torch.__version__} cannot run this {spec.kind.name} on {spec.device}: {reason}"
        ) from error


def _require_its_own_parameters(spec: RecurrentSpec, module: Module) -> None:
    """Raise `RunError` for a module whose parameters are not those of its class, as after `weight_norm`."""
    formulas = {name: formula.shape(spec.sizes) for name, formula in parameter_formulas(spec).items()}
    own = {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}
    if other := sorted(name for name, _ in formulas.items() ^ own.items()):
        raise RunError(f"this module does not have the parameters of {spec.code}: {', '.join(dict.fromkeys(other))}")


def _build(torch: Any, spec: RecurrentSpec) -> Module:
    # The numbers are drawn on the CPU, so that a seed gives the same ones on every device.
    arguments = spec.arguments | {"dtype": getattr(torch, spec.dtype), "device": _drawn_on(spec)}
    module: Module = getattr(torch.nn, spec.kind.name)(**arguments).to(spec.device).eval()
    return module


def _drawn_on(spec: RecurrentSpec) -> str:
    return "meta" if spec.on_meta else "cpu"


def _forward(torch: Any, spec: RecurrentSpec, module: Module) -> Run:
    formulas = tensor_formulas(spec)
    given = {}
    for name in ("input", *spec.kind.given):
        sizes = formulas[name].shape(spec.sizes)
        drawn = torch.randn(sizes, device=_drawn_on(spec), dtype=getattr(torch, spec.dtype))
        given[name] = drawn.to(spec.device)
    states = tuple(given[name] for name in spec.kind.given)
    if spec.packed:
        taken = _run_packed(torch, spec, module, given["input"], states)
    elif spec.on_meta and not unrolls(spec):
        taken = dict(zip(_results(spec), run_on_shapes(torch, module, given["input"], states)))
    else:
        taken = dict(zip(_results(spec), call(spec.kind, module, given["input"], states)))
    return Run(module, given | taken, torch.__version__)


def _results(spec: RecurrentSpec) -> tuple[str, ...]:
    return spec.kind.returned if spec.kind.is_cell else ("output", *spec.kind.returned)


def _run_packed(
    torch: Any, spec: RecurrentSpec, module: Module, input: Tensor, states: tuple[Tensor, ...]
) -> dict[str, Tensor]:
    rnn = torch.nn.utils.rnn
    lengths = spec.lengths or ()
    if spec.on_meta:  # without values, the caller's order cannot be restored; the shapes are the same
        lengths = tuple(sorted(lengths, reverse=True))
    packed = rnn.pack_padded_sequence(
        input, torch.tensor(lengths, device="cpu"), batch_first=spec.batch_first, enforce_sorted=spec.on_meta
    )
    packed_output, *new = call(spec.kind, module, packed, states)
    output, _ = rnn.pad_packed_sequence(packed_output, batch_first=spec.batch_first)
    names = ("input.data", "batch_sizes", "output.data", *_results(spec))
    return dict(zip(names, (packed.data, packed.batch_sizes, packed_output.data, output, *new)))
