import torch
from torch import nn
import torch.nn.functional as F


class TwoEarModel(nn.Module):

    def __init__(self, num_filters=12, kernel_size=8, lstm_units=32, dropout_rate=0.1):
        super().__init__()
        self.conv1_l = nn.Conv1d(4, num_filters, kernel_size)
        self.conv1_r = nn.Conv1d(4, num_filters, kernel_size)
        self.maxpool = nn.MaxPool1d(2)
        self.bilstm = nn.LSTM(num_filters, lstm_units, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(dropout_rate)
        self.fc = nn.Linear(2 * lstm_units, 1)

    def forward(self, inputs):
        x_l = self.maxpool(F.relu(self.conv1_l(inputs[0].permute(0, 2, 1))))
        x_r = self.maxpool(F.relu(self.conv1_r(inputs[1].permute(0, 2, 1))))

        x = torch.cat([x_l, x_r], dim=2)
        # print("both ears: ", x.shape) # torch.Size([16, 12, 36])

        lstm_out, lstm_hidden = self.bilstm(x.permute(0, 2, 1))
        lstm_out = F.relu(lstm_out[:, -1, :])

        # print("lstm out: ", lstm_out.shape) # torch.Size([16, 36, 64])

        x = self.dropout(lstm_out)
        # print("dropout out: ", x.shape) # torch.Size([16, 64])

        x = self.fc(x)
        # print("fc out: ", x.shape) # torch.Size([16, 1])
        return x
