"""What the recurrent layers of a running program take and give."""
