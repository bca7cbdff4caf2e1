import torch
import torch.nn as nn

# 四层的循环网络
net = nn.RNN(6, 9, 4)
x = torch.randn(7, 3, 6)
# 序列长7，3个样本，每个6维
out, ht = net(x)

print(out.size())  #（序列长度*样本数*隐藏层维度），即 7*3*9
print(ht.size())   #（隐藏层数*样本数*隐藏层维度），即 4*3*9
print(out[-1].size())  # 3*9，最后一步
print(ht[-1].size())  # 3*9，最后一层
