import torch
from torch import nn

x = torch.randn(5, 3, 10)
lstm = nn.LSTM(10, 20)


def swap():
    global x, lstm
    x = x.transpose(0, 1)
    lstm = nn.LSTM(10, 30, batch_first=True)


swap()
out, (h, c) = lstm(x)
print(out.shape)     # torch.Size([3, 5, 30])
print(h.shape)       # torch.Size([1, 3, 30])


def main():
    out = None

    def step():
        nonlocal out
        out, _ = lstm(torch.randn(2, 7, 10))
        out = out[:, 0]

    step()
    print(out.shape)   # torch.Size([2, 30])
    return out


out = main()
print(out.shape)     # torch.Size([2, 30])
globals()["out"] = torch.zeros(4, 4)
print(out.shape)     # torch.Size([4, 4])
exec("out = torch.zeros(1, 2, 3)")
print(out.shape)     # torch.Size([1, 2, 3])
