# Traductor letra a letra. Notación: L = longitud, N = lote, E = embedding, H = oculto
import torch
import torch.nn as nn


class Codificador(nn.Module):
    def __init__(self, vocab, E=32, H=64):
        super().__init__()
        self.emb = nn.Embedding(vocab, E)
        self.lstm = nn.LSTM(E, H, bidirectional=True)
        self.puente = nn.Linear(2 * H, H)

    def forward(self, x):
        e = self.emb(x)                                  # x: (L, N) -> e: (L, N, E)
        salidas, (h, c) = self.lstm(e)                   # salidas: (L, N, 2H)
        # h y c: (2, N, H) -> concatenamos las direcciones: (N, 2H) -> (1, N, H)
        h = self.puente(torch.cat((h[0], h[1]), dim=1)).unsqueeze(0)
        c = self.puente(torch.cat((c[0], c[1]), dim=1)).unsqueeze(0)
        return salidas, (h, c)


class Decodificador(nn.Module):
    def __init__(self, vocab, E=32, H=64):
        super().__init__()
        self.emb = nn.Embedding(vocab, E)
        self.lstm = nn.LSTM(E, H)
        self.fc = nn.Linear(H, vocab)

    def forward(self, y, estado):
        e = self.emb(y.unsqueeze(0))       # y: (N,) -> (1, N) -> e: (1, N, E)
        s, estado = self.lstm(e, estado)   # s: (1, N, H)
        return self.fc(s[0]), estado       # (N, vocab)


sal, est = Codificador(40)(torch.randint(0, 40, (7, 3)))
print(sal.shape, est[0].shape)             # torch.Size([7, 3, 128]) torch.Size([1, 3, 64])
lg, est = Decodificador(40)(torch.zeros(3, dtype=torch.long), est)
print(lg.shape, est[0].shape)              # torch.Size([3, 40]) torch.Size([1, 3, 64])
