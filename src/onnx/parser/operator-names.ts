/**
 * Which operators TensorRT's parser takes itself, whatever the node's domain is: a plugin of such a name is never asked for.
 * Names as in the parser of TensorRT 10.6; those that this host has a native layer for are in `NATIVE_OPERATORS`.
 */
const TAKEN = `
  Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization BlackmanWindow Cast CastLike Ceil Celu Clip Concat
  Constant ConstantOfShape Conv ConvTranspose Cos Cosh CumSum DeformConv DepthToSpace DequantizeLinear Div Dropout Einsum Elu Equal Erf Exp
  Expand EyeLike Flatten Floor Gather GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual
  GridSample GroupNormalization GRU HammingWindow HannWindow Hardmax HardSigmoid HardSwish Identity If ImageScaler InstanceNormalization IsInf
  IsNaN LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax Loop LpNormalization LpPool LRN LSTM MatMul Max MaxPool Mean
  MeanVarianceNormalization Min Mish Mod Mul Neg NonMaxSuppression NonZero Not OneHot Or Pad ParametricSoftplus Pow PRelu QuantizeLinear
  RandomNormal RandomNormalLike RandomUniform RandomUniformLike Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax
  ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize ReverseSequence RNN RoiAlign Round ScaledTanh Scan Scatter
  ScatterElements ScatterND Selu Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze STFT
  Sub Sum Tan Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Upsample Where Xor
  TRT_AveragePool TRT_Conv TRT_Deconv TRT_FloorDiv TRT_FP8DequantizeLinear TRT_FP8QuantizeLinear TRT_Gather TRT_INT4DequantizeLinear
  TRT_INT4QuantizeLinear TRT_MatMul TRT_MaxAverageBlendPool TRT_MaxPool TRT_PluginV2 TRT_RaggedSoftmax TRT_Resize TRT_Scale TRT_Shuffle
  TRT_Slice TRT_TopK_Min FallbackPluginImporter LocalFunctionImporter`;

/** Operators of ONNX that TensorRT's parser refuses by name, without asking for a plugin. */
const REFUSED = `
  AffineGrid Bernoulli BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Compress ConcatFromSequence ConvInteger Det DFT
  DynamicQuantizeLinear ImageDecoder MatMulInteger MaxRoiPool MaxUnpool MelWeightMatrix Multinomial NegativeLogLikelihoodLoss Optional
  OptionalGetElement OptionalHasElement QLinearConv QLinearMatMul RegexFullMatch SequenceAt SequenceConstruct SequenceEmpty SequenceErase
  SequenceInsert SequenceLength SequenceMap SoftmaxCrossEntropyLoss SplitToSequence StringConcat StringNormalizer StringSplit TfIdfVectorizer
  Unique`;

const namesOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const TAKEN_OPERATORS = namesOf(TAKEN);
export const REFUSED_OPERATORS = namesOf(REFUSED);

/** Operators whose attributes hold graphs. */
export const SUBGRAPH_OPERATORS: ReadonlySet<string> = new Set(['If', 'Loop', 'Scan']);
