# %% log: with a GPU the runtime hands the logger to TensorRT, and the registry says what is wrong
runtime = trt.Runtime(log)
registry = trt.get_plugin_registry()
print("no such file:", registry.load_library(library("libnowhere.so")))
print("AddScalar:", type(registry.load_library(library("libadd_scalar.so"))).__name__)
print("AddScalar again:", registry.load_library(library("libadd_scalar.so")))
print("a version that is not there:", registry.get_creator("AddScalar", "9", ""))
print("no getCreators:", registry.load_library(library("libthresholded_relu.so")))

# %% duplicate-by-opening: two libraries that register the same creator when they are opened
runtime = trt.Runtime(log)
ctypes.CDLL(library("libthresholded_relu.so"))
ctypes.CDLL(library("libthresholded_relu_again.so"))
print(creators())

# %% parse-without-plugin: the parser without the plugin's library
builder = trt.Builder(log)
network = builder.create_network()
parser = trt.OnnxParser(network, log)
print("parsed:", parser.parse_from_file("models/srcnn-dynamic-trt-resize.onnx"), "errors:", parser.num_errors)
error = parser.get_error(0)
print("desc:", error.desc())
print("code:", error.code(), " node:", error.node(), error.node_name(), error.node_operator(), " in:", error.func())

# %% parse-with-plugin: the parser with the library loaded first
registry = trt.get_plugin_registry()
registry.load_library(library("libworkbook_plugins.so"))
builder = trt.Builder(log)
network = builder.create_network()
parser = trt.OnnxParser(network, log)
print("parsed:", parser.parse_from_file("models/srcnn-dynamic-trt-resize.onnx"), "errors:", parser.num_errors)
print([(network.get_layer(i).name, str(network.get_layer(i).type).removeprefix("LayerType.")) for i in range(network.num_layers)])

# %% direct-v2: a plugin from setuptools, added directly, built and run
ctypes.CDLL(library("libthresholded_relu.so"))
creator = trt.get_plugin_registry().get_creator("ThresholdedRelu", "1", "")
alpha = trt.PluginField("alpha", np.array([0.5], np.float32), trt.PluginFieldType.FLOAT32)
plugin = creator.create_plugin("relu", trt.PluginFieldCollection([alpha]))
builder = trt.Builder(log)
network = builder.create_network()
x = network.add_input("x", trt.float32, (2, 4))
layer = network.add_plugin_v2([x], plugin)
layer.get_output(0).name = "y"
network.mark_output(layer.get_output(0))
print(type(layer).__name__, layer.get_output(0).shape)
run_network(builder, network, {"x": [[-1, 0, 0.5, 1], [2, 0.25, -3, 8]]})

# %% direct-v3: an IPluginV3, added directly, with a dynamic shape
trt.get_plugin_registry().load_library(library("libadd_scalar.so"))
creator = trt.get_plugin_registry().get_creator("AddScalar", "2", "")
scalar = trt.PluginField("scalar", np.float32(1.5), trt.PluginFieldType.FLOAT32)
plugin = creator.create_plugin("add", trt.PluginFieldCollection([scalar]), trt.TensorRTPhase.BUILD)
builder = trt.Builder(log)
network = builder.create_network()
x = network.add_input("x", trt.float32, (-1, 4))
layer = network.add_plugin_v3([x], [], plugin)
layer.get_output(0).name = "y"
network.mark_output(layer.get_output(0))
print(type(layer).__name__, layer.get_output(0).shape)
run_network(builder, network, {"x": [[0, 1, 2, 3], [10, 20, 30, 40]]}, {"x": [(1, 4), (2, 4), (8, 4)]})

# %% direct-v3-float64: the same with a float64 labelled FLOAT32: 0 is added
trt.get_plugin_registry().load_library(library("libadd_scalar.so"))
creator = trt.get_plugin_registry().get_creator("AddScalar", "2", "")
scalar = trt.PluginField("scalar", np.array([1.5]), trt.PluginFieldType.FLOAT32)
plugin = creator.create_plugin("add", trt.PluginFieldCollection([scalar]), trt.TensorRTPhase.BUILD)
builder = trt.Builder(log)
network = builder.create_network()
x = network.add_input("x", trt.float32, (2, 4))
layer = network.add_plugin_v3([x], [], plugin)
layer.get_output(0).name = "y"
network.mark_output(layer.get_output(0))
run_network(builder, network, {"x": [[0, 1, 2, 3], [10, 20, 30, 40]]})

# %% onnx: the same plugin through the parser: the attribute becomes the field
trt.get_plugin_registry().load_library(library("libadd_scalar.so"))
builder = trt.Builder(log)
network = builder.create_network()
parser = trt.OnnxParser(network, log)
print("parsed:", parser.parse_from_file("recordings/python/add-scalar.onnx"))
run_network(builder, network, {"x": [[0, 1, 2, 3], [10, 20, 30, 40]]})

# %% profiler: context.profiler = trt.Profiler() prints a line for every layer of every execution; an IProfiler of one's own collects them
class Collect(trt.IProfiler):
    def __init__(self):
        trt.IProfiler.__init__(self)
        self.layers = []

    def report_layer_time(self, layer_name, ms):
        self.layers.append((layer_name, ms > 0))


trt.get_plugin_registry().load_library(library("libworkbook_plugins.so"))
builder = trt.Builder(log)
network = builder.create_network()
parser = trt.OnnxParser(network, log)
parser.parse_from_file("models/srcnn-dynamic-trt-resize.onnx")
shapes = {"input": [(1, 3, 256, 256)] * 3, "factor": [(1, 1, 512, 512)] * 3}
engine, context, outputs = prepare(builder, network, {n: np.zeros(s[0], np.float32) for n, s in shapes.items()}, shapes)
context.profiler = trt.Profiler()
execute(context)
collect = Collect()
context.profiler = collect
execute(context)
print("layer, took more than 0 ms:", collect.layers)
