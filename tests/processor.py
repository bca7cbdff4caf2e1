"""What the processor that runs the tests cannot do."""

from __future__ import annotations

import pytest

__all__ = ["skip_if_of_processor"]


def skip_if_of_processor(error: BaseException | str) -> None:
    """Skip the test where oneDNN has no LSTM in bfloat16 for this processor, as for those without AVX-512."""
    is_readable = isinstance(error, str) or type(error) is RuntimeError
    if is_readable and "could not create a primitive descriptor" in str(error):
        pytest.skip("oneDNN has no LSTM in bfloat16 for this processor")
