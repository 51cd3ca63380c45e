#include "AddonData.h"

#include "GlobalLogger.h"
#include "JsLogger.h"

namespace workbook::binding {

AddonData::~AddonData() {
    if (logger != nullptr) {
        if (registry::currentLogger() == logger) {
            registry::setLogger(nullptr);
        }
        logger->close();
    }
}

} // namespace workbook::binding
