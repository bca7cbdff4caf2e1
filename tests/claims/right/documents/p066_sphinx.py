import torch
import torch.nn as nn


class AttnPool(nn.Module):
    """Attention pooling on top of a recurrent encoder.

    :param int d_in: input features
    :param int d_h: hidden units per direction

    **Shape:**
        - Input: :math:`(N, L, d_{in})`
        - Output: :math:`(N, 2 d_h)`
        - Weights: :math:`(N, L)`
    """

    def __init__(self, d_in, d_h):
        super().__init__()
        self.enc = nn.LSTM(d_in, d_h, batch_first=True, bidirectional=True)
        self.score = nn.Linear(2 * d_h, 1)

    def forward(self, x):
        """
        :param x: features, ``(N, L, d_in)``
        :type x: torch.Tensor
        :return: pooled ``(N, 2 * d_h)`` and weights ``(N, L)``
        :rtype: tuple
        """
        y, _ = self.enc(x)
        w = self.score(y).squeeze(-1).softmax(-1)
        return torch.einsum("nl,nlh->nh", w, y), w


z, w = AttnPool(3, 4)(torch.randn(5, 6, 3))
assert z.shape == (5, 8)
assert w.shape == (5, 6)
