import torch
from torch import nn


class GestureLSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, num_layers=1):
        super(GestureLSTM, self).__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers=num_layers, batch_first=True)
        self.batch_norm1 = nn.BatchNorm1d(hidden_size)
        self.lstm2 = nn.LSTM(hidden_size, 120, num_layers, batch_first=True)
        self.batch_norm2 = nn.BatchNorm1d(120)
        self.fc1 = nn.Linear(120, output_size)

    def forward(self, x):
        x = x.view(x.shape[0], x.shape[1], -1).float()
        # print(x.shape) # torch.Size([128, 90, 42])
        lstm_out, _ = self.lstm(x)
        lstm_out = self.batch_norm1(lstm_out.permute(0, 2, 1)).permute(0, 2, 1)
        # print(lstm_out.shape) # torch.Size([128, 90, 250])
        lstm_out2, _ = self.lstm2(lstm_out)
        lstm_out2 = self.batch_norm2(lstm_out2.permute(0, 2, 1)).permute(0, 2, 1)
        # print(lstm_out2.shape) # torch.Size([128, 90, 120])
        lstm_out2 = lstm_out2[:, -1, :]
        # print(lstm_out2.shape) # torch.Size([128, 120])
        return self.fc1(lstm_out2)


def get_lstm(input_size=3*14, hidden_size=200, output_size=9, device='cpu'):
    # build and move
    lstm = GestureLSTM(input_size, hidden_size, output_size, 1).to(device)

    return lstm
