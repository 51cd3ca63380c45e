// A program that makes a plugin: give it the path of the plugin library.
#include "NvInferRuntime.h"

#include <cstdio>
#include <dlfcn.h>

using namespace nvinfer1;

int main(int, char** arguments) {
    if (dlopen(arguments[1], RTLD_NOW) == nullptr) {
        std::fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    auto* const creator =
        static_cast<IPluginCreatorV3One*>(getPluginRegistry()->getCreator("Scale", "2", ""));
    float const scale = 2.0F;
    // ANCHOR: call
    PluginField const field("scale", &scale, PluginFieldType::kFLOAT32, 1);
    PluginFieldCollection const fields{1, &field};
    IPluginV3* const plugin = creator->createPlugin("scale", creator->getFieldNames(), TensorRTPhase::kBUILD);
    // ANCHOR_END: call
    std::printf("%s of %d field\n", plugin == nullptr ? "no plugin" : "a plugin", fields.nbFields);
    delete plugin;
    return 0;
}
