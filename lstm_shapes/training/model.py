"""TextLSTM, a layer (an `nn.LSTM`, GRU or RNN) that predicts the last letter of a word, and its training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lstm_shapes.pytorch import call, load_torch
from lstm_shapes.shapes import sequence_axes, tensor_formulas
from lstm_shapes.training.settings import Settings

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

__all__ = ["LetterModel"]

_WORTH_A_SECOND_THREAD = 512  # features of the cell; with fewer, threads mostly wait for each other


class LetterModel:
    """The model and its data, on one device."""

    def __init__(self, settings: Settings) -> None:
        """Seed, then create the layer, the linear layer and the bias in this order, as the classic exercise does."""
        self._settings = settings
        self._torch = torch = load_torch()
        device = settings.spec.device
        if settings.spec.hidden_size < _WORTH_A_SECOND_THREAD:
            torch.set_num_threads(1)
        torch.manual_seed(settings.seed)
        self.module = _make_module(torch, settings).to(device)
        words = settings.words.words
        self._one_hot = self.encode([word[:-1] for word in words])
        self._endings = torch.tensor([settings.words.letters.index(word[-1]) for word in words], device=device)

    def encode(self, prefixes: Sequence[str]) -> Tensor:
        """The letters of the prefixes as one-hot vectors, `(N, L, H_in)`."""
        torch, letters = self._torch, self._settings.words.letters
        numbers = {letter: number for number, letter in enumerate(letters)}
        indices = torch.tensor([[numbers[letter] for letter in prefix] for prefix in prefixes])
        one_hot: Tensor = torch.eye(len(letters))[indices].to(self._settings.spec.device)
        return one_hot

    def observe(self) -> dict[str, tuple[int, ...]]:
        """The shapes in one forward pass over the words, by the names of the steps in `walk`."""
        with self._torch.no_grad():
            self.module.eval()
            tensors = self.module(self._one_hot)
            tensors["loss"] = self._loss(tensors["logits"])
        return {name: tuple(tensor.shape) for name, tensor in tensors.items()}

    def train(self) -> Iterator[float]:
        """Train one epoch at a time, with all words as one batch, and yield the loss before each step."""
        torch, settings = self._torch, self._settings
        parameters = list(self.module.parameters())
        means = [torch.zeros_like(parameter) for parameter in parameters]
        squares = [torch.zeros_like(parameter) for parameter in parameters]
        steps = [torch.zeros((), device=parameter.device) for parameter in parameters]
        adam = import_module("torch.optim.adam").adam
        self.module.train()
        for _ in range(settings.epochs):
            loss: Any = self._loss(self.module(self._one_hot)["logits"])
            loss.backward()
            gradients = [parameter.grad for parameter in parameters]
            with torch.no_grad():
                # torch.optim.Adam calls this function too, but creating it imports torch._dynamo, which takes a second.
                adam(
                    parameters,
                    gradients,
                    means,
                    squares,
                    [],
                    steps,
                    fused=True if settings.spec.device.startswith(("cpu", "cuda")) else None,
                    amsgrad=False,
                    beta1=0.9,
                    beta2=0.999,
                    lr=settings.learning_rate,
                    weight_decay=0.0,
                    eps=1e-8,
                    maximize=False,
                )
            for parameter in parameters:
                parameter.grad = None
            yield float(loss.detach())

    def predict(self, prefixes: Sequence[str]) -> list[tuple[str, float]]:
        """The likeliest last letter of each prefix, and its probability from 0 to 1."""
        with self._torch.no_grad():
            self.module.eval()
            probabilities = self.module(self.encode(prefixes))["logits"].softmax(dim=-1)
            best, numbers = probabilities.max(dim=-1)
        letters = self._settings.words.letters
        return [(letters[number], probability) for number, probability in zip(numbers.tolist(), best.tolist())]

    def _loss(self, logits: Tensor) -> Tensor:
        loss: Tensor = self._torch.nn.functional.cross_entropy(logits, self._endings)
        return loss


def _make_module(torch: Any, settings: Settings) -> Module:
    spec, classes = settings.spec, len(settings.words.letters)
    kind = spec.kind
    arguments = {name: value for name, value in spec.arguments.items() if name not in ("device", "dtype")}
    formulas = tensor_formulas(spec)
    time, _ = sequence_axes(spec)

    class TextLSTM(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.add_module(kind.variable, getattr(torch.nn, kind.name)(**arguments))
            self.linear = torch.nn.Linear(spec.D * spec.H_out, classes, bias=False)
            self.bias = torch.nn.Parameter(torch.ones(classes))

        def forward(self, one_hot: Tensor) -> dict[str, Tensor]:
            """Every tensor from the letters to the logits, by the names of the steps in `walk`."""
            input = one_hot if time else one_hot.transpose(0, 1)
            sizes = spec.sizes | {"N": len(one_hot)}
            zeros = [torch.zeros(formulas[name].shape(sizes), device=one_hot.device) for name in kind.given]
            output, *new = call(kind, self.get_submodule(kind.variable), input, tuple(zeros))
            h_n = new[0]
            summary = torch.cat((h_n[-2], h_n[-1]), dim=-1) if spec.bidirectional else h_n[-1]
            return {
                "one_hot": one_hot,
                "input": input,
                **dict(zip(kind.given, zeros)),
                "output": output,
                **dict(zip(kind.returned, new)),
                "summary": summary,
                "logits": self.linear(summary) + self.bias,
            }

    return TextLSTM()
