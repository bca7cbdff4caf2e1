"""The suspicion that an LSTM's code is run with a GRU or an RNN, or the other way round."""

from __future__ import annotations

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Likelihood, Suspect, likeliest_first
from lstm_shapes.explain.repairs import built_anew
from lstm_shapes.kinds import KINDS, Kind

__all__ = ["with_exchange"]


def with_exchange(suspects: tuple[Suspect, ...], clues: Clues) -> tuple[Suspect, ...]:
    """The suspects and this one, which comes first if the names in the code are those of the other kind."""
    other = _meant(clues)
    is_named_so = all(_differ(kind, clues.spoken) for kind in clues.named)
    is_open = clues.setting.kind is None and any(_differ(kind, clues.spoken) for kind in clues.named)
    likelihood: Likelihood = "likely" if is_named_so or (is_open and _is_written_for_pair(clues)) else "possible"
    because = (
        f"{other.code} takes {other.takes} and returns {other.returns}; {clues.code} takes {clues.spoken.takes} and "
        f"returns {clues.spoken.returns}. The line below builds {other.code} again"
    )
    condition = f"one was put in the place of the other, and the code is still that of {other.code}"
    fix = built_anew(clues.names.layer, other.code, other)
    suspect = Suspect("lstm-and-gru-exchanged", likelihood, because, fix, condition)
    return likeliest_first((suspect, *suspects) if is_named_so else (*suspects, suspect))


def _differ(one: Kind, other: Kind) -> bool:
    return one.has_cell_state is not other.has_cell_state


def _meant(clues: Clues) -> Kind:
    """The kind that the code was written for, if it was written for another one: by the names in it, if they tell."""
    spoken = clues.spoken
    kinds = (*clues.named, *KINDS.values())
    return next(kind for kind in kinds if _differ(kind, spoken) and kind.is_cell is spoken.is_cell)


def _is_written_for_pair(clues: Clues) -> bool:
    """Whether the user's line treats the states as a pair, though the layer has only one."""
    return not clues.spoken.has_cell_state and clues.pair is not None
