"""Plays the solutions of exercises with the real TensorRT: one JSON file an exercise, what came of each case that its check asks for.

    python tools/exercises/play.py REQUESTS OUT [NAME ...]

REQUESTS is what requests.mjs made. Needs a GPU, nvcc, torch, TensorRT's Python bindings and libraries (LD_LIBRARY_PATH). The plugins are compiled against this
workbook's headers, native/include, and linked with the real libnvinfer.
"""

import base64
import concurrent.futures
import datetime
import json
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUARD = 512  # bytes on either side of an output, as src/exercise/run/guarded-memory.ts has them
PATTERN = 0xA5
WARM_UP = 3


# -- the parent: compiles, and gives every part a process of its own ---------------------------------------------------------------------


def compile_library(folder: Path, sources: list[str]) -> str | None:
    """The reason why it cannot be compiled, or None."""
    library = next(
        Path(place) / name
        for place in os.environ["LD_LIBRARY_PATH"].split(":")
        for name in ("libnvinfer.so", "libnvinfer.so.10")
        if (Path(place) / name).exists()
    )
    command = ["nvcc", "-x", "cu", "-std=c++17", "-O2", "-gencode", "arch=compute_90,code=sm_90", "-shared", "-Xcompiler", "-fPIC"]
    command += ["-I", str(folder), "-I", str(ROOT / "native" / "include"), "-Wno-deprecated-declarations", "-diag-suppress", "997,1444"]
    command += [str(folder / source) for source in sources] + ["-o", str(folder / "libexercise.so"), "-Xlinker", str(library)]
    done = subprocess.run(command, capture_output=True, text=True)
    return None if done.returncode == 0 else (done.stdout + done.stderr).replace(str(folder) + "/", "")[-4000:]


def play_exercise(folder: Path) -> dict:
    request = json.loads((folder / "request.json").read_text())
    about = {"exercise": request["exercise"], "requested": request["requested"]}
    failure = compile_library(folder, request["sources"])
    if failure is not None:
        return {**about, "notCompiled": failure}
    parts = {}
    for part in request["requests"]:
        done = subprocess.run(
            [sys.executable, __file__, "--part", str(folder), part], capture_output=True, text=True, timeout=240
        )
        answer = folder / f"{part}.json"
        if answer.exists():
            parts[part] = json.loads(answer.read_text())
        else:
            parts[part] = {"exitCode": done.returncode, "stderr": done.stderr[-3000:]}
    return {**about, "parts": parts}


def main(requests: Path, out: Path, names: list[str]) -> None:
    import tensorrt_bindings as trt
    import torch

    machine = {
        "recorded": f"TensorRT {trt.__version__}",
        "gpu": torch.cuda.get_device_name(),
        "date": datetime.date.today().isoformat(),
    }
    out.mkdir(parents=True, exist_ok=True)
    folders = [folder for folder in sorted(requests.iterdir()) if not names or folder.name in names]

    def play(folder: Path) -> None:
        start = time.monotonic()
        result = {**machine, **play_exercise(folder)}
        (out / f"{folder.name}.json").write_text(json.dumps(result) + "\n")
        ends = {part: end.get("exitCode", "done") for part, end in result.get("parts", {}).items()}
        print(folder.name, f"{time.monotonic() - start:.1f} s", ends or result.get("notCompiled"), flush=True)

    # Where times are recorded nothing else runs.
    timed = [folder for folder in folders if '"rounds"' in (folder / "request.json").read_text()]
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        list(pool.map(play, [folder for folder in folders if folder not in timed]))
    for folder in timed:
        play(folder)


# -- the child: plays the cases of one part -----------------------------------------------------------------------------------------------


class Failure(Exception):
    """A step that did not work."""

    def __init__(self, step: str, message: str):
        super().__init__(message)
        self.step = step


def child(folder: Path, part: str) -> None:
    import ctypes

    import numpy as np
    import tensorrt_bindings as trt
    import torch

    logged: list[str] = []

    class Log(trt.ILogger):
        def __init__(self):
            trt.ILogger.__init__(self)

        def log(self, severity, message):
            if severity in (trt.ILogger.INTERNAL_ERROR, trt.ILogger.ERROR, trt.ILogger.WARNING):
                logged.append(message)

    log = Log()
    keep: list[object] = [log]
    types = {"kFLOAT": (trt.float32, 4), "kHALF": (trt.float16, 2), "kINT32": (trt.int32, 4), "kINT8": (trt.int8, 1), "kBOOL": (trt.bool, 1)}
    types |= {"kINT64": (trt.int64, 8), "kBF16": (trt.bfloat16, 2), "kUINT8": (trt.uint8, 1)}
    names = {str(type): name for name, (type, _) in types.items()}
    numpy_types = {"kFLOAT32": np.float32, "kFLOAT64": np.float64, "kINT32": np.int32, "kINT64": np.int64, "kINT8": np.int8, "kCHAR": np.int8}
    numpy_types |= {"kFLOAT16": np.float16}

    def field(one: dict) -> object:
        data = one["data"]
        values = np.frombuffer(data.encode(), np.int8) if isinstance(data, str) else np.array(data, numpy_types[one["type"]])
        keep.append(values)
        return trt.PluginField(one["name"], values, getattr(trt.PluginFieldType, one["type"][1:]))

    def volume(dims: list[int]) -> int:
        return int(np.prod(dims, dtype=np.int64))

    class Allocator(trt.IOutputAllocator):
        """Memory with a pattern in it and around it."""

        def __init__(self):
            trt.IOutputAllocator.__init__(self)
            self.memory = None

        def reallocate_output(self, name, current, size, alignment):
            self.memory = torch.full((max(1, size) + 2 * GUARD,), PATTERN, dtype=torch.uint8, device="cuda")
            torch.cuda.synchronize()  # the plugin's stream does not wait for the one that fills
            return self.memory.data_ptr() + GUARD

        def reallocate_output_async(self, name, current, size, alignment, stream):
            return self.reallocate_output(name, current, size, alignment)

        def notify_shape(self, name, dims):
            pass

    def read(allocator: Allocator, type: str, dims: list[int]) -> dict:
        size = types[type][1]
        whole = allocator.memory.cpu().numpy() if allocator.memory is not None else np.full(2 * GUARD + 1, PATTERN, np.uint8)
        end = GUARD + volume(dims) * size
        own = whole[GUARD:end]
        elements = own.reshape(-1, size) if own.size else np.empty((0, size), np.uint8)
        outside = [i - GUARD for i in range(GUARD) if whole[i] != PATTERN]
        outside += [i - end for i in range(end, whole.size) if whole[i] != PATTERN]
        untouched = np.flatnonzero((elements == PATTERN).all(axis=1)).tolist()
        return {"type": type, "dims": dims, "data": base64.b64encode(own.tobytes()).decode(), "untouched": untouched, "outside": outside[:64]}

    class Case:
        def __init__(self, one: dict):
            self.one = one
            self.result = {"error": None, "creator": None, "outputs": [], "inferences": [], "times": [], "trace": [], "undestroyed": []}
            self.again = None

        def play(self) -> None:
            first = len(logged)
            inference = None
            try:
                engine = self.build()
                context = engine.create_execution_context() if self.one["inferences"] else None
                keep.append(context)
                for inference, values in enumerate(self.one["inferences"]):
                    self.infer(engine, context, values)
            except Failure as failure:
                at = {} if inference is None else {"inference": inference}
                self.result["error"] = {"step": failure.step, "code": "TENSORRT", "message": str(failure), **at}
            self.result["logged"] = logged[first:][:20]

        def build(self):
            one, result = self.one, self.result
            builder = trt.Builder(log)
            flags = 1 << int(trt.NetworkDefinitionCreationFlag.STRONGLY_TYPED) if one.get("stronglyTyped") else 0
            network = builder.create_network(flags)
            if "model" in one:
                parser = trt.OnnxParser(network, log)
                if not parser.parse(base64.b64decode(one["model"])):
                    raise Failure("parse", parser.get_error(0).desc())
            else:
                self.add_plugin(network)
            self.inputs = [network.get_input(i).name for i in range(network.num_inputs)]
            self.outputs = [network.get_output(i).name for i in range(network.num_outputs)]
            for output in (network.get_output(i) for i in range(network.num_outputs)):
                result["outputs"].append({"type": names[str(output.dtype)], "dims": list(output.shape)})
            config = builder.create_builder_config()
            config.set_flag(trt.BuilderFlag.DISABLE_TIMING_CACHE)
            for flag in one.get("flags", []):
                config.set_flag(getattr(trt.BuilderFlag, flag[1:]))
            if "workspaceBytes" in one:
                config.set_memory_pool_limit(trt.MemoryPoolType.WORKSPACE, one["workspaceBytes"])
            profile = builder.create_optimization_profile()
            given = one.get("inputs") or [{} for _ in self.inputs]
            for i, name in enumerate(self.inputs):
                shapes = [values[i]["dims"] for values in one["inferences"]] or [given[i].get("dims", [])]
                span = {"min": [min(d) for d in zip(*shapes)], "opt": [max(d) for d in zip(*shapes)], "max": [max(d) for d in zip(*shapes)]}
                span = given[i].get("range") or span
                profile.set_shape(name, span["min"], span["opt"], span["max"])
            config.add_optimization_profile(profile)
            saved = builder.build_serialized_network(network, config)
            if saved is None:
                raise Failure("build", "no engine")
            runtime = trt.Runtime(log)
            engine = runtime.deserialize_cuda_engine(saved)
            if engine is None:
                raise Failure("deserialize", "no engine")
            keep.extend([runtime, engine])
            return engine

        def add_plugin(self, network) -> None:
            one, result = self.one, self.result
            creator = trt.get_plugin_registry().get_creator(one["plugin"], one["version"], one.get("namespace", ""))
            if creator is None:
                raise Failure("getCreator", "there is no such creator")
            v3 = isinstance(creator, trt.IPluginCreatorV3One)
            fields = [{"name": f.name, "type": "k" + str(f.type).split(".")[-1], "length": f.size} for f in creator.field_names]
            result["creator"] = {"generation": "V3" if v3 else "V2", "fields": fields}
            collection = trt.PluginFieldCollection([field(f) for f in one.get("fields", [])])
            keep.append(collection)
            more = [trt.TensorRTPhase.BUILD] if v3 else []
            plugin = creator.create_plugin(one["plugin"], collection, *more)
            if plugin is None:
                raise Failure("createPlugin", "it returned null")
            inputs = one.get("inputs") or [{"type": v["type"], "dims": v["dims"]} for v in (one["inferences"] or [[]])[0]]
            tensors = [network.add_input(f"x{i}", types[x["type"]][0], x["dims"]) for i, x in enumerate(inputs)]
            layer = network.add_plugin_v3(tensors, [], plugin) if v3 else network.add_plugin_v2(tensors, plugin)
            if layer is None:
                raise Failure("addLayer", "it returned null")
            layer.name = one["plugin"]
            for i in range(layer.num_outputs):
                output = layer.get_output(i)
                output.name = f"y{i}"
                network.mark_output(output)

        def infer(self, engine, context, values: list[dict]) -> None:
            stream = torch.cuda.Stream()
            inputs = []
            for i, value in enumerate(values):
                data = np.frombuffer(base64.b64decode(value["data"]) or b"\0", np.uint8).copy()
                inputs.append((torch.from_numpy(data).cuda(), data))
                if not context.set_input_shape(self.inputs[i], value["dims"]):
                    raise Failure("setInputShape", f"{self.inputs[i]}: {value['dims']}")
                context.set_tensor_address(self.inputs[i], inputs[-1][0].data_ptr())
            allocators = [Allocator() for _ in self.result["outputs"]]
            for name, allocator in zip(self.outputs, allocators):
                context.set_output_allocator(name, allocator)
            keep.append((inputs, allocators, stream))
            torch.cuda.synchronize()

            def enqueue() -> None:
                if not context.execute_async_v3(stream.cuda_stream):
                    raise Failure("enqueue", "it returned false")
                stream.synchronize()

            enqueue()
            outputs = [
                read(allocator, names[str(engine.get_tensor_dtype(name))], list(context.get_tensor_shape(name)))
                for name, allocator in zip(self.outputs, allocators)
            ]
            changed = [i for i, (memory, before) in enumerate(inputs) if not np.array_equal(memory.cpu().numpy(), before)]
            self.result["inferences"].append({"outputs": outputs, "changedInputs": changed})
            self.again = self.again or enqueue

    request = json.loads((folder / "request.json").read_text())["requests"][part]
    library = str(folder / "libexercise.so")
    text = "".join(p.read_text() for p in folder.iterdir() if p.suffix in (".cpp", ".cu"))
    if "REGISTER_TENSORRT_PLUGIN(" in text:
        keep.append(ctypes.CDLL(library))
    else:
        keep.append(trt.get_plugin_registry().load_library(library))
    cases = [Case(one) for one in request["cases"]]
    for case in cases:
        case.play()
    rounds = request.get("rounds")
    for round_ in range(-WARM_UP, rounds if rounds is not None else -WARM_UP):
        for case in cases:
            if case.again is None or case.result["error"]:
                continue
            start = time.perf_counter()
            case.again()
            if round_ >= 0:
                case.result["times"].append((time.perf_counter() - start) * 1000)
    (folder / f"{part}.json").write_text(json.dumps({"cases": [case.result for case in cases]}))
    sys.stdout.flush()
    os._exit(0)  # the order in which Python frees TensorRT's objects is not what is recorded here


if __name__ == "__main__":
    if sys.argv[1] == "--part":
        try:
            child(Path(sys.argv[2]), sys.argv[3])
        except Exception:
            traceback.print_exc()
            sys.exit(1)
    else:
        main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3:])
