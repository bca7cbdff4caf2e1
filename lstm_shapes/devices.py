"""Which devices PyTorch can use on this machine."""

from __future__ import annotations

from lstm_shapes.errors import SpecError
from lstm_shapes.pytorch import load_torch

__all__ = ["require_device"]


def require_device(device: str) -> None:
    """Raise `SpecError`, with a list of the available devices, unless this device is one of them."""
    available = _available_devices()
    if device.removesuffix(":0") not in available:
        raise SpecError("device", f"{device} is not available here; there is {', '.join(available)}")


def _available_devices() -> list[str]:
    torch = load_torch()
    devices = ["cpu"]
    for kind in ("cuda", "xpu"):
        backend = getattr(torch, kind, None)
        if backend is not None and backend.is_available():
            devices += [kind, *(f"{kind}:{number}" for number in range(1, backend.device_count()))]
    if torch.backends.mps.is_available():
        devices.append("mps")
    return [*devices, "meta"]
