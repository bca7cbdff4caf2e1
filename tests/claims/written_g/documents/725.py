import torch.nn as nn


class QuestionEncoder(nn.Module):
    """Word ids to one vector per question."""

    def __init__(self, vocab_size, embed_size, hidden_size, num_layers, dropout):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.rnn = nn.LSTM(
            embed_size, hidden_size, num_layers=num_layers,
            dropout=dropout)

    def forward(self, input_seq):
        """
        Returns:
            output: (batch_size, num_layers * num_directions * hidden_size)
        """
        batch_size = input_seq.size(0)
        input_seq = input_seq.transpose(0, 1)

        embedded = self.embedding(input_seq)
        # (seq_len, batch_size, embed_size)

        hiddens, (h_n, _) = self.rnn(embedded)
        # hiddens: (seq_len, batch, num_directions * hidden_size)
        # h_n: (num_layers * num_directions, batch_size, hidden_size)
        h_n = h_n.transpose(0, 1)
        # h_n: (batch_size, num_layers * num_directions, hidden_size)

        output = h_n.contiguous().view(batch_size, -1)
        # (batch_size, num_layers * num_directions * hidden_size)

        return output, hiddens
