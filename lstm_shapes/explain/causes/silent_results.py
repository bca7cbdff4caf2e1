"""Causes that raise no error: something else is taken out of the results than was meant."""

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
)
