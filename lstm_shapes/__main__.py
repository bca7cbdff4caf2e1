"""`python -m lstm_shapes`, and where the `lstm-shapes` command starts."""

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        from lstm_shapes.cli import run

        code = run()
    except KeyboardInterrupt:  # before the command could begin
        code = 130
    # Python would look through every object once more before it goes, and torch has millions.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
