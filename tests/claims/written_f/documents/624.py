import torch
import torch.nn as nn


def napominanie():
    """Памятка о размерах, вызывать руками."""
    rnn = nn.LSTM(30, 18, 3)
    x = torch.randn(7, 5, 30)
    h0 = torch.randn(3, 5, 18)
    c0 = torch.randn(3, 5, 18)
    output, (hn, cn) = rnn(x, (h0, c0))

    print(output.shape)
    # torch.Size([7, 5, 18]) - все шаги верхнего слоя
    print(hn.shape)
    # torch.Size([3, 5, 18]) - последний шаг каждого слоя
    top = hn[-1]
    # torch.Size([5, 18])
    return top


if __name__ == "__main__":
    napominanie()
