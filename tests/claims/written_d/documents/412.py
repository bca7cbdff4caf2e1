"""Recurrent actor-critic used in the memory-maze experiments."""
import numpy as np
import torch
import torch.nn as nn
from torch.distributions import Categorical


class MemoryAgent(nn.Module):
    def __init__(self, obs_dim, n_actions, rnn_dim=128):
        super().__init__()
        self.rnn_dim = rnn_dim
        self.trunk = nn.Sequential(nn.Linear(obs_dim, rnn_dim), nn.Tanh())
        self.memory = nn.GRU(rnn_dim, rnn_dim)
        self.pi = nn.Linear(rnn_dim, n_actions)
        self.v = nn.Linear(rnn_dim, 1)

    def initial_state(self, n_envs):
        """Fresh memory.

        Returns
        -------
        torch.Tensor
            Zeros of shape ``(1, n_envs, rnn_dim)``.
        """
        return torch.zeros(1, n_envs, self.rnn_dim)

    def rollout(self, obs, h, done):
        """Replay a fragment with state resets at episode borders.

        Parameters
        ----------
        obs : torch.Tensor, shape (n_steps, n_envs, obs_dim)
            Observations.
        h : torch.Tensor, shape (1, n_envs, rnn_dim)
            Memory at the first step.
        done : torch.Tensor, shape (n_steps, n_envs)
            One where an episode ended just before this step.

        Returns
        -------
        feats : torch.Tensor, shape (n_steps, n_envs, rnn_dim)
        h : torch.Tensor, shape (1, n_envs, rnn_dim)
        """
        x = self.trunk(obs)
        feats = []
        for t in range(x.shape[0]):
            keep = (1.0 - done[t]).view(1, -1, 1)
            y, h = self.memory(x[t:t + 1], keep * h)
            feats.append(y)
        return torch.cat(feats, 0), h

    @torch.no_grad()
    def act(self, obs, h):
        # obs comes as a numpy array of shape (n_envs, obs_dim)
        x = self.trunk(torch.as_tensor(np.asarray(obs), dtype=torch.float32))
        y, h = self.memory(x.unsqueeze(0), h)
        y = y.squeeze(0)
        # y is now (n_envs, rnn_dim); h stays (1, n_envs, rnn_dim)
        return Categorical(logits=self.pi(y)).sample(), self.v(y), h
