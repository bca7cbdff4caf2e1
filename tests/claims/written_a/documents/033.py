# 손글씨 숫자를 한 줄씩 읽는 분류기
import torch
import torch.nn as nn

sequence_length = 28   # 이미지의 행
input_size = 28        # 한 행의 픽셀
hidden_size = 100
num_layers = 2
num_classes = 10


class RowReader(nn.Module):
    def __init__(self):
        super(RowReader, self).__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_size, num_classes)

    def forward(self, images):
        # (N, 1, 28, 28) -> (N, 28, 28)
        x = images.squeeze(1)
        # 초기 상태: (num_layers, N, hidden_size)
        h0 = torch.zeros(num_layers, x.size(0), hidden_size)
        c0 = torch.zeros(num_layers, x.size(0), hidden_size)
        out, _ = self.lstm(x, (h0, c0))
        # 전체 출력 (N, 28, 100), 마지막 행만 (N, 100)
        return self.fc(out[:, -1, :])


model = RowReader()
print(model(torch.rand(60, 1, 28, 28)).shape)   # torch.Size([60, 10])
