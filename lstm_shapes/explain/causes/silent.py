"""Causes that raise no error: PyTorch computes something else than what was meant."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, ONE_STATE, Cause

__all__ = ["CAUSES"]

CAUSES = (
    Cause(
        "backward-half-of-last-step",
        "output[-1] is taken for a summary of a bidirectional LSTM",
        "The backward direction starts at the last step, so that it has read only one step there. Each direction has "
        "read the whole sequence where it ends, and h_n holds the states at both ends.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, bidirectional=True)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        changed = input.clone()
        changed[0] += 1  # another first step
        """,
        """
        summary, other = lstm(input)[0][-1], lstm(changed)[0][-1]
        print("forward half notices:", not torch.equal(summary[:, :20], other[:, :20]))
        print("backward half notices:", not torch.equal(summary[:, 20:], other[:, 20:]))
        """,
        """
        forward half notices: True
        backward half notices: False
        """,
        """
        h_n, changed_h_n = lstm(input)[1][0], lstm(changed)[1][0]
        summary, other = (torch.cat((h[-2], h[-1]), dim=-1) for h in (h_n, changed_h_n))
        print("forward half notices:", not torch.equal(summary[:, :20], other[:, :20]))
        print("backward half notices:", not torch.equal(summary[:, 20:], other[:, 20:]))
        """,
        """
        forward half notices: True
        backward half notices: True
        """,
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "only-backward-state",
        "h_n[-1] is taken for both directions",
        "h_n ends with the last layer's forward state and then its backward one: h_n[-1] is only the backward "
        "direction, with H_out features and not 2 * H_out.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, bidirectional=True)
        output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))
        """,
        """
        summary = h_n[-1]
        print(tuple(summary.shape), torch.equal(summary, output[0, :, 20:]))  # the backward half of the first step
        """,
        "(3, 20) True",
        """
        summary = torch.cat((h_n[-2], h_n[-1]), dim=-1)
        print(tuple(summary.shape))
        """,
        "(3, 40)",
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "state-axis-order",
        "the layers and directions of h_n are separated in the wrong order",
        "PyTorch writes D * num_layers, and the rows go layer by layer: layer 0 forward, layer 0 backward, layer 1 "
        "forward, … So num_layers comes first in a view.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=3, bidirectional=True)
        output, (h_n, c_n) = lstm(torch.randn(5, 4, 10))
        last_layer_backward = output[0, :, 20:]
        """,
        """
        states = h_n.view(2, 3, 4, 20)  # (D, num_layers, N, H_out)
        print(torch.equal(states[1, 2], last_layer_backward), torch.equal(states[0, 2], output[-1, :, :20]))
        """,
        "True False",
        """
        states = h_n.view(3, 2, 4, 20)  # (num_layers, D, N, H_out)
        print(torch.equal(states[2, 1], last_layer_backward), torch.equal(states[2, 0], output[-1, :, :20]))
        """,
        "True True",
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "mixed-samples-view",
        "h_n is viewed as (N, …), which mixes the samples",
        "h_n is (D * num_layers, N, H_out): a view with N in front puts rows of different samples together. Move the "
        "batch axis to the front first.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=2)
        output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))
        of_sample_0 = torch.cat((h_n[0, 0], h_n[1, 0]))
        """,
        """
        summary = h_n.view(3, -1)
        print(tuple(summary.shape), torch.equal(summary[0], of_sample_0))
        """,
        "(3, 40) False",
        """
        summary = h_n.transpose(0, 1).reshape(3, -1)
        print(tuple(summary.shape), torch.equal(summary[0], of_sample_0))
        """,
        "(3, 40) True",
        silent=True,
        kinds=LAYERS,
    ),
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
        "padded-last-step",
        "the last step of a padded batch is taken, which is padding",
        "In a batch of sequences of different lengths, output[-1] is the last step of only the longest one; for the "
        "others it is what the LSTM made of the padding (zeros, if packed). h_n of a packed batch holds the last valid "
        "step of each.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

        lstm = nn.LSTM(10, 20)
        input, lengths = torch.randn(5, 3, 10), torch.tensor([5, 3, 2])
        packed, (h_n, c_n) = lstm(pack_padded_sequence(input, lengths))
        output, _ = pad_packed_sequence(packed)
        """,
        """
        last = output[-1]
        print([bool(row.any()) for row in last])  # whether there is anything but zeros
        """,
        "[True, False, False]",
        """
        last = h_n[-1]
        print(torch.equal(last, output[lengths - 1, torch.arange(3)]))
        """,
        "True",
        silent=True,
        kinds=LAYERS,
    ),
    Cause(
        "gru-layers-as-states",
        "two layers or directions of a GRU's h_n are taken for h_n and c_n",
        "nn.GRU and nn.RNN return output, h_n, and h_n is one tensor. An LSTM's code unpacks it along its first axis: "
        "with two layers, or two directions of one layer, `output, (h_n, c_n) = gru(input)` raises nothing, and each "
        "name gets one of them. With another number of rows Python refuses. A cell's h_1 is split in the same way if "
        "the batch is of two.",
        """
        import torch
        from torch import nn

        gru = nn.GRU(10, 20, num_layers=2)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        output, (h_n, c_n) = gru(input)
        print(tuple(h_n.shape), torch.equal(c_n, output[-1]))  # layer 0, and layer 1
        """,
        "(3, 20) True",
        """
        output, h_n = gru(input)
        print(tuple(h_n.shape), torch.equal(h_n[-1], output[-1]))
        """,
        "(2, 3, 20) True",
        silent=True,
        kinds=ONE_STATE,
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
        "last-sample-not-step",
        "output[-1] is taken for the last step of a batch-first output",
        "With `batch_first=True` the output is (N, L, D * H_out): output[-1] is all steps of the last sample. The last "
        "step of every sample is `output[:, -1]`.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, batch_first=True)
        output, (h_n, c_n) = lstm(torch.randn(3, 5, 10))  # (N, L, H_in)
        """,
        """
        last = output[-1]
        print(tuple(last.shape))  # 5 rows, one for each step
        """,
        "(5, 20)",
        """
        last = output[:, -1]
        print(tuple(last.shape), torch.equal(last, h_n[-1]))
        """,
        "(3, 20) True",
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
        "first-states-to-decoder",
        "a decoder is given the first rows of a bidirectional encoder's states",
        "The rows of h_n go layer by layer, forward before backward: `h_n[:num_layers]` of two layers is both "
        "directions of layer 0, and the last layer, which has read most, is left out. Join or add the two directions "
        "of each layer.",
        """
        import torch
        from torch import nn

        encoder = nn.GRU(10, 20, num_layers=2, bidirectional=True)
        decoder = nn.GRU(6, 20, num_layers=2)
        output, h_n = encoder(torch.randn(5, 3, 10))  # h_n: (2 * 2, N, H_out)
        last_layer = h_n[-2] + h_n[-1]
        """,
        """
        h_0 = h_n[:2]
        decoder(torch.randn(1, 3, 6), h_0)
        print([torch.equal(state, h_n[row]) for row, state in enumerate(h_0)])  # layer 0 forward, layer 0 backward
        """,
        "[True, True]",
        """
        h_0 = h_n[0::2] + h_n[1::2]  # forward + backward of each layer: (num_layers, N, H_out)
        decoder(torch.randn(1, 3, 6), h_0)
        print(torch.equal(h_0[-1], last_layer))
        """,
        "True",
        silent=True,
        kinds=LAYERS,
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
