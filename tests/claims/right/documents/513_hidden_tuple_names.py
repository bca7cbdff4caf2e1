import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2)
output, hidden = lstm(torch.randn(5, 3, 10))
# hidden is a tuple (h_n, c_n), both (2, 3, 20)
# hidden[0]: (2, 3, 20), hidden[1]: (2, 3, 20)
# hidden: 2 x (2, 3, 20)
# hidden: tuple of two (2, 3, 20) tensors
# hidden: ((2, 3, 20), (2, 3, 20))
# hidden: [(2, 3, 20), (2, 3, 20)]
# output: (5, 3, 20); hidden: (h, c), each of shape (2, 3, 20)
# each tensor in hidden: (2, 3, 20)
# (h, c) = hidden
# hidden = (h, c)
# hidden = (h_n, c_n): (2, 3, 20) each
print([tuple(t.shape) for t in hidden])   # [(2, 3, 20), (2, 3, 20)]
print(len(hidden))                        # 2
state = hidden                            # (h, c)
h, c = state                              # (2, 3, 20)
