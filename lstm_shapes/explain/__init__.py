"""Explain errors: from PyTorch's message to the cause and the repair."""
