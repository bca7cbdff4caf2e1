import torch
import torch.nn as nn


class CodificadorGRU(nn.Module):
    """Lee la frase de origen y entrega el estado al decodificador."""

    def __init__(self, vocab, emb_dim, oculto, num_layers, dropout=0.3):
        super().__init__()
        self.num_layers = num_layers
        self.oculto = oculto
        self.embedding = nn.Embedding(vocab, emb_dim)
        self.gru = nn.GRU(emb_dim, oculto, num_layers, batch_first=True,
                          dropout=dropout, bidirectional=True)
        self.fc = nn.Linear(oculto * 2, oculto)

    def forward(self, src):
        """
        Args:
            src: (lote, largo)
        Returns:
            salidas: (lote, largo, oculto)
            estado: (num_layers, lote, oculto)
        """
        salidas, estado = self.gru(self.embedding(src))

        # El decodificador espera la mitad de ancho
        salidas = self.fc(salidas)

        # estado: (num_layers*2, lote, oculto) -> (num_layers, lote, oculto*2)
        estado = estado.view(self.num_layers, 2, -1, self.oculto)
        estado = torch.cat([estado[:, 0], estado[:, 1]], dim=2)
        estado = self.fc(estado)

        return salidas, estado
