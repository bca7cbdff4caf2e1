import torch
from torch import nn


class Classifier(nn.Module):
    r"""LSTM text classifier.

    Shape:
        - input: :math:`(N, L)` where N is the batch size
        - output: :math:`(N, C)`
        - h_n: :math:`(2, N, H)`

    Example::

        >>> m = Classifier()
        >>> output, h_n = m(torch.zeros(3, 8, dtype=torch.long))
        >>> output.shape
        torch.Size([3, 5])
        >>> h_n.shape
        torch.Size([2, 3, 24])
    """

    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(30, 12)
        self.lstm = nn.LSTM(12, 24, num_layers=2, batch_first=True)
        self.fc = nn.Linear(24, 5)

    def forward(self, input):
        output, (h_n, c_n) = self.lstm(self.emb(input))
        return self.fc(output[:, -1]), h_n


output, h_n = Classifier()(torch.zeros(3, 8, dtype=torch.long))
assert output.shape == (3, 5)
assert h_n.shape == (2, 3, 24)
