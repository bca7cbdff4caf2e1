"""The formats and rules that a caller of `check` can choose by name."""

from __future__ import annotations

__all__ = ["FORMATS", "RULE_IDS"]

FORMATS = ("full", "concise", "json", "github", "sarif", "junit")

RULE_IDS = tuple(f"LS{number:03}" for number in range(1, 14))
