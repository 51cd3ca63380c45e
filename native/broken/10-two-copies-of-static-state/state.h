#pragma once
#include <string>

namespace broken {

//! What several plugin libraries share.
extern std::string gState;

} // namespace broken
