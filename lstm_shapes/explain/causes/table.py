"""THE table of causes, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping

from lstm_shapes.explain.causes import (
    around,
    handing_on,
    of_constructor,
    of_input,
    of_results,
    of_states,
    of_training,
    silent_results,
    silent_use,
)
from lstm_shapes.explain.causes.cause import Cause

__all__ = ["CAUSES"]

_ROOMS = (of_states, of_input, of_results, around, handing_on, of_training, of_constructor, silent_results, silent_use)

CAUSES: Mapping[str, Cause] = {cause.id: cause for room in _ROOMS for cause in room.CAUSES}
