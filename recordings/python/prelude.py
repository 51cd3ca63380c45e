"""What every snippet of these recordings starts with."""

import ctypes
import gc
import os

import numpy as np

try:
    import tensorrt as trt
except ImportError:
    import tensorrt_bindings as trt  # the same module, from the wheel of the bindings alone


class Log(trt.ILogger):
    """Prints what TensorRT logs, from warnings on."""

    def __init__(self):
        trt.ILogger.__init__(self)

    def log(self, severity, message):
        if severity in (trt.ILogger.INTERNAL_ERROR, trt.ILogger.ERROR, trt.ILogger.WARNING):
            print(f"[{str(severity).removeprefix('Severity.')}] {message}")


LIBRARIES = os.environ["PLUGIN_LIBRARIES"]  # the folder with libadd_scalar.so, libhard_swish.so, …


def library(name):
    return os.path.join(LIBRARIES, name)


def field(*args):
    """What a trt.PluginField of these arguments has in it."""
    made = trt.PluginField(*args)
    print(f"name {made.name!r}  type {str(made.type).removeprefix('PluginFieldType.')}  size {made.size}")
    data = made.data
    print(f"data {data.tolist()}  dtype {data.dtype}")


def creators():
    """(name, version) of the creators that libraries of ours have registered."""
    ours = ("AddScalar", "DynamicTRTResize", "HardSwish", "ThresholdedRelu")
    found = trt.get_plugin_registry().all_creators
    return sorted((c.name, c.plugin_version) for c in found if c.name in ours)


log = Log()  # TensorRT keeps a pointer to it: it has to live as long as TensorRT does


def prepare(builder, network, inputs, shapes=None):
    """Builds, loads and binds: the engine, its context and the outputs. shapes: minimum, optimum, maximum by input."""
    import torch

    config = builder.create_builder_config()
    if shapes is not None:
        profile = builder.create_optimization_profile()
        for name, (least, optimum, most) in shapes.items():
            profile.set_shape(name, least, optimum, most)
        config.add_optimization_profile(profile)
    saved = builder.build_serialized_network(network, config)
    if saved is None:
        raise RuntimeError("Cannot build")
    runtime = trt.Runtime(log)
    engine = runtime.deserialize_cuda_engine(saved)
    context = engine.create_execution_context()
    held = [runtime]
    outputs = {}
    for name, values in inputs.items():
        held.append(torch.tensor(np.asarray(values, np.float32), device="cuda"))
        context.set_input_shape(name, tuple(held[-1].shape))
        context.set_tensor_address(name, held[-1].data_ptr())
    for name in (engine.get_tensor_name(i) for i in range(engine.num_io_tensors)):
        if engine.get_tensor_mode(name) == trt.TensorIOMode.OUTPUT:
            outputs[name] = torch.full(tuple(context.get_tensor_shape(name)), float("nan"), device="cuda")
            context.set_tensor_address(name, outputs[name].data_ptr())
    globals()["held"] = held  # the tensors and the runtime have to live as long as the context
    return engine, context, outputs


def execute(context):
    import torch

    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    print("execute_async_v3:", context.execute_async_v3(stream.cuda_stream))
    stream.synchronize()


def run_network(builder, network, inputs, shapes=None):
    """Builds, runs once and prints the outputs."""
    engine, context, outputs = prepare(builder, network, inputs, shapes)
    execute(context)
    for name, tensor in outputs.items():
        print(name, tensor.cpu().tolist())
