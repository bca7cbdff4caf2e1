"""Causes of errors in what a layer's results are handed on to, and in what is asked of the layer itself."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, Cause

__all__ = ["CAUSES"]

CAUSES = (
    Cause(
        "state-beside-steps",
        "what is used beside all steps of the output has no axis for them",
        "h_n is (D * num_layers, N, H_out), also with `batch_first=True`, and the output has the axis of time where "
        "h_n has that of layers. Attention takes the last layer's state, `h_n[-1]`, with an axis of size 1 in the "
        "place of time; `lstm-shapes inspect --show next` shows it in full.",
        """
        import torch
        from torch import nn

        encoder = nn.GRU(10, 20, num_layers=2, batch_first=True)
        outputs, h_n = encoder(torch.randn(3, 5, 10))  # (N, L, H_in)
        """,
        """
        scores = torch.bmm(outputs, h_n)
        """,
        "RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [3, 20] but got: [2, 3].",
        """
        scores = torch.bmm(outputs, h_n[-1].unsqueeze(2))  # (N, L, 1)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "mask-without-features",
        "a mask of the steps has no axis beside the features of the output",
        "A mask of the valid steps is (N, L), and the output (N, L, D * H_out): PyTorch lines up the last axes, and L "
        "meets the features. With `mask.unsqueeze(-1)`, (N, L, 1), every step is kept or left out as a whole. For a "
        "mean over the steps, divide by `mask.sum(1, keepdim=True)`, (N, 1).",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, batch_first=True)
        output, (h_n, c_n) = lstm(torch.randn(3, 5, 10))  # (N, L, H_in)
        mask = torch.ones(3, 5)
        """,
        """
        summary = (output * mask).sum(1)
        """,
        "RuntimeError: The size of tensor a (20) must match the size of tensor b (5) at non-singleton dimension 2",
        """
        summary = (output * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)  # (N, D * H_out)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "missing-row-of-state",
        "a row of the state is asked for that the layer does not have",
        "h_n has a row for each layer and direction, D * num_layers. `h_n[-2]` and `h_n[-1]` are the two directions of "
        "the last layer only if there are two; else `h_n[-2]` is the layer below, or nothing.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))  # (L, N, H_in)
        """,
        """
        summary = torch.cat((h_n[-2], h_n[-1]), dim=1)
        """,
        "IndexError: index -2 is out of bounds for dimension 0 with size 1",
        """
        summary = h_n[-1]  # (N, H_out); with bidirectional=True torch.cat((h_n[-2], h_n[-1]), dim=1)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "length-for-last-step",
        "the length of a sequence is used as the index of its last step",
        "Steps are numbered from 0: the last one of a sequence is at its length minus 1. For the longest sequence the "
        "length is past the end; for every shorter one it silently takes a step of the padding.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, batch_first=True)
        output, _ = lstm(torch.randn(3, 5, 10))  # (N, L, H_in)
        lengths = torch.tensor([5, 3, 2])
        """,
        """
        last = output[torch.arange(3), lengths]
        """,
        "IndexError: index 5 is out of bounds for dimension 1 with size 5",
        """
        last = output[torch.arange(3), lengths - 1]  # (N, D * H_out)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "channels-on-last-axis",
        "a convolution or batch norm takes its channels on axis 1, and recurrent layers have them last",
        "nn.Conv1d, nn.BatchNorm1d and pooling take (N, C, L); recurrent layers take and give (N, L, C) with "
        "`batch_first=True`. Between them the two axes are transposed.",
        """
        import torch
        from torch import nn

        lstm, convolution = nn.LSTM(10, 20, batch_first=True), nn.Conv1d(20, 4, kernel_size=3)
        output, (h_n, c_n) = lstm(torch.randn(3, 5, 10))  # (N, L, H_in)
        """,
        """
        features = convolution(output)
        """,
        "RuntimeError: Given groups=1, weight of size [4, 20, 3], expected input[3, 5, 20] to have 20 channels, but "
        "got 5 channels instead",
        """
        features = convolution(output.transpose(1, 2))  # (N, 4, L - 2)
        """,
    ),
    Cause(
        "not-packed",
        "pad_packed_sequence is given a tensor",
        "A layer gives a PackedSequence only if it was given one. The output of a padded tensor is padded already.",
        """
        import torch
        from torch import nn
        from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

        lstm = nn.LSTM(10, 20)
        input, lengths = torch.randn(5, 3, 10), [5, 4, 2]  # (L, N, H_in)
        """,
        """
        output, (h_n, c_n) = lstm(input)
        output, lengths = pad_packed_sequence(output)
        """,
        "AttributeError: 'Tensor' object has no attribute 'batch_sizes'",
        """
        packed = pack_padded_sequence(input, lengths)
        output, (h_n, c_n) = lstm(packed)
        output, lengths = pad_packed_sequence(output)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "not-a-tensor",
        "the input is an array or a list, and not a tensor",
        "A recurrent layer takes a tensor. NumPy's arrays are converted, with their float64 made float32; a list of "
        "sequences is stacked, or, if their lengths differ, padded or packed.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        sequences = [torch.randn(5, 10), torch.randn(5, 10), torch.randn(5, 10)]
        """,
        """
        output, (h_n, c_n) = lstm(sequences)
        """,
        "AttributeError: 'list' object has no attribute 'dim'",
        """
        output, (h_n, c_n) = lstm(torch.stack(sequences, dim=1))  # (L, N, H_in)
        """,
    ),
    Cause(
        "layer-attribute",
        "the layer has no parameter or attribute of this name",
        "A recurrent layer has weights and biases for each layer and direction: `weight_ih_l0`, `weight_hh_l0`, "
        "`bias_ih_l0`, `bias_hh_l0`, with `_l1` in the next layer, and with `_reverse` in the backward direction.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        """,
        """
        nn.init.orthogonal_(lstm.weight)
        """,
        "AttributeError: 'LSTM' object has no attribute 'weight'",
        """
        nn.init.orthogonal_(lstm.weight_hh_l0)  # (4 * H_cell, H_out)
        """,
    ),
    Cause(
        "matrix-for-bias",
        "an initializer of matrices is given a bias",
        "The Xavier, Kaiming and orthogonal initializers need two axes. The biases of a recurrent layer have one, and "
        "`parameters()` gives them too.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        """,
        """
        for parameter in lstm.parameters():
            nn.init.xavier_uniform_(parameter)
        """,
        "ValueError: Fan in and fan out can not be computed for tensor with fewer than 2 dimensions",
        """
        for parameter in lstm.parameters():
            if parameter.dim() > 1:
                nn.init.xavier_uniform_(parameter)
        """,
    ),
)
