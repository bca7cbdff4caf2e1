import torch
import torch.nn as nn
import torch.nn.functional as F


class JointModel(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers=num_layers, batch_first=True)
        self.bn1 = nn.BatchNorm1d(hidden_size)
        self.lstm2 = nn.LSTM(hidden_size, 120, num_layers, batch_first=True)
        self.fc1 = nn.Linear(120, 7)

    def forward(self, x):
        x = x.view(x.shape[0], x.shape[1], -1).float()
        # print(x.shape) # torch.Size([128, 90, 54])
        y, _ = self.lstm(x)
        y = self.bn1(y.permute(0, 2, 1)).permute(0, 2, 1)
        # print(y.shape) # torch.Size([128, 90, 200])
        z, _ = self.lstm2(y)
        # print(z.shape) # torch.Size([128, 90, 120])
        z = z[:, -1, :]
        # print(z.shape) # torch.Size([128, 120])
        return F.softmax(self.fc1(z), dim=1)


def get_model(input_size=3*18, hidden_size=200, device='cpu'):
    return JointModel(input_size, hidden_size, 1).to(device)
