import torch
import torch.nn as nn


class TripletDecoder(nn.Module):
    def __init__(self, vocab_size, emb_dim, hidden_size, num_layers, dropout):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, emb_dim)
        self.rnn = nn.GRU(emb_dim, hidden_size, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, input, hidden):
        # input: [batch_size, 1]
        # hidden: [batch_size, n_layers * directions, hidden_size]
        embedded = self.dropout(self.embedding(input)) # [batch size, 1, emb_dim]
        output, hidden = self.rnn(embedded, hidden)
        # input_dim = [batch_size, 1, emb_dim]
        # outputs_dim = [batch_size, 1, hidden_size]
        # hidden_dim = [num_layers, batch_size, hidden_size]
        prediction = self.fc(output.squeeze(1))
        return prediction, hidden
