import torch
import torch.nn as nn

# What parameters live in an LSTM?
lstm = nn.LSTM(input_size=3, hidden_size=5, num_layers=2, bidirectional=True)

print(lstm.weight_ih_l0.shape)           # torch.Size([20, 3])
print(lstm.weight_hh_l0.shape)           # torch.Size([20, 5])
print(lstm.bias_ih_l0.shape)             # torch.Size([20])
print(lstm.weight_ih_l0_reverse.shape)   # torch.Size([20, 3])
print(lstm.weight_ih_l1.shape)           # torch.Size([20, 10])   input of layer 1 is 2 * 5
print(lstm.weight_hh_l1.shape)           # torch.Size([20, 5])

# forget gate bias trick: gates are ordered (i, f, g, o)
for name, p in lstm.named_parameters():
    if "bias" in name:
        n = p.size(0)                    # 20
        p.data[n // 4:n // 2].fill_(1.0) # the second quarter, 5 values

n_params = sum(p.numel() for p in lstm.parameters())
# layer 0: 2 * (20*3 + 20*5 + 40) = 400; layer 1: 2 * (20*10 + 20*5 + 40) = 680
assert n_params == 1080

p = nn.LSTM(3, 5, proj_size=2)
print(p.weight_hh_l0.shape)              # torch.Size([20, 2])
print(p.weight_hr_l0.shape)              # torch.Size([2, 5])
out, (h, c) = p(torch.randn(7, 1, 3))
print(out.shape, h.shape, c.shape)       # (7, 1, 2), (1, 1, 2), (1, 1, 5)
