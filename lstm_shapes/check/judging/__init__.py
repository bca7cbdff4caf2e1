"""Compare what a document says with what its code does."""
