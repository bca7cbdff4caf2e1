# Do two questions mean the same? One encoder, used twice.
import torch
import torch.nn as nn

WORD_DIM, ENC_DIM = 50, 75


class Twin(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.LSTM(WORD_DIM, ENC_DIM)

    def embed(self, q):
        y, _ = self.enc(q)
        return y.max(dim=0).values

    def forward(self, q1, q2):
        u, v = self.embed(q1), self.embed(q2)
        return torch.cosine_similarity(u, v)


twin = Twin()
left = torch.randn(13, 9, WORD_DIM)
right = torch.randn(21, 9, WORD_DIM)

y_left, _ = twin.enc(left)       # (13, 9, 75)
y_right, _ = twin.enc(right)     # (13, 9, 75)
print(twin.embed(left).shape)    # torch.Size([9, 75])
print(twin.embed(right).shape)   # torch.Size([9, 75])
print(twin(left, right).shape)   # torch.Size([9])
