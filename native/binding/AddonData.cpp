#include "AddonData.h"

#include "LoggerHub.h"

namespace workbook::binding {

AddonData::~AddonData() {
    if (logger != nullptr) {
        LoggerHub::instance().remove(*logger);
        logger->close();
    }
}

} // namespace workbook::binding
