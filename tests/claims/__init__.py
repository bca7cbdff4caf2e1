"""Documents with known claims, and how well `check` does on them."""
