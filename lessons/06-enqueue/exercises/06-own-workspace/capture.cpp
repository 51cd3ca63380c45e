//! Captures one enqueue of CenterPlugin in a CUDA graph, gives it other values, and launches the graph.
//!
//! capture MAX_ROWS ROWS WIDTH  values...  values...
//!
//! ROWS * WIDTH values while the graph is captured, then as many for the launch. Prints a line for each thing
//! that it learns.
#include <NvInfer.h>

#include "centerPlugin.h"

#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>
#include <vector>

using namespace nvinfer1;

namespace {

constexpr size_t kGUARD = 256; //!< bytes behind the workspace that nobody may write
constexpr size_t kMOST = 1 << 20;

PluginTensorDesc descOf(int64_t rows, int64_t width) {
    PluginTensorDesc desc{};
    desc.dims.nbDims = 2;
    desc.dims.d[0] = rows;
    desc.dims.d[1] = width;
    desc.type = DataType::kFLOAT;
    desc.format = TensorFormat::kLINEAR;
    desc.scale = -1.0F;
    return desc;
}

//! What TensorRT asks for a profile of 1 to `most` rows.
size_t askWorkspace(CenterPlugin const& plugin, int64_t most, int64_t width) {
    DynamicPluginTensorDesc x{};
    x.desc = descOf(-1, width);
    x.min = descOf(1, width).dims;
    x.opt = descOf(2, width).dims;
    x.max = descOf(most, width).dims;
    DynamicPluginTensorDesc const y = x;
    return plugin.getWorkspaceSize(&x, 1, &y, 1);
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        return 2;
    }
    int64_t const most = std::atoll(argv[1]);
    int64_t const rows = std::atoll(argv[2]);
    int64_t const width = std::atoll(argv[3]);
    auto const count = static_cast<size_t>(rows * width);
    if (static_cast<size_t>(argc) != 4 + 2 * count) {
        return 2;
    }
    std::vector<float> values;
    for (int i = 4; i < argc; ++i) {
        values.push_back(std::strtof(argv[i], nullptr));
    }

    CenterPlugin plugin;
    size_t const bytes = askWorkspace(plugin, most, width);
    std::printf("workspace %zu\n", bytes);
    if (bytes > kMOST) {
        return 0;
    }
    float* x = nullptr;
    float* y = nullptr;
    unsigned char* scratch = nullptr;
    cudaMalloc(&x, count * sizeof(float));
    cudaMalloc(&y, count * sizeof(float));
    cudaMalloc(&scratch, bytes + kGUARD);
    cudaMemset(scratch, 0xA5, bytes + kGUARD);
    cudaMemcpy(x, values.data(), count * sizeof(float), cudaMemcpyHostToDevice);

    cudaStream_t stream = nullptr;
    cudaStreamCreate(&stream);
    PluginTensorDesc const desc = descOf(rows, width);
    void const* inputs[] = {x};
    void* outputs[] = {y};
    cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal);
    int32_t const result =
        plugin.enqueue(&desc, &desc, inputs, outputs, bytes == 0 ? nullptr : scratch, stream);
    cudaGraph_t graph = nullptr;
    cudaError_t const end = cudaStreamEndCapture(stream, &graph);
    std::printf("enqueue %d\ncapture %d %s\n", result, static_cast<int>(end), cudaGetErrorName(end));
    if (result != 0 || end != cudaSuccess) {
        return 0;
    }

    cudaGraphExec_t launchable = nullptr;
    cudaGraphInstantiateWithFlags(&launchable, graph, 0);
    cudaMemcpy(x, values.data() + count, count * sizeof(float), cudaMemcpyHostToDevice);
    cudaMemset(y, 0xA5, count * sizeof(float));
    cudaGraphLaunch(launchable, stream);
    cudaError_t const ran = cudaStreamSynchronize(stream);
    std::printf("launch %d %s\n", static_cast<int>(ran), cudaGetErrorName(ran));
    if (ran != cudaSuccess) {
        return 0;
    }

    std::vector<unsigned char> behind(kGUARD);
    cudaMemcpy(behind.data(), scratch + bytes, kGUARD, cudaMemcpyDeviceToHost);
    size_t written = 0;
    for (unsigned char byte : behind) {
        written += byte == 0xA5 ? 0 : 1;
    }
    std::vector<float> results(count);
    cudaMemcpy(results.data(), y, count * sizeof(float), cudaMemcpyDeviceToHost);
    std::printf("behind %zu\ny", written);
    for (float each : results) {
        std::printf(" %.9g", static_cast<double>(each));
    }
    std::printf("\n");
    cudaGraphExecDestroy(launchable);
    cudaGraphDestroy(graph);
    cudaStreamDestroy(stream);
    cudaFree(x);
    cudaFree(y);
    cudaFree(scratch);
    return 0;
}
