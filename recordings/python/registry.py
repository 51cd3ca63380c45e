# %% registry: what is registered when the bindings are imported: creators of TensorRT's own
registry = trt.get_plugin_registry()
print(type(registry).__name__, "parent_search_enabled", registry.parent_search_enabled)
print("plugin_creator_list", len(registry.plugin_creator_list), " all_creators", len(registry.all_creators))
print(sorted({type(c).__name__ for c in registry.plugin_creator_list}))
print(sorted({type(c).__name__ for c in registry.all_creators}))

# %% nvidia-plugins: init_libnvinfer_plugins registers those of libnvinfer_plugin.so.10
registry = trt.get_plugin_registry()
before = len(registry.all_creators)
print(trt.init_libnvinfer_plugins(log, ""))
print("more creators", len(registry.all_creators) - before)

# %% open-registers: REGISTER_TENSORRT_PLUGIN registers when the library is opened; opened twice it is opened once
print(creators())
first = ctypes.CDLL(library("libthresholded_relu.so"))
print(creators())
second = ctypes.CDLL(library("libthresholded_relu.so"))
print(creators(), "same handle:", first._handle == second._handle)

# %% open-two: a V2 and a V3 creator, each from a library of its own
ctypes.CDLL(library("libthresholded_relu.so"))
ctypes.CDLL(library("libhard_swish.so"))
registry = trt.get_plugin_registry()
for name in ("ThresholdedRelu", "HardSwish"):
    creator = registry.get_creator(name, "1", "")
    print(type(creator).__name__, [(f.name, str(f.type), f.size) for f in creator.field_names])
print("in plugin_creator_list:", [c.name for c in registry.plugin_creator_list if c.name in ("ThresholdedRelu", "HardSwish")])

# %% load-library: load_library registers what the library's getCreators returns
registry = trt.get_plugin_registry()
handle = registry.load_library(library("libadd_scalar.so"))
print(type(handle).__name__, creators())
registry.deregister_library(handle)
print("after deregister_library:", creators())

# %% load-library-twice: the second time nothing is registered and None comes back
registry = trt.get_plugin_registry()
first = registry.load_library(library("libadd_scalar.so"))
print("first ", type(first).__name__)
print("second", registry.load_library(library("libadd_scalar.so")))
print(creators())

# %% load-library-without-get-creators: a library that only has REGISTER_TENSORRT_PLUGIN: None, and no word why
print(trt.get_plugin_registry().load_library(library("libthresholded_relu.so")))

# %% load-library-without-get-creators-then: opening it registered the creator, and load_library closed the library again: the registry has a pointer to code that is gone
registry = trt.get_plugin_registry()
before = len(registry.all_creators)
print(registry.load_library(library("libthresholded_relu.so")))
print("in memory:", any("libthresholded_relu" in line for line in open("/proc/self/maps")))
print("creators:", len(registry.all_creators) - before, "more")
print(creators())
print("not reached")

# %% load-library-without-get-creators-opened-before: opened first, it stays in memory, and its creator with it
ctypes.CDLL(library("libthresholded_relu.so"))
print(trt.get_plugin_registry().load_library(library("libthresholded_relu.so")))
print(creators())

# %% load-library-no-file: a file that is not there
print(trt.get_plugin_registry().load_library(library("libnowhere.so")))

# %% open-get-creators-only: opening a library that only has getCreators registers nothing
ctypes.CDLL(library("libadd_scalar.so"))
print(creators())

# %% open-not-linked: the kernel's object file was left out of the link: ctypes.CDLL refuses
ctypes.CDLL(library("libno_kernel.so"))

# %% open-not-linked-lazy: opened with RTLD_LAZY: nothing is missed until the kernel is called
ctypes.CDLL(library("libno_kernel.so"), mode=os.RTLD_LAZY)
print(creators())

# %% get-creator: by name, version, namespace; what is not there is None
registry = trt.get_plugin_registry()
registry.load_library(library("libadd_scalar.so"))
for key in (("AddScalar", "1", ""), ("AddScalar", "2", ""), ("AddScalar", "3", ""), ("AddScalar", "1", "mine")):
    creator = registry.get_creator(*key)
    print(key, type(creator).__name__)

# %% get-plugin-creator: get_plugin_creator finds IPluginCreator only
registry = trt.get_plugin_registry()
registry.load_library(library("libadd_scalar.so"))
for key in (("AddScalar", "1", ""), ("AddScalar", "2", "")):
    print(key, type(registry.get_plugin_creator(*key)).__name__)

# %% deregister-creator: a creator can be taken out alone, once
registry = trt.get_plugin_registry()
ctypes.CDLL(library("libthresholded_relu.so"))
creator = registry.get_creator("ThresholdedRelu", "1", "")
print(registry.deregister_creator(creator), creators())
print(registry.deregister_creator(creator))
print("and back:", registry.register_creator(creator, ""), creators())
print("and again:", registry.register_creator(creator, ""))
print("under another namespace:", registry.register_creator(creator, "mine"), creators())

# %% create-v2: create_plugin, and the bytes that the plugin would save: 0000c03f is 1.5
ctypes.CDLL(library("libthresholded_relu.so"))
creator = trt.get_plugin_registry().get_creator("ThresholdedRelu", "1", "")
alpha = trt.PluginField("alpha", np.float32(1.5), trt.PluginFieldType.FLOAT32)
plugin = creator.create_plugin("relu", trt.PluginFieldCollection([alpha]))
print(type(plugin).__name__, plugin.plugin_type, plugin.plugin_version, plugin.num_outputs)
print(plugin.serialization_size, bytes(plugin.serialize()).hex())

# %% create-v2-float64-as-float32: the label is right and the buffer is not: the plugin has 0
ctypes.CDLL(library("libthresholded_relu.so"))
creator = trt.get_plugin_registry().get_creator("ThresholdedRelu", "1", "")
alpha = trt.PluginField("alpha", np.array([1.5]), trt.PluginFieldType.FLOAT32)
plugin = creator.create_plugin("relu", trt.PluginFieldCollection([alpha]))
print(type(plugin).__name__, bytes(plugin.serialize()).hex())

# %% create-v2-refused: the creator looks at the label and returns null: None
ctypes.CDLL(library("libthresholded_relu.so"))
creator = trt.get_plugin_registry().get_creator("ThresholdedRelu", "1", "")
alpha = trt.PluginField("alpha", np.array([1.5]), trt.PluginFieldType.FLOAT64)
print(creator.create_plugin("relu", trt.PluginFieldCollection([alpha])))

# %% create-v3: an IPluginV3 needs the phase as well; Python shows nothing of its methods
trt.get_plugin_registry().load_library(library("libadd_scalar.so"))
creator = trt.get_plugin_registry().get_creator("AddScalar", "2", "")
scalar = trt.PluginField("scalar", np.float32(1.5), trt.PluginFieldType.FLOAT32)
plugin = creator.create_plugin("add", trt.PluginFieldCollection([scalar]), trt.TensorRTPhase.BUILD)
print(type(plugin).__name__, [name for name in dir(plugin) if not name.startswith("_")])
print("without the phase:")
creator.create_plugin("add", trt.PluginFieldCollection([scalar]))

# %% create-v3-refused: this workbook's creator says why, through the logger
trt.get_plugin_registry().load_library(library("libadd_scalar.so"))
creator = trt.get_plugin_registry().get_creator("AddScalar", "2", "")
scalar = trt.PluginField("scalar", np.array([1.5]), trt.PluginFieldType.FLOAT64)
print(creator.create_plugin("add", trt.PluginFieldCollection([scalar]), trt.TensorRTPhase.BUILD))

# %% setuptools: the library that `WORKBOOK_CUDA=nvcc pip install examples/setuptools-plugin` installed
import thresholded_relu

ctypes.CDLL(str(thresholded_relu.library))
print(thresholded_relu.library.name, creators())
