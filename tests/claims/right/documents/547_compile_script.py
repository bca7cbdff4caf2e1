import copy
import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2)
for wrapper in (torch.jit.script, copy.deepcopy, lambda m: m, nn.Module.eval):
    m = wrapper(lstm)
    out, (h, c) = m(torch.randn(5, 3, 10))
    assert out.shape == (5, 3, 20)
lstm = nn.utils.parametrizations.weight_norm(nn.LSTM(10, 8), "weight_hh_l0")
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape)    # torch.Size([5, 3, 8])
q = nn.Sequential(nn.LSTM(10, 6))
out, (h, c) = q(torch.randn(5, 3, 10))
print(out.shape)    # torch.Size([5, 3, 6])
lstm = lstm.to(torch.float64).half().float().train(False).requires_grad_(False)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(h.shape)      # torch.Size([1, 3, 8])
out = torch.vmap(lambda x: x.sum(0))(out)
print(out.shape)    # torch.Size([5, 8])
