// A field has a label, and TensorRT copies as many bytes as the label says.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    explicit Scale(float scale, bool negate = false) : ScaleV3(negate ? -scale : scale), mNegate(negate) {}

    // ANCHOR: field
    PluginFieldCollection const* getFieldsToSerialize() noexcept override {
        mMagnitude = mNegate ? -mScale : mScale;
        mPair[0] = PluginField("scale", &mMagnitude, PluginFieldType::kFLOAT32, 1);
        mNegateAsInt = mNegate ? 1 : 0;
        mPair[1] = PluginField("negate", &mNegateAsInt, PluginFieldType::kINT32, 1);
        mFields = {2, mPair};
        return &mFields;
    }

private:
    bool mNegate;
    bool mWritten[3]{true, true, true}; // what happens to lie behind it
    float mMagnitude{0.0F};
    // ANCHOR_END: field
    int32_t mNegateAsInt{0};
    PluginField mPair[2];
};

class ScaleCreator final : public ScaleV3Creator<Scale> {
public:
    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        PluginField const* const field = findField(*fields, "negate");
        int32_t const negate = field == nullptr ? 0 : *static_cast<int32_t const*>(field->data);
        return negate == 0 || negate == 1 ? new Scale(readScale(fields), negate == 1) : nullptr;
    }
};

REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
