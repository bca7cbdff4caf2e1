"""The table of causes, each with a program that shows it."""
