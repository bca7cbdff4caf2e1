"""A series that is read in windows; the state is carried on from one to the next, and detached."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Forecaster(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cells = nn.ModuleList([nn.LSTMCell(1, 8), nn.LSTMCell(8, 5)])
        self.linear = nn.Linear(5, 1)

    def forward(
        self, series: Tensor, states: list[tuple[Tensor, Tensor]]
    ) -> tuple[Tensor, list[tuple[Tensor, Tensor]]]:
        forecasts = []
        for step in series:
            given = step
            for place, cell in enumerate(self.cells):
                states[place] = cell(given, states[place])
                given = states[place][0]
            forecasts.append(self.linear(given))
        return torch.stack(forecasts), states


def main() -> None:
    torch.manual_seed(0)
    model = Forecaster()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    series = torch.sin(torch.arange(25.0))[:, None, None].expand(-1, 3, -1)
    states = [(torch.zeros(3, width), torch.zeros(3, width)) for width in (8, 5)]
    for start in range(0, 24, 6):
        forecasts, states = model(series[start : start + 6], states)
        states = [(h.detach(), c.detach()) for h, c in states]
        loss = (forecasts - series[start + 1 : start + 7]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(f"loss {loss.item()!r}")


if __name__ == "__main__":
    main()
