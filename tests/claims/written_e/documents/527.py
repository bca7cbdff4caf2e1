import torch
from torch import nn

"""
[LSTM + 투영]
은닉 상태를 더 작은 크기로 투영하는 LSTM 예시입니다.
셀 상태는 투영하지 않습니다.
"""

input_size = 96
output_size = 160
num_layers = 2
proj_size = 40

model = nn.LSTM(
    input_size=input_size,
    hidden_size=output_size,
    num_layers=num_layers,
    batch_first=True,
    proj_size=proj_size,
)

inputs = torch.randn(5, 9, input_size)
outputs, (h_n, c_n) = model(inputs)

print(outputs.shape)  # torch.Size([5, 9, 40])
print(h_n.shape)      # torch.Size([2, 5, 40])
print(c_n.shape)      # torch.Size([2, 5, 160])
