import torch
import torch.nn as nn

DEVICE = torch.device('cpu')

x = torch.rand(16, 50, 1, 24)
x = x.to(DEVICE)
print(x.shape) # 16,50,1,24

# net = make_model(DEVICE, nb_block, in_channels)
# output = net(x)
# print(output.shape)

lstm = nn.LSTM(input_size=50, hidden_size=64, num_layers=2).to(DEVICE)

x = torch.squeeze(x)
x = x.permute(2, 0, 1)

# lstm输入：24，16，50
out, (hn, cn) = lstm(x)

print(x.shape) # 24,16,50
print(out.shape) # 24,16,64
print(hn.shape) # 1,16,64
print(cn.shape) # 2,16,64

out = torch.unsqueeze(out, 3) # 24,16,64,1
out = out.permute(1, 2, 3, 0)
print(out.shape) # 16,64,1,24
