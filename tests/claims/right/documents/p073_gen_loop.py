import torch
import torch.nn as nn
import torch.nn.functional as F


class MusicLSTM(nn.Module):
    def __init__(self, n_notes=128, hid=512):
        super().__init__()
        self.emb = nn.Embedding(n_notes, 64)
        self.lstm = nn.LSTM(64, hid, num_layers=2, batch_first=True)
        self.head = nn.Linear(hid, n_notes)

    def forward(self, notes, state=None):
        z = self.emb(notes)              # (B, T, 64)
        y, state = self.lstm(z, state)   # (B, T, 512)
        return self.head(y), state       # (B, T, 128)


@torch.no_grad()
def generate(model, seed, n=32, temp=1.0):
    """seed: LongTensor (T0,). Returns LongTensor (T0 + n,)."""
    x = seed.unsqueeze(0)                        # (1, T0)
    state = None
    song = seed.tolist()
    for _ in range(n):
        logits, state = model(x, state)          # (1, T0, 128) in the first step, then (1, 1, 128)
        p = F.softmax(logits[0, -1] / temp, -1)  # (128,)
        nxt = torch.multinomial(p, 1)            # (1,)
        song.append(nxt.item())
        x = nxt.unsqueeze(0)                     # (1, 1)
    return torch.tensor(song)


model = MusicLSTM()
s = generate(model, torch.tensor([60, 62, 64, 65]))
print(s.shape)   # torch.Size([36])
