"""What a run would need, and what this machine has: devices, memory, and patience."""

from __future__ import annotations

import os
from pathlib import Path

from lstm_shapes.errors import RunError
from lstm_shapes.pytorch import load_torch
from lstm_shapes.report.cost import measure_cost
from lstm_shapes.shapes import parameter_formulas, tensor_formulas
from lstm_shapes.spec import DTYPE_BYTES, LSTMSpec

__all__ = ["long_wait", "needed_bytes", "require_device", "require_memory", "unrolls_on_meta"]

_LARGEST_TENSOR = 2**63 - 1  # bytes: PyTorch counts them in 64 bits
_WORTH_A_WORD = 10.0  # seconds
_META_STEP = 0.004  # seconds for one unrolled step on the meta device, measured
_CPU_STEP = 0.0001  # seconds beside the arithmetic for one step of one layer and direction, measured
_CPU_MULTIPLY_ADDS = 5e9  # a second, on two ordinary cores
_ASSUMED_MEMORY = 2 * 2**30  # bytes, where the system does not say


def require_device(spec: LSTMSpec) -> None:
    """Raise `RunError`, naming the devices there are, unless `spec.device` is one of them."""
    available = _available_devices()
    if spec.device not in available:
        raise RunError(f"device {spec.device} is not available here; {', '.join(available)} are")


def _available_devices() -> list[str]:
    torch = load_torch()
    devices = ["cpu", "cpu:0"]
    for kind in ("cuda", "xpu"):
        backend = getattr(torch, kind, None)
        if backend is not None and backend.is_available():
            devices += [kind, *(f"{kind}:{number}" for number in range(backend.device_count()))]
    if torch.backends.mps.is_available():
        devices += ["mps", "mps:0"]
    return [*devices, "meta", "meta:0"]


def needed_bytes(spec: LSTMSpec) -> int:
    """An upper estimate of the memory that a run and its proofs take, in bytes.

    The parameters, and once more those of the layer at work, reordered; input and states; and for the widest layer its
    input and output, each direction's share of it before they are joined, and the gates of all its steps. The proofs
    hold the same once more.
    """
    sizes, steps = spec.sizes, spec.L * (1 if spec.N is None else spec.N)
    tensors = tensor_formulas(spec)
    parameters = sum(formula.elements(sizes) for formula in parameter_formulas(spec).values())
    states = sum(tensors[name].elements(sizes) for name in ("h_0", "c_0"))
    layer = spec.D * spec.H_out * 4 + spec.hidden_size * 10 + spec.input_size * 3
    return DTYPE_BYTES[spec.dtype] * (3 * parameters + 6 * states + 2 * steps * layer)


def require_memory(spec: LSTMSpec) -> None:
    """Raise `RunError` where the run could not fit, before anything is allocated."""
    sizes = spec.sizes
    for name, formula in (tensor_formulas(spec) | parameter_formulas(spec)).items():
        if formula.elements(sizes) * DTYPE_BYTES[spec.dtype] > _LARGEST_TENSOR:
            raise RunError(
                f"{name} {formula} = {formula.shape(sizes)} has more bytes than PyTorch can count; "
                "--no-run predicts the shapes all the same"
            )
    if spec.on_meta:
        return
    needed, free = needed_bytes(spec), _free_memory(spec.device)
    if needed > free:
        raise RunError(
            f"this run needs about {_readable(needed)} of memory and {spec.device} has {_readable(free)} free; "
            "--device meta or --no-run shows its shapes without any"
        )


def _readable(count: int) -> str:
    for unit, size in (("TB", 10**12), ("GB", 10**9)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count / 10**6:,.0f} MB"


def _free_memory(device: str) -> int:
    """Bytes that a run may take: the device's, and the machine's, through which every number goes."""
    torch = load_torch()
    kind = device.partition(":")[0]
    if kind in ("cuda", "xpu"):
        free, _ = getattr(torch, kind).mem_get_info(device)
        return min(int(free), _free_machine_memory())
    return _free_machine_memory()


def _free_machine_memory() -> int:
    """The least of what the system, its control group and the process's own limit leave."""
    limits = [_available_on_linux(), *_left_in_control_groups(), _left_in_address_space()]
    known = [limit for limit in limits if limit is not None]
    return min(known) if known else _half_of_physical_memory()


def _available_on_linux() -> int | None:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _left_in_control_groups() -> list[int]:
    """What a container leaves, under both versions of control groups."""
    left = []
    for folder, limit, usage in (
        ("/sys/fs/cgroup", "memory.max", "memory.current"),
        ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
    ):
        values = [line for name in (limit, usage) for line in _lines(f"{folder}/{name}")]
        if len(values) == 2 and all(value.isdigit() for value in values):
            left.append(int(values[0]) - int(values[1]))
    return left


def _left_in_address_space() -> int | None:
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    pages = [line.split()[0] for line in _lines("/proc/self/statm")]
    if limit == resource.RLIM_INFINITY or not pages:
        return None
    return limit - int(pages[0]) * resource.getpagesize()


def _half_of_physical_memory() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, ValueError, OSError):
        return _ASSUMED_MEMORY


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="ascii").splitlines()
    except OSError:
        return []


def long_wait(spec: LSTMSpec) -> str | None:
    """A sentence about a run that takes long, to be said before it; None for one that does not."""
    steps = (max(spec.lengths) if spec.lengths else spec.L) * spec.D * spec.num_layers
    if spec.on_meta:
        seconds = steps * _META_STEP if unrolls_on_meta(spec) else 0.0
        why = f"PyTorch unrolls this LSTM on the meta device, in {steps:,} steps"
    else:
        cost = measure_cost(spec)
        seconds = 2 * (cost.multiply_adds / _CPU_MULTIPLY_ADDS + steps * _CPU_STEP)
        why = f"this run and its proofs take {2 * cost.multiply_adds:,} multiply-adds in {2 * steps:,} steps"
    if seconds < _WORTH_A_WORD:
        return None
    duration = f"{seconds:,.0f} seconds" if seconds < 120 else f"{seconds / 60:,.0f} minutes"
    return f"{why}: about {duration}; --no-run predicts the shapes at once"


def unrolls_on_meta(spec: LSTMSpec) -> bool:
    """Whether PyTorch has no operator for a whole layer of this LSTM, so that even shapes go step by step."""
    return bool(spec.proj_size) or spec.packed or not load_torch().backends.mkldnn.is_available()
