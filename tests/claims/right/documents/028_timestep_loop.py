import torch
import torch.nn as nn

lstm = nn.LSTM(input_size=10, hidden_size=20)
inputs = [torch.randn(1, 10) for _ in range(5)]   # 5 steps of (1, 10)
hidden = (torch.zeros(1, 1, 20), torch.zeros(1, 1, 20))
for i in inputs:
    # Step through the sequence one element at a time: out is (1, 1, 20)
    out, hidden = lstm(i.view(1, 1, -1), hidden)
print(out.shape)        # torch.Size([1, 1, 20])

inputs = torch.cat(inputs).view(len(inputs), 1, -1)
hidden = (torch.zeros(1, 1, 20), torch.zeros(1, 1, 20))  # clean out hidden state
out, hidden = lstm(inputs, hidden)
print(out.shape)        # torch.Size([5, 1, 20])
print(hidden[0].shape)  # torch.Size([1, 1, 20])

for t in range(out.size(0)):
    h = out[t]          # (batch, hidden) = (1, 20)
    print(h.shape)      # torch.Size([1, 20])
