import torch
from torch import nn

# S = source length, T = target length, N = batch, E = embedding size
S, T, N, E = 6, 9, 3, 8
enc = nn.LSTM(E, 16)
dec = nn.LSTM(E, 16)
src, tgt = torch.randn(S, N, E), torch.randn(T, N, E)
memory, state = enc(src)          # memory: (S, N, 16)
output, state = dec(tgt, state)   # output: (T, N, 16)
attn = nn.MultiheadAttention(16, num_heads=4)
ctx, w = attn(output, memory, memory)   # ctx: (T, N, 16), w: (N, T, S)
print(memory.shape)  # torch.Size([6, 3, 16])
print(output.shape)  # torch.Size([9, 3, 16])
print(w.shape)       # torch.Size([3, 9, 6])
output = torch.cat([output, ctx], -1)
print(output.shape)  # torch.Size([9, 3, 32])
