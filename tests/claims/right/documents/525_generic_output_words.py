import torch
from torch import nn


class CTCModel(nn.Module):
    """Speech recognizer.

    Input: spectrogram of shape (batch, 1, 80, time).
    Output: log-probs of shape (time, batch, vocab), as nn.CTCLoss wants.
    """

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, stride=(2, 1), padding=1)   # (1, 80, T) -> (4, 40, T)
        self.lstm = nn.LSTM(160, 32, 3, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(64, 29)

    def forward(self, x):
        x = self.conv(x)                      # (B, 4, 40, T)
        b, c, f, t = x.size()
        x = x.view(b, c * f, t)               # (B, 160, T)
        x = x.transpose(1, 2)                 # (B, T, 160)
        x, (h, c) = self.lstm(x)              # (B, T, 64), h and c are (6, B, 32)
        x = self.fc(x)                        # (B, T, 29)
        output = x.transpose(0, 1).log_softmax(2)   # (T, B, 29)
        return output


output = CTCModel()(torch.randn(2, 1, 80, 50))
print(output.shape)   # torch.Size([50, 2, 29])
