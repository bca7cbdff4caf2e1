'''Probabilistic demand forecaster (autoregressive LSTM with a Gaussian head).'''
import torch
import torch.nn as nn


class ArNet(nn.Module):
    def __init__(self, params):
        '''
        params: namespace with cov_dim, embedding_dim, num_class, lstm_hidden_dim, lstm_layers
        '''
        super(ArNet, self).__init__()
        self.params = params
        self.embedding = nn.Embedding(params.num_class, params.embedding_dim)
        self.lstm = nn.LSTM(input_size=1+params.cov_dim+params.embedding_dim,
                            hidden_size=params.lstm_hidden_dim,
                            num_layers=params.lstm_layers,
                            bias=True,
                            batch_first=False,
                            dropout=0.1)
        self.mu = nn.Linear(params.lstm_hidden_dim * params.lstm_layers, 1)
        self.sigma_pre = nn.Linear(params.lstm_hidden_dim * params.lstm_layers, 1)
        self.softplus = nn.Softplus()

    def forward(self, x, idx, hidden, cell):
        '''
        One time step.
        Args:
            x: ([1, batch_size, 1+cov_dim]): last value and covariates
            idx ([1, batch_size]): one integer per series
            hidden ([lstm_layers, batch_size, lstm_hidden_dim]): short-term state after step t-1
            cell ([lstm_layers, batch_size, cov_dim]): memory after step t-1
        Returns:
            mu ([batch_size]): location of the next value
            sigma ([batch_size]): scale of the next value
            hidden ([lstm_layers, batch_size, lstm_hidden_dim]): short-term state after step t
            cell ([lstm_layers, batch_size, lstm_hidden_dim]): memory after step t
        '''
        onehot_embed = self.embedding(idx)
        lstm_input = torch.cat((x, onehot_embed), dim=2)   # [1, batch_size, 1+cov_dim+embedding_dim]
        output, (hidden, cell) = self.lstm(lstm_input, (hidden, cell))
        # all layers feed the head, not only the top one
        hidden_permute = hidden.permute(1, 2, 0).contiguous().view(hidden.shape[1], -1)
        mu = self.mu(hidden_permute)
        sigma = self.softplus(self.sigma_pre(hidden_permute))
        return torch.squeeze(mu), torch.squeeze(sigma), hidden, cell

    def init_hidden(self, batch_size):
        return torch.zeros(self.params.lstm_layers, batch_size, self.params.lstm_hidden_dim)
