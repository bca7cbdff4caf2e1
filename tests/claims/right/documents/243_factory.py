import torch
from torch import nn


def make(kind, hidden):
    if kind == "gru":
        return nn.GRU(10, hidden, batch_first=True)
    if kind == "bi":
        return nn.LSTM(10, hidden, bidirectional=True, batch_first=True)
    return nn.LSTM(10, hidden, batch_first=True)


RNNS = {"lstm": nn.LSTM, "gru": nn.GRU}
x = torch.randn(3, 5, 10)
rnn = make("bi", 8)
out, (h, c) = rnn(x)
print(out.shape, h.shape)    # torch.Size([3, 5, 16]) torch.Size([2, 3, 8])
rnn = make("lstm", 8)
out, (h, c) = rnn(x)
print(out.shape, h.shape)    # torch.Size([3, 5, 8]) torch.Size([1, 3, 8])
rnn = make("gru", 6)
out, h = rnn(x)
print(out.shape, h.shape)    # torch.Size([3, 5, 6]) torch.Size([1, 3, 6])
rnn = RNNS["lstm"](10, 4)
out, (h, c) = rnn(x)
print(out.shape, h.shape)    # torch.Size([3, 5, 4]) torch.Size([1, 5, 4])
rnn = getattr(nn, "LSTM")(10, 5, 2)
out, (h, c) = rnn(x)
print(out.shape, h.shape)    # torch.Size([3, 5, 5]) torch.Size([2, 5, 5])
rnn = (nn.LSTM if len(x) == 3 else nn.GRU)(10, 3)
out, h = rnn(x)
print(out.shape, h[0].shape)  # torch.Size([3, 5, 3]) torch.Size([1, 5, 3])
