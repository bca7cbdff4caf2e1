"""Causes of errors in the states h_0 and c_0."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, TWO_STATES, Cause

__all__ = ["CAUSES"]

# lstm-shapes: off[LS004] - the wrong programs are wrong on purpose
CAUSES = (
    Cause(
        "batch-first-states",
        "the states are built with the batch first",
        "`batch_first=True` moves the batch axis of input and output, and of nothing else. h_0, c_0, h_n and c_n are "
        "always (D * num_layers, N, …).",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=2, batch_first=True)
        input = torch.randn(3, 5, 10)  # (N, L, H_in)
        """,
        """
        h_0 = torch.zeros(3, 2, 20)
        c_0 = torch.zeros(3, 2, 20)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        "RuntimeError: Expected hidden[0] size (2, 3, 20), got [3, 2, 20]",
        """
        h_0 = torch.zeros(2, 3, 20)  # (D * num_layers, N, H_out)
        c_0 = torch.zeros(2, 3, 20)  # (D * num_layers, N, H_cell)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        kinds=LAYERS,
    ),
    Cause(
        "missing-directions",
        "the number of directions D is forgotten",
        "A bidirectional LSTM has D = 2 states for each layer: one that read forward, one that read backward.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=2, bidirectional=True)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        h_0 = torch.zeros(2, 3, 20)
        c_0 = torch.zeros(2, 3, 20)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        "RuntimeError: Expected hidden[0] size (4, 3, 20), got [2, 3, 20]",
        """
        h_0 = torch.zeros(4, 3, 20)  # (D * num_layers, N, H_out)
        c_0 = torch.zeros(4, 3, 20)  # (D * num_layers, N, H_cell)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        kinds=LAYERS,
    ),
    Cause(
        "wrong-num-layers",
        "the states are those of another number of layers",
        "The first axis of every state is D * num_layers: one state for each layer and direction.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=3)
        input = torch.randn(5, 4, 10)  # (L, N, H_in)
        """,
        """
        h_0 = torch.zeros(1, 4, 20)
        c_0 = torch.zeros(1, 4, 20)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        "RuntimeError: Expected hidden[0] size (3, 4, 20), got [1, 4, 20]",
        """
        h_0 = torch.zeros(lstm.num_layers, 4, 20)  # (D * num_layers, N, H_out)
        c_0 = torch.zeros(lstm.num_layers, 4, 20)  # (D * num_layers, N, H_cell)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        kinds=LAYERS,
    ),
    Cause(
        "output-for-state",
        "all steps of the output are given in the place of the state",
        "A layer returns two results: the output, which has a step where a state has a row for each layer and "
        "direction, and the states. A decoder goes on from the second, and attention looks at the first. Arguments in "
        "another order, `decoder(x, memory, hidden)` for `forward(self, x, hidden, memory)`, exchange the two.",
        """
        import torch
        from torch import nn

        encoder, decoder = nn.GRU(10, 20, batch_first=True), nn.GRU(6, 20, batch_first=True)
        memory, h_n = encoder(torch.randn(3, 15, 10))  # (N, L, H_in)
        words = torch.randn(3, 4, 6)
        """,
        """
        output, h_n = decoder(words, memory)
        """,
        "RuntimeError: Expected hidden size (1, 3, 20), got [3, 15, 20]",
        """
        output, h_n = decoder(words, h_n)  # (D * num_layers, N, H_out)
        """,
        kinds=("GRU", "RNN"),
    ),
    Cause(
        "stale-batch-size",
        "the states are kept from a batch of another size",
        "The last batch of a DataLoader is often smaller than the others, and evaluation may use batches of another "
        "size. Build the states from the batch at hand, leave them out (they are zeros then), or give the DataLoader "
        "`drop_last=True`.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=2)
        batches = torch.randn(5, 7, 10).split(4, dim=1)  # N = 4, then N = 3
        """,
        """
        h_0 = torch.zeros(2, 4, 20)
        c_0 = torch.zeros(2, 4, 20)
        for input in batches:
            output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        "RuntimeError: Expected hidden[0] size (2, 3, 20), got [2, 4, 20]",
        """
        for input in batches:
            h_0 = torch.zeros(2, input.size(1), 20)  # input is (L, N, H_in)
            c_0 = torch.zeros(2, input.size(1), 20)
            output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
    ),
    Cause(
        "swapped-batch-and-sequence",
        "time and batch of the input are swapped",
        "Without `batch_first=True` nn.LSTM reads its input as (L, N, H_in). If no states are given, an input of "
        "(N, L, H_in) raises no error; only the N of the states shows the mistake.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(3, 5, 10)  # (N, L, H_in)
        h_0 = torch.zeros(1, 3, 20)
        c_0 = torch.zeros(1, 3, 20)
        """,
        """
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        "RuntimeError: Expected hidden[0] size (1, 5, 20), got [1, 3, 20]",
        """
        input = input.transpose(0, 1)  # (L, N, H_in); or build the LSTM with batch_first=True
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
    ),
    Cause(
        "projected-cell-state",
        "a state does not have the features that the projection gives it",
        "`proj_size` makes h smaller, but not c: h_0 and h_n have proj_size features, c_0 and c_n keep hidden_size.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, proj_size=6)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        h_0 = torch.zeros(1, 3, 6)
        """,
        """
        c_0 = torch.zeros(1, 3, 6)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        "RuntimeError: Expected hidden[1] size (1, 3, 20), got [1, 3, 6]",
        """
        c_0 = torch.zeros(1, 3, 20)  # (D * num_layers, N, H_cell)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        kinds=("LSTM",),
    ),
    Cause(
        "wrong-hidden-size",
        "the states have another number of features",
        "The last axis of h_0 is H_out, hidden_size without a projection; that of c_0 is hidden_size. It is never "
        "input_size.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        h_0 = torch.zeros(1, 3, 10)
        c_0 = torch.zeros(1, 3, 10)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        "RuntimeError: Expected hidden[0] size (1, 3, 20), got [1, 3, 10]",
        """
        h_0 = torch.zeros(1, 3, 20)  # (D * num_layers, N, H_out)
        c_0 = torch.zeros(1, 3, 20)  # (D * num_layers, N, H_cell)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
    ),
    Cause(
        "encoder-state-width",
        "the states of both directions of an encoder do not fit the decoder",
        "The two directions of a bidirectional encoder side by side have 2 * H_out features. Give them to a decoder "
        "with hidden_size = 2 * H_out, or add the two, or bring them to H_out features with a linear layer; zeros in "
        "their place lose what the encoder has read. `lstm-shapes inspect --bidirectional --show next` shows how.",
        """
        import torch
        from torch import nn

        encoder = nn.LSTM(10, 20, bidirectional=True)
        output, (h_n, c_n) = encoder(torch.randn(5, 3, 10))  # h_n: (2, N, H_out)
        word = torch.randn(1, 3, 6)
        """,
        """
        decoder = nn.LSTM(6, 20)
        joined = tuple(torch.cat((s[0::2], s[1::2]), dim=-1) for s in (h_n, c_n))  # (1, N, 2 * H_out)
        decoder(word, joined)
        """,
        "RuntimeError: Expected hidden[0] size (1, 3, 20), got [1, 3, 40]",
        """
        decoder = nn.LSTM(6, 2 * 20)
        joined = tuple(torch.cat((s[0::2], s[1::2]), dim=-1) for s in (h_n, c_n))  # (1, N, 2 * H_out)
        decoder(word, joined)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "wrong-state-rank",
        "the states have the wrong number of axes",
        "Batched input has states of three axes, (D * num_layers, N, …); unbatched input has states of two, "
        "(D * num_layers, …). The axis of layers is needed even if its size is 1.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        h_0 = torch.zeros(3, 20)
        c_0 = torch.zeros(3, 20)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        "RuntimeError: For batched 3-D input, hx and cx should also be 3-D but got (2-D, 2-D) tensors",
        """
        h_0 = torch.zeros(1, 3, 20)  # (D * num_layers, N, H_out)
        c_0 = torch.zeros(1, 3, 20)  # (D * num_layers, N, H_cell)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
    ),
    Cause(
        "state-not-a-tuple",
        "one tensor is given in place of the tuple (h_0, c_0)",
        "nn.LSTM has two states and takes them as one argument, a tuple. A tensor in its place is taken apart along "
        "its first axis. (nn.GRU and nn.RNN have one state, and take a tensor.)",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        h_0 = torch.zeros(1, 3, 20)
        """,
        """
        output, (h_n, c_n) = lstm(input, h_0)
        """,
        "IndexError: index 1 is out of bounds for dimension 0 with size 1",
        """
        c_0 = torch.zeros(1, 3, 20)
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        kinds=TWO_STATES,
    ),
    Cause(
        "state-is-a-tuple",
        "the state is a tuple where one tensor is meant",
        "nn.GRU and nn.RNN have one state, h_0, and take it as a tensor; nn.LSTM takes and returns a tuple of two. "
        "What tensors can do, the tuple cannot: `hidden.detach()` must be done with each of the two.",
        """
        import torch
        from torch import nn

        gru = nn.GRU(10, 20)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        h_0 = torch.zeros(1, 3, 20)
        """,
        """
        output, h_n = gru(input, (h_0, h_0))
        """,
        "AttributeError: 'tuple' object has no attribute 'dim'",
        """
        output, h_n = gru(input, h_0)
        """,
    ),
    Cause(
        "lstm-and-gru-exchanged",
        "the code is that of an LSTM and the layer a GRU, or the other way round",
        "nn.LSTM takes its states as the tuple (h_0, c_0) and returns (h_n, c_n); nn.GRU and nn.RNN take and return "
        "one tensor. The same holds of their cells. Whoever puts one in the place of the other must change every line "
        "that makes, passes on or uses the states. Not every such line raises an error: two rows of a GRU's h_n pass "
        "for (h_n, c_n), which `lstm-shapes explain gru-layers-as-states` shows.",
        """
        import torch
        from torch import nn

        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        h_0 = torch.zeros(1, 3, 20)
        c_0 = torch.zeros(1, 3, 20)
        """,
        """
        layer = nn.GRU(10, 20)  # before: nn.LSTM(10, 20)
        output, (h_n, c_n) = layer(input, (h_0, c_0))
        """,
        "AttributeError: 'tuple' object has no attribute 'dim'",
        """
        layer = nn.GRU(10, 20)
        output, h_n = layer(input, h_0)
        layer = nn.LSTM(10, 20)
        output, (h_n, c_n) = layer(input, (h_0, c_0))
        """,
    ),
    Cause(
        "non-contiguous-state",
        "a state does not lie in memory in the order of its axes",
        "cuDNN, on a GPU, needs contiguous states; after `transpose`, `permute` or a slice they are not contiguous. "
        "The CPU accepts them (the example raises the error itself).",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20, num_layers=2)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        saved = torch.zeros(3, 2, 20)  # one row for each sequence
        """,
        """
        h_0 = c_0 = saved.transpose(0, 1)
        if not h_0.is_contiguous():
            raise RuntimeError("rnn: hx is not contiguous")  # as a GPU does
        """,
        "RuntimeError: rnn: hx is not contiguous",
        """
        h_0 = c_0 = saved.transpose(0, 1).contiguous()
        output, (h_n, c_n) = lstm(input, (h_0, c_0))
        """,
        kinds=LAYERS,
    ),
)
# lstm-shapes: on[LS004]
