import torch; from torch import nn
lstm = nn.LSTM(10, 20, 2); x = torch.randn(5, 3, 10); out, (h, c) = lstm(x); print(out.shape)  # torch.Size([5, 3, 20])
out = lstm(x)[0]; print(out.shape); out = out.sum(0); print(out.shape)  # torch.Size([5, 3, 20]) torch.Size([3, 20])
h = lstm(x)[1][0]; h = h[-1]  # (3, 20)
last = lstm(x)[0][-1]  # (3, 20)
hT = lstm(x)[1][0].transpose(0, 1)  # (3, 2, 20)
y = nn.Linear(20, 4)(lstm(x)[0])  # (5, 3, 4)
y = lstm(lstm(x)[0][..., :10])[0].mean(0)  # (3, 20)
n = lstm(x)[0].shape[0]; m = lstm(x)[0].size(-1)  # 5, 20
out = torch.stack([lstm(x)[0] for _ in range(4)])  # (4, 5, 3, 20)
out, h = (lambda o, s: (o.mT, s[0]))(*lstm(x))  # (5, 20, 3), (2, 3, 20)
print(out.shape, h.shape)  # torch.Size([5, 20, 3]) torch.Size([2, 3, 20])
