"""Sentences of different lengths, padded, packed and classified; the last batch is smaller."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence
from torch.utils.data import DataLoader

Sample = tuple[Tensor, int]


class Classifier(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(30, 6, padding_idx=0)
        self.lstm = nn.LSTM(6, 9, num_layers=2, bidirectional=True, batch_first=True)
        self.linear = nn.Linear(18, 4)

    def forward(self, words: Tensor, lengths: Tensor) -> Tensor:
        packed = pack_padded_sequence(self.embedding(words), lengths, batch_first=True, enforce_sorted=False)
        _, (h_n, _) = self.lstm(packed)
        scores: Tensor = self.linear(torch.cat((h_n[-2], h_n[-1]), dim=-1))
        return scores


def collate(samples: list[Sample]) -> tuple[Tensor, Tensor, Tensor]:
    sentences, labels = zip(*samples)
    lengths = torch.tensor([len(sentence) for sentence in sentences])
    return pad_sequence(list(sentences), batch_first=True), lengths, torch.tensor(labels)


def main(workers: int = 0) -> None:
    torch.manual_seed(0)
    samples = [(torch.randint(1, 30, (3 + number % 5,)), number % 4) for number in range(13)]
    batches: DataLoader[Sample] = DataLoader(samples, 5, collate_fn=collate, num_workers=workers)  # type: ignore[arg-type]
    model = Classifier()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for words, lengths, labels in batches:
        loss = nn.functional.cross_entropy(model(words, lengths), labels)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        print(f"{len(labels)} sentences, loss {loss.item()!r}")


if __name__ == "__main__":
    main(workers=1)
