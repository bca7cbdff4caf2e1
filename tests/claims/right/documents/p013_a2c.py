import torch
import torch.nn as nn


class RecurrentActorCritic(nn.Module):
    def __init__(self, obs_dim, act_dim, hidden=128):
        super().__init__()
        self.pre = nn.Sequential(nn.Linear(obs_dim, hidden), nn.Tanh())
        self.lstm = nn.LSTM(hidden, hidden)
        self.pi = nn.Linear(hidden, act_dim)
        self.v = nn.Linear(hidden, 1)

    def initial_state(self, num_envs):
        # (1, num_envs, hidden) for h and c
        return (torch.zeros(1, num_envs, self.lstm.hidden_size),
                torch.zeros(1, num_envs, self.lstm.hidden_size))

    def forward(self, obs, done, state):
        """
        obs:   (T, N, obs_dim)   rollout of T steps in N envs
        done:  (T, N)            1 where the episode ended *before* this step
        state: (h, c), both (1, N, hidden)
        returns pi logits (T, N, act_dim), values (T, N), new state
        """
        x = self.pre(obs)                       # (T, N, hidden)
        outs = []
        for x_t, d_t in zip(x, done):           # x_t: (N, hidden), d_t: (N,)
            mask = (1.0 - d_t).view(1, -1, 1)   # (1, N, 1)
            state = (mask * state[0], mask * state[1])
            o, state = self.lstm(x_t.unsqueeze(0), state)   # o: (1, N, hidden)
            outs.append(o)
        out = torch.cat(outs)                   # (T, N, hidden)
        return self.pi(out), self.v(out).squeeze(-1), state   # (T, N, act_dim), (T, N)


ac = RecurrentActorCritic(4, 2)
lg, v, st = ac(torch.randn(16, 8, 4), torch.zeros(16, 8), ac.initial_state(8))
assert lg.shape == (16, 8, 2)
assert v.shape == (16, 8)
assert st[0].shape == (1, 8, 128)
