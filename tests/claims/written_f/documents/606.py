# LSTMCell を自分で回す例
import torch
import torch.nn as nn

rnn = nn.LSTMCell(7, 11)  # (入力サイズ, 隠れサイズ)
input = torch.randn(6, 4, 7)  # (時間ステップ, バッチ, 入力サイズ)
hx = torch.randn(4, 11)  # (バッチ, hidden_size)
cx = torch.randn(4, 11)
output = []
for i in range(input.size()[0]):
    hx, cx = rnn(input[i], (hx, cx))
    output.append(hx)
output = torch.stack(output, dim=0)
print(output.shape, cx.shape)
# torch.Size([6, 4, 11]) torch.Size([4, 11])
