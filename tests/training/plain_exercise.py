"""The classic TextLSTM exercise as a plain script of its own, as people copy it; nothing of lstm-shapes is in it.

The tests compare losses with it, and the benchmark times it: `python plain_exercise.py` prints every hundredth loss.
"""

import torch
import torch.nn as nn
import torch.optim as optim

words = ["make", "need", "coal", "word", "love", "hate", "live", "home", "hash", "star"]
letters = [chr(number) for number in range(ord("a"), ord("z") + 1)]
number_of = {letter: number for number, letter in enumerate(letters)}
n_class = len(letters)
n_hidden = 128


def make_batch():
    inputs, targets = [], []
    for word in words:
        numbers = [number_of[letter] for letter in word[:-1]]
        inputs.append(torch.eye(n_class)[numbers])
        targets.append(number_of[word[-1]])
    return torch.stack(inputs), torch.tensor(targets)


class TextLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=n_class, hidden_size=n_hidden)
        self.W = nn.Linear(n_hidden, n_class, bias=False)
        self.b = nn.Parameter(torch.ones([n_class]))

    def forward(self, X):
        inputs = X.transpose(0, 1)
        hidden_state = torch.zeros(1, len(X), n_hidden)
        cell_state = torch.zeros(1, len(X), n_hidden)
        outputs, (_, _) = self.lstm(inputs, (hidden_state, cell_state))
        return self.W(outputs[-1]) + self.b


def train(epochs=1000, seed=0, report=None):
    torch.manual_seed(seed)
    model = TextLSTM()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.001)
    inputs, targets = make_batch()
    losses = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        losses.append(loss.item())
        if report is not None and (epoch + 1) % 100 == 0:
            report(epoch + 1, loss.item())
        loss.backward()
        optimizer.step()
    return losses, model(inputs).argmax(dim=1), targets


if __name__ == "__main__":
    _, predicted, targets = train(report=lambda epoch, loss: print(f"{epoch:4d} {loss:.6f}"))
    print([word[:-1] for word in words], "->", [letters[number] for number in predicted])
