"""Erkennung von Maschinenzuständen aus Schwingungsdaten."""
import torch
import torch.nn as nn


class ZustandsNetz(nn.Module):
    def __init__(self, merkmale: int, einheiten: int, schichten: int, klassen: int):
        super().__init__()
        self.gru = nn.GRU(
            merkmale, einheiten, schichten,
            batch_first=True,
            bidirectional=True,
        )
        self.norm = nn.LayerNorm(2 * einheiten)
        self.ausgang = nn.Linear(2 * einheiten, klassen)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # Eingabe: (Batch, Zeit, Merkmale)
        y, h = self.gru(x)
        # y enthält beide Richtungen: (Batch, Zeit, 2 * Einheiten)
        # h enthält beide Richtungen: (2 * Schichten, Batch, 2 * Einheiten)
        letzte = torch.cat((h[-2], h[-1]), dim=1)
        # letzte: (Batch, 2 * Einheiten)
        return self.ausgang(self.norm(letzte))  # (Batch, Klassen)
