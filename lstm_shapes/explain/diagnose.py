"""Find the errors in a text, and make a diagnosis of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from lstm_shapes.explain.afterwards import with_rest
from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.clues import Clues, look_around
from lstm_shapes.explain.finding import Diagnosis, Finding
from lstm_shapes.explain.programs import layers_in, meant
from lstm_shapes.explain.scanning import Sighting, sightings
from lstm_shapes.explain.setting import NOTHING_KNOWN, Setting
from lstm_shapes.explain.sources import NO_SOURCE, Source
from lstm_shapes.kinds import LSTM, Kind
from lstm_shapes.shapes import tensor_formulas

__all__ = ["diagnose"]

_MOST_DIAGNOSES = 200
_LAYER = re.compile(r"\bnn\.(?:LSTM|GRU|RNN)\b")
_NAMED = "from torch.nn import"
"""In a program that may call PyTorch's layers by their bare names."""


def diagnose(
    pieces: Iterable[str], told: Sequence[Setting] = (), find: Callable[[str], Source] = lambda traceback: NO_SOURCE
) -> list[Diagnosis]:
    """Explain every different message in a text that comes in pieces, in the order of their first occurrence.

    told: what is known of each module that the messages may be about; without any, the text itself is asked, and the
        program. find: gives what the program shows around an error, by its traceback; without it, nothing.
    """
    found: dict[str, Diagnosis] = {}
    for sighting in sightings(pieces):
        words = " ".join(sighting.text.split())
        if words in found:
            found[words] = replace(found[words], times=found[words].times + 1)
            continue
        if len(found) >= _MOST_DIAGNOSES:
            continue
        finding, clues = _found_out(sighting, told, find(sighting.traceback))
        groups = {diagnosis.finding.group for diagnosis in found.values()}
        if finding is not None and (finding.group is None or finding.group not in groups):
            is_of_code = clues.setting.spelled_out is not None and not finding.contradicts
            command = _command(finding, clues.setting, clues.spoken)
            found[words] = Diagnosis(sighting.text, finding, command, is_of_code)
    return list(found.values())


def _found_out(sighting: Sighting, told: Sequence[Setting], source: Source) -> tuple[Finding | None, Clues]:
    """What a message is about, and the clues that tell it."""
    program = source.text if layers_in(source.text) or _LAYER.search(source.text) else ""

    def look(setting: Setting = NOTHING_KNOWN) -> Clues:
        found = look_around(sighting.traceback, sighting.text, setting, sighting.after, source.function)
        return replace(found, program=program)

    alone = look()
    if told:
        clues = look(meant(told, alone, sighting.values))
        return _examined(sighting, clues), clues
    finding = _examined(sighting, alone)
    if finding is None or (not alone.about_recurrence and finding.suspects[0].likelihood == "possible"):
        return finding, alone  # a program in the text tells more of an error, but not that it is one of ours
    is_named = _NAMED in source.text
    nearest = layers_in(source.scope, qualified=not is_named)
    others = layers_in(source.text, qualified=not is_named)
    pasted = nearest if source.text else layers_in(sighting.around, qualified=True)
    setting = meant(pasted, alone, sighting.values, loosely=False, others=others)
    clues = look(setting)
    better = _examined(sighting, clues)
    return (finding, alone) if better is None or better.contradicts else (better, clues)


def _examined(sighting: Sighting, clues: Clues) -> Finding | None:
    if sighting.message.only_near_recurrence and not clues.may_be_about_recurrence:
        return None
    found = _about(clues, sighting.message.examine(sighting.values, clues))
    is_doubtful = found is not None and found.suspects[0].likelihood == "possible"
    return None if is_doubtful and clues.is_of_others else found


def _about(clues: Clues, finding: Finding | None) -> Finding | None:
    """The finding with the causes that are about the kind of this layer, and change something; None without any."""
    if finding is None:
        return None
    may_be = {kind.name for kind in clues.kinds}
    suspects = tuple(
        with_rest(suspect, clues)
        for suspect in finding.suspects
        if not may_be.isdisjoint(CAUSES[suspect.cause].kinds) and suspect.fix.strip() != clues.line
    )
    return (
        replace(finding, suspects=suspects, contradicts=finding.contradicts or clues.contradicts) if suspects else None
    )


def _command(finding: Finding, setting: Setting, kind: Kind) -> str:
    """The `inspect` command that shows all shapes: of the user's layer, or of one that fits the message."""
    spec, shape = setting.spelled_out, setting.input_shape
    if spec is None or finding.contradicts:
        flags = [
            f"--{name.replace('_', '-')}" + ("" if value is True else f" {value}")
            for name, value in (({} if kind is LSTM else {"kind": kind.name.lower()}) | {**finding.known}).items()
        ]
        return " ".join(["lstm-shapes inspect", *flags])
    command = f'lstm-shapes inspect "{spec.code}"'
    if spec.packed:
        return f"{command} --lengths {','.join(map(str, spec.lengths or ()))}"
    most = len(tensor_formulas(spec)["input"].axes)  # one less without a batch
    fits = shape is not None and len(shape) in (most - 1, most) and shape[-1] == spec.input_size and 0 not in shape
    return f"{command} --input-shape {','.join(map(str, shape or ()))}" if fits else command
