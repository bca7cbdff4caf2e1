import torch
import torch.nn as nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

# Settings of the run
sequence_length = 28
input_size = 28
hidden_size = 96
num_layers = 2
num_classes = 10
learning_rate = 0.003


# Many-to-one reader that goes over a picture row by row
class DigitReader(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers, num_classes):
        super(DigitReader, self).__init__()
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(hidden_size * 2, num_classes)

    def forward(self, x):
        # Start from zeros
        h0 = torch.zeros(self.num_layers * 2, x.size(0), self.hidden_size).to(device)  # 2 for bidirection
        c0 = torch.zeros(self.num_layers * 2, x.size(0), self.hidden_size).to(device)

        out, _ = self.lstm(x, (h0, c0))  # out: tensor of shape (batch_size, seq_length, hidden_size)

        # Score what the last row left behind
        out = self.fc(out[:, -1, :])
        return out


model = DigitReader(input_size, hidden_size, num_layers, num_classes).to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
