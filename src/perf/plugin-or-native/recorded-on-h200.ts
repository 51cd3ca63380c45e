/**
 * SRCNN 256x256 to 512x512 in TensorRT 10.6.0 on an H200: the throughput that trtexec printed, in queries a second, in three rounds, with
 * transfers; with DynamicTRTResize as V2 and as V3 and with TensorRT's own IResizeLayer (kCUBIC). FP32 has TF32 allowed.
 *
 * @see recordings/trtexec/srcnn-h200.json, `engines`; a test compares
 */
export const RECORDED_ON_H200 = [
  {
    precision: 'FP32',
    v2Qps: [2922.7, 2893.0, 2885.0],
    v3Qps: [2877.93, 2875.37, 2858.59],
    nativeQps: [2927.51, 2922.29, 2870.96],
  },
  {
    precision: 'FP16',
    v2Qps: [5311.34, 5317.01, 5290.55],
    v3Qps: [5221.38, 5226.15, 5252.43],
    nativeQps: [5360.07, 5247.81, 5320.84],
  },
] as const;
