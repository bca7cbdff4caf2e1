"""Pictures: a specification, laid out as boxes, arrows and labels, and written as SVG or as text."""
