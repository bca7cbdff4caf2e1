"""How much memory is free, and whether it is enough for a run."""

from __future__ import annotations

import os
from pathlib import Path

from lstm_shapes.errors import RunError
from lstm_shapes.pytorch import load_torch

__all__ = ["require_memory"]

_ASSUMED = 2 * 2**30  # bytes that are taken to be free if the system does not say


def require_memory(needed: int, device: str) -> None:
    """Raise `RunError` if fewer than the needed bytes are free; its message gives both numbers."""
    free = _free_memory(device)
    if needed > free:
        raise RunError(
            f"this run needs about {_readable(needed)} of memory and {device} has {_readable(free)} free; "
            "inspect shows the shapes without any, by --device meta or --no-run"
        )


def _readable(count: int) -> str:
    for unit, size in (("TB", 10**12), ("GB", 10**9)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count / 10**6:,.0f} MB"


def _free_memory(device: str) -> int:
    """The bytes that a run may take, on the device and in the machine's memory, where its numbers are drawn first."""
    torch = load_torch()
    kind = device.partition(":")[0]
    if kind in ("cuda", "xpu"):
        free, _ = getattr(torch, kind).mem_get_info(device)
        return min(int(free), _free_machine_memory())
    return _free_machine_memory()


def _free_machine_memory() -> int:
    """The bytes that are free under every limit: the system's, the control group's and the process's own."""
    limits = [_available_on_linux(), *_left_in_control_groups(), _left_in_address_space()]
    known = [limit for limit in limits if limit is not None]
    return min(known) if known else _half_of_physical_memory()


def _available_on_linux() -> int | None:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _left_in_control_groups() -> list[int]:
    """The bytes that are free in a container, by both versions of control groups."""
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
        return _ASSUMED


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="ascii").splitlines()
    except OSError:
        return []
