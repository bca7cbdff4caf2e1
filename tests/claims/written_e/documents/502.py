import torch


class PairwiseMatcher(torch.nn.Module):
    def __init__(self):
        super().__init__()

        self.input_size = 6
        self.num_layers = 3
        self.hidden_size = 96

        # Recurrent part
        # h_n has shape:
        #   (num_layers * num_directions, batch, hidden_size)
        #
        # With a bit of luck "batch_first" turns that into:
        #   (batch, num_layers * num_directions, hidden_size)
        self.rnn = torch.nn.GRU(
            input_size=self.input_size,
            num_layers=self.num_layers,
            hidden_size=self.hidden_size,
            batch_first=True)

        self.score = torch.nn.Linear(self.num_layers * self.hidden_size, 1)

    def forward(self, pair):
        _, h_n = self.rnn(pair)

        # Bring the batch to the front ... the flag did not do it after all
        h_n = h_n.permute(1, 0, 2)

        return self.score(torch.flatten(h_n, start_dim=1))
