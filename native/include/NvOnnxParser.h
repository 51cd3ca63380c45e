/// The names of the ONNX parser, for plugin sources whose common header includes it. A plugin has no use for
/// the classes, which are declared and not defined.
#ifndef NV_ONNX_PARSER_H
#define NV_ONNX_PARSER_H

#include "NvInfer.h"

#define NV_ONNX_PARSER_MAJOR 0
#define NV_ONNX_PARSER_MINOR 1
#define NV_ONNX_PARSER_PATCH 0

namespace nvonnxparser {

class IParser;
class IParserError;
class IParserRefitter;

} // namespace nvonnxparser

#endif // NV_ONNX_PARSER_H
