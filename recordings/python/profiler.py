"""What `context.profiler = trt.Profiler()` prints, and what an IProfiler of one's own is told; as JSON on standard output.

    python python-profiler.py srcnn-native-resize.onnx > profiler.json

TensorRT's Python API (10.6), its library, the CUDA runtime (found by ctypes) and a GPU; no other package.
"""

import ctypes
import json
import os
import sys
import tempfile
from contextlib import contextmanager

import tensorrt as trt

INPUT, FACTOR, OUTPUT = (1, 3, 256, 256), (1, 1, 512, 512), (1, 3, 512, 512)
ROUNDS = 200


def load_cudart() -> ctypes.CDLL:
    for name in ("libcudart.so.12", "libcudart.so.13", "libcudart.so"):
        try:
            return ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
        except OSError:
            continue
    raise SystemExit("Cannot find libcudart: put its folder into LD_LIBRARY_PATH")


cudart = load_cudart()
cudart.cudaMalloc.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_size_t]
cudart.cudaMemset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
cudart.cudaStreamCreate.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
cudart.cudaStreamSynchronize.argtypes = [ctypes.c_void_p]
cudart.cudaEventCreate.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
cudart.cudaEventRecord.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
cudart.cudaEventSynchronize.argtypes = [ctypes.c_void_p]
cudart.cudaEventElapsedTime.argtypes = [ctypes.POINTER(ctypes.c_float), ctypes.c_void_p, ctypes.c_void_p]


def cuda(status: int) -> None:
    if status != 0:
        raise SystemExit(f"CUDA error {status}")


def device_zeros(shape: tuple) -> int:
    count = 4
    for extent in shape:
        count *= extent
    pointer = ctypes.c_void_p()
    cuda(cudart.cudaMalloc(ctypes.byref(pointer), count))
    cuda(cudart.cudaMemset(pointer, 0, count))
    return pointer.value


def new_stream() -> int:
    stream = ctypes.c_void_p()
    cuda(cudart.cudaStreamCreate(ctypes.byref(stream)))
    return stream.value


def new_event() -> ctypes.c_void_p:
    event = ctypes.c_void_p()
    cuda(cudart.cudaEventCreate(ctypes.byref(event)))
    return event


@contextmanager
def captured_stdout(into: list):
    """What is written to file descriptor 1 meanwhile, by C++ too."""
    sys.stdout.flush()
    kept = os.dup(1)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 1)
        try:
            yield
        finally:
            ctypes.CDLL(None).fflush(None)
            os.dup2(kept, 1)
            os.close(kept)
            file.seek(0)
            into.append(file.read().decode())


class Recorder(trt.IProfiler):
    """An IProfiler of one's own: keeps what it is told."""

    def __init__(self):
        trt.IProfiler.__init__(self)
        self.calls = []

    def report_layer_time(self, layer_name, ms):
        self.calls.append([layer_name, ms])


def build(path: str, half: bool) -> bytes:
    logger = trt.Logger(trt.Logger.WARNING)
    builder = trt.Builder(logger)
    network = builder.create_network(0)
    parser = trt.OnnxParser(network, logger)
    if not parser.parse_from_file(path):
        raise SystemExit("\n".join(str(parser.get_error(i)) for i in range(parser.num_errors)))
    config = builder.create_builder_config()
    if half:
        config.set_flag(trt.BuilderFlag.FP16)
    profile = builder.create_optimization_profile()
    profile.set_shape("input", INPUT, INPUT, INPUT)
    profile.set_shape("factor", FACTOR, FACTOR, FACTOR)
    config.add_optimization_profile(profile)
    plan = builder.build_serialized_network(network, config)
    if plan is None:
        raise SystemExit("the build failed")
    return bytes(plan)


def ready_context(engine):
    context = engine.create_execution_context()
    assert context.set_input_shape("input", INPUT) and context.set_input_shape("factor", FACTOR)
    for name, shape in (("input", INPUT), ("factor", FACTOR), ("output", OUTPUT)):
        assert context.set_tensor_address(name, device_zeros(shape))
    return context


def run(context, stream: int) -> None:
    assert context.execute_async_v3(stream)
    cuda(cudart.cudaStreamSynchronize(stream))


def milliseconds_each(context, stream: int) -> float:
    """Of ROUNDS enqueues, each waited for, by CUDA events around each; the median."""
    start, end = new_event(), new_event()
    times = []
    for _ in range(ROUNDS):
        cuda(cudart.cudaEventRecord(start, stream))
        assert context.execute_async_v3(stream)
        cuda(cudart.cudaEventRecord(end, stream))
        cuda(cudart.cudaEventSynchronize(end))
        elapsed = ctypes.c_float()
        cuda(cudart.cudaEventElapsedTime(ctypes.byref(elapsed), start, end))
        times.append(elapsed.value)
    return sorted(times)[ROUNDS // 2]


def record(path: str, half: bool) -> dict:
    runtime = trt.Runtime(trt.Logger(trt.Logger.WARNING))
    engine = runtime.deserialize_cuda_engine(build(path, half))
    stream = new_stream()
    context = ready_context(engine)
    told = {
        "num_layers": engine.num_layers,
        "profiler_before": repr(context.profiler),
        "enqueue_emits_profile": context.enqueue_emits_profile,
    }
    for _ in range(20):
        run(context, stream)
    told["median_ms_without_profiler"] = milliseconds_each(context, stream)

    # 1. the source's own line; two runs
    context.profiler = trt.Profiler()
    told["profiler_is"] = f"{type(context.profiler).__module__}.{type(context.profiler).__name__}"
    printed: list = []
    for _ in range(2):
        with captured_stdout(printed):
            run(context, stream)
    told["trt_profiler_printed"] = printed

    # 2. an IProfiler of one's own, on a context of its own
    context2 = ready_context(engine)
    recorder = Recorder()
    context2.profiler = recorder
    for _ in range(20):
        run(context2, stream)
    recorder.calls.clear()
    run(context2, stream)
    told["own_profiler_one_run"] = list(recorder.calls)
    recorder.calls.clear()
    told["median_ms_with_profiler"] = milliseconds_each(context2, stream)
    sums: dict = {}
    for name, ms in recorder.calls:
        sums.setdefault(name, []).append(ms)
    told["own_profiler_median_ms"] = {name: sorted(ms)[len(ms) // 2] for name, ms in sums.items()}
    told["own_profiler_reports_per_layer"] = {name: len(ms) for name, ms in sums.items()}

    # 3. nothing is reported until it is asked for
    recorder.calls.clear()
    context2.enqueue_emits_profile = False
    run(context2, stream)
    told["reports_while_enqueue_does_not_emit"] = len(recorder.calls)
    told["report_to_profiler_returns"] = context2.report_to_profiler()
    told["reports_after_report_to_profiler"] = list(recorder.calls)
    return told


def main() -> None:
    path = sys.argv[1]
    result = {"tensorrt": trt.__version__, "model": os.path.basename(path), "rounds": ROUNDS}
    for precision, half in (("fp32", False), ("fp16", True)):
        result[precision] = record(path, half)
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
