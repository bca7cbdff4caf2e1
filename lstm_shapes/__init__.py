"""Which shapes an `nn.LSTM` takes and gives, and why.

>>> from lstm_shapes import LSTMSpec, inspect
>>> print(inspect(LSTMSpec(10, 20, num_layers=2, bidirectional=True), run=False))  # doctest: +ELLIPSIS
nn.LSTM(10, 20, num_layers=2, bidirectional=True)   input (5, 3, 10) · float32 · cpu
...
"""

from lstm_shapes.errors import LSTMShapesError, ReadError, RunError, SpecError, WriteError
from lstm_shapes.report import Report, inspect
from lstm_shapes.spec import LSTMSpec

__all__ = ["LSTMShapesError", "LSTMSpec", "ReadError", "Report", "RunError", "SpecError", "WriteError", "inspect"]

__version__ = "0.1.0"
