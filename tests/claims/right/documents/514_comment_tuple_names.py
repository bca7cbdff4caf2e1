import torch
from torch import nn

lstm = nn.LSTM(10, 20)                       # (input_dim, hidden_dim)
emb = nn.Embedding(100, 10)                  # (vocab, emb_dim)
fc = nn.Linear(20, 5)                        # (hidden_dim, n_classes)
x = torch.randint(0, 100, (7, 3))            # (seq, batch)
out, (h, c) = lstm(emb(x))                   # (output, (h_n, c_n))
loss = nn.CrossEntropyLoss()(fc(out).view(-1, 5), torch.zeros(21, dtype=torch.long))   # (N, C) and (N,)
logits = fc(out)                             # (seq, batch, n_classes)
probs = logits.softmax(-1)                   # along the last axis (n_classes)
pred = probs.argmax(-1)                      # (seq, batch), values in (0, 1, 2, 3, 4)
acc = (pred == 0).float().mean()             # ()
print(h.squeeze().shape)                     # torch.Size([3, 20]) (batch, hidden_dim)
opt = torch.optim.Adam(lstm.parameters(), betas=(0.9, 0.98))   # (beta1, beta2)
