"""Causes that raise no error: the layer is given, trained or compared with something else than was meant."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, Cause

__all__ = ["CAUSES"]

# lstm-shapes: off[LS003] - the wrong programs are wrong on purpose
CAUSES = (
    Cause(
        "unsqueezed-batch",
        "a batch without a time axis is read as one sequence",
        "A 2-D input is one unbatched sequence, (L, H_in). A batch of single steps, (N, H_in), needs its time axis: "
        "(1, N, H_in), or (N, 1, H_in) with `batch_first=True`.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        batch = torch.randn(3, 10)  # (N, H_in)
        """,
        """
        output, (h_n, c_n) = lstm(batch)
        print(tuple(output.shape), tuple(h_n.shape))  # one sequence of 3 steps
        """,
        "(3, 20) (1, 20)",
        """
        output, (h_n, c_n) = lstm(batch.unsqueeze(0))  # (1, N, H_in)
        print(tuple(output.shape), tuple(h_n.shape))
        """,
        "(1, 3, 20) (1, 3, 20)",
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "batch-first-forgotten",
        "batch_first is forgotten, so that the samples are read as time steps",
        "Without `batch_first=True`, axis 0 of the input is time. A batch of (N, L, H_in) that is given without states "
        "is read as N steps of L sequences: the samples are read one after another, and nothing is raised.",
        """
        import torch
        from torch import nn

        input = torch.randn(3, 5, 10)  # (N, L, H_in)
        changed = input.clone()
        changed[0] += 1  # another first sample
        """,
        """
        lstm = nn.LSTM(10, 20)
        output, (h_n, c_n) = lstm(input)
        print("sample 1 notices:", not torch.equal(output[1], lstm(changed)[0][1]))
        print(tuple(h_n.shape))
        """,
        """
        sample 1 notices: True
        (1, 5, 20)
        """,
        """
        lstm = nn.LSTM(10, 20, batch_first=True)
        output, (h_n, c_n) = lstm(input)
        print("sample 1 notices:", not torch.equal(output[1], lstm(changed)[0][1]))
        print(tuple(h_n.shape))
        """,
        """
        sample 1 notices: False
        (1, 3, 20)
        """,
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "viewed-input",
        "view is used where the axes of the input were to be swapped",
        "`view` and `reshape` keep the order of the numbers and draw new borders between them, so that the sequences "
        "are cut to pieces and mixed. `transpose` and `permute` swap axes.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        batch = torch.randn(3, 5, 10)  # (N, L, H_in)
        """,
        """
        input = batch.view(5, 3, 10)
        output, (h_n, c_n) = lstm(input)
        print(tuple(input.shape), torch.equal(input[:, 0], batch[0]))  # is sequence 0 still sequence 0?
        """,
        "(5, 3, 10) False",
        """
        input = batch.transpose(0, 1)
        output, (h_n, c_n) = lstm(input)
        print(tuple(input.shape), torch.equal(input[:, 0], batch[0]))
        """,
        "(5, 3, 10) True",
        silent=True,
    ),
    Cause(
        "carried-state",
        "the state of one batch is given to another that does not continue it",
        "A state stands for what was read so far. Carry it on only where each row of the next batch continues the same "
        "row of this one, as in a long text that is cut into pieces. With shuffled batches, or between training and "
        "evaluation, begin with zeros: give no state.",
        """
        import torch
        from torch import nn

        gru = nn.GRU(10, 20)
        first, second = torch.randn(2, 5, 3, 10)  # two batches of unrelated sequences, (L, N, H_in)
        alone, _ = gru(second)
        """,
        """
        output, h = gru(first)
        output, h = gru(second, h)
        print(torch.equal(output, alone))  # what is said of the second batch depends on the first
        """,
        "False",
        """
        output, h = gru(first)
        output, h = gru(second)
        print(torch.equal(output, alone))
        """,
        "True",
        silent=True,
    ),
    Cause(
        "detached-every-step",
        "the state is detached at every step, so that nothing is learned through time",
        "`detach` ends the graph. Between batches that is right; within a sequence it keeps the gradient from every "
        "step but the last. Detach once for each batch, before the loop over its steps.",
        """
        import torch
        from torch import nn

        cell = nn.GRUCell(10, 20)
        input = torch.randn(5, 3, 10, requires_grad=True)  # (L, N, H_in)
        h = torch.zeros(3, 20)  # the state of the batch before
        """,
        """
        for step in input:
            h = cell(step, h.detach())
        h.sum().backward()
        print([bool(step.any()) for step in input.grad])  # which steps does the gradient reach?
        """,
        "[False, False, False, False, True]",
        """
        h = h.detach()
        for step in input:
            h = cell(step, h)
        h.sum().backward()
        print([bool(step.any()) for step in input.grad])
        """,
        "[True, True, True, True, True]",
        silent=True,
    ),
    Cause(
        "unrestored-order",
        "the batch was sorted by length for packing, and its results are in that order",
        "What is sorted before packing must be brought back to the order of the labels afterwards. "
        "`pack_padded_sequence(..., enforce_sorted=False)` does both.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pack_padded_sequence

        gru = nn.GRU(10, 20)
        input, lengths = torch.randn(5, 3, 10), torch.tensor([2, 5, 3])  # (L, N, H_in)
        of_sequence_0 = gru(input[:2, 0])[1][0]
        """,
        """
        by_length, order = lengths.sort(descending=True)
        _, h_n = gru(pack_padded_sequence(input[:, order], by_length))
        print(torch.allclose(h_n[0, 0], of_sequence_0, atol=1e-6))
        """,
        "False",
        """
        _, h_n = gru(pack_padded_sequence(input, lengths, enforce_sorted=False))
        print(torch.allclose(h_n[0, 0], of_sequence_0, atol=1e-6))
        """,
        "True",
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "padding-in-attention",
        "attention, a mean or a state reads the padding of shorter sequences",
        "After pad_packed_sequence the steps behind the end of a sequence are zeros, and their scores are numbers like "
        "any other: softmax gives them weight, and a mean counts them. Mask them with -inf before softmax. Without "
        "packing, h_n too has read the padding.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

        gru = nn.GRU(10, 20, batch_first=True)
        input, lengths = torch.randn(3, 5, 10), torch.tensor([5, 4, 2])  # (N, L, H_in)
        packed, h_n = gru(pack_padded_sequence(input, lengths, batch_first=True))
        output, _ = pad_packed_sequence(packed, batch_first=True)
        scores = (output * h_n[-1].unsqueeze(1)).sum(dim=-1)  # (N, L)
        is_padding = torch.arange(5) >= lengths.unsqueeze(1)
        """,
        """
        weights = scores.softmax(dim=1)
        print(bool(weights[is_padding].any()))  # does padding get any weight?
        """,
        "True",
        """
        weights = scores.masked_fill(is_padding, float("-inf")).softmax(dim=1)
        print(bool(weights[is_padding].any()))
        """,
        "False",
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "wrong-softmax-axis",
        "softmax runs over the axis of time or batch, and not over the classes",
        "softmax makes the numbers along `dim` add up to 1. Of scores of (N, L, C) the classes are the last axis, "
        "`dim=-1`; `dim=0` and `dim=1` let samples or steps compete with each other. (Cross-entropy takes the scores "
        "themselves, without softmax.)",
        """
        import torch
        from torch import nn

        lstm, linear = nn.LSTM(10, 20, batch_first=True), nn.Linear(20, 4)
        output, (h_n, c_n) = lstm(torch.randn(3, 5, 10))  # (N, L, H_out)
        """,
        """
        probabilities = linear(output).softmax(dim=1)
        print(torch.allclose(probabilities.sum(dim=-1), torch.ones(3, 5)))  # do the classes of a step add up to 1?
        """,
        "False",
        """
        probabilities = linear(output).softmax(dim=-1)
        print(torch.allclose(probabilities.sum(dim=-1), torch.ones(3, 5)))
        """,
        "True",
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "coinciding-loss-axes",
        "cross-entropy takes the steps for the classes, as there are as many of both",
        "Cross-entropy wants the classes on axis 1: (N, C, L) with targets of (N, L). Scores of (N, L, C) are refused "
        "unless L = C; then steps and classes are exchanged silently.",
        """
        import torch
        from torch import nn

        lstm, linear = nn.LSTM(10, 20, batch_first=True), nn.Linear(20, 4)
        scores = linear(lstm(torch.randn(3, 4, 10))[0])  # (N, L, C), and L = C = 4
        targets = torch.randint(4, (3, 4))  # (N, L)
        of_each_step = nn.functional.cross_entropy(scores.reshape(-1, 4), targets.reshape(-1))
        """,
        """
        loss = nn.functional.cross_entropy(scores, targets)
        print(torch.allclose(loss, of_each_step))
        """,
        "False",
        """
        loss = nn.functional.cross_entropy(scores.transpose(1, 2), targets)
        print(torch.allclose(loss, of_each_step))
        """,
        "True",
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "broadcast-target",
        "predictions of (N, 1) and targets of (N,) are compared all with all",
        "A linear layer with one output gives (N, 1). Less a target of (N,) that is (N, N), each prediction less each "
        "target, and the model learns the mean of the targets. `nn.MSELoss` warns, plain arithmetic does not.",
        """
        import torch
        from torch import nn

        lstm, linear = nn.LSTM(10, 20, batch_first=True), nn.Linear(20, 1)
        targets = torch.randn(3)  # (N,)
        output, (h_n, c_n) = lstm(torch.randn(3, 5, 10))  # (N, L, H_in)
        """,
        """
        predictions = linear(h_n[-1])  # (N, 1)
        print(tuple((predictions - targets).shape))
        """,
        "(3, 3)",
        """
        predictions = linear(h_n[-1]).squeeze(-1)  # (N,)
        print(tuple((predictions - targets).shape))
        """,
        "(3,)",
        silent=True,
    ),
    Cause(
        "coincident-sizes",
        "wrong axes go unnoticed, as their sizes are equal",
        "If N equals L, or D * num_layers, a shape with two axes swapped looks right, and PyTorch accepts it. Try the "
        "code with sizes that are all different.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=3, batch_first=True)
        of_each_sample = torch.randn(3, 3, 20)  # (N, num_layers, H_out), and N = num_layers = 3
        c_0 = torch.zeros(3, 3, 20)
        """,
        """
        input = torch.randn(3, 5, 10)
        output, (h_n, c_n) = lstm(input, (of_each_sample, c_0))  # accepted: the axes of the state are swapped
        print(tuple(h_n.shape))
        """,
        "(3, 3, 20)",
        """
        input = torch.randn(2, 5, 10)  # N = 2: now it shows
        try:
            lstm(input, (of_each_sample[:2], c_0[:, :2]))
        except RuntimeError as error:
            print(error)
        """,
        "Expected hidden[0] size (3, 2, 20), got [2, 3, 20]",
        silent=True,
        kinds=LAYERS,
    ),
)
# lstm-shapes: on[LS003]
