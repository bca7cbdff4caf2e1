"""Recurrent PPO (minibatches of whole sequences)."""
import torch
import torch.nn as nn


class Policy(nn.Module):
    def __init__(self, obs_dim=8, n_act=4, hid=64):
        super().__init__()
        self.actor_lstm = nn.LSTM(obs_dim, hid)
        self.critic_lstm = nn.LSTM(obs_dim, hid)
        self.actor = nn.Linear(hid, n_act)
        self.critic = nn.Linear(hid, 1)

    def step(self, obs, astate, cstate):
        # obs: (n_envs, obs_dim); states: (1, n_envs, hid)
        x = obs.unsqueeze(0)                        # (1, n_envs, obs_dim)
        a, astate = self.actor_lstm(x, astate)      # (1, n_envs, hid)
        v, cstate = self.critic_lstm(x, cstate)     # (1, n_envs, hid)
        return self.actor(a[0]), self.critic(v[0]).squeeze(-1), astate, cstate   # (n_envs, n_act), (n_envs,)

    def evaluate(self, obs_seq, astate, cstate, actions):
        # obs_seq: (T, n_seq, obs_dim), actions: (T, n_seq); initial states (1, n_seq, hid)
        a, _ = self.actor_lstm(obs_seq, astate)     # (T, n_seq, hid)
        v, _ = self.critic_lstm(obs_seq, cstate)    # (T, n_seq, hid)
        dist = torch.distributions.Categorical(logits=self.actor(a))
        logp = dist.log_prob(actions)               # (T, n_seq)
        ent = dist.entropy()                        # (T, n_seq)
        return logp, ent, self.critic(v).squeeze(-1)   # (T, n_seq) each


pi = Policy()
zeros = lambda n: (torch.zeros(1, n, 64), torch.zeros(1, n, 64))
lg, v, sa, sc = pi.step(torch.randn(16, 8), zeros(16), zeros(16))
assert lg.shape == (16, 4) and sa[0].shape == (1, 16, 64)
lp, ent, v = pi.evaluate(torch.randn(32, 10, 8), zeros(10), zeros(10), torch.zeros(32, 10))
assert lp.shape == v.shape == (32, 10)
