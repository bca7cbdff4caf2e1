# Where do all the parameters sit?
from torch import nn, randn

lstm = nn.LSTM(input_size=7, hidden_size=5, num_layers=2, bidirectional=True)

for name, p in lstm.named_parameters():
    print(name, tuple(p.shape))

# weight_ih_l0          (20, 7)    four gates on top of one another
# weight_hh_l0          (20, 5)
# bias_ih_l0            (20,)
# weight_ih_l1          (20, 10)   the second layer sees both directions
# weight_hh_l1_reverse  (20, 5)

y, (h, c) = lstm(randn(3, 4, 7))
print(y.shape)     # torch.Size([3, 4, 10])
print(c.shape)     # torch.Size([4, 4, 5])

fwd, bwd = y.chunk(2, dim=-1)   # (3, 4, 5) each
layers = c.view(2, 2, 4, 5)     # (layers, directions, batch, hidden)
