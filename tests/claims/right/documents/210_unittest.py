import unittest
import torch
from torch import nn


class TestLSTM(unittest.TestCase):
    def setUp(self):
        self.lstm = nn.LSTM(10, 20, 2)

    def test_default(self):
        out, (h, c) = self.lstm(torch.randn(5, 3, 10))
        self.assertEqual(out.shape, (5, 3, 20))
        self.assertEqual(h.shape, torch.Size([2, 3, 20]))
        self.assertNotEqual(h.shape, (3, 2, 20))
        self.assertFalse(h.shape == (3, 2, 20))
        self.assertTupleEqual(tuple(c.shape), (2, 3, 20))

    def test_unbatched(self):
        out, (h, c) = self.lstm(torch.randn(5, 10))
        self.assertEqual(out.shape, (5, 20))
        self.assertEqual(h.shape, (2, 20))

    def test_raises(self):
        self.assertRaises(RuntimeError, self.lstm, torch.randn(5, 3, 9))
        with self.assertRaises(RuntimeError):
            self.lstm(torch.randn(5, 3, 10), (torch.zeros(1, 3, 20), torch.zeros(1, 3, 20)))

    def test_other(self):
        self.lstm = nn.LSTM(10, 6, batch_first=True)
        out, (h, c) = self.lstm(torch.randn(3, 5, 10))
        self.assertEqual(out.shape, (3, 5, 6))
        self.assertEqual(list(h.shape), [1, 3, 6])


if __name__ == "__main__":
    unittest.main(exit=False)
