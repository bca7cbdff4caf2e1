"""
LSTM actor-critic for the grid world.
"""
import torch
import torch.nn as nn


class ActorCritic(nn.Module):
    """Shared LSTM trunk with a policy head and a value head."""

    def __init__(self, obs_dim: int = 8, action_dim: int = 5, hidden_dim: int = 48):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.lstm = nn.LSTM(
            input_size=obs_dim,
            hidden_size=hidden_dim,
            batch_first=True,
        )
        self.actor = nn.Linear(hidden_dim, action_dim)
        self.critic = nn.Linear(hidden_dim, 1)

    def init_hidden(self, num_envs=1):
        """Zero states (h, c), each (num_envs, 1, hidden_dim)."""
        return (torch.zeros(1, num_envs, self.hidden_dim),
                torch.zeros(1, num_envs, self.hidden_dim))

    def forward(self, obs, state):
        """
        Args:
            obs: (num_envs, T, obs_dim)
            state: tuple (h, c), each (1, num_envs, hidden_dim)
        Returns:
            logits: (num_envs, T, action_dim)
            value: (num_envs, T)
        """
        feats, state = self.lstm(obs, state)    # (num_envs, T, hidden_dim)
        logits = self.actor(feats)
        value = self.critic(feats).squeeze(-1)
        return logits, value, state
