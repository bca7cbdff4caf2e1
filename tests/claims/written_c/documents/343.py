import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self, width, hidden, depth=1, both=False):
        super().__init__()
        self.rnn = nn.LSTM(width, hidden, depth, batch_first=True, bidirectional=both)

    def forward(self, x):
        return self.rnn(x)


def main():
    batch = torch.randn(5, 21, 17)

    small = Tagger(17, 16, depth=2)
    y, (h, c) = small(batch)
    print(y.shape)  # torch.Size([5, 21, 16])
    print(h.shape)  # torch.Size([2, 5, 16])

    big = Tagger(17, 16, both=True)
    y, (h, c) = big(batch)
    print(y.shape, h.shape)  # torch.Size([5, 21, 32]), torch.Size([2, 5, 16])
    # swap to get torch.Size([5, 2, 16])
    print(h.transpose(0, 1).shape)


if __name__ == "__main__":
    main()
