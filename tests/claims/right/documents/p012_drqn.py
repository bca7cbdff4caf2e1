import torch
import torch.nn as nn


class DRQN(nn.Module):
    """Deep recurrent Q-network.

    obs    : (B, T, C, H, W)   stack of frames, C=1, H=W=84
    hidden : tuple of (1, B, 512)
    q      : (B, T, n_actions)
    """

    def __init__(self, n_actions):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(1, 32, 8, stride=4), nn.ReLU(),    # 84 -> 20
            nn.Conv2d(32, 64, 4, stride=2), nn.ReLU(),   # 20 -> 9
            nn.Conv2d(64, 64, 3, stride=1), nn.ReLU(),   # 9 -> 7
        )
        self.lstm = nn.LSTM(64 * 7 * 7, 512, batch_first=True)
        self.q = nn.Linear(512, n_actions)

    def forward(self, obs, hidden=None):
        B, T, C, H, W = obs.shape
        x = obs.view(B * T, C, H, W)         # (B*T, 1, 84, 84)
        x = self.conv(x)                     # (B*T, 64, 7, 7)
        x = x.view(B, T, -1)                 # (B, T, 3136)
        x, hidden = self.lstm(x, hidden)     # (B, T, 512), ((1, B, 512), (1, B, 512))
        return self.q(x), hidden             # (B, T, n_actions)

    @torch.no_grad()
    def act(self, frame, hidden):
        # frame: (C, H, W)
        q, hidden = self(frame[None, None], hidden)   # q: (1, 1, n_actions)
        return q.argmax(-1).item(), hidden


q, h = DRQN(6)(torch.zeros(2, 3, 1, 84, 84))
print(q.shape, h[0].shape)  # torch.Size([2, 3, 6]) torch.Size([1, 2, 512])
