"""The sections that a caller of `inspect` can choose by name."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["DEFAULT_SECTIONS", "SECTIONS"]

SECTIONS: Mapping[str, str] = {
    "picture": "Picture",
    "symbols": "Symbols",
    "shapes": "Shapes",
    "states": "States",
    "proofs": "Proofs",
    "parameters": "Parameters",
    "cost": "Cost",
    "code": "Code",
    "next": "Next",
    "notes": "Notes",
}
"""The sections of a page in their order, each with its title."""

DEFAULT_SECTIONS = ("symbols", "shapes", "states", "proofs", "notes")
