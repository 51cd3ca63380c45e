# %% int64: with NumPy 2 the bindings 10.6 show the first element again and again
made = trt.PluginField("axes", np.array([1, -5]), trt.PluginFieldType.INT64)
print(made.data.tolist())

# %% bytes: the same with bytes
made = trt.PluginField("mode", b"cubic", trt.PluginFieldType.CHAR)
print(made.data.tobytes())

# %% creator-is-right: only .data is wrong: the plugin got 1.5
ctypes.CDLL(library("libthresholded_relu.so"))
creator = trt.get_plugin_registry().get_creator("ThresholdedRelu", "1", "")
alpha = trt.PluginField("alpha", np.float32(1.5), trt.PluginFieldType.FLOAT32)
plugin = creator.create_plugin("relu", trt.PluginFieldCollection([alpha]))
print(bytes(plugin.serialize()).hex())
