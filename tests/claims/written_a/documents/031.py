"""Character model. python charmodel.py prints a few sizes and leaves."""
import torch
from torch import nn

EMB = 32
HID = 512
LAYERS = 3


class CharModel(nn.Module):
    def __init__(self, n_chars):
        super().__init__()
        self.emb = nn.Embedding(n_chars, EMB)
        self.lstm = nn.LSTM(EMB, HID, LAYERS, dropout=0.2)
        self.out = nn.Linear(HID, n_chars)

    def start(self, n):
        """Zero state for n parallel texts, two tensors (LAYERS, n, HID)."""
        w = next(self.parameters())
        return w.new_zeros(LAYERS, n, HID), w.new_zeros(LAYERS, n, HID)

    def forward(self, ids, state):
        y, state = self.lstm(self.emb(ids), state)   # y: (length, n, HID)
        return self.out(y), state


if __name__ == "__main__":
    model = CharModel(87)
    ids = torch.randint(0, 87, (100, 50))
    logits, (h, c) = model(ids, model.start(50))
    print(logits.shape)   # torch.Size([100, 50, 87])
    print(h.shape)        # torch.Size([2, 50, 256])
    print(c.shape)        # torch.Size([3, 50, 512])
