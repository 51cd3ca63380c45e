#pragma once

namespace workbook::binding {

//! Makes the symbols of our shared libraries visible to what is loaded from now on. Node loads an addon, and
//! with it these libraries, RTLD_LOCAL; a plugin whose NEEDED entries they satisfy by SONAME would not find
//! undefined symbols in them otherwise.
void makeSharedLibrariesGlobal();

} // namespace workbook::binding
