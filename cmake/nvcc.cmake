# TensorRTWorkbook_CUDA=nvcc: CUDA's own compiler and runtime. Read by TensorRTWorkbookConfig.cmake.
# nvcc is run as `workbook build --nvcc` runs it, not as CMake's language CUDA: pip's packages lack what CMake's check of it needs.
file(GLOB workbook_toolkits "${TensorRTWorkbook_ROOT}/.venv/lib/python3*/site-packages/nvidia/cu*")
find_program(TensorRTWorkbook_NVCC NAMES nvcc
  HINTS ${workbook_toolkits} ENV CUDA_HOME PATH_SUFFIXES bin
  DOC "CUDA's compiler")
if(NOT TensorRTWorkbook_NVCC)
  set(TensorRTWorkbook_NOT_FOUND_MESSAGE
    "there is no nvcc: run `npm run setup:cuda` in ${TensorRTWorkbook_ROOT}, or set CUDA_HOME or TensorRTWorkbook_NVCC")
  return()
endif()

get_filename_component(workbook_nvcc "${TensorRTWorkbook_NVCC}" REALPATH)
get_filename_component(workbook_toolkit "${workbook_nvcc}/../.." ABSOLUTE)
if(NOT TARGET TensorRTWorkbook::cudart)
  find_package(Threads REQUIRED)
  file(GLOB workbook_cudart "${workbook_toolkit}/lib*/libcudart_static.a" "${workbook_toolkit}/lib*/libcudart.so*")
  list(FILTER workbook_cudart INCLUDE REGEX "_static\\.a$|\\.so(\\.[0-9]+)?$")
  if(NOT workbook_cudart)
    set(TensorRTWorkbook_NOT_FOUND_MESSAGE "there is no CUDA runtime library in ${workbook_toolkit}")
    return()
  endif()
  # Statically where the toolkit has it so, as nvcc does by default.
  set(workbook_static ${workbook_cudart})
  list(FILTER workbook_static INCLUDE REGEX "_static\\.a$")
  list(PREPEND workbook_cudart ${workbook_static})
  list(GET workbook_cudart 0 workbook_cudart)
  add_library(TensorRTWorkbook::cudart INTERFACE IMPORTED)
  set_target_properties(TensorRTWorkbook::cudart PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${workbook_toolkit}/include"
    INTERFACE_LINK_LIBRARIES "${workbook_cudart};Threads::Threads;${CMAKE_DL_LIBS};rt")
endif()

set(TensorRTWorkbook_COMPILER "${TensorRTWorkbook_NVCC}" -ccbin "${CMAKE_CXX_COMPILER}")
set(TensorRTWorkbook_FLAGS -Xcompiler=-fPIC -Wno-deprecated-declarations)
foreach(workbook_sm IN LISTS TensorRTWorkbook_ARCHITECTURES)
  list(APPEND TensorRTWorkbook_FLAGS -gencode "arch=compute_${workbook_sm},code=sm_${workbook_sm}")
endforeach()
list(GET TensorRTWorkbook_ARCHITECTURES -1 workbook_sm)
list(APPEND TensorRTWorkbook_FLAGS -gencode "arch=compute_${workbook_sm},code=compute_${workbook_sm}")
