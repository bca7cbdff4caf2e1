import torch
import torch.nn as nn

# stock price forecasting
input_dim = 6
hidden_dim = 32
num_layers = 2
output_dim = 1
lookback = 30

class LSTMForecast(nn.Module):
    def __init__(self, input_dim, hidden_dim, num_layers, output_dim):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.num_layers = num_layers
        self.lstm = nn.LSTM(input_dim, hidden_dim, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_dim, output_dim)

    def forward(self, x):
        # h0: (num_layers, batch, hidden_dim)
        h0 = torch.zeros(self.num_layers, x.size(0), self.hidden_dim)
        c0 = torch.zeros(self.num_layers, x.size(0), self.hidden_dim)
        out, (hn, cn) = self.lstm(x, (h0.detach(), c0.detach()))
        # out.size() --> 100, 30, 32
        # out[:, -1, :] --> 100, 32 --> just want last time step hidden states!
        out = self.fc(out[:, -1, :])
        # out.size() --> 64, 1
        return out

model = LSTMForecast(input_dim, hidden_dim, num_layers, output_dim)
x = torch.randn(64, lookback, input_dim)  # (64, 30, 6)
print(model(x).size())  # torch.Size([64, 1])
