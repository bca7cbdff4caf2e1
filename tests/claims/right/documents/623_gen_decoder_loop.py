import torch
from torch import nn

V, E, H = 50, 12, 24
emb, lstm, head = nn.Embedding(V, E), nn.LSTM(E, H, 2, batch_first=True), nn.Linear(H, V)
prompt = torch.randint(0, V, (2, 6))          # (2, 6)
out, state = lstm(emb(prompt))                # out: (2, 6, 24)
logits = head(out[:, -1])                     # (2, 50)
tokens = [logits.argmax(-1)]                  # [(2,)]
for _ in range(9):
    x = emb(tokens[-1]).unsqueeze(1)          # (2, 1, 12)
    out, state = lstm(x, state)               # (2, 1, 24)
    out = out.squeeze(1)                      # (2, 24)
    logits = head(out)                        # (2, 50)
    tokens.append(logits.argmax(-1))          # (2,)
tokens = torch.stack(tokens, 1)               # (2, 10)
out = torch.cat([prompt, tokens], 1)          # (2, 16)
print(out.shape)                              # torch.Size([2, 16])
h, c = state                                  # (2, 2, 24)
state = torch.stack(state)                    # (2, 2, 2, 24)
print(state.shape)                            # torch.Size([2, 2, 2, 24])
