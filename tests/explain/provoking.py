"""Code that fails, run as a script would be, for what Python says of it."""

from __future__ import annotations

import linecache
import re
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

import torch

_OF_PYTORCHS = re.compile(r"oneDNN|torch\.jit\S* is deprecated")
_LIBRARIES = str(Path(torch.__file__).parents[1])  # its name is not to give anything away


@dataclass(frozen=True, slots=True)
class Provoked:
    """An error, or a warning: its message alone, and as Python shows it in full."""

    message: str
    full: str


def provoke(code: str) -> Provoked | None:
    """Run code as a script, and give what it raises, or else the first warning; None where all is well."""
    linecache.cache["train.py"] = (len(code), None, code.splitlines(keepends=True), "train.py")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(compile(code, "train.py", "exec", dont_inherit=True), {"__name__": "__main__"})
        except Exception as error:
            own = error.__traceback__.tb_next if error.__traceback__ else None  # without this file
            full = "".join(traceback.format_exception(type(error), error, own))
            return Provoked(str(error), full.replace(_LIBRARIES, "/site-packages"))
    told = [warning for warning in caught if not _OF_PYTORCHS.search(str(warning.message))]
    if not told:
        return None
    full = warnings.formatwarning(told[0].message, told[0].category, told[0].filename, told[0].lineno)
    return Provoked(str(told[0].message), full.replace(_LIBRARIES, "/site-packages"))
