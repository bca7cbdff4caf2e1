# DRQN policy
import torch
import torch.nn as nn


class RecurrentPolicy(nn.Module):
    """Recurrent actor-critic.

    Input obs of shape [T, N, obs_dim], state of shape [N, 1, 64] each.
    """

    def __init__(self, obs_dim=8, n_actions=4):
        super().__init__()
        self.fc = nn.Linear(obs_dim, 64)
        self.lstm = nn.LSTM(64, 64)
        self.pi = nn.Linear(64, n_actions)
        self.v = nn.Linear(64, 1)

    def forward(self, obs, state):
        z = torch.relu(self.fc(obs))        # [T, N, 64]
        y, state = self.lstm(z, state)      # y: [T, N, 64]
        logits = self.pi(y)                 # [T, N, 4]
        value = self.v(y).squeeze(-1)       # [T, N]
        return logits, value, state

    def initial_state(self, n):
        return torch.zeros(1, n, 64), torch.zeros(1, n, 64)


p = RecurrentPolicy()
lg, val, st = p(torch.randn(20, 3, 8), p.initial_state(3))
print(val.shape)  # torch.Size([20, 3])
