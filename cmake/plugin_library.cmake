# The functions of the package. Read by TensorRTWorkbookConfig.cmake.
include("${TensorRTWorkbook_ROOT}/native/cuda-emulator/cuda_library.cmake")

# workbook_add_plugin_library(<target> SOURCES a.cpp b.cu ... [OPTIONS -DX -O3 -Wall ...] [NVCC_OPTIONS --use_fast_math ...])
#
# A plugin library, libTARGET.so: a shared library of C++ and CUDA sources that is linked to nvinfer and cudart. OPTIONS are g++'s and go
# to both languages; NVCC_OPTIONS go to nvcc alone. .cu files also get the include folders and definitions of the target.
function(workbook_add_plugin_library target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;OPTIONS;NVCC_OPTIONS")
  if(NOT ARG_SOURCES)
    message(FATAL_ERROR "Cannot add plugin library ${target}: no SOURCES given")
  endif()
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "Cannot add plugin library ${target}: ${ARG_UNPARSED_ARGUMENTS} is not understood")
  endif()
  add_library(${target} SHARED)
  set_target_properties(${target} PROPERTIES CXX_STANDARD_REQUIRED ON LINKER_LANGUAGE CXX)
  target_compile_features(${target} PRIVATE cxx_std_17)
  workbook_target_plugin_sources(${target} SOURCES ${ARG_SOURCES} OPTIONS ${ARG_OPTIONS} NVCC_OPTIONS ${ARG_NVCC_OPTIONS})
  # What is missing is an error now; with a sanitizer its runtime comes from elsewhere.
  if(NOT "${ARG_OPTIONS} ${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize")
    target_link_options(${target} PRIVATE -Wl,-z,defs)
  endif()
endfunction()

# workbook_target_plugin_sources(<target> SOURCES a.cpp b.cu ... [OPTIONS ...] [NVCC_OPTIONS ...])
#
# The same for a target that add_library(<target> SHARED ...) made in this folder: adds the sources, links nvinfer and cudart.
function(workbook_target_plugin_sources target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;OPTIONS;NVCC_OPTIONS")
  set(plain ${ARG_SOURCES})
  list(FILTER plain EXCLUDE REGEX "\\.cu$")
  set(kernels ${ARG_SOURCES})
  list(FILTER kernels INCLUDE REGEX "\\.cu$")
  if(plain)
    target_sources(${target} PRIVATE ${plain})
  endif()
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  if(TensorRTWorkbook_COMPILER)
    # On a GPU machine libnvinfer is the real one: nothing may lead to ours.
    set_target_properties(${target} PROPERTIES SKIP_BUILD_RPATH ON)
  else()
    set_target_properties(${target} PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
  endif()
  # Unique symbols would keep a library in memory and merge two loaded copies of it.
  target_compile_options(${target} PRIVATE ${ARG_OPTIONS} $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  target_link_libraries(${target} PRIVATE TensorRTWorkbook::nvinfer TensorRTWorkbook::cudart)
  if(ARG_OPTIONS MATCHES "-fsanitize")
    set(sanitize ${ARG_OPTIONS})
    list(FILTER sanitize INCLUDE REGEX "^-fsanitize")
    target_link_options(${target} PRIVATE ${sanitize})
  endif()

  set(flags -O2 -std=c++17)
  foreach(kind IN ITEMS -O -std=)
    if("${ARG_OPTIONS}" MATCHES "(^|;)${kind}")
      list(FILTER flags EXCLUDE REGEX "^${kind}")
    endif()
  endforeach()
  list(APPEND flags ${ARG_OPTIONS})
  if(TensorRTWorkbook_COMPILER)
    # nvcc takes what it knows, and hands the rest to the C++ compiler when told so.
    list(TRANSFORM flags PREPEND "-Xcompiler=" REGEX "^-([^IDUOs]|s[^t])")
    list(APPEND flags ${ARG_NVCC_OPTIONS})
  endif()
  workbook_target_cuda_sources(${target} SOURCES ${kernels}
    FLAGS ${flags} ${TensorRTWorkbook_FLAGS} COMPILER ${TensorRTWorkbook_COMPILER})
endfunction()
