"""Causes of errors in the input: its features, axes, dtype, device and length."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, Cause

__all__ = ["CAUSES"]

# lstm-shapes: off[LS004] - the wrong programs are wrong on purpose
CAUSES = (
    Cause(
        "wrong-input-size",
        "the input has another number of features",
        "The last axis of the input is H_in = input_size, the first argument of the constructor.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 7)  # (L, N, H_in)
        """,
        """
        output, (h_n, c_n) = lstm(input)
        """,
        "RuntimeError: input.size(-1) must be equal to input_size. Expected 10, got 7",
        """
        lstm = nn.LSTM(7, 20)
        output, (h_n, c_n) = lstm(input)
        """,
    ),
    Cause(
        "swapped-features-and-sequence",
        "the features of the input are not on its last axis",
        "Convolutions have their channels on axis 1, (N, C, L); a recurrent layer reads its features from the last "
        "axis, (N, L, H_in) with `batch_first=True`. Swap the two axes with `transpose`, not with `view`.",
        """
        import torch
        from torch import nn

        conv, lstm = nn.Conv1d(4, 10, 3), nn.LSTM(10, 20, batch_first=True)
        input = torch.randn(3, 4, 9)  # (N, C, L)
        """,
        """
        output, (h_n, c_n) = lstm(conv(input))
        """,
        "RuntimeError: input.size(-1) must be equal to input_size. Expected 10, got 7",
        """
        output, (h_n, c_n) = lstm(conv(input).transpose(1, 2))
        """,
        kinds=LAYERS,
    ),
    Cause(
        "wrong-input-rank",
        "the input has the wrong number of axes",
        "nn.LSTM takes three axes, time, batch and features, or two, for one sequence without a batch. If there are "
        "more, as with images or windows, flatten them into features first.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, batch_first=True)
        input = torch.randn(3, 5, 2, 5)  # (N, L, rows, columns)
        """,
        """
        output, (h_n, c_n) = lstm(input)
        """,
        "ValueError: LSTM: Expected input to be 2D or 3D, got 4D instead",
        """
        input = input.flatten(2)  # (N, L, H_in), H_in = 2 * 5
        output, (h_n, c_n) = lstm(input)
        """,
    ),
    Cause(
        "dtype-mismatch",
        "the input is of another dtype than the weights",
        "The weights are torch.float32 by default. NumPy's arrays are float64, and indices of words are int64: these "
        "go through an nn.Embedding first.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 10, dtype=torch.float64)
        """,
        """
        output, (h_n, c_n) = lstm(input)
        """,
        "ValueError: RNN input dtype (torch.float64) does not match weight dtype (torch.float32). Convert input: "
        "input.to(torch.float32), or convert model: model.to(torch.float64)",
        """
        input = input.to(torch.float32)
        output, (h_n, c_n) = lstm(input)
        """,
    ),
    Cause(
        "device-mismatch",
        "the input, the weights and the states are not on one device",
        "`lstm.to(device)` moves only the weights; move the input and the states yourself, or create them there. (The "
        "example uses the meta device, which every machine has, in place of a GPU.)",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 10, device="meta")
        """,
        """
        output, (h_n, c_n) = lstm(input)
        """,
        "RuntimeError: Input and parameter tensors are not at the same device, found input tensor at meta and "
        "parameter tensor at cpu",
        """
        lstm = lstm.to(input.device)
        output, (h_n, c_n) = lstm(input)
        """,
    ),
    Cause(
        "empty-sequence",
        "the input has no time step",
        "A sequence of length L = 0 is refused; an empty batch, N = 0, is accepted. Often a filter has removed "
        "everything, or a text has no known word.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(0, 3, 10)  # (L, N, H_in)
        """,
        """
        output, (h_n, c_n) = lstm(input)
        """,
        "RuntimeError: Expected sequence length to be larger than 0 in RNN",
        """
        if input.size(0) > 0:
            output, (h_n, c_n) = lstm(input)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "packed-lengths-order",
        "the lengths are not sorted",
        "pack_padded_sequence expects the longest sequence first. With `enforce_sorted=False` it sorts them itself, "
        "and all results come back in the order of the batch.",
        """
        import torch
        from torch.nn.utils.rnn import pack_padded_sequence

        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        lengths = [2, 5, 3]
        """,
        """
        packed = pack_padded_sequence(input, lengths)
        """,
        "RuntimeError: `lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass "
        "`enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do "
        "not need ONNX exportability.",
        """
        packed = pack_padded_sequence(input, lengths, enforce_sorted=False)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "packed-lengths-device",
        "the lengths are on the GPU",
        "pack_padded_sequence reads the lengths on the CPU, wherever the data is. (The example uses the meta device, "
        "which every machine has, in place of a GPU.)",
        """
        import torch
        from torch.nn.utils.rnn import pack_padded_sequence

        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        lengths = torch.tensor([5, 3, 2])
        """,
        """
        packed = pack_padded_sequence(input, lengths.to("meta"))
        """,
        "RuntimeError: 'lengths' argument should be a 1D CPU int64 tensor, but got 1D meta Long tensor",
        """
        packed = pack_padded_sequence(input, lengths.cpu())
        """,
        kinds=LAYERS,
    ),
    Cause(
        "packed-lengths-range",
        "the lengths do not fit the batch",
        "There is one length for each sequence of the batch, from 1 to L. A length of 0 is refused. A length greater "
        "than L may be accepted, and then the results are meaningless.",
        """
        import torch
        from torch.nn.utils.rnn import pack_padded_sequence

        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        lengths = torch.tensor([5, 3, 0])
        """,
        """
        packed = pack_padded_sequence(input, lengths)
        """,
        "RuntimeError: Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
        """
        has_steps = lengths > 0
        packed = pack_padded_sequence(input[:, has_steps], lengths[has_steps])
        """,
        kinds=LAYERS,
    ),
)
# lstm-shapes: on[LS004]
