"""Follow a document's code without running it: what every name stands for at every line."""
