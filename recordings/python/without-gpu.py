# %% runtime: without a GPU a Runtime is made of a null pointer: every call on it would crash
runtime = trt.Runtime(log)
print(type(runtime).__name__)

# %% builder: a Builder ends the process; so there is no network and no OnnxParser without a GPU
trt.Builder(log)
print("not reached")
