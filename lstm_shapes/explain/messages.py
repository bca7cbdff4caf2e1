"""THE table of messages: what PyTorch says, in all its wordings, and the function that explains each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lstm_shapes.explain import (
    around,
    attributes,
    cells,
    collating,
    constructing,
    handing_on,
    inputs,
    loading,
    losses,
    packing,
    results,
    scripting,
    state_sizes,
    states,
    training,
)
from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding
from lstm_shapes.explain.patterns import Pattern, Values

__all__ = ["MESSAGES", "Message"]

Examine = Callable[[Values, Clues], "Finding | None"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message and what explains it."""

    pattern: Pattern

    examine: Examine
    """Explains the message; returns None if it is about something else than a recurrent layer."""

    only_near_recurrence: bool = False
    """Whether the message is too general, so that something else must show that a recurrent layer is involved."""


def _rows(examine: Examine, *templates: str, only_near_recurrence: bool = False) -> tuple[Message, ...]:
    return tuple(Message(Pattern(template), examine, only_near_recurrence) for template in templates)


MESSAGES: tuple[Message, ...] = (
    # states
    *_rows(
        state_sizes.sizes,
        "Expected hidden[{which:int}] size {expected:shape}, got {actual:shape}",
        "Expected hidden size {expected:shape}, got {actual:shape}",
    ),
    *_rows(state_sizes.cell_sizes, "Expected cell size {expected:shape}, got {actual:shape}"),
    *_rows(
        states.rank,
        "For batched {expected:int}-D input, hx and cx should also be 3-D but got "
        "({actual:int}-D, {other:int}-D) tensors",
        "For unbatched {expected:int}-D input, hx and cx should also be 2-D but got "
        "({actual:int}-D, {other:int}-D) tensors",
        "For batched {expected:int}-D input, hx should also be 3-D but got {actual:int}-D tensor",
        "For unbatched {expected:int}-D input, hx should also be 2-D but got {actual:int}-D tensor",
    ),
    *_rows(states.not_two, "lstm expects two hidden states"),
    *_rows(
        states.not_a_tuple,
        "lstm_cell(): argument 'hx' (position 2) must be tuple of Tensors, not Tensor",
        "lstm() received an invalid combination of arguments - got (Tensor, Tensor, list, ",
        "lstm() received an invalid combination of arguments - got (Tensor, Tensor, Tensor, list, ",
    ),
    *_rows(handing_on.one_row, "index 1 is out of bounds for dimension {dimension:int} with size 1"),
    *_rows(
        states.given_a_tuple,
        "gru_cell(): argument 'hx' (position 2) must be Tensor, not tuple",
        "rnn_tanh_cell(): argument 'hx' (position 2) must be Tensor, not tuple",
        "rnn_relu_cell(): argument 'hx' (position 2) must be Tensor, not tuple",
        "gru() received an invalid combination of arguments - got (Tensor, tuple, list, ",
        "rnn_tanh() received an invalid combination of arguments - got (Tensor, tuple, list, ",
        "rnn_relu() received an invalid combination of arguments - got (Tensor, tuple, list, ",
    ),
    *_rows(
        states.two_given,
        "{layer:layer}.forward() takes from 2 to 3 positional arguments but {given:int} were given",
        "forward() takes from 2 to 3 positional arguments but 4 were given",
    ),
    *_rows(
        constructing.flag,
        "lstm() received an invalid combination of arguments",
        "gru() received an invalid combination of arguments",
        "rnn_tanh() received an invalid combination of arguments",
        "rnn_relu() received an invalid combination of arguments",
    ),
    *_rows(states.none_given, "'NoneType' object has no attribute 'dim'"),
    *_rows(states.contiguous, "rnn: hx is not contiguous", "rnn: cx is not contiguous"),
    # input
    *_rows(inputs.features_untold, "name 'fn' is not defined", only_near_recurrence=True),
    *_rows(inputs.features, "input.size(-1) must be equal to input_size. Expected {input_size:int}, got {actual:int}"),
    *_rows(inputs.features_unnumbered, "input.size(-1) must be equal to input_size"),
    *_rows(
        inputs.rank,
        "{layer:layer}: Expected input to be 2D or 3D, got {actual:int}D tensor instead",
        "{layer:layer}: Expected input to be 2D or 3D, got {actual:int}D instead",
        "{layer:layer}: Expected input to be 2-D or 3-D but received {actual:int}-D tensor",
        "input must have {expected:int} dimensions, got {actual:int}",
    ),
    *_rows(
        inputs.dtype,
        "RNN input dtype ({actual:name}) does not match weight dtype ({expected:name}). Convert input: "
        "input.to({_:name}), or convert model: model.to({_:name})",
        "RNN input dtype ({actual:name}) does not match weight dtype ({expected:name})",
    ),
    *_rows(
        inputs.dtype,
        "Input and parameter tensors are not the same dtype, found input tensor with {actual:name} and parameter "
        "tensor with {expected:name}",
    ),
    *_rows(
        inputs.unsupported_dtype,
        "Input and hidden tensors are not the same dtype, found input tensor with {expected:name} and hidden tensor "
        "with {actual:name}",
    ),
    *_rows(inputs.dtype, "input must have the type {expected:name}, got type {actual:name}"),
    *_rows(
        inputs.two_dtypes,
        "mat1 and mat2 must have the same dtype, but got {actual:name} and {expected:name}",
        "expected m1 and m2 to have the same dtype, but got: {actual:name} != {expected:name}",
        "expected scalar type {expected:name} but found {actual:name}",
        "Expected object of type torch.{expected:name} but found type torch.{actual:name} for argument",
        "Expected object of scalar type {expected:name} but got scalar type {actual:name} for",
        only_near_recurrence=True,
    ),
    *_rows(inputs.unsupported_dtype, "get_mkldnn_dtype: unsupported data type", only_near_recurrence=True),
    *_rows(
        inputs.no_primitive,
        "could not create a primitive descriptor for the LSTM forward propagation primitive",
        "could not create a primitive descriptor for an LSTM forward propagation primitive",
    ),
    *_rows(
        inputs.device,
        "Input and parameter tensors are not at the same device, found input tensor at {actual:name} and parameter "
        "tensor at {expected:name}",
    ),
    *_rows(
        inputs.state_device,
        "Input and hidden tensors are not at the same device, found input tensor at {expected:name} and hidden tensor "
        "at {actual:name}",
        "Input and hidden tensors are not at the same device",
    ),
    *_rows(
        inputs.two_devices,
        "Expected all tensors to be on the same device, but found at least two devices, {expected:name} and "
        "{actual:name}",
        "Expected object of backend {expected:name} but got backend {actual:name} for argument",
        "Tensor on device {actual:name} is not on the expected device {expected:name}!",
        "Expected !pre_compute_input to be true, but got false",
        only_near_recurrence=True,
    ),
    *_rows(inputs.empty, "Expected sequence length to be larger than 0 in RNN"),
    *_rows(inputs.empty, "stack expects a non-empty TensorList", only_near_recurrence=True),
    # packed sequences
    *_rows(
        packing.order,
        "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass "
        "`enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do "
        "not need ONNX exportability.",
        "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True",
    ),
    *_rows(
        packing.order_by_hand,
        "`lengths` array has to be sorted in decreasing order",
        "'lengths' array has to be sorted in decreasing order",
        "lengths array has to be sorted in decreasing order",
        "sequences must be sorted in the order of decreasing length",
    ),
    *_rows(
        packing.place,
        "'lengths' argument should be a 1D CPU int64 tensor, but got {axes:int}D {device:name} {kind:name} tensor",
        "'lengths' argument should be a 1D CPU int64 tensor",
    ),
    *_rows(
        packing.range,
        "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
        "length of all samples has to be greater than 0, but found an element in 'lengths' that is <=0",
        "ength of all samples has to be greater than 0",
    ),
    *_rows(packing.lengths_of_two_axes, "index_select(): Index is supposed to be a vector"),
    *_rows(
        packing.count,
        "Expected `len(lengths)` to be equal to batch_size, but got {actual:int} (batch_size={expected:int})",
    ),
    *_rows(packing.count_alone, "lengths array has incorrect size"),
    *_rows(packing.attribute, "'PackedSequence' object has no attribute '{attribute:name}'"),
    *_rows(
        packing.not_packed,
        "'{given:name}' object has no attribute 'batch_sizes'",
        "pad_packed_sequence expects sequence to be a PackedSequence, but got an object of type <class '{given:name}'>",
    ),
    *_rows(
        packing.not_a_tensor,
        "{function:name}(): argument 'input' (position 1) must be Tensor, not PackedSequence",
        "{function:name}(): argument 'indices' (position 2) must be Tensor, not PackedSequence",
    ),
    *_rows(packing.rows, "Expected more hidden states in stacked_rnn"),
    *_rows(
        packing.other_batch,
        "The size of tensor a ({actual:int}) must match the size of tensor b ({expected:int}) at non-singleton "
        "dimension 0",
        only_near_recurrence=True,
    ),
    # results
    *_rows(results.not_a_tensor, "{function:name}(): argument 'input' (position 1) must be Tensor, not tuple"),
    *_rows(results.attribute_of_tuple, "'tuple' object has no attribute '{attribute:name}'"),
    *_rows(
        inputs.not_a_tensor,
        "'{given:name}' object has no attribute 'dim'",
        "'{given:name}' object has no attribute 'size'",
    ),
    *_rows(results.indexed_tuple, "tuple indices must be integers or slices, not tuple"),
    *_rows(
        results.unpacked,
        "too many values to unpack (expected 2)",
        "too many values to unpack (expected 2, got {_:int})",
        "not enough values to unpack (expected 2, got 1)",
        only_near_recurrence=True,
    ),
    *_rows(
        results.three_unpacked,
        "not enough values to unpack (expected 3, got 2)",
        only_near_recurrence=True,
    ),
    *_rows(
        packing.past_end,
        "start ({_:int}) + length ({_:int}) exceeds dimension size ({_:int})",
        only_near_recurrence=True,
    ),
    *_rows(
        results.misused_tuple,
        "expected Tensor as element {position:int} in argument 0, but got tuple",
        "unsupported operand type(s) for {sign:sign}: 'tuple' and 'Tensor'",
        only_near_recurrence=True,
    ),
    *_rows(
        results.incompatible_view,
        "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
        "contiguous subspaces). Use .reshape(...) instead.",
        "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
        "contiguous subspaces). Call .contiguous() before .view().",
        "view size is not compatible with input tensor's size and stride",
    ),
    *_rows(
        results.width,
        "mat1 and mat2 shapes cannot be multiplied ({left:int}x{columns:int} and {rows:int}x{out:int})",
        "size mismatch, m1: [{left:int} x {columns:int}], m2: [{rows:int} x {out:int}]",
    ),
    # around a layer
    *_rows(training.backward_twice, "Trying to backward through the graph a second time"),
    *_rows(
        training.changed_since,
        "one of the variables needed for gradient computation has been modified by an inplace operation: "
        "[{_:name} {_:shape}], which is output {_:int} of {operation:name}",
        "one of the variables needed for gradient computation has been modified by an inplace operation",
    ),
    *_rows(
        training.backward_through_backward,
        "Double backwards is not supported for CuDNN RNNs due to limitations in the CuDNN API",
        "CudnnRNNLegacyBackward is not differentiable twice",
        "derivative for {_:rnn_backward} is not implemented",
    ),
    *_rows(training.scattered_weights, "RNN module weights are not part of single contiguous chunk of memory"),
    *_rows(
        attributes.plain_weight,
        "cannot assign '{_:name}' as parameter '{parameter:parameter}' (torch.nn.Parameter or None expected)",
        "cannot assign '{_:name}' object to parameter '{parameter:parameter}' (torch.nn.Parameter or None required)",
    ),
    *_rows(training.detached_view, "Can't detach views in-place. Use detach() instead.", only_near_recurrence=True),
    *_rows(
        training.copied,
        "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment",
        only_near_recurrence=True,
    ),
    *_rows(
        scripting.states,
        "Expected a value of type '{expected:type}' for argument 'hx' but instead found type '{actual:type}'",
    ),
    *_rows(
        scripting.returned,
        "Return value was annotated as having type {expected:type} but is actually of type {actual:type}",
    ),
    *_rows(
        scripting.begun_with_none,
        "Variable '{name:name}' previously had type NoneType but is now being assigned to a value of type "
        "{actual:type}",
    ),
    *_rows(
        scripting.kept_as_none,
        "Wrong type for attribute assignment. Expected NoneType but got {actual:type}",
    ),
    *_rows(scripting.taken_for_a_tuple, "Tensor cannot be used as a tuple", only_near_recurrence=True),
    *_rows(training.no_kernel, "\"{function:name}\" not implemented for '{kind:name}'", only_near_recurrence=True),
    *_rows(
        training.backward_in_eval,
        "cudnn RNN backward can only be called in training mode",
        "backward_input can only be called in training mode",
    ),
    *_rows(
        attributes.no_attribute,
        "'{layer:layer}' object has no attribute '{attribute:name}'",
        "Module '{layer:layer}({_:arguments})' does not have a parameter, a buffer, or a parametrized element with "
        "name '{attribute:name}'",
        "Module '{layer:layer}({_:arguments})' has no parameter or buffer with name '{attribute:name}'",
    ),
    *_rows(
        attributes.no_matrix,
        "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions",
        "Only tensors with 2 or more dimensions are supported",
    ),
    *_rows(training.walked_into, "iteration over a 0-d tensor"),
    *_rows(packing.more_lengths, "INDICES element is out of DATA bounds", only_near_recurrence=True),
    *_rows(
        around.index_of_table,
        "index out of range in self",
        "RuntimeError: index out of range at {_:name}",
        only_near_recurrence=True,
    ),
    *_rows(
        around.float_indices,
        "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got "
        "{_:name} instead (while checking arguments for embedding)",
        "Expected tensor for argument #1 'indices' to have scalar type Long; but got {_:name} instead (while checking "
        "arguments for embedding)",
        only_near_recurrence=True,
    ),
    *_rows(
        around.squeezed,
        "Dimension out of range (expected to be in range of [{_:int}, {last:int}], but got {axis:int})",
        "too many indices for tensor of dimension 1",
        "dimension specified as {axis:int} but tensor has no dimensions",
    ),
    *_rows(around.too_many_indices, "too many indices for tensor of dimension 2", only_near_recurrence=True),
    *_rows(around.other_view, "shape '{shape:view}' is invalid for input of size {actual:int}"),
    *_rows(
        losses.broadcast,
        "Using a target size ({expected:shape}) that is different to the input size ({actual:shape})",
        "Target size ({expected:shape}) must be the same as input size ({actual:shape})",
    ),
    *_rows(
        around.other_states,
        "Sizes of tensors must match except in dimension {_:int}. Expected size {expected:int} but got size "
        "{actual:int} for tensor number {_:int} in the list.",
    ),
    *_rows(
        around.other_axes,
        "Tensors must have same number of dimensions: got {expected:int} and {actual:int}",
    ),
    *_rows(losses.ctc_axes, "input_lengths must be of size batch_size"),
    *_rows(
        losses.targets,
        "Expected input batch_size ({actual:int}) to match target batch_size ({expected:int}).",
    ),
    *_rows(losses.classes_axis, "Expected target size {expected:shape}, got {actual:shape}"),
    *_rows(
        losses.many_targets,
        "0D or 1D target tensor expected, multi-target not supported",
        "1D target tensor expected, multi-target not supported",
        "multi-target not supported at",
        only_near_recurrence=True,
    ),
    *_rows(
        around.missing_state,
        "forward() missing 1 required positional argument: '{argument:name}",
    ),
    *_rows(
        training.graph_break,
        "TorchDynamo purposely graph breaks on RNN, GRU, LSTMs",
    ),
    *_rows(
        training.not_convertible,
        "PyTorch convert function for op '{function:name}' not implemented",
        "Exporting the operator {function:name} to ONNX opset version",
        "Exporting the operator '{function:name}' to ONNX opset version",
        "ONNX export failed on {function:layer} because",
        "ONNX export failed on ATen operator {function:name} because",
        "ONNX export failed: Couldn't export operator {function:name}",
    ),
    *_rows(
        training.packing_exported,
        "Cannot export individual pack_padded_sequence or pad_packed_sequence; these operations must occur in pairs",
    ),
    *_rows(
        training.no_batching_rule,
        "Batching rule not implemented for {function:name}",
        "not yet implemented the batching rule for {function:name}",
    ),
    *_rows(
        training.no_batching_rule,
        "Model contains incompatible modules. Some modules are not valid.: {function:names}",
    ),
    *_rows(training.no_batching_rule, "Cannot access storage of TensorWrapper", only_near_recurrence=True),
    *_rows(
        training.baked_in,
        "Input initial_h must have shape",
        "Input initial_c must have shape",
        "Exporting a model to ONNX with a batch_size other than 1, with a variable length with {_:layer}",
    ),
    *_rows(
        training.cudnn_status,
        "cuDNN error: {_:name}",
        only_near_recurrence=True,
    ),
    *_rows(
        around.gathered,
        "Gather got an input of invalid size: got {actual:shape}, but expected {expected:shape}",
    ),
    *_rows(
        training.cudnn_alone,
        "CUDNN_STATUS_EXECUTION_FAILED",
        "CUDNN_STATUS_BAD_PARAM",
        "CUDNN_STATUS_INTERNAL_ERROR",
        "CUDNN_STATUS_MAPPING_ERROR",
        "CUDNN_STATUS_NOT_SUPPORTED",
        only_near_recurrence=True,
    ),
    *_rows(
        around.other_rows,
        "The size of tensor a ({actual:int}) must match the size of tensor b ({expected:int}) at non-singleton "
        "dimension {axis:int}",
    ),
    *_rows(
        around.longer_index,
        "Size does not match at dimension {axis:int} expected index {index:shape} to be no larger than self "
        "{own:shape}",
        "Size does not match at dimension {axis:int} expected index {index:shape} to be smaller than self {own:shape}",
    ),
    # what the results are handed on to
    *_rows(
        handing_on.other_batches,
        "Expected size for first two dimensions of batch2 tensor to be: [{_:int}, {_:int}] but got: [{_:int}, {_:int}]",
        "batch1 dim 2 must match batch2 dim 1",
        "batch1 and batch2 must have same number of batches",
    ),
    *_rows(
        collating.other_lengths,
        "stack expects each tensor to be equal size, but got {expected:shape} at entry 0 and {actual:shape} at entry "
        "{_:int}",
        only_near_recurrence=True,
    ),
    *_rows(handing_on.two_axes, "batch{which:int} must be a 3D tensor"),
    *_rows(
        handing_on.beyond_the_end,
        "index {index:int} is out of bounds for dimension {axis:int} with size {actual:int}",
    ),
    *_rows(
        handing_on.channels,
        "Given groups=1, weight of size {weight:shape}, expected input{actual:shape} to have {expected:int} channels, "
        "but got {found:int} channels instead",
    ),
    *_rows(handing_on.running_mean, "running_mean should contain {actual:int} elements not {expected:int}"),
    *_rows(
        handing_on.embedding_width,
        "was expecting embedding dimension of {expected:int}, but got {actual:int}",
        "Given normalized_shape={norm:shape}, expected input with shape [*, {expected:int}], but got input of size"
        "{actual:shape}",
    ),
    # cells
    *_rows(
        cells.input_features,
        "input has inconsistent input_size: got {actual:int} expected {input_size:int}",
        "input has inconsistent input_size: got {actual:int}, expected {input_size:int}",
    ),
    *_rows(
        cells.state_features,
        "hidden[{which:int}] has inconsistent hidden_size: got {actual:int}, expected {hidden_size:int}",
        "hidden has inconsistent hidden_size: got {actual:int}, expected {hidden_size:int}",
        "hidden{which:int} has inconsistent hidden_size: got {actual:int}, expected {hidden_size:int}",
    ),
    *_rows(
        cells.batch,
        "Input batch size {expected:int} doesn't match hidden[{which:int}] batch size {actual:int}",
        "Input batch size {expected:int} doesn't match hidden batch size {actual:int}",
        "Input batch size {expected:int} doesn't match hidden{which:int} batch size {actual:int}",
    ),
    *_rows(
        cells.input_rank,
        "{layer:layer}: Expected input to be 1D or 2D, got {actual:int}D instead",
        "{layer:layer}: Expected input to be 1-D or 2-D but received {actual:int}-D tensor",
    ),
    *_rows(
        cells.state_rank,
        "{layer:layer}: Expected hx[{which:int}] to be 1D or 2D, got {actual:int}D instead",
        "{layer:layer}: Expected hidden to be 1D or 2D, got {actual:int}D instead",
    ),
    # checkpoints
    *_rows(
        loading.size,
        "size mismatch for {parameter:parameter}: copying a param with shape {saved:shape} from checkpoint, the shape "
        "in current model is {own:shape}. size mismatch for {second:parameter}: copying a param with shape "
        "{second_saved:shape} from checkpoint, the shape in current model is {second_own:shape}",
        "size mismatch for {parameter:parameter}: copying a param with shape {saved:shape} from checkpoint, the shape "
        "in current model is {own:shape}",
        "While copying the parameter named {parameter:parameter}, whose dimensions in the model are {own:shape} and "
        "whose dimensions in the checkpoint are {saved:shape}",
    ),
    *_rows(
        loading.cell_or_layer,
        'Missing key(s) in state_dict: {_:others}"{parameter:parameter}"{_:keys}. '
        'Unexpected key(s) in state_dict: {first:others}"{unexpected:parameter}"{others:keys}',
    ),
    *_rows(
        loading.around_weights,
        'Missing key(s) in state_dict: {_:others}"{parameter:parameter}"{_:keys}. Unexpected key(s) in state_dict: '
        '"{wrapper:wrapper}"{others:keys}',
    ),
    *_rows(loading.missing, 'Missing key(s) in state_dict: {_:others}"{parameter:parameter}"'),
    *_rows(
        loading.unexpected,
        'Unexpected key(s) in state_dict: {_:others}"{parameter:parameter}"',
        'unexpected key "{parameter:parameter}" in state_dict',
    ),
    # constructor
    *_rows(
        constructing.projection,
        "proj_size has to be smaller than hidden_size",
        "proj_size should be a positive integer or zero to disable projections",
    ),
    *_rows(constructing.no_projection, "proj_size argument is only supported for LSTM, not RNN or GRU"),
    *_rows(
        constructing.dropout,
        "dropout should be a number in range [0, 1] representing the probability of an element being zeroed",
    ),
    *_rows(
        constructing.one_layer,
        "dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers "
        "greater than 1, but got dropout={dropout:number} and num_layers={num_layers:int}",
    ),
    *_rows(
        constructing.missing_argument,
        "RNNBase.__init__() missing 1 required positional argument: '{_:name}'",
        "RNNBase.__init__() missing 2 required positional arguments: '{_:name}' and '{_:name}'",
        "{cell:cell}.__init__() missing 1 required positional argument: '{_:size}'",
        "{cell:cell}.__init__() missing 2 required positional arguments: '{_:size}' and '{_:size}'",
    ),
    *_rows(
        constructing.unknown_in_call,
        "{_:layer}.forward() got an unexpected keyword argument '{argument:name}'",
        "TypeError: forward() got an unexpected keyword argument '{argument:name}'",
        only_near_recurrence=True,
    ),
    *_rows(
        constructing.whole_number,
        "'float' object cannot be interpreted as an integer",
        only_near_recurrence=True,
    ),
    *_rows(
        constructing.unknown_argument,
        "RNNBase.__init__() got an unexpected keyword argument '{argument:name}'",
        "{cell:cell}.__init__() got an unexpected keyword argument '{argument:name}'",
        only_near_recurrence=True,
    ),
    *_rows(
        constructing.unknown_argument_of_some_class,  # until Python 3.9
        "{_:start}__init__() got an unexpected keyword argument '{argument:name}'",
        only_near_recurrence=True,
    ),
    *_rows(
        constructing.too_many,
        "{cell:cell}.__init__() takes from {_:int} to {_:int} positional arguments but {_:int} were given",
    ),
    *_rows(
        constructing.nonlinearity,
        "Unknown nonlinearity '{value:word}'. Select from 'tanh' or 'relu'.",
        "Unknown nonlinearity: {value:name}",
    ),
    *_rows(
        constructing.whole_size,
        "empty(): argument 'size' (position 1) must be tuple of ints, but found element of type {kind:name} at pos 0",
        "empty(): argument 'size' (position 1) must be tuple of ints, but found element of type {kind:name} at pos 1",
        "empty(): argument 'size' failed to unpack the object at pos 1 with error \"type must be tuple of ints,but got "
        '{kind:name}"',
        "empty(): argument 'size' failed to unpack the object at pos 2 with error \"type must be tuple of ints,but got "
        '{kind:name}"',
        "Trying to create tensor with negative dimension {_:int}",
    ),
    *_rows(
        constructing.whole_size,
        "new() received an invalid combination of arguments - got ({kind:name}, int)",
        only_near_recurrence=True,
    ),
    *_rows(constructing.dropout_for_bias, "bias should be of type bool, got: float"),
    *_rows(
        constructing.size,
        "{argument:size} must be greater than zero",
        "{argument:size} should be of type int, got: {kind:name}",
        "{argument:flag} should be of type bool, got: {kind:name}",
    ),
)
