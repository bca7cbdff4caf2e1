"""What a run would need: a device, memory and time."""

from __future__ import annotations

from lstm_shapes.devices import require_device
from lstm_shapes.errors import RunError
from lstm_shapes.kinds import LSTM
from lstm_shapes.memory import require_memory
from lstm_shapes.pytorch import load_torch
from lstm_shapes.report.cost import measure_cost
from lstm_shapes.shapes import parameter_formulas, tensor_formulas
from lstm_shapes.spec import DTYPE_BYTES, RecurrentSpec

__all__ = ["long_wait", "needed_bytes", "require_resources", "unrolls"]

_LARGEST_TENSOR = 2**63 - 1  # bytes: PyTorch counts them in 64 bits
_WORTH_A_WORD = 10.0  # seconds
_META_STEP = 0.004  # seconds for one unrolled step on the meta device, measured
_CPU_STEP = 2e-5  # seconds for one step of one layer and direction, apart from the arithmetic, measured
_CPU_MULTIPLY_ADDS = 2e10  # a second, measured on two cores; a tenth to six times as many, depending on size and dtype
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))
_FIXED_COST = 64 * 2**20  # bytes that even the smallest run takes


def require_resources(spec: RecurrentSpec) -> None:
    """Raise `SpecError` if this machine lacks the device, and `RunError` if it lacks the memory.

    Nothing is allocated, so that no size can make the machine run out of memory.
    """
    require_device(spec.device)
    _require_memory(spec)


def needed_bytes(spec: RecurrentSpec) -> int:
    """An upper estimate of the memory that a run and its proofs take, in bytes.

    It counts the parameters, and a reordered copy of those of the current layer; the states; and for every step of the
    widest layer its input, two copies of its output, and what PyTorch keeps of the gates. These are up to 5 * H_cell
    numbers if PyTorch has one operator for a layer, and up to 10 * H_cell if it unrolls the layer. The estimate was
    measured to be 1.1 to 3 times the memory that is really needed.
    """
    sizes, steps = spec.sizes, spec.L * (1 if spec.N is None else spec.N)
    tensors = tensor_formulas(spec)
    parameters = sum(formula.elements(sizes) for formula in parameter_formulas(spec).values())
    states = sum(tensors[name].elements(sizes) for name in spec.kind.given)
    fused = spec.dtype in ("float32", "bfloat16") and not unrolls(spec)
    step = (5 if fused else 10) * spec.hidden_size + 2 * spec.D * spec.H_out + 2 * spec.input_size + 64
    return _FIXED_COST + DTYPE_BYTES[spec.dtype] * (5 * parameters // 2 + 6 * states + steps * step)


def _require_memory(spec: RecurrentSpec) -> None:
    sizes = spec.sizes
    for name, formula in (tensor_formulas(spec) | parameter_formulas(spec)).items():
        if formula.elements(sizes) * DTYPE_BYTES[spec.dtype] > _LARGEST_TENSOR:
            raise RunError(
                f"{name} {formula} = {formula.shape(sizes)} has more bytes than PyTorch can count; "
                "--no-run predicts the shapes all the same"
            )
    if not spec.on_meta:
        require_memory(needed_bytes(spec), spec.device)


def long_wait(spec: RecurrentSpec) -> str | None:
    """A sentence that prepares the user for a long run; None if the run is short."""
    steps = (max(spec.lengths) if spec.lengths else spec.L) * spec.D * spec.num_layers
    if spec.on_meta:
        seconds = steps * _META_STEP if unrolls(spec) else 0.0
        why = f"PyTorch unrolls this {spec.kind.name} on the meta device, in {steps:,} steps"
    else:
        cost = measure_cost(spec)
        seconds = 2 * (cost.multiply_adds / _CPU_MULTIPLY_ADDS + steps * _CPU_STEP)
        why = f"this run and its proofs take {2 * cost.multiply_adds:,} multiply-adds in {2 * steps:,} steps"
    if seconds < _WORTH_A_WORD:
        return None
    unit, length = next(
        (u, n) for u, n in (("days", 86400), ("hours", 3600), ("minutes", 60), ("seconds", 1)) if seconds >= 2 * n
    )
    return f"{why}: perhaps {seconds / length:,.0f} {unit}; --no-run predicts the shapes at once"


def unrolls(spec: RecurrentSpec) -> bool:
    """Whether PyTorch has no single operator for a layer of this module, and runs it step by step.

    It has one for an LSTM alone. This is about runs on shapes alone, which pass for float32. With numbers, the CPU also
    unrolls float64.
    """
    return (
        spec.kind is not LSTM or bool(spec.proj_size) or spec.packed or not load_torch().backends.mkldnn.is_available()
    )
