import torch
import torch.nn as nn


class BasketForecaster(nn.Module):
    def __init__(self, input_size, hidden_size=48, num_layers=2, num_assets=3, horizon=5):
        super().__init__()
        self.horizon = horizon
        self.num_assets = num_assets

        self.enc = nn.GRU(
            input_size=input_size,
            hidden_size=hidden_size,
            num_layers=num_layers,
            batch_first=True)

        self.dec = nn.GRU(
            input_size=num_assets,
            hidden_size=hidden_size,
            num_layers=num_layers,
            batch_first=True)

        self.fc = nn.Linear(hidden_size, num_assets)

    def forward(self, x):
        """
         x: (batch_size, seq_len, input_size)
        """
        batch_size = x.size(0)
        _, hidden = self.enc(x)     # hidden: (batch_size, num_layers, hidden_size)

        step = torch.zeros(batch_size, 1, self.num_assets).to(x.device)
        outputs = []
        for _ in range(self.horizon):
            out, hidden = self.dec(step, hidden)
            step = self.fc(out)    # (batch_size, 1, num_assets)
            outputs.append(step)

        return torch.cat(outputs, dim=1)
