"""Explain errors: find the cause of PyTorch's message, and suggest a repair."""
