"""Causes of errors in what is done with the results: output, h_n and c_n."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, ONE_STATE, Cause

__all__ = ["CAUSES"]

# lstm-shapes: off[LS004, LS013] - the wrong programs are wrong on purpose
CAUSES = (
    Cause(
        "output-is-a-tuple",
        "the result is used as a tensor, and is a tuple",
        "nn.LSTM returns output, (h_n, c_n). An nn.Sequential passes this tuple on to the next layer, which expects "
        "a tensor.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        linear = nn.Linear(20, 2)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        output = lstm(input)
        scores = linear(output)
        """,
        "TypeError: linear(): argument 'input' (position 1) must be Tensor, not tuple",
        """
        output, (h_n, c_n) = lstm(input)
        scores = linear(output)
        """,
        kinds=(*LAYERS, "LSTMCell"),
    ),
    Cause(
        "cell-state-of-gru",
        "a cell state is expected of nn.GRU or nn.RNN, which have none",
        "nn.LSTM returns output, (h_n, c_n). nn.GRU and nn.RNN return output, h_n, and h_n is a tensor, which Python "
        "then tries to unpack along its first axis.",
        """
        import torch
        from torch import nn

        gru = nn.GRU(10, 20, num_layers=3)
        input = torch.randn(5, 4, 10)  # (L, N, H_in)
        """,
        """
        output, (h_n, c_n) = gru(input)
        """,
        "ValueError: too many values to unpack (expected 2)",
        """
        output, h_n = gru(input)
        """,
        kinds=ONE_STATE,
    ),
    Cause(
        "packed-sequence-attribute",
        "the result is used as a tensor, and is a PackedSequence",
        "From packed input, the output is packed too. A PackedSequence holds the valid steps of all sequences in "
        "`data`, (sum(lengths), …); pad_packed_sequence turns it into a tensor.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

        lstm = nn.LSTM(10, 20)
        packed = pack_padded_sequence(torch.randn(5, 3, 10), [5, 3, 2])
        """,
        """
        output, (h_n, c_n) = lstm(packed)
        print(output.shape)
        """,
        "AttributeError: 'PackedSequence' object has no attribute 'shape'",
        """
        output, (h_n, c_n) = lstm(packed)
        output, lengths = pad_packed_sequence(output)
        print(output.shape)
        """,
        "torch.Size([5, 3, 20])",
        kinds=LAYERS,
    ),
    Cause(
        "padded-with-lengths",
        "the result of pad_packed_sequence is used as a tensor, and is a pair",
        "pad_packed_sequence returns the padded output and the length of each sequence, which tells where its last "
        "valid step is.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

        lstm = nn.LSTM(10, 20)
        linear = nn.Linear(20, 2)
        packed = pack_padded_sequence(torch.randn(5, 3, 10), [5, 3, 2])
        """,
        """
        output, (h_n, c_n) = lstm(packed)
        scores = linear(pad_packed_sequence(output))
        """,
        "TypeError: linear(): argument 'input' (position 1) must be Tensor, not tuple",
        """
        output, (h_n, c_n) = lstm(packed)
        output, lengths = pad_packed_sequence(output)
        scores = linear(output)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "checkpoint-of-another-lstm",
        "the checkpoint does not fit: other sizes, or other names",
        "The shapes of the weights show how the layer was built: weight_ih_l0 is (G * H_cell, H_in), weight_hh_l0 is "
        "(G * H_cell, H_out), with G = 4 gates in an LSTM, 3 in a GRU and 1 in an RNN; there is one of each for every "
        "layer, and one more, `_reverse`, for the backward direction. `lstm-shapes inspect --checkpoint FILE` reads "
        "them.",
        """
        from torch import nn

        saved = nn.LSTM(10, 24).state_dict()
        """,
        """
        lstm = nn.LSTM(10, 20)
        lstm.load_state_dict(saved)
        """,
        "RuntimeError: Error(s) in loading state_dict for LSTM:\n\tsize mismatch for weight_ih_l0: copying a param "
        "with shape torch.Size([96, 10]) from checkpoint, the shape in current model is torch.Size([80, 10]). ...",
        """
        lstm = nn.LSTM(10, 24)
        lstm.load_state_dict(saved)
        """,
    ),
    Cause(
        "view-after-transpose",
        "a transposed tensor is viewed",
        "`view` needs numbers that are in memory in the order of the axes, but `transpose` changes only the axes. "
        "`reshape` copies the numbers if it must. Leaving out the `transpose` would silently mix the samples.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=2)
        output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))
        """,
        """
        summary = h_n.transpose(0, 1).view(3, -1)
        """,
        "RuntimeError: view size is not compatible with input tensor's size and stride (at least one dimension spans "
        "across two contiguous subspaces). Use .reshape(...) instead.",
        """
        summary = h_n.transpose(0, 1).reshape(3, -1)
        print(summary.shape)  # (N, num_layers * H_out)
        """,
        "torch.Size([3, 40])",
    ),
    Cause(
        "linear-width",
        "the linear layer after the LSTM is built for another width",
        "The last axis of output has D * H_out features: twice hidden_size for a bidirectional LSTM, proj_size with a "
        "projection.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, bidirectional=True)
        output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))
        """,
        """
        linear = nn.Linear(20, 2)
        scores = linear(output)
        """,
        "RuntimeError: mat1 and mat2 shapes cannot be multiplied (15x40 and 20x2)",
        """
        linear = nn.Linear(2 * 20, 2)  # D * H_out
        scores = linear(output)
        """,
    ),
)
# lstm-shapes: on[LS004, LS013]
