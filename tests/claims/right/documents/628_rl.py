import torch
from torch import nn

obs_dim, act_dim, hidden = 8, 3, 32
lstm = nn.LSTM(obs_dim + act_dim, hidden)
policy, value = nn.Linear(hidden, act_dim), nn.Linear(hidden, 1)
T, N = 16, 4                                     # rollout length, envs
obs = torch.randn(T, N, obs_dim)                 # (T, N, obs_dim)
act = torch.randn(T, N, act_dim)                 # (T, N, act_dim)
done = torch.zeros(T, N)                         # (T, N)
h = torch.zeros(1, N, hidden)                    # (1, N, hidden)
c = torch.zeros(1, N, hidden)
outs = []
for o, a, d in zip(obs, act, done):
    # o: (N, obs_dim), a: (N, act_dim), d: (N,)
    m = (1 - d).view(1, -1, 1)                   # (1, N, 1)
    out, (h, c) = lstm(torch.cat([o, a], -1)[None], (m * h, m * c))   # (1, N, hidden)
    outs.append(out)
out = torch.cat(outs)                            # (T, N, hidden)
out = out.flatten(0, 1)                          # (T*N, hidden)
pi, v = policy(out), value(out).flatten()        # (T*N, act_dim), (T*N,)
print(out.shape, pi.shape, v.shape)              # torch.Size([64, 32]) torch.Size([64, 3]) torch.Size([64])
h = h.squeeze(0)                                 # (N, hidden)
print(h.shape)                                   # torch.Size([4, 32])
