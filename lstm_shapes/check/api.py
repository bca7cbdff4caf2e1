"""Checking documents from Python."""

from __future__ import annotations

from lstm_shapes.check.result import Checked, Claim, Verdict

__all__ = ["Checked", "Claim", "Verdict", "check_paths", "check_text"]
