"""`lstm-shapes check`: find the false LSTM shape claims in documentation, without running it."""
