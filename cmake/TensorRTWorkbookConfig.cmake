# find_package(TensorRTWorkbook): plugin libraries of your own, compiled with your own CMakeLists.txt.
#
#   find_package(TensorRTWorkbook REQUIRED)     # -DTensorRTWorkbook_DIR=CLONE/cmake or -DCMAKE_PREFIX_PATH=CLONE
#   workbook_add_plugin_library(my_plugins SOURCES myPlugin.cpp myKernel.cu OPTIONS -O3 -DN=4)
#
# TensorRTWorkbook_CUDA    emulator (default): runs on this machine; nvcc: for GPUs, needs `npm run setup:cuda` or a CUDA toolkit
# TensorRTWorkbook_ARCHITECTURES    GPUs that nvcc compiles for
#
# Targets: TensorRTWorkbook::nvinfer, TensorRTWorkbook::cudart; where nobody else has defined them, also the names by which plugin
# projects know these: nvinfer, cudart, CUDA::cudart, CUDA::cudart_static.
# Functions: workbook_add_plugin_library; workbook_target_plugin_sources for a target that exists already.

get_filename_component(TensorRTWorkbook_ROOT "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
set(TensorRTWorkbook_CUDA "emulator" CACHE STRING "What compiles .cu files: emulator or nvcc")
set_property(CACHE TensorRTWorkbook_CUDA PROPERTY STRINGS emulator nvcc)
set(TensorRTWorkbook_ARCHITECTURES "75;80;86;89;90" CACHE STRING "Compute capabilities for nvcc; PTX of the last is added")

set(TensorRTWorkbook_FOUND FALSE)
if(NOT CMAKE_CXX_COMPILER_LOADED)
  set(TensorRTWorkbook_NOT_FOUND_MESSAGE "project() has to enable the language CXX first")
  return()
endif()
foreach(file IN ITEMS build/Release/libnvinfer.so.10 build/Release/libworkbook_cudart.so dist/cuda/compile.js)
  if(NOT EXISTS "${TensorRTWorkbook_ROOT}/${file}")
    set(TensorRTWorkbook_NOT_FOUND_MESSAGE
      "${file} is not there: run `npm run setup` in ${TensorRTWorkbook_ROOT}")
    return()
  endif()
endforeach()

if(TensorRTWorkbook_CUDA STREQUAL "emulator")
  include("${CMAKE_CURRENT_LIST_DIR}/emulator.cmake")
elseif(TensorRTWorkbook_CUDA STREQUAL "nvcc")
  include("${CMAKE_CURRENT_LIST_DIR}/nvcc.cmake")
else()
  set(TensorRTWorkbook_NOT_FOUND_MESSAGE "TensorRTWorkbook_CUDA is `${TensorRTWorkbook_CUDA}`, must be emulator or nvcc")
endif()
if(TensorRTWorkbook_NOT_FOUND_MESSAGE)
  return()
endif()

if(NOT TARGET TensorRTWorkbook::nvinfer)
  add_library(TensorRTWorkbook::nvinfer SHARED IMPORTED)
  set_target_properties(TensorRTWorkbook::nvinfer PROPERTIES
    IMPORTED_LOCATION "${TensorRTWorkbook_ROOT}/build/Release/libnvinfer.so.10"
    IMPORTED_SONAME libnvinfer.so.10
    INTERFACE_INCLUDE_DIRECTORIES "${TensorRTWorkbook_ROOT}/native/include"
    # V2 plugins are deprecated, not wrong.
    INTERFACE_COMPILE_OPTIONS "$<$<COMPILE_LANGUAGE:CXX>:-Wno-deprecated-declarations>"
    # TensorRT's headers include CUDA's.
    INTERFACE_LINK_LIBRARIES TensorRTWorkbook::cudart)
endif()
foreach(name IN ITEMS nvinfer cudart CUDA::cudart CUDA::cudart_static)
  if(NOT TARGET ${name})
    string(REGEX REPLACE "^CUDA::|_static$" "" ours "${name}")
    add_library(${name} INTERFACE IMPORTED)
    target_link_libraries(${name} INTERFACE TensorRTWorkbook::${ours})
  endif()
endforeach()

include("${CMAKE_CURRENT_LIST_DIR}/plugin_library.cmake")
set(TensorRTWorkbook_FOUND TRUE)
