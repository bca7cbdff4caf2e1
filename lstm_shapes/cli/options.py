"""What the flags of several commands share: choices, readers of values, and which flags were given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from typer import BadParameter, Context, Option

from lstm_shapes.constructor import DTYPE_NAMES
from lstm_shapes.errors import ReadError
from lstm_shapes.spec import DTYPE_BYTES

__all__ = ["Colour", "ColourChoice", "Dtype", "Format", "FormatChoice"]
__all__ += ["choice", "colour_of", "device", "file_of", "format_of", "given"]
__all__ += ["numbers_of", "panel", "split_list"]


class FormatChoice(str, Enum):
    """The formats of a result; `md` and `tex` are short for `markdown` and `latex`."""

    table = "table"
    json = "json"
    markdown = "markdown"
    md = "md"
    latex = "latex"
    tex = "tex"
    html = "html"
    svg = "svg"


class ColourChoice(str, Enum):
    """When output has colours."""

    auto = "auto"
    always = "always"
    never = "never"


_SHORT = {FormatChoice.md: "markdown", FormatChoice.tex: "latex"}


def panel(name: str) -> Any:
    """A function that declares an option whose help stands in this panel."""
    return partial(Option, rich_help_panel=name)


Format = Annotated[
    FormatChoice | None,
    Option(
        "--format",
        "-f",
        case_sensitive=False,
        show_default="table, or what --output ends in",
        help="How the result is written; json is always complete.",
        rich_help_panel="Output",
    ),
]
Colour = Annotated[
    ColourChoice,
    Option("--color", help="When to print colours; help and errors obey it too.", rich_help_panel="Output"),
]


def colour_of(words: Sequence[str]) -> Literal["auto", "always", "never"]:
    """What `--color` says. Help and errors are printed before Typer has read the flags, so it is looked for here."""
    for word, following in zip(words, [*words[1:], ""]):
        value = following if word == "--color" else word.removeprefix("--color=")
        if word.startswith("--color") and value in ("always", "never"):
            return value  # type: ignore[return-value]
    return "auto"


def given(context: Context, names: Collection[str]) -> dict[str, Any]:
    """The flags of these names that stand on the command line, with their values."""
    sources = {name: context.get_parameter_source(name) for name in names}
    found = {name: context.params[name] for name, source in sources.items() if source and source.name != "DEFAULT"}
    return {name: value for name, value in found.items() if value not in (None, [], ())}  # of arguments left out


def file_of(path: Path | None) -> Path | None:
    """The file that `--output` names; `-` is standard output, as everywhere, and so none."""
    return None if path == Path("-") else path


def format_of(choice: FormatChoice | None, output: Path | None) -> str | None:
    """The format that was asked for by name or by the ending of a file; None where neither says anything."""
    if choice is not None:
        return _SHORT.get(choice, choice.value)
    if output is None:
        return None
    from lstm_shapes.formats import ENDINGS

    return ENDINGS.get(output.suffix.lower())


def split_list(text: str) -> tuple[str, ...]:
    """The pieces of a list with commas, with or without brackets."""
    return tuple(piece.strip() for piece in text.strip("[]() ").split(","))


def numbers_of(text: str) -> tuple[int, ...]:
    """The whole numbers of a shape or list, in any of the forms that people write."""
    from lstm_shapes.formula import parse_formula

    try:
        axes = parse_formula(text).axes
    except ReadError:
        axes = ()
    if not axes or any(axis.symbols for axis in axes):
        raise BadParameter(f"{text!r} is not a list of whole numbers, such as 5,3,10")
    return tuple(axis.coefficient for axis in axes)


def _read_dtype(text: str) -> str:
    """A dtype by any of its names: `float64`, `torch.float64`, `double`."""
    name = text.strip().lower().removeprefix("torch.")
    return DTYPE_NAMES.get(name, name)


def choice(names: Sequence[str], help: str) -> Any:
    """A function that declares the option of one of these names, in any case."""

    def read(text: str) -> str:
        found = next((name for name in names if name.lower() == text.strip().lower()), None)
        if found is None:
            raise BadParameter(f"{text!r} is not one of {', '.join(names)}")
        return found

    return Option(parser=read, metavar="NAME", help=help, autocompletion=lambda: list(names), rich_help_panel="Module")


def device(kinds: Sequence[str], help: str = "") -> Any:
    """A function that declares the option of a device of these kinds."""
    return Option(
        parser=lambda text: text.strip().lower(),
        metavar="NAME",
        help=f"{', '.join(kinds)}, with a number or not, as in cuda:1{help}.",
        autocompletion=lambda: list(kinds),
        rich_help_panel="Module",
    )


Dtype = Annotated[
    str,
    Option(
        parser=_read_dtype,
        metavar="NAME",
        help=f"{', '.join(DTYPE_BYTES)}.",
        autocompletion=lambda: list(DTYPE_BYTES),
        rich_help_panel="Module",
    ),
]
