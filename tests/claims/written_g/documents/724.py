import torch
import torch.nn as nn

n_step, n_feat = 12, 5
lstm = nn.LSTM(input_size=n_feat, hidden_size=24, num_layers=1, batch_first=True)
lstm_s = torch.randn(16, n_step, n_feat)
s = torch.randn(16, 7)

lstm_out, _ = lstm(lstm_s)
# print(lstm_out.shape) # torch.Size([16(batch_size), 12(n_step), 24(hidden_size)])
lstm_out = lstm_out[:, -1, :]  # -> 가장 최근의 출력만 사용
combined = torch.cat((lstm_out, s), dim=1)

# print(lstm_out.shape, s.shape, combined.shape) # torch.Size([16, 24]) torch.Size([16, 7]) torch.Size([16, 31])
