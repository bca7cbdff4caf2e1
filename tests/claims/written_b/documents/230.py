import torch
import torch.nn as nn
import torch.nn.functional as F


class ColumnReader(nn.Module):
    def __init__(self, embedding_dim, hidden_size, n_layers=2):
        super(ColumnReader, self).__init__()
        self.hidden_size = hidden_size
        self.n_layers = n_layers
        self.rnn = nn.LSTM(embedding_dim, hidden_size, num_layers=n_layers, batch_first=True)

    def alignment_attention(self, lstm_outputs, last_output):
        #         last_output.shape -> (batch_size, hidden_size)
        similarity = torch.bmm(lstm_outputs, last_output.unsqueeze(2))
        #         similarity.shape -> (batch_size, seq_len, 1)
        atten_weights = F.softmax(similarity.squeeze(2), dim=1)
        attended = torch.bmm(atten_weights.unsqueeze(1), lstm_outputs).squeeze(1)
        #         attended.shape -> (batch_size, hidden_size)
        return attended

    def forward(self, tokens):
        #         tokens.shape -> (batch_size, seq_len, embedding_dim)
        output, (hidden, cell) = self.rnn(tokens)
        #         output.shape -> (batch_size, seq_len, hidden_size * n_layers)
        #         hidden.shape -> (batch_size, n_layers, hidden_size)
        return self.alignment_attention(output, hidden[-1])
