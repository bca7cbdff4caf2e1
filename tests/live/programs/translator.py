"""A bidirectional encoder, and a decoder that attends to it and is given its own words."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(30, 6)
        self.gru = nn.GRU(6, 8, bidirectional=True)
        self.bridge = nn.Linear(16, 12)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor]:
        output, h_n = self.gru(self.embedding(words))
        return output, torch.tanh(self.bridge(torch.cat((h_n[0], h_n[1]), dim=-1)))


class Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(40, 7)
        self.attention = nn.Linear(16 + 12, 1)
        self.gru = nn.GRU(7 + 16, 12)
        self.words = nn.Linear(12, 40)

    def forward(self, word: Tensor, state: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        queries = state.expand(len(memory), -1, -1)
        weights = self.attention(torch.cat((memory, queries), dim=-1)).softmax(dim=0)
        context = (weights * memory).sum(dim=0, keepdim=True)
        output, state = self.gru(torch.cat((self.embedding(word)[None], context), dim=-1), state)
        return self.words(output[0]), state


class Translator(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()

    def forward(self, words: Tensor, steps: int) -> Tensor:
        memory, state = self.encoder(words)
        state, word = state[None], torch.zeros(words.shape[1], dtype=torch.int64)
        scores = []
        for _ in range(steps):
            step, state = self.decoder(word, state, memory)
            word = step.argmax(dim=-1)
            scores.append(step)
        return torch.stack(scores)


def main() -> None:
    torch.manual_seed(0)
    model = Translator()
    optimizer = torch.optim.Adam(model.parameters())
    for length in (5, 3):
        words, meant = torch.randint(30, (length, 4)), torch.randint(40, (6, 4))
        loss = nn.functional.cross_entropy(model(words, 6).flatten(0, 1), meant.flatten())
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        print(f"loss {loss.item()!r}")


if __name__ == "__main__":
    main()
