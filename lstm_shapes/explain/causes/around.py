"""Causes of errors around a layer: in what feeds it, in what is made of its results, and in the loss."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, Cause

__all__ = ["CAUSES"]

CAUSES = (
    Cause(
        "embedding-input",
        "the embedding is given a number that is not an index of its table",
        "nn.Embedding takes whole numbers from 0 to num_embeddings - 1, of any shape. Numbers of words that begin at 1 "
        "need one row more.",
        """
        import torch
        from torch import nn

        words = torch.tensor([[1, 2, 3], [2, 1, 4]])  # (N, L), of a vocabulary of 4 that begins at 1
        gru = nn.GRU(6, 9, batch_first=True)
        """,
        """
        embedding = nn.Embedding(4, 6)
        output, h_n = gru(embedding(words))
        """,
        "IndexError: index out of range in self",
        """
        embedding = nn.Embedding(4 + 1, 6, padding_idx=0)
        output, h_n = gru(embedding(words))
        """,
    ),
    Cause(
        "unpadded-sequences",
        "sequences of different lengths are to become one tensor",
        "A batch is a tensor, (N, L, H_in), with one L for all. `pad_sequence` makes the shorter ones as long as the "
        "longest; in a DataLoader that is the work of a `collate_fn`. So that the padding is not read, pack them with "
        "their lengths, or use what the layer gives at the last real step of each.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pad_sequence

        sequences = [torch.randn(7, 10), torch.randn(4, 10), torch.randn(6, 10)]
        gru = nn.GRU(10, 20, batch_first=True)
        """,
        """
        output, h_n = gru(torch.stack(sequences))
        """,
        "RuntimeError: stack expects each tensor to be equal size, but got [7, 10] at entry 0 and [4, 10] at entry 1",
        """
        output, h_n = gru(pad_sequence(sequences, batch_first=True))
        last = output[torch.arange(3), torch.tensor([7, 4, 6]) - 1]  # (N, D * H_out)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "unbatched-output",
        "the output has no batch axis, as the input had none",
        "An input of two axes is one sequence, (L, H_in), and so is its output, (L, D * H_out); PyTorch before 1.11 "
        "refused it. Give it a batch axis of size 1, or index one axis less.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, batch_first=True)
        input = torch.randn(5, 10)  # (L, H_in)
        """,
        """
        lstm_out, (h_n, c_n) = lstm(input)
        last = lstm_out[:, -1, :]
        """,
        "IndexError: too many indices for tensor of dimension 2",
        """
        lstm_out, (h_n, c_n) = lstm(input.unsqueeze(0))  # (1, L, H_in)
        last = lstm_out[:, -1, :]
        """,
        kinds=LAYERS,
    ),
    Cause(
        "squeezed-axis",
        "squeeze() also takes out the batch axis, where the batch is one",
        "`squeeze()` without a number takes out every axis of size 1. The code works until a batch holds one sequence, "
        "often the last of a DataLoader, or one single input. Name the axis.",
        """
        import torch
        from torch import nn

        lstm, linear = nn.LSTM(10, 20), nn.Linear(20, 4)
        output, (h_n, c_n) = lstm(torch.randn(5, 1, 10))  # (L, N, H_in), N = 1
        """,
        """
        probabilities = linear(h_n).squeeze().softmax(dim=1)
        """,
        "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)",
        """
        probabilities = linear(h_n).squeeze(0).softmax(dim=1)  # (N, 4)
        """,
    ),
    Cause(
        "batch-size-in-view",
        "the number of sequences is written into a view, and this batch has another",
        "The last batch of a DataLoader is often smaller, and one input alone is a batch of one. Take the size from "
        "the tensor, `x.size(0)`, or let `view` find it, `-1`; or leave the last batch out, `drop_last=True`.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, batch_first=True)
        batch_size = 8
        output, (h_n, c_n) = lstm(torch.randn(3, 5, 10))  # (N, L, H_in), the last batch
        """,
        """
        rows = output.reshape(batch_size, 100)
        """,
        "RuntimeError: shape '[8, 100]' is invalid for input of size 300",
        """
        rows = output.reshape(-1, 100)
        """,
    ),
    Cause(
        "packed-fields",
        "a PackedSequence is unpacked like a pair",
        "A PackedSequence is a named tuple of four: data, batch_sizes, sorted_indices and unsorted_indices. "
        "`pad_packed_sequence` makes it a tensor and its lengths again.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

        lstm = nn.LSTM(10, 20)
        packed, (h_n, c_n) = lstm(pack_padded_sequence(torch.randn(5, 3, 10), [5, 4, 2]))
        """,
        """
        output, lengths = packed
        """,
        "ValueError: too many values to unpack (expected 2)",
        """
        output, lengths = pad_packed_sequence(packed)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "all-layers-for-the-last",
        "the states of all layers are taken for that of the last one",
        "h_n has a row for each layer and direction, (D * num_layers, N, H_out). What goes on with one state for each "
        "sequence, such as attention or a loss, takes the last row, `h_n[-1]`, or `h_n[-1:]` where an axis must stay.",
        """
        import torch
        from torch import nn

        encoder = nn.GRU(10, 20, num_layers=2)
        output, h_n = encoder(torch.randn(5, 3, 10))  # (L, N, H_in)
        word = torch.randn(1, 3, 8)
        """,
        """
        joined = torch.cat((word, h_n), dim=2)
        """,
        "RuntimeError: Sizes of tensors must match except in dimension 2. Expected size 1 but got size 2 ...",
        """
        joined = torch.cat((word, h_n[-1:]), dim=2)
        """,
    ),
    Cause(
        "total-length",
        "the output is padded to the longest sequence of this batch, and not to the width of the input",
        "pad_packed_sequence knows only the lengths. Where the input is padded further, as under DataParallel, whose "
        "replicas have other longest sequences, give it `total_length`.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

        lstm = nn.LSTM(10, 20, batch_first=True)
        input, lengths = torch.randn(3, 7, 10), torch.tensor([5, 4, 2])  # (N, L, H_in)
        mask = (torch.arange(7) < lengths[:, None]).unsqueeze(-1)  # (N, L, 1)
        packed = pack_padded_sequence(input, lengths, batch_first=True)
        """,
        """
        output, _ = pad_packed_sequence(lstm(packed)[0], batch_first=True)
        masked = output * mask
        """,
        "RuntimeError: The size of tensor a (5) must match the size of tensor b (7) at non-singleton dimension 1",
        """
        output, _ = pad_packed_sequence(lstm(packed)[0], batch_first=True, total_length=input.size(1))
        masked = output * mask
        """,
        kinds=LAYERS,
    ),
    Cause(
        "target-shape",
        "the scores and the targets of the loss do not match in steps, layers or classes",
        "Cross-entropy takes scores of (N, C) or (N, C, L) and targets of (N,) or (N, L): one target for each row of "
        "scores. Flatten the axes of time and batch of both alike, take the last layer's state alone, and let "
        "predictions and targets begin and end at the same step.",
        """
        import torch
        from torch import nn

        lstm, linear = nn.LSTM(10, 20, num_layers=2, batch_first=True), nn.Linear(20, 4)
        input, labels = torch.randn(3, 5, 10), torch.randint(4, (3,))  # (N, L, H_in), (N,)
        output, (h_n, c_n) = lstm(input)
        """,
        """
        loss = nn.functional.cross_entropy(linear(h_n.view(-1, 20)), labels)
        """,
        "ValueError: Expected input batch_size (6) to match target batch_size (3).",
        """
        loss = nn.functional.cross_entropy(linear(h_n[-1]), labels)
        """,
    ),
    Cause(
        "missing-state-argument",
        "the model's own forward wants a state, and none is given",
        "The layer itself starts from zeros where no state is given, but a `forward` that has a parameter for it must "
        "be given one. With `None` as its default both work.",
        """
        import torch
        from torch import nn

        class Letters(nn.Module):
            def __init__(self):
                super().__init__()
                self.gru = nn.GRU(10, 20)

            def forward(self, input, hidden):
                return self.gru(input, hidden)

        model = Letters()
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        output, hidden = model(input)
        """,
        "TypeError: Letters.forward() missing 1 required positional argument: 'hidden'",
        """
        output, hidden = model(input, None)  # or in the class: def forward(self, input, hidden=None)
        """,
    ),
    Cause(
        "split-state",
        "DataParallel cuts the states along their layers",
        "DataParallel gives each device a part of axis 0 of every argument. Of a batch-first input that is the batch; "
        "of the states it is D * num_layers. Hand the states in with the batch first, and turn them in `forward` (the "
        "example cuts them as two devices would).",
        """
        import torch
        from torch import nn

        gru = nn.GRU(10, 20, num_layers=2, batch_first=True)
        input = torch.randn(6, 5, 10)  # (N, L, H_in)

        def in_data_parallel(forward, *arguments):
            for parts in zip(*(argument.chunk(2) for argument in arguments)):
                forward(*parts)
        """,
        """
        h_0 = torch.zeros(2, 6, 20)  # (D * num_layers, N, H_out)
        in_data_parallel(gru, input, h_0)
        """,
        "RuntimeError: Expected hidden size (2, 3, 20), got [1, 6, 20]",
        """
        h_0 = torch.zeros(6, 2, 20)  # (N, D * num_layers, H_out)
        in_data_parallel(lambda input, h: gru(input, h.transpose(0, 1).contiguous()), input, h_0)
        """,
        kinds=LAYERS,
    ),
)
