import torch

device = 'cuda' if torch.cuda.is_available() else 'cpu'


class EpidemicModel(torch.nn.Module):

    def __init__(self, input_size=5, hidden_size=90, proj_size=2):
        super().__init__()
        self.lstm = torch.nn.LSTM(input_size=input_size, hidden_size=hidden_size, proj_size=proj_size, batch_first=True)

    def forward(self, x, state=None):
        '''
        :param x: (N, L, H_in), H_in = 5 (contacts, p_transmit, ...)
        :param state: None or the pair (h, c) of the last call
        :return: (N, L, H_out), H_out = 2 (susceptible, infected)
        '''
        # h: (1, N, proj_size)
        # c: (1, N, proj_size)
        y, (h, c) = self.lstm(x, state)
        return torch.sigmoid(y), (h, c)
