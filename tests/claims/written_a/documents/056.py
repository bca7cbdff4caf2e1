import unittest

import torch
from torch import nn


class RecurrentLayouts(unittest.TestCase):
    def setUp(self):
        self.x = torch.rand(2, 19, 5)

    def test_stack(self):
        rnn = nn.LSTM(5, 13, num_layers=3, batch_first=True)
        y, (h, c) = rnn(self.x)
        self.assertEqual(tuple(y.shape), (2, 19, 13))
        self.assertEqual(tuple(h.shape), (3, 2, 13))

    def test_wrong_state_is_refused(self):
        rnn = nn.LSTM(5, 13, num_layers=3, batch_first=True)
        # batch-first states (2, 3, 13) must not slip through
        bad = (torch.zeros(2, 3, 13), torch.zeros(2, 3, 13))
        with self.assertRaisesRegex(RuntimeError, r"Expected hidden\[0\] size \(3, 2, 13\)"):
            rnn(self.x, bad)

    def test_relu_rnn(self):
        rnn = nn.RNN(5, 13, nonlinearity="relu", batch_first=True)
        y, h = rnn(self.x)
        self.assertEqual(tuple(y.shape), (2, 19, 13))
        self.assertEqual(tuple(h.shape), (1, 2, 13))


if __name__ == "__main__":
    unittest.main()
