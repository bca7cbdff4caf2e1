import torch
from torch import nn


class DigitReader(nn.Module):
    """把图片的每一行当作一个时间步"""

    def __init__(self, input_size, hidden_size, output_size, num_layers):
        super(DigitReader, self).__init__()
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        # x 的形状  (batch_size, seq_length, input_size)
        out, (h_n, c_n) = self.lstm(x)  # out包含所有时间步的输出
        # 取最后一个时间步的输出
        # h_n的形状为 (num_layers, batch_size, hidden_size)
        # 取最后一层的隐藏状态
        out = self.fc(out[:, -1, :])
        return out
