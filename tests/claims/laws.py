"""What holds of the verdicts on generated documents, whatever they say: the laws, and how often they are broken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from lstm_shapes import check_text
from tests.claims.generating import FORMS, MISTAKES, TIGHT_LANGUAGES, Document, Recipe, recipes, render
from tests.claims.languages import LANGUAGES

__all__ = ["CHANGES", "LAWS", "Break", "Found", "Law", "breaks", "examine", "report"]

VERDICTS = ("false", "true", "unverified", "not found")


@dataclass(frozen=True, slots=True)
class Found:
    """What the check says of a document."""

    verdict: str
    """Of the claim, one of `VERDICTS`."""

    alarms: tuple[str, ...]
    """What else is called false; all else in the document is right."""


@dataclass(frozen=True, slots=True)
class Break:
    """A document, as it is or in two forms, whose verdict breaks a law."""

    law: str
    recipe: Recipe
    what: str
    documents: tuple[Document, ...]

    @property
    def size(self) -> int:
        """How much there is to read."""
        return sum(len(document.text) for document in self.documents)

    def __str__(self) -> str:
        recipe = self.recipe
        about = f"{recipe.form}, {recipe.language}, {recipe.mistake}: {recipe.tensor}"
        texts = "\n----- and so -----\n".join(document.text for document in self.documents)
        return f"{self.law}: {about} {self.documents[0].claimed}, {self.what}\n{texts}"


@cache
def examine(document: Document) -> Found:
    """Check a document."""
    told, alarms = set(), []
    start, end = (document.line, document.column), (document.line, document.end_column)
    for claim in check_text(document.text, document.kind).claims:
        span = claim.span
        if (span.line, span.column) < end and start < (span.end_line, span.end_column):
            told.add(claim.verdict.value)
        elif claim.verdict.value == "false":
            alarms.append(f"{span.line}:{span.column} {claim.claimed}")
    return Found(next((verdict for verdict in VERDICTS if verdict in told), "not found"), tuple(alarms))


# Changes that mean nothing: each gives the changed recipe.

_OTHER_BRACKETS = {0: 1, 1: 0, 2: 0, 3: 0}

CHANGES: dict[str, Callable[[Recipe], Recipe]] = {
    "a neutral word": lambda recipe: replace(recipe, neutral=1 if recipe.neutral != 1 else 0),
    "a synonym": lambda recipe: replace(recipe, noun=1 - recipe.noun),
    "blank lines": lambda recipe: replace(recipe, has_blank_lines=True),
    "another bracket": lambda recipe: replace(recipe, bracket=_OTHER_BRACKETS[recipe.bracket]),
    "a full-width bracket": lambda recipe: replace(recipe, bracket=3 if _is_tight(recipe) else recipe.bracket),
    "a bracket behind a character": lambda recipe: replace(recipe, is_tight=_is_tight(recipe)),
    "another indentation": lambda recipe: replace(recipe, indentation=1 + recipe.template % 2),
    "CRLF": lambda recipe: replace(recipe, has_crlf=True),
    "a block split into two": lambda recipe: replace(recipe, is_split=True),
    "another layer below": lambda recipe: replace(recipe, around="another layer"),
    "a linear layer below": lambda recipe: replace(recipe, around="a linear layer"),
    "other names of variables": lambda recipe: replace(recipe, names=(recipe.names + 1) % 6),
    "other names of sizes": lambda recipe: replace(recipe, constants=(recipe.constants + 1) % 3),
}


def _is_tight(recipe: Recipe) -> bool:
    return recipe.language in TIGHT_LANGUAGES


@dataclass(frozen=True, slots=True)
class Law:
    """What holds of a document, or of two that say the same."""

    documents: Callable[[Recipe], tuple[Document, ...]]
    """Empty if the law does not apply."""

    fault: Callable[[Sequence[Found]], str]
    """What is wrong with the verdicts, if anything is."""

    def find(self, name: str, recipe: Recipe) -> Break | None:
        """The break of the law, if this recipe shows one."""
        documents = self.documents(recipe)
        fault = self.fault([examine(document) for document in documents]) if documents else ""
        return Break(name, recipe, fault, documents) if fault else None


def _if_right(recipe: Recipe) -> tuple[Document, ...]:
    return () if recipe.is_wrong else (render(recipe),)


def _if_wrong(recipe: Recipe) -> tuple[Document, ...]:
    return (render(recipe),) if recipe.is_wrong else ()


def _called(verdict: str) -> Callable[[Sequence[Found]], str]:
    return lambda found: f"is called {verdict}" if found[0].verdict == verdict else ""


def _alarm(found: Sequence[Found]) -> str:
    return f"but {found[0].alarms[0]} is" if found[0].alarms else ""


def _both(change: Callable[[Recipe], Recipe]) -> Callable[[Recipe], tuple[Document, ...]]:
    def documents(recipe: Recipe) -> tuple[Document, ...]:
        document, changed = render(recipe), render(change(recipe))
        return () if changed == document else (document, changed)

    return documents


def _turn(found: Sequence[Found]) -> str:
    verdicts = [document.verdict for document in found]
    return f"is {verdicts[0]}, and then {verdicts[1]}" if set(verdicts) == {"true", "false"} else ""


LAWS = {
    "a right claim is never called false": Law(_if_right, _called("false")),
    "a wrong claim is never called true": Law(_if_wrong, _called("true")),
    "nothing else is called false": Law(lambda recipe: (render(recipe),), _alarm),
    **{name: Law(_both(change), _turn) for name, change in CHANGES.items()},
}
"""A change that means nothing never turns false into true, nor true into false; the other laws say what they are."""


def breaks(law: str, form: str, seed: int, number: int) -> list[Break]:
    """The breaks of a law by a form's documents, the smallest first.

    number: how many documents there are. Each is checked against the law if that is about single documents, and one in
    fifteen if it is about changes.
    """
    applicable = (recipe for recipe in _first(form, seed, number) if LAWS[law].documents(recipe))
    found = (LAWS[law].find(law, recipe) for recipe in islice(applicable, number // 15 if law in CHANGES else number))
    return sorted((broken for broken in found if broken), key=lambda broken: broken.size)


@cache
def _first(form: str, seed: int, number: int) -> tuple[Recipe, ...]:
    return tuple(islice(recipes(seed, form), number))


def report(number: int, seed: int) -> Iterator[str]:
    """Generate so many documents, and tell what came of them, line by line: verdicts, and every broken law."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    broken: dict[tuple[str, str], list[Break]] = defaultdict(list)
    tried: Counter[tuple[str, str]] = Counter()
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for index, recipe in enumerate(islice(recipes(seed), number)):
        verdict = examine(render(recipe)).verdict
        counts[recipe.form, recipe.language][f"{recipe.mistake} {verdict}"] += 1
        for group in (recipe.config.kind, "all"):
            totals[group][f"{recipe.mistake} {verdict}"] += 1
        changes = list(CHANGES)
        for law in [law for law in LAWS if law not in CHANGES] + [changes[index % len(changes)]]:
            tried[law, recipe.form] += bool(LAWS[law].documents(recipe))
            if found := LAWS[law].find(law, recipe):
                broken[law, recipe.form].append(found)
    yield f"{number} documents; " + " / ".join(VERDICTS)
    rows = [("form", "language", *MISTAKES)]
    rows += [
        (form, language, *(_four(counts[form, language], mistake) for mistake in MISTAKES))
        for form in FORMS
        for language in LANGUAGES
    ]
    rows += [(group, "", *(_four(totals[group], mistake) for mistake in MISTAKES)) for group in sorted(totals)]
    yield from _aligned(rows)
    yield ""
    yield "broken laws, of how many documents"
    yield from _aligned(
        [("", *FORMS)]
        + [
            (law, *(f"{len(broken[law, form])}/{tried[law, form]}" if tried[law, form] else "" for form in FORMS))
            for law in LAWS
        ]
    )
    for (law, form), found_ in sorted(broken.items()):
        if found_:
            smallest = min(found_, key=lambda broken: broken.size)
            yield f"\n{'=' * 20} {len(found_)} of {tried[law, form]}, the smallest:\n{smallest}"


def _four(counts: Counter[str], mistake: str) -> str:
    numbers = [counts[f"{mistake} {verdict}"] for verdict in VERDICTS]
    return "/".join(map(str, numbers)) if any(numbers) else "-"


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
