import torch
import torch.nn as nn

# Looks like nn.RNN from outside, only the update differs
gru = nn.GRU(
    input_size = 12,  # width of x_t
    hidden_size = 24,  # width of h_t
    num_layers = 1,
    batch_first = True  # Batch, Timestep, Dimension
)

x = torch.randn(6, 9, 12)
# six sequences, nine steps, twelve numbers

h0 = torch.zeros(1, 6, 24)

output, hn = gru(x, h0)

print(output.shape)  # torch.Size([6, 9, 24])
print(hn.shape)  # torch.Size([1, 6, 24])
