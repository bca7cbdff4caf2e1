from __future__ import annotations

import torch
from torch import Tensor, nn


class WorldModel(nn.Module):
    """
    Predicts the next latent from latents and actions.

    Shapes follow the paper: B batch, T time, F latent width, A action width, H memory width.
    """

    def __init__(self, F: int, A: int, H: int, K: int = 2):
        super().__init__()
        self.K, self.H = K, H
        self.memory = nn.GRU(F + A, H, num_layers=K)
        self.next_latent = nn.Linear(H, F)

    def start(self, B: int) -> Tensor:
        """Returns K x B x H zeros."""
        return next(self.parameters()).new_zeros(self.K, B, self.H)

    def forward(self, z: Tensor, a: Tensor, m: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """
        Args:
            z (T x B x F): latents
            a (T x B x A): actions
            m (K x B x H): memory before the first step

        Returns:
            z_hat (T x B x F): guess of z, one step ahead
            m (K x B x H): memory after the last step
        """
        if m is None:
            m = self.start(z.size(1))
        y, m = self.memory(torch.cat((z, a), dim=-1), m)
        return self.next_latent(y), m

    def dream(self, z: Tensor, policy, steps: int):
        """Roll the model forward from one latent z (B x F)."""
        m, path = self.start(z.size(0)), [z]
        for _ in range(steps):
            z, m = self(z.unsqueeze(0), policy(z).unsqueeze(0), m)
            z = z.squeeze(0)
            path.append(z)
        return torch.stack(path)   # (steps + 1) x B x F
