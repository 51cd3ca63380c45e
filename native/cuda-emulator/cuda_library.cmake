# Functions for libraries with .cu files. Read by this folder's CMakeLists.txt and by cmake/TensorRTWorkbookConfig.cmake.
#
#   workbook_target_cuda_sources(my_plugins SOURCES kernel.cu)             .cu files for a target that exists
#   workbook_add_cuda_library(my_plugins SOURCES plugin.cpp kernel.cu)     a shared library that runs on the emulator

set(WORKBOOK_CUDA_EMULATOR_DIR "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "")
# The compiler driver for .cu files; tsc writes it.
set(WORKBOOK_CUDA_COMPILE "${CMAKE_CURRENT_LIST_DIR}/../../dist/cuda/compile.js" CACHE INTERNAL "")
find_program(WORKBOOK_NODE NAMES node REQUIRED)

# workbook_target_cuda_sources(<target> SOURCES b.cu ... [FLAGS -DX ...] [COMPILER command ...])
#
# Compiles .cu files with the target's include folders and definitions, as position-independent code, and links their objects into it.
# COMPILER defaults to the emulator's driver; a command in its place takes g++'s -I, -D, -MD, -MF, -MT, -c, -o (nvcc does).
# Call it in the folder that made the target.
function(workbook_target_cuda_sources target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;FLAGS;COMPILER")
  set(driver_files)
  if(NOT ARG_COMPILER)
    set(ARG_COMPILER ${CMAKE_COMMAND} -E env "CXX=${CMAKE_CXX_COMPILER}" "${WORKBOOK_NODE}" "${WORKBOOK_CUDA_COMPILE}")
    get_filename_component(driver_folder "${WORKBOOK_CUDA_COMPILE}" DIRECTORY)
    file(GLOB driver_files "${driver_folder}/*.js")
  endif()
  set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(definitions "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  foreach(source IN LISTS ARG_SOURCES)
    get_filename_component(path "${source}" ABSOLUTE)
    string(REGEX REPLACE "[^A-Za-z0-9_.-]" "_" name "${source}")
    set(object "${CMAKE_CURRENT_BINARY_DIR}/${target}.${name}.o")
    add_custom_command(
      OUTPUT "${object}"
      COMMAND ${ARG_COMPILER} "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>"
        "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},;-D>>" ${ARG_FLAGS}
        -MD -MF "${object}.d" -MT "${object}" -c -o "${object}" "${path}"
      DEPENDS "${path}" ${driver_files}
      DEPFILE "${object}.d"
      COMMENT "Building CUDA object ${name}"
      COMMAND_EXPAND_LISTS
      VERBATIM)
    target_sources(${target} PRIVATE "${object}")
    set_source_files_properties("${object}" PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
  endforeach()
endfunction()

# workbook_add_cuda_library(<target> SOURCES a.cpp b.cu ... [FLAGS -DX ...])
#
# A shared library. Its .cu files go through the compiler driver, its .cpp files through the C++ compiler; both see
# native/include and this folder's include. It is linked to the targets cuda_emulator and, where there is one, nvinfer.
function(workbook_add_cuda_library target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;FLAGS")
  if(NOT ARG_SOURCES)
    message(FATAL_ERROR "Cannot add CUDA library ${target}: no SOURCES given")
  endif()
  set(plain ${ARG_SOURCES})
  list(FILTER plain EXCLUDE REGEX "\\.cu$")
  set(kernels ${ARG_SOURCES})
  list(FILTER kernels INCLUDE REGEX "\\.cu$")
  add_library(${target} SHARED ${plain})
  workbook_target_cuda_sources(${target} SOURCES ${kernels} FLAGS ${ARG_FLAGS})
  set_target_properties(${target} PROPERTIES
    LINKER_LANGUAGE CXX
    CXX_STANDARD 17
    CXX_STANDARD_REQUIRED ON
    POSITION_INDEPENDENT_CODE ON
    BUILD_RPATH "$ORIGIN"
    INSTALL_RPATH "$ORIGIN")
  target_include_directories(${target} PRIVATE
    "${WORKBOOK_CUDA_EMULATOR_DIR}/../include" "${WORKBOOK_CUDA_EMULATOR_DIR}/include" "${CMAKE_CURRENT_SOURCE_DIR}")
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-O2;-g1;-fno-gnu-unique>)
  target_link_libraries(${target} PRIVATE cuda_emulator)
  if(TARGET nvinfer)
    target_link_libraries(${target} PRIVATE nvinfer)
  endif()
endfunction()
