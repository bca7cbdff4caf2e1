import torch
import torch.nn as nn


class ClasificadorNombres(nn.Module):
    def __init__(self, vocabulario, embedding_dim, hidden_dim, idiomas):
        super().__init__()
        self.embed = nn.Embedding(vocabulario, embedding_dim)
        self.bi_lstm = nn.LSTM(embedding_dim, hidden_dim, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(hidden_dim * 2, idiomas)

    def forward(self, nombres):
        embedded_tensor = self.embed(nombres)
        # embedded_tensor shape: (batch_size, sequence_len, embedding_dim)

        # el estado oculto es el final de cada dirección
        lstm_out, (hidden_state, cell) = self.bi_lstm(embedded_tensor)

        # Shape de lstm_out: (batch_size, max_length, hidden_dim * 2)
        # Shape de hidden: (batch_size, num_layers * num_directions (2), hidden_dim)

        # juntamos las dos direcciones
        final = torch.cat((hidden_state[-2], hidden_state[-1]), dim=1)
        return self.fc(final)
