import torch
import torch.nn as nn

from config import lstm_kwargs


class Debugged(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(**lstm_kwargs)

    def forward(self, frames):
        lstm_output, (h_n, c_n) = self.encoder(frames)
        # print('lstm_output.shape: ', lstm_output.shape)  lstm_output.shape:  torch.Size([128, 20, 64])
        # print('h_n.shape: ', h_n.shape)  h_n.shape:  torch.Size([2, 128, 32])

        final = torch.cat([h_n[0], h_n[1]], dim=1)
        # print(final.shape)  torch.Size([128, 64])
        return final
