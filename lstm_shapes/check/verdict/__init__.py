"""From a shape and what it may be said of to a verdict."""
