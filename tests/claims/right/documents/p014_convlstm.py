import torch
import torch.nn as nn


class ConvLSTMCell(nn.Module):
    """Initialize ConvLSTM cell.

    Parameters
    ----------
    input_dim: int
        Number of channels of input tensor.
    hidden_dim: int
        Number of channels of hidden state.
    kernel_size: (int, int)
        Size of the convolutional kernel.
    """

    def __init__(self, input_dim, hidden_dim, kernel_size):
        super().__init__()
        self.hidden_dim = hidden_dim
        padding = kernel_size[0] // 2, kernel_size[1] // 2
        self.conv = nn.Conv2d(input_dim + hidden_dim, 4 * hidden_dim, kernel_size, padding=padding)

    def forward(self, x, state):
        h_cur, c_cur = state                       # (b, hidden_dim, h, w)
        combined = torch.cat([x, h_cur], dim=1)    # (b, input_dim + hidden_dim, h, w)
        cc = self.conv(combined)                   # (b, 4 * hidden_dim, h, w)
        i, f, o, g = torch.split(cc, self.hidden_dim, dim=1)
        c = f.sigmoid() * c_cur + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        return h, c                                # (b, hidden_dim, h, w)


class Predictor(nn.Module):
    """ConvLSTM over frames, then a plain LSTM over the pooled features.

    Input: (b, t, c, h, w)
    Output: (b, t, 32)
    """

    def __init__(self, c, hid=16):
        super().__init__()
        self.cell = ConvLSTMCell(c, hid, (3, 3))
        self.lstm = nn.LSTM(hid, 32, batch_first=True)

    def forward(self, video):
        b, t, c, h, w = video.size()
        hs = torch.zeros(b, 16, h, w)
        cs = torch.zeros(b, 16, h, w)
        outs = []
        for k in range(t):
            hs, cs = self.cell(video[:, k], (hs, cs))   # hs: (b, 16, h, w)
            outs.append(hs.mean((2, 3)))                # (b, 16)
        feats = torch.stack(outs, 1)                    # (b, t, 16)
        y, (hn, cn) = self.lstm(feats)                  # y: (b, t, 32), hn: (1, b, 32)
        return y


assert Predictor(3)(torch.rand(2, 5, 3, 8, 8)).shape == (2, 5, 32)
