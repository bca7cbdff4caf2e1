"""Find what a document says about shapes, and of which tensors."""
