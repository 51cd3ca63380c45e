#include "state.h"

namespace broken {

// Longer than a string keeps inside itself, so that it owns memory.
std::string gState = "a table that every plugin library of the product looks things up in";

} // namespace broken
