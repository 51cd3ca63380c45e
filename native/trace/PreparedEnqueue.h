#pragma once

#include "MessagePackWriter.h"
#include "NvInferRuntime.h"
#include "ObjectIdentity.h"

#include <vector>

namespace workbook::trace {

//! A call of enqueue() as the trace writes it, encoded anew only where its arguments differ from the last
//! call's: an enqueue costs a comparison of its descriptors.
class PreparedEnqueue {
public:
    //! \param object Always the same.
    //! \return its identity, the method and the arguments, encoded; valid until the next call.
    MessagePackWriter const& encode(ObjectIdentity const& object, nvinfer1::PluginTensorDesc const* in,
                                    int32_t nbInputs, nvinfer1::PluginTensorDesc const* out,
                                    int32_t nbOutputs, bool workspaceNull);

private:
    using Descs = std::vector<nvinfer1::PluginTensorDesc>;

    bool isSame(nvinfer1::PluginTensorDesc const* in, int32_t nbInputs, nvinfer1::PluginTensorDesc const* out,
                int32_t nbOutputs, bool workspaceNull) const noexcept;

    Descs mInputs;
    Descs mOutputs;
    bool mWorkspaceNull{false};
    MessagePackWriter mEncoded; //!< empty before the first call
};

} // namespace workbook::trace
