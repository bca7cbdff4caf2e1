import torch
import torch.nn as nn


class MemoryPolicy(nn.Module):
    """Actor with one recurrent layer, fed with whole rollouts.

    T = rollout length, B = number of environments, H = width.
    """

    def __init__(self, obs_dim, n_actions, H):
        super().__init__()
        self.H = H
        self.trunk = nn.Linear(obs_dim, H)
        self.memory = nn.LSTM(H, H)
        self.logits = nn.Linear(H, n_actions)
        self.value = nn.Linear(H, 1)

    def initial_state(self, B):
        h = torch.zeros(1, B, self.H)      # (1, T, H)
        return h, torch.zeros_like(h)

    def forward(self, obs, state):
        z = torch.tanh(self.trunk(obs))    # (T, B, H)
        core, (h, c) = self.memory(z, state)
        last = h.squeeze(0)                # (B, H)
        pi = self.logits(core)             # (T, B, n_actions)
        v = self.value(core).squeeze(-1)   # (T, B)
        return pi, v, (h, c), last
