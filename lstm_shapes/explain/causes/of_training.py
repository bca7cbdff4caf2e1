"""Causes of errors in training, saving, exporting and running a layer: no shape of it is wrong."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, Cause

__all__ = ["CAUSES"]

CAUSES = (
    Cause(
        "variable-state",
        "a function takes the state for a tuple of states",
        "Before PyTorch 0.4, a state was a Variable. Programs of that time detach states with a function that asks for "
        "this type, and calls itself for each part of anything else. A state is a tensor now, and so the function "
        "takes it apart, down to single numbers.",
        """
        import torch
        from torch import nn
        from torch.autograd import Variable

        gru = nn.GRU(10, 20)
        output, h_n = gru(torch.randn(5, 3, 10))
        """,
        """
        def repackage_hidden(h):
            if type(h) == Variable:
                return Variable(h.data)
            return tuple(repackage_hidden(v) for v in h)

        h_n = repackage_hidden(h_n)
        """,
        "TypeError: iteration over a 0-d tensor",
        """
        def repackage_hidden(h):
            return h.detach() if isinstance(h, torch.Tensor) else tuple(repackage_hidden(v) for v in h)

        h_n = repackage_hidden(h_n)
        """,
    ),
    Cause(
        "state-not-detached",
        "the state of the previous batch is used without detach",
        "What a layer returns remembers how it was computed. A state that is given to the next batch leads `backward` "
        "into the previous batch, whose graph is gone, or whose weights have changed since. `detach` keeps the numbers "
        "and ends the graph. `retain_graph=True` only defers the error, and keeps every batch in memory.",
        """
        import torch
        from torch import nn

        gru = nn.GRU(10, 20)
        optimizer = torch.optim.SGD(gru.parameters(), lr=0.1)
        batches = torch.randn(2, 5, 3, 10)  # two batches of (L, N, H_in)
        """,
        """
        h = None
        for input in batches:
            output, h = gru(input, h)
            gru_loss = output.mean()
            gru_loss.backward()
            optimizer.step()
        """,
        "RuntimeError: Trying to backward through the graph a second time ...",
        """
        h = None
        for input in batches:
            output, h = gru(input, h)
            gru_loss = output.mean()
            gru_loss.backward()
            optimizer.step()
            h = h.detach()  # of an LSTM: h, c = h.detach(), c.detach()
        """,
    ),
    Cause(
        "state-changed-in-place",
        "a state is changed in place, and backward needs it as it was",
        "What a step gives is kept for `backward`. A line such as `h *= mask`, `h[done] = 0` or `h.zero_()` writes "
        "into the same tensor. `h = h * mask` makes another; where a part is set, set it in a copy, `h = h.clone()`.",
        """
        import torch
        from torch import nn

        cell, linear = nn.GRUCell(10, 20), nn.Linear(20, 4)
        steps = torch.randn(5, 3, 10)  # (L, N, H_in)
        mask = torch.tensor([[1.0], [0.0], [1.0]])  # 0 where a sequence begins anew, (N, 1)
        """,
        """
        h, scores = torch.zeros(3, 20), []
        for step in steps:
            h = cell(step, h)
            scores.append(linear(h))
            h *= mask
        gru_loss = torch.stack(scores).sum()
        gru_loss.backward()
        """,
        "RuntimeError: one of the variables needed for gradient computation has been modified ...",
        """
        h, scores = torch.zeros(3, 20), []
        for step in steps:
            h = cell(step, h)
            scores.append(linear(h))
            h = h * mask
        gru_loss = torch.stack(scores).sum()
        gru_loss.backward()
        """,
    ),
    Cause(
        "cudnn-eval-mode",
        "backward goes through a layer in eval mode, on a GPU",
        "cuDNN keeps what `backward` needs only while the module is in training mode. Where dropout or batch norm must "
        "stay off, put only the recurrent layer in training mode, or turn cuDNN off around its call. The CPU computes "
        "the gradients in either mode (the example raises the error itself).",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20).eval()
        input = torch.randn(5, 3, 10, requires_grad=True)  # (L, N, H_in)
        """,
        """
        output, (h_n, c_n) = lstm(input)
        if not lstm.training:
            raise RuntimeError("cudnn RNN backward can only be called in training mode")  # as a GPU does
        output.sum().backward()
        """,
        "RuntimeError: cudnn RNN backward can only be called in training mode",
        """
        lstm.train()
        output, (h_n, c_n) = lstm(input)
        output.sum().backward()
        """,
        kinds=LAYERS,
    ),
    Cause(
        "cudnn-double-backward",
        "a gradient of a gradient goes through a fused layer, on a GPU",
        "A gradient penalty, or `create_graph=True`, differentiates `backward` itself, and cuDNN's kernels have no "
        "such derivative. With cuDNN off around the call the layer is computed by functions that have one (the example "
        "raises the error itself, as a GPU does).",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 10, requires_grad=True)  # (L, N, H_in)
        """,
        """
        output, (h_n, c_n) = lstm(input)
        (slope,) = torch.autograd.grad(output.sum(), input, create_graph=True)
        if torch.backends.cudnn.enabled:
            raise RuntimeError("Double backwards is not supported for CuDNN RNNs due to limitations in the CuDNN API.")
        """,
        "RuntimeError: Double backwards is not supported for CuDNN RNNs due to limitations in the CuDNN API.",
        """
        with torch.backends.cudnn.flags(enabled=False):
            output, (h_n, c_n) = lstm(input)
        (slope,) = torch.autograd.grad(output.sum(), input, create_graph=True)
        slope.norm().backward()
        """,
        kinds=LAYERS,
    ),
    Cause(
        "pickled-module",
        "a whole module was saved with another release of PyTorch",
        "`torch.save(model)` pickles the attributes of every module as they are, and recurrent layers have had others "
        "in other releases. Build the model and load its state_dict, which keeps only the weights.",
        """
        import torch
        from torch import nn

        old = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        lstm = nn.LSTM.__new__(nn.LSTM)  # what torch.load makes of a file
        lstm.__dict__.update({name: value for name, value in old.__dict__.items() if name != "_flat_weights"})
        output, (h_n, c_n) = lstm(input)
        """,
        "AttributeError: 'LSTM' object has no attribute '_flat_weights'",
        """
        lstm = nn.LSTM(10, 20)
        lstm.load_state_dict(old.state_dict())
        output, (h_n, c_n) = lstm(input)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "scattered-weights",
        "the weights lie in several pieces of memory, on a GPU",
        "cuDNN reads all weights of a layer from one piece of memory. `nn.LSTM` puts them there when it is built or "
        "moved; `deepcopy`, weights that are assigned, and DataParallel's replicas scatter them. Then they are copied "
        "in every call, which takes time and memory; the results are right (the example warns itself, as a GPU does).",
        """
        import copy
        import warnings

        import torch
        from torch import nn

        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        lstm = copy.deepcopy(nn.LSTM(10, 20))
        """,
        """
        if len({weight.untyped_storage().data_ptr() for weight in lstm.parameters()}) > 1:
            warnings.warn("RNN module weights are not part of single contiguous chunk of memory.")
        output, (h_n, c_n) = lstm(input)
        """,
        "UserWarning: RNN module weights are not part of single contiguous chunk of memory.",
        """
        lstm.flatten_parameters()  # does nothing on the CPU
        output, (h_n, c_n) = lstm(input)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "plain-tensor-weight",
        "a tensor is assigned where a layer has a parameter",
        "Weights are of class nn.Parameter, which is how a module and its optimizer find them. Copy numbers into the "
        "parameter that is there.",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        weight = torch.zeros(80, 10)  # (4 * H_cell, H_in)
        """,
        """
        lstm.weight_ih_l0 = weight
        """,
        "TypeError: cannot assign 'torch.FloatTensor' as parameter 'weight_ih_l0' (torch.nn.Parameter or None "
        "expected)",
        """
        with torch.no_grad():
            lstm.weight_ih_l0.copy_(weight)
        """,
    ),
    Cause(
        "torchscript-state",
        "TorchScript is given a state of another type than the layer takes",
        "In TorchScript everything has a type: nn.LSTM takes a tuple of two tensors, nn.GRU and nn.RNN take one "
        "tensor, and a parameter of `forward` without annotation is a tensor.",
        """
        import torch
        from torch import nn

        input, h_0 = torch.randn(5, 3, 10), torch.zeros(1, 3, 20)
        """,
        """
        class Tagger(nn.Module):
            def __init__(self):
                super().__init__()
                self.lstm = nn.LSTM(10, 20)

            def forward(self, input, state):
                return self.lstm(input, state)

        torch.jit.script(Tagger())
        """,
        "RuntimeError: ... Expected a value of type 'Optional[Tuple[Tensor, Tensor]]' for argument 'hx' ...",
        """
        class Tagger(nn.Module):
            def __init__(self):
                super().__init__()
                self.lstm = nn.LSTM(10, 20)

            def forward(self, input, state: tuple[torch.Tensor, torch.Tensor]):
                return self.lstm(input, state)

        torch.jit.script(Tagger())
        """,
        kinds=LAYERS,
    ),
    Cause(
        "unsupported-transform",
        "a transform or an exporter cannot take a recurrent layer whole",
        "vmap needs a rule for each function, and PyTorch has none for lstm, gru and rnn as a whole. An axis for the "
        "batch does the same without vmap, and so does a loop over the samples, or over the models.",
        """
        import torch
        from torch import nn

        gru = nn.GRU(10, 20)
        input = torch.randn(3, 5, 10)  # three sequences of (L, H_in)
        """,
        """
        output = torch.func.vmap(lambda sequence: gru(sequence)[0])(input)
        """,
        "RuntimeError: Batching rule not implemented for aten::gru.input. We could not generate a fallback.",
        """
        output, h_n = gru(input.transpose(0, 1))  # (L, N, H_in)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "onnx-batch-size",
        "the exported model holds states for one size of a batch",
        "What `forward` makes of numbers becomes a constant of the exported model. States that are made from the sizes "
        "of the input follow it (the example raises the error itself, as ONNX Runtime does).",
        """
        import torch
        from torch import nn

        gru = nn.GRU(10, 20)
        input = torch.randn(5, 3, 10)  # (L, N, H_in); exported with N = 1
        """,
        """
        initial_h = torch.zeros(1, 1, 20)
        if initial_h.size(1) != input.size(1):
            raise ValueError(f"Input initial_h must have shape {{1,{input.size(1)},20}}. Actual:{{1,1,20}}")
        """,
        "ValueError: Input initial_h must have shape {1,3,20}. Actual:{1,1,20}",
        """
        initial_h = input.new_zeros(1, input.size(1), 20)
        output, h_n = gru(input, initial_h)
        """,
        kinds=LAYERS,
    ),
    Cause(
        "not-a-shape",
        "cuDNN fails, for a reason other than shapes",
        "Such errors come from the driver, the memory of the GPU or the release of CUDA, and often from an error "
        "before: run with `CUDA_LAUNCH_BLOCKING=1`, or once on the CPU, where an index or a shape that is wrong is "
        "named (the example raises the error itself).",
        """
        import torch
        from torch import nn

        lstm = nn.LSTM(10, 20)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        def lstm_on_gpu(input):
            raise RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED")  # as a GPU may

        lstm_on_gpu(input)
        """,
        "RuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
        """
        output, (h_n, c_n) = lstm.cpu()(input.cpu())
        """,
        kinds=LAYERS,
    ),
    Cause(
        "autocast-dtype",
        "autocast hands on another dtype than the weights or the states have",
        "Within autocast linear layers and recurrent layers give bfloat16 or float16; weights, zeros that were made "
        "before, and all that is computed outside stay float32. A cell on a GPU takes its input and its states as they "
        "are, and outside nothing is cast. Cast what crosses the border with `.float()`, or compute the layer with "
        "autocast off. On some processors oneDNN has no LSTM in bfloat16, and the call raises `could not create a "
        "primitive descriptor`.",
        """
        import torch
        from torch import nn

        lstm, linear = nn.LSTM(10, 20), nn.Linear(20, 4)
        input = torch.randn(5, 3, 10)  # (L, N, H_in)
        """,
        """
        with torch.autocast("cpu", dtype=torch.bfloat16):
            lstm_out, (h_n, c_n) = lstm(input)
        scores = linear(lstm_out)
        """,
        "RuntimeError: mat1 and mat2 must have the same dtype, but got BFloat16 and Float",
        """
        with torch.autocast("cpu", dtype=torch.bfloat16):
            lstm_out, (h_n, c_n) = lstm(input)
        scores = linear(lstm_out.float())
        """,
    ),
)
