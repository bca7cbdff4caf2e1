"""Sentiment LSTM, after Udacity's notebook."""
import torch
from torch import nn


class SentimentRNN(nn.Module):
    def __init__(self, vocab_size=1000, output_size=1, embedding_dim=40, hidden_dim=25, n_layers=2):
        super().__init__()
        self.output_size = output_size
        self.n_layers = n_layers
        self.hidden_dim = hidden_dim
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim, n_layers, dropout=0.5, batch_first=True)
        self.fc = nn.Linear(hidden_dim, output_size)

    def forward(self, x, hidden):
        batch_size = x.size(0)
        embeds = self.embedding(x)
        lstm_out, hidden = self.lstm(embeds, hidden)
        # stack up lstm outputs
        lstm_out = lstm_out.contiguous().view(-1, self.hidden_dim)  # (batch_size * seq_len, hidden_dim)
        out = self.fc(lstm_out)                  # (batch_size * seq_len, output_size)
        sig_out = torch.sigmoid(out)
        sig_out = sig_out.view(batch_size, -1)   # (batch_size, seq_len)
        sig_out = sig_out[:, -1]                 # (batch_size,)
        return sig_out, hidden

    def init_hidden(self, batch_size):
        # Create two new tensors with sizes n_layers x batch_size x hidden_dim,
        # initialized to zero, for hidden state and cell state of LSTM
        weight = next(self.parameters()).data
        return (weight.new(self.n_layers, batch_size, self.hidden_dim).zero_(),
                weight.new(self.n_layers, batch_size, self.hidden_dim).zero_())


net = SentimentRNN()
h = net.init_hidden(50)
out, h = net(torch.randint(0, 1000, (50, 200)), h)
print(out.shape)  # torch.Size([50])
print(h[0].shape)  # torch.Size([2, 50, 25])
