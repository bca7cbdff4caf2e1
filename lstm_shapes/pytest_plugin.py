"""A plugin for pytest, `-p lstm_shapes.pytest_plugin`: explanations under the tests that fail."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from lstm_shapes.live.installing import explain_if_possible

__all__ = ["pytest_runtest_makereport"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add a section to the report of a test that an error about a recurrent module ends."""
    report = yield
    diagnosis = explain_if_possible(call.excinfo.value) if call.excinfo is not None and report.failed else None
    if diagnosis is not None:
        report.sections.append(("lstm-shapes", str(diagnosis)))
    return report
