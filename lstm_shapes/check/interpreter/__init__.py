"""Follow a document's code without running it, to know the value of every name at every line."""
