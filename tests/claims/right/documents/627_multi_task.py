import torch
from torch import nn


class MultiTask(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = nn.LSTM(30, 64, 2, batch_first=True, bidirectional=True)
        self.task = nn.ModuleDict({k: nn.LSTM(128, n, batch_first=True) for k, n in dict(pos=17, ner=9).items()})
        self.out = nn.ModuleDict({"pos": nn.Linear(17, 17), "ner": nn.Linear(9, 9)})

    def forward(self, x, task):
        out, (h, c) = self.shared(x)       # out (B, T, 128); h, c (4, B, 64)
        out, (h, c) = self.task[task](out) # pos: out (B, T, 17), h (1, B, 17); ner: out (B, T, 9), h (1, B, 9)
        out = self.out[task](out)          # pos (B, T, 17), ner (B, T, 9)
        return out, h


m = MultiTask()
out, h = m(torch.randn(2, 6, 30), "pos")
print(out.shape, h.shape)    # torch.Size([2, 6, 17]) torch.Size([1, 2, 17])
out, h = m(torch.randn(2, 6, 30), "ner")
print(out.shape, h.shape)    # torch.Size([2, 6, 9]) torch.Size([1, 2, 9])
