import torch
import torch.nn as nn

B, T_TOTAL, K, D, H = 16, 1000, 50, 12, 64

lstm = nn.LSTM(D, H, batch_first=True)
head = nn.Linear(H, D)
opt = torch.optim.Adam([*lstm.parameters(), *head.parameters()])

x = torch.randn(B, T_TOTAL, D)            # (16, 1000, 12)
state = None
for k, chunk in enumerate(x.split(K, dim=1)):   # 20 chunks of (16, 50, 12)
    y, state = lstm(chunk, state)         # y: (16, 50, 64)
    state = tuple(s.detach() for s in state)   # each (1, 16, 64)
    pred = head(y[:, :-1])                # (16, 49, 12)
    loss = (pred - chunk[:, 1:]).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    if k == 1:
        break
print(y.shape, state[0].shape)            # torch.Size([16, 50, 64]) torch.Size([1, 16, 64])
