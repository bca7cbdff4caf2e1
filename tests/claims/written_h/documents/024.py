import torch
import torch.nn as nn


class TextClassifier(nn.Module):
    r"""BiLSTM text classifier with max pooling.

    Shape:
        - Input: :math:`(N, L)`
        - Output: :math:`(N, C)`
    """

    def __init__(self, V, D, H, C):
        super().__init__()
        self.embed = nn.Embedding(V, D)
        self.lstm = nn.LSTM(D, H, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(2 * H, C)

    def forward(self, x):
        x = self.embed(x)            # (N, L) -> (N, L, D)
        x, _ = self.lstm(x)          # (N, L, D) -> (N, L, H)
        x = x.permute(0, 2, 1)       # -> (N, 2H, L)
        x, _ = x.max(dim=2)          # -> (N, 2H)
        return self.fc(x)            # -> (N, C)


net = TextClassifier(V=200, D=30, H=25, C=4)
print(net(torch.randint(0, 200, (6, 15))).shape)
