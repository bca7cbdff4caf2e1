# many-to-one classifier over sensor windows
import torch
import torch.nn as nn

device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')

# settings
input_size = 9
sequence_length = 60
hidden_size = 96
num_layers = 2
num_classes = 6
batch_size = 50


class RNN(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers, num_classes):
        super(RNN, self).__init__()
        self.num_layers = num_layers
        self.hidden_size = hidden_size
        # feed it with x of (batch_size, seq, input_size)
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_size, num_classes)

    def forward(self, x):
        h0 = torch.zeros(self.num_layers, x.size(0), self.hidden_size).to(device)
        c0 = torch.zeros(self.num_layers, x.size(0), self.hidden_size).to(device)

        # x: (n, 60, 9), h0: (2, n, 96)

        out, _ = self.lstm(x, (h0, c0))

        # out: batch_size, seq_length, hidden_size
        # out: (n, 60, 96)

        # many to one: keep the last step
        out = out[:, -1, :]
        # out: (n, 128)

        out = self.fc(out)
        # out: (n, 6)
        return out


model = RNN(input_size, hidden_size, num_layers, num_classes).to(device)

windows = torch.randn(batch_size, 1, sequence_length, input_size)
windows = windows.reshape(-1, sequence_length, input_size).to(device)
outputs = model(windows)
