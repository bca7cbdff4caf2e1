import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

N, T, D, H, C = 230, 30, 9, 64, 6     # UCI HAR-like
X = torch.randn(N, T, D)              # (230, 30, 9)
y = torch.randint(0, C, (N,))         # (230,)
loader = DataLoader(TensorDataset(X, y), batch_size=64)


class HAR(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(D, H, num_layers=2, batch_first=True)
        self.fc = nn.Linear(H, C)

    def forward(self, x):
        out, _ = self.lstm(x)         # (B, 30, 64)
        return self.fc(out[:, -1])    # (B, 6)


net = HAR()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for xb, yb in loader:
    # xb: (64, 30, 9) except for the last batch, (38, 30, 9)
    logits = net(xb)                  # (B, 6)
    loss = nn.functional.cross_entropy(logits, yb)
    opt.zero_grad(); loss.backward(); opt.step()
print(xb.shape)        # torch.Size([38, 30, 9])
print(logits.shape)    # torch.Size([38, 6])

net.eval()
with torch.no_grad():
    probe = net(X[:1]).softmax(-1)    # (1, 6)
    all_logits = net(X)               # (230, 6)
