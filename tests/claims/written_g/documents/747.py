import torch
import torch.nn as nn

SEQ_LEN = 24
F = 11
lstm = nn.LSTM(F, 20, batch_first=True)

# il DataLoader impila le finestre: ogni batch ha forma (batch_size, SEQ_LEN, F)
finestra = torch.randn(32, SEQ_LEN, F)
uscita, (hn, cn) = lstm(finestra)

# uscita ha forma (batch_size, SEQ_LEN, hidden_size)
# hn contiene l'ultimo stato, forma (num_layers, batch_size, hidden_size), cioè (1, 32, 20)
ultimo = hn[-1]
print(tuple(ultimo.shape))  # (32, 20)
