#include "reformatKernels.cuh"

namespace workbook::reformat {

Launch findCopy(nvinfer1::DataType type) noexcept {
    switch (bytesPerElement(type)) {
    case 1:
        return launch<uint8_t, uint8_t>;
    case 2:
        return launch<uint16_t, uint16_t>;
    case 4:
        return launch<uint32_t, uint32_t>;
    case 8:
        return launch<uint64_t, uint64_t>;
    default:
        return nullptr;
    }
}

} // namespace workbook::reformat
