"""`lstm-shapes check`: find false claims about LSTM shapes in documentation, without running any code."""
