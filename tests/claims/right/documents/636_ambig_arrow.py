import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20, batch_first=True)
        self.fc1 = nn.Linear(20, 8)
        self.fc2 = nn.Linear(8, 2)

    def forward(self, x):
        x, _ = self.lstm(x)      # (b, t, 10) -> (b, t, 20)
        x = x[:, -1]             # (b, t, 20) -> (b, 20)
        x = self.fc1(x)          # (b, 20) -> (b, 8)
        x = x.relu()             # same
        x = self.fc2(x)          # (b, 8) => (b, 2)
        x = x.unsqueeze(1)       # from (b, 2) to (b, 1, 2)
        x = x.expand(-1, 7, -1)  # (b, 1, 2) → (b, 7, 2)
        x = x.mean(1)            # (b, 7, 2) --> (b, 2)
        x = x @ torch.ones(2, 3) # (b, 2) @ (2, 3) = (b, 3)
        x = x * torch.ones(1, 3) # (b, 3) * (1, 3) = (b, 3)
        x = torch.cat([x, x], 1) # (b, 3) + (b, 3) = (b, 6)
        x = x.view(-1, 2, 3)     # (b, 6) = (b, 2, 3)
        x = x.sum((1, 2))        # (b, 2, 3): sum -> (b,)
        return x


print(Net()(torch.randn(4, 5, 10)).shape)   # torch.Size([4])
