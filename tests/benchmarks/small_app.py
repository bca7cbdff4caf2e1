"""What Typer and rich cost by themselves: a number, and a table."""

import typer
from rich.console import Console
from rich.table import Table


def main(count: int = 3) -> None:
    """Print the squares of the first numbers."""
    table = Table("number", "square", title="Squares")
    for number in range(count):
        table.add_row(str(number), str(number * number))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
