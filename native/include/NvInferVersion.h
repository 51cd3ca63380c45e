/// Version numbers of the plugin API that these headers declare: TensorRT 10.16, the ABI of every 10.x.
///
/// `-DNV_TENSORRT_MAJOR=11` hides the names that TensorRT 11 removed. `-DNV_TENSORRT_MAJOR=8` adds the names
/// that only 8.6 had and lets 64-bit dimensions narrow to `int` inside braces. The ABI (slots, layouts, enum
/// values) is 10's in every mode.
#ifndef NV_INFER_VERSION_H
#define NV_INFER_VERSION_H

#ifndef NV_TENSORRT_MAJOR
#define NV_TENSORRT_MAJOR 10
#endif

#if NV_TENSORRT_MAJOR < 8 || NV_TENSORRT_MAJOR == 9 || NV_TENSORRT_MAJOR > 11
#error "NV_TENSORRT_MAJOR must be 8, 10 or 11: the ABI is 10's in each of them."
#endif

#ifndef NV_TENSORRT_MINOR
#if NV_TENSORRT_MAJOR == 8
#define NV_TENSORRT_MINOR 6
#elif NV_TENSORRT_MAJOR == 11
#define NV_TENSORRT_MINOR 4
#else
#define NV_TENSORRT_MINOR 16
#endif
#endif

#ifndef NV_TENSORRT_PATCH
#if NV_TENSORRT_MAJOR == 8
#define NV_TENSORRT_PATCH 1
#else
#define NV_TENSORRT_PATCH 0
#endif
#endif

#ifndef NV_TENSORRT_BUILD
#define NV_TENSORRT_BUILD 0
#endif

// The lean Windows packages count on their own; 0 elsewhere.
#define NV_TENSORRT_LWS_MAJOR 0
#define NV_TENSORRT_LWS_MINOR 0
#define NV_TENSORRT_LWS_PATCH 0

#if NV_TENSORRT_MAJOR == 8
#define NV_TENSORRT_SONAME_MAJOR NV_TENSORRT_MAJOR
#define NV_TENSORRT_SONAME_MINOR NV_TENSORRT_MINOR
#define NV_TENSORRT_SONAME_PATCH NV_TENSORRT_PATCH
#endif

#define NV_TENSORRT_RELEASE_TYPE_EARLY_ACCESS 0
#define NV_TENSORRT_RELEASE_TYPE_RELEASE_CANDIDATE 1
#define NV_TENSORRT_RELEASE_TYPE_GENERAL_AVAILABILITY 2
#define NV_TENSORRT_RELEASE_TYPE NV_TENSORRT_RELEASE_TYPE_GENERAL_AVAILABILITY

#endif // NV_INFER_VERSION_H
