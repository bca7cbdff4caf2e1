"""The report of one LSTM: every shape predicted, observed and explained."""
