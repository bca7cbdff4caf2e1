import torch
import torch.nn as nn


class LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, batch_first=True)
        self.fc = nn.Linear(hidden_size, num_classes)

    def forward(self, x):
        out, _ = self.lstm(x)          # (N, L, 128)
        return self.fc(out[:, -1])     # (N, 10)


nn.MyLSTM = LSTM
lstm = LSTM(28, 128, 10)
output = lstm(torch.randn(64, 28, 28))
print(output.shape)  # torch.Size([64, 10])
output, pred = output, output.argmax(1)
print(pred.shape)    # torch.Size([64])
