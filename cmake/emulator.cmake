# TensorRTWorkbook_CUDA=emulator: the CUDA runtime that needs no GPU. Read by TensorRTWorkbookConfig.cmake.
if(NOT TARGET TensorRTWorkbook::cudart)
  add_library(TensorRTWorkbook::cudart SHARED IMPORTED)
  set_target_properties(TensorRTWorkbook::cudart PROPERTIES
    IMPORTED_LOCATION "${TensorRTWorkbook_ROOT}/build/Release/libworkbook_cudart.so"
    IMPORTED_SONAME libworkbook_cudart.so
    INTERFACE_INCLUDE_DIRECTORIES "${TensorRTWorkbook_ROOT}/native/cuda-emulator/include")
endif()
# The driver of the emulator, with g++'s options.
set(TensorRTWorkbook_COMPILER "")
set(TensorRTWorkbook_FLAGS -Wno-deprecated-declarations)
