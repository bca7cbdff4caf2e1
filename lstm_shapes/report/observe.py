"""Build the real `nn.LSTM`, feed it random numbers, and keep what went in and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lstm_shapes.errors import RunError
from lstm_shapes.pytorch import load_torch, quiet_torch
from lstm_shapes.report.resources import require_resources, unrolls
from lstm_shapes.report.shadow import run_on_shapes
from lstm_shapes.shapes import tensor_formulas
from lstm_shapes.spec import MODULE_ARGUMENTS, LSTMSpec

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import LSTM

__all__ = ["Run", "run_lstm"]

_RESULTS = ("output", "h_n", "c_n")


@dataclass(frozen=True, slots=True)
class Run:
    """One forward pass: the module, and every tensor that went in or came out, by name."""

    module: LSTM
    tensors: Mapping[str, Tensor]
    torch_version: str

    @property
    def has_values(self) -> bool:
        """False on the meta device, where tensors are shapes alone."""
        return not next(self.module.parameters()).is_meta


def run_lstm(spec: LSTMSpec, seed: int) -> Run:
    """Run the LSTM once, without dropout and without gradients, from random states.

    The caller's own random numbers are left as they were. Raises `SpecError` where the device is missing, and
    `RunError` where the memory does not suffice or PyTorch refuses.
    """
    torch = load_torch()
    require_resources(spec)
    try:
        with quiet_torch(), torch.no_grad(), torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(seed)
            return _forward(torch, spec)
    except (RuntimeError, TypeError) as error:  # as PyTorch raises them where a device lacks a dtype or an operator
        reason = str(error).strip().splitlines()[0]
        raise RunError(f"PyTorch {torch.__version__} cannot run this LSTM on {spec.device}: {reason}") from error


def _forward(torch: Any, spec: LSTMSpec) -> Run:
    arguments = {name: getattr(spec, name) for name in MODULE_ARGUMENTS}
    arguments["dtype"] = getattr(torch, spec.dtype)
    # Numbers are drawn on the CPU, so that a seed means the same ones on every device.
    arguments["device"] = "meta" if spec.on_meta else "cpu"
    module = torch.nn.LSTM(**arguments).to(spec.device).eval()
    formulas = tensor_formulas(spec)
    given = {}
    for name in ("input", "h_0", "c_0"):
        drawn = torch.randn(formulas[name].shape(spec.sizes), device=arguments["device"], dtype=arguments["dtype"])
        given[name] = drawn.to(spec.device)
    states = (given["h_0"], given["c_0"])
    if spec.packed:
        taken = _run_packed(torch, spec, module, given["input"], states)
    elif spec.on_meta and not unrolls(spec):
        taken = dict(zip(_RESULTS, run_on_shapes(torch, module, given["input"], states)))
    else:
        output, (h_n, c_n) = module(given["input"], states)
        taken = dict(zip(_RESULTS, (output, h_n, c_n)))
    return Run(module, given | taken, torch.__version__)


def _run_packed(
    torch: Any, spec: LSTMSpec, module: LSTM, input: Tensor, states: tuple[Tensor, Tensor]
) -> dict[str, Tensor]:
    rnn = torch.nn.utils.rnn
    lengths = spec.lengths or ()
    if spec.on_meta:  # restoring the caller's order takes values; shapes do not depend on it
        lengths = tuple(sorted(lengths, reverse=True))
    packed = rnn.pack_padded_sequence(
        input, torch.tensor(lengths, device="cpu"), batch_first=spec.batch_first, enforce_sorted=spec.on_meta
    )
    packed_output, (h_n, c_n) = module(packed, states)
    output, _ = rnn.pad_packed_sequence(packed_output, batch_first=spec.batch_first)
    names = ("input.data", "batch_sizes", "output.data", *_RESULTS)
    return dict(zip(names, (packed.data, packed.batch_sizes, packed_output.data, output, h_n, c_n)))
