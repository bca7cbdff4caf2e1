import torch
from torch import nn


class Speller(nn.Module):
    """
    :param int input_size: features per frame
    :param int hidden_size: units per direction

    .. note:: ``h_n`` is returned as ``(num_layers * 2, batch, hidden_size)``.
    """

    def __init__(self, input_size=40, hidden_size=128):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, 3, bidirectional=True)

    def forward(self, x, state=None):
        """
        :param x: frames
        :type x: torch.Tensor of shape (time, batch, input_size)
        :param state: tuple of two tensors of shape (6, batch, hidden_size)
        :return: the output of shape (time, batch, 2 * hidden_size), and the state, a tuple of two (6, batch, hidden_size) tensors
        :rtype: tuple
        """
        out, state = self.lstm(x, state)
        return out, state


out, state = Speller()(torch.randn(50, 4, 40))
print(out.shape)        # torch.Size([50, 4, 256])
print(state[0].shape)   # torch.Size([6, 4, 128])
print(len(state))       # 2
