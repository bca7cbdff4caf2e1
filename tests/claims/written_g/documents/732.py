import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence

rnn = nn.RNN(50, 30, 2)
fc = nn.Linear(30, 3)
x = torch.randn(15, 8, 50)
largos = torch.randint(1, 16, (8,))

packed_x = pack_padded_sequence(x, largos, enforce_sorted=False)

# x: (15, 8, 50)
# largos: (batch_size)
# hidden: (num_layers, batch_size, hidden_size)
packed_output, hidden = rnn(packed_x)

# No hace falta desempacar: hidden ya es el último estado real
h_n = hidden[-1] # tomar la última capa
# h_n: (8, 30)
salida = fc(h_n)
# salida: (8, 3)
