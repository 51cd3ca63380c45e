# %% float32: a NumPy float32, labelled FLOAT32: as the tutorial writes it
field("scalar", np.float32(1.5), trt.PluginFieldType.FLOAT32)

# %% float64-array: an array of float64, NumPy's default, labelled FLOAT32
field("scalar", np.array([1.5]), trt.PluginFieldType.FLOAT32)

# %% float64-scalar: a NumPy float64, labelled FLOAT32
field("scalar", np.float64(1.5), trt.PluginFieldType.FLOAT32)

# %% float64-right: float64, labelled FLOAT64
field("scalar", np.array([1.5]), trt.PluginFieldType.FLOAT64)

# %% python-float: a Python float is no buffer
field("scalar", 1.5, trt.PluginFieldType.FLOAT32)

# %% list: a list is no buffer
field("scalar", [1.5, 2.5], trt.PluginFieldType.FLOAT32)

# %% int64-as-int32: NumPy's default integers, labelled INT32
field("axes", np.array([1, -5]), trt.PluginFieldType.INT32)

# %% int64: labelled INT64
field("axes", np.array([1, -5]), trt.PluginFieldType.INT64)

# %% int32: int32, labelled INT32
field("axes", np.array([1, -5], np.int32), trt.PluginFieldType.INT32)

# %% int32-as-float32: an int32, labelled FLOAT32
field("scalar", np.int32(2), trt.PluginFieldType.FLOAT32)

# %% strided: every second of six floats: size says three, the stride is not looked at
every_second = np.arange(6, dtype=np.float32)[::2]
print("the array  ", every_second.tolist(), "strides", every_second.strides)
field("scales", every_second, trt.PluginFieldType.FLOAT32)

# %% strided-copied: the same, made contiguous first
field("scales", np.ascontiguousarray(np.arange(6, dtype=np.float32)[::2]), trt.PluginFieldType.FLOAT32)

# %% transposed: a transposed matrix: the elements come in the order of memory
matrix = np.arange(6, dtype=np.float32).reshape(2, 3)
print("the array  ", matrix.T.tolist())
field("matrix", matrix.T, trt.PluginFieldType.FLOAT32)

# %% two-dimensions: size is the number of elements
field("matrix", np.ones((2, 3), np.float32), trt.PluginFieldType.FLOAT32)

# %% bytes: bytes, labelled CHAR; no zero byte is counted at the end
field("mode", b"cubic", trt.PluginFieldType.CHAR)

# %% string: a str is no buffer
field("mode", "cubic", trt.PluginFieldType.CHAR)

# %% numpy-string: a NumPy string is one element of five bytes: size 1
field("mode", np.array(b"cubic"), trt.PluginFieldType.CHAR)

# %% bool-as-int32: a bool has one byte; INT32 reads four; the three after it are not the bool's and differ from run to run, so only the first is printed
field_of_bool = trt.PluginField("flag", np.array([True]), trt.PluginFieldType.INT32)
print("size", field_of_bool.size, "first byte", field_of_bool.data.tobytes()[0], "of", field_of_bool.data.nbytes)

# %% empty: no elements
field("scales", np.array([], np.float32), trt.PluginFieldType.FLOAT32)

# %% no-type: the type left out
field("scalar", np.float32(1.5))

# %% no-data: only a name
field("scalar")

# %% float16-data: float16 can be given, but not read back
half = trt.PluginField("scalar", np.array([1.5], np.float16), trt.PluginFieldType.FLOAT16)
print(half.type, half.size)
print(half.data)

# %% dims-data: nor can DIMS
print(trt.PluginField("shape", np.array([1, 2, 3], np.int32), trt.PluginFieldType.DIMS).data)

# %% types: the labels there are
print({name: int(value) for name, value in trt.PluginFieldType.__members__.items()})

# %% keeps-array: the field holds the array: no copy, and the array lives as long as the field
array = np.array([1.5], np.float32)
alpha = trt.PluginField("alpha", array, trt.PluginFieldType.FLOAT32)
array[0] = 7
print("after array[0] = 7 the field has", alpha.data.tolist())

# %% collection-keeps-nothing: a collection copies pointer and label; it keeps neither field nor array alive
class Watched(np.ndarray):
    def __del__(self):
        print("the array is gone")


def alpha():
    return trt.PluginField("alpha", np.array([1.5], np.float32).view(Watched), trt.PluginFieldType.FLOAT32)


print("a collection of a field that nobody else holds:")
collection = trt.PluginFieldCollection([alpha()])
gc.collect()
print("the collection is still there:", len(collection), collection[0].name)
print("and now one of a field that a variable holds:")
held = alpha()
collection = trt.PluginFieldCollection([held])
gc.collect()
print("the collection is there:", len(collection), collection[0].name)
print("the end of the program")
