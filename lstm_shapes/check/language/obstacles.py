"""Why a claim must not be called false: the reasons that several readers of documents give."""

from __future__ import annotations

__all__ = ["ALTERNATIVE", "BY_ARROW", "BY_PLACE", "CONDITIONALLY", "FURTHER_DOWN", "OF_ANOTHER", "OF_A_PART", "UNCLEAR"]

ALTERNATIVE = "it is one of several"
BY_ARROW = "it is a step in a chain of arrows"
BY_PLACE = "it names no tensor, and may be about another one nearby"
CONDITIONALLY = "its sentence names a condition"
FURTHER_DOWN = "its tensor is computed only further down"
OF_A_PART = "it may be about a part of the tensor, or about something made from it"
OF_ANOTHER = "{} is not known in this document"
UNCLEAR = "it is not clear which of several tensors it is about"
