#pragma once

//! TensorRT's enumerations by name; the position is TensorRT's number (NvInferRuntimeBase.h,
//! NvInferRuntime.h, NvInferPluginBase.h 10.16). The same lists in TypeScript: src/runtime/enums.ts.
namespace workbook {

inline constexpr char const* kDATA_TYPE_NAMES[] = {"kFLOAT", "kHALF", "kINT8",  "kINT32", "kBOOL", "kUINT8",
                                                   "kFP8",   "kBF16", "kINT64", "kINT4",  "kFP4"};

inline constexpr char const* kTENSOR_FORMAT_NAMES[] = {
    "kLINEAR", "kCHW2", "kHWC8",       "kCHW4",     "kCHW16", "kCHW32", "kDHWC8",
    "kCDHW32", "kHWC",  "kDLA_LINEAR", "kDLA_HWC4", "kHWC16", "kDHWC"};

inline constexpr char const* kPLUGIN_FIELD_TYPE_NAMES[] = {
    "kFLOAT16", "kFLOAT32", "kFLOAT64", "kINT8",  "kINT16", "kINT32", "kCHAR",
    "kDIMS",    "kUNKNOWN", "kBF16",    "kINT64", "kFP8",   "kINT4",  "kFP4"};

inline constexpr char const* kDIMENSION_OPERATION_NAMES[] = {
    "kSUM", "kPROD", "kMAX", "kMIN", "kSUB", "kEQUAL", "kLESS", "kFLOOR_DIV", "kCEIL_DIV"};

inline constexpr char const* kSEVERITY_NAMES[] = {"kINTERNAL_ERROR", "kERROR", "kWARNING", "kINFO",
                                                  "kVERBOSE"};

inline constexpr char const* kCAPABILITY_NAMES[] = {"kCORE", "kBUILD", "kRUNTIME"};

inline constexpr char const* kPHASE_NAMES[] = {"kBUILD", "kRUNTIME"};

} // namespace workbook
