"""The report of one LSTM: every shape predicted, observed and explained."""

from lstm_shapes.report.build import Report, inspect

__all__ = ["Report", "inspect"]
