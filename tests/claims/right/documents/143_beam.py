import torch
from torch import nn

B, K, V, H = 2, 5, 100, 32     # batch, beam, vocab, hidden
lstm = nn.LSTM(16, H, num_layers=2, batch_first=True)
emb = nn.Embedding(V, 16)
proj = nn.Linear(H, V)
_, (h, c) = lstm(torch.randn(B, 7, 16))       # (2, B, H)
h = h.repeat_interleave(K, dim=1)             # (2, B*K, H)
c = c.repeat_interleave(K, dim=1)             # (2, B*K, H)
print(h.shape)                                # torch.Size([2, 10, 32])
tok = torch.zeros(B * K, 1, dtype=torch.long) # (B*K, 1)
out, (h, c) = lstm(emb(tok), (h, c))          # (B*K, 1, H)
logits = proj(out.squeeze(1))                 # (B*K, V)
scores = logits.log_softmax(-1).view(B, K * V)      # (B, K*V)
top, idx = scores.topk(K, dim=-1)             # (B, K)
order = (idx // V + torch.arange(B)[:, None] * K).view(-1)   # (B*K,)
h = h.index_select(1, order)                  # (2, B*K, H)
h = h.view(2, B, K, H)                        # (2, B, K, H)
print(h.shape)                                # torch.Size([2, 2, 5, 32])
