// Half and bfloat16, intrinsics, vector types; prints `name: result`.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <vector>

static_assert(sizeof(float3) == 12 && alignof(float3) == 4, "");
static_assert(sizeof(float4) == 16 && alignof(float4) == 16, "");
static_assert(sizeof(char4) == 4 && alignof(char4) == 4 && sizeof(double2) == 16 && alignof(double2) == 16,
              "");
static_assert(sizeof(half) == 2 && sizeof(half2) == 4 && alignof(half2) == 4, "");

template <class T> __global__ void axpy(T const* x, T* y, T a, int n) {
    int const i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        y[i] = a * x[i] + y[i];
}
__global__ void halfs(half const* in, float* out) {
    half const a = in[0], b = in[1];
    half2 const pair = __halves2half2(a, b);
    int i = 0;
    out[i++] = __half2float(__hadd(a, b)), out[i++] = float(a - b), out[i++] = float(a * b),
    out[i++] = float(a / b);
    out[i++] = __half2float(__hfma(a, b, a)), out[i++] = float(hexp(a)), out[i++] = float(hsqrt(b));
    out[i++] = __low2float(__hadd2(pair, pair)), out[i++] = __high2float(__hmul2(pair, pair));
    out[i++] = a < b, out[i++] = __hgt(a, b), out[i++] = float(__hmax(a, b)), out[i++] = float(-a);
    out[i++] = float(__float2half_rn(1.0f + 1.0f / 2048)),
    out[i++] = float(__float2half_ru(1.0f + 1.0f / 4096));
    out[i++] = float(__float2half(1e6f)), out[i++] = float(__int2half_rn(2049)),
    out[i++] = float(__half2int_rn(half(2.5f)));
    float2 const f = __half22float2(pair);
    out[i++] = f.x + f.y;
    out[i++] = __ldg(reinterpret_cast<unsigned short const*>(in)) == __half_as_ushort(a);
    half2 swapped = __lowhigh2highlow(pair);
    swapped += pair;
    out[i++] = __low2float(swapped);
}
__global__ void bfloats(__nv_bfloat16 const* in, float* out) {
    __nv_bfloat16 const a = in[0], b = in[1];
    out[0] = __bfloat162float(a + b), out[1] = float(a * b),
    out[2] = float(__float2bfloat16(1.0f + 1.0f / 256));
    out[4] = __low2float(__halves2bfloat162(a, b)), out[5] = a > b;
#if __CUDA_ARCH__ >= 800 // older GPUs have no fused multiply-add of bfloat16
    out[3] = float(__hfma(a, b, b));
#endif
}
__global__ void bits(unsigned* out) {
    int i = 0;
    out[i++] = __popc(0xf0f0u), out[i++] = __clz(1), out[i++] = __clz(0), out[i++] = __ffs(8),
    out[i++] = __brev(1u);
    out[i++] = __byte_perm(0x33221100u, 0x77665544u, 0x7531u), out[i++] = __umulhi(0xffffffffu, 2u);
    out[i++] = unsigned(__mulhi(-1, 2)), out[i++] = unsigned(__dp4a(0x01020304, 0x01010101, 5));
    out[i++] = unsigned(__float_as_int(1.0f)), out[i++] = __funnelshift_l(0x80000000u, 1u, 1);
    out[i++] = unsigned(max(-3, 2)), out[i++] = min(5u, 3u), out[i++] = unsigned(__float2int_rn(2.5f));
    out[i++] = unsigned(__float2int_rz(-2.7f)), out[i++] = unsigned(__float2int_rn(3e9f)),
    out[i++] = __popcll(~0ull);
}
__global__ void maths(float* out, float x) {
    int i = 0;
    out[i++] = __expf(x), out[i++] = rsqrtf(x * 4), out[i++] = __fdividef(x, 2), out[i++] = fmaxf(x, NAN);
    out[i++] = __saturatef(x * 3), out[i++] = __fadd_ru(1.0f, 1e-10f) > 1.0f,
    out[i++] = __fadd_rd(1.0f, 1e-10f) == 1.0f;
    out[i++] = __fmul_rz(1.0f / 3, 3.0f) <= 1.0f, out[i++] = erff(0.0f), out[i++] = exp10f(2.0f);
    float s, c;
    sincosf(0.0f, &s, &c);
    out[i++] = s + c, out[i++] = isnan(x) || isinf(x), out[i++] = fmodf(7, 4),
    out[i++] = __int_as_float(0x7f800000) > 0;
}
__global__ void vectors(float4 const* in, float4* out) {
    float4 v = in[threadIdx.x];
    v.x += 1, v.w *= 2;
    out[threadIdx.x] = make_float4(v.w, v.z, v.y, v.x);
    int4 const asInts = *reinterpret_cast<int4 const*>(&in[threadIdx.x]);
    if (asInts.x != __float_as_int(in[threadIdx.x].x))
        out[threadIdx.x].x = -1;
}

int main() {
    void* memory;
    cudaMalloc(&memory, 1 << 20);
    float host[64];
    float* const out = static_cast<float*>(memory) + 4096;
    auto const show = [&](char const* name, int n) {
        cudaError_t const error = cudaMemcpy(host, out, n * sizeof(float), cudaMemcpyDeviceToHost);
        printf("%s:", name);
        if (error != cudaSuccess)
            printf(" %s", cudaGetErrorName(error));
        for (int i = 0; i < n; ++i)
            printf(" %g", host[i]);
        printf("\n");
    };
    half const pair[2] = {half(1.5f), half(2.25f)}; // halves work on the host too
    cudaMemcpy(memory, pair, sizeof pair, cudaMemcpyHostToDevice);
    halfs<<<1, 1>>>(static_cast<half*>(memory), out), show("half", 21);
    __nv_bfloat16 const other[2] = {__float2bfloat16(1.5f), __float2bfloat16(2.25f)};
    cudaMemcpy(memory, other, sizeof other, cudaMemcpyHostToDevice);
    bfloats<<<1, 1>>>(static_cast<__nv_bfloat16*>(memory), out), show("bfloat16", 6);
    bits<<<1, 1>>>(reinterpret_cast<unsigned*>(out));
    unsigned words[17];
    cudaMemcpy(words, out, sizeof words, cudaMemcpyDeviceToHost);
    printf("bits:");
    for (unsigned word : words)
        printf(" %x", word);
    printf("\n");
    maths<<<1, 1>>>(out, 1.0f), show("math", 14);
    float const eight[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    cudaMemcpy(memory, eight, sizeof eight, cudaMemcpyHostToDevice);
    vectors<<<1, 2>>>(static_cast<float4*>(memory), reinterpret_cast<float4*>(out)), show("vectors", 8);

    int const n = 10000; // against the same in double, rounded once at each step
    std::vector<half> x(n), y(n), result(n);
    for (int i = 0; i < n; ++i)
        x[i] = half(float(i % 1000) * 0.37f), y[i] = half(float(i % 77) - 38.0f);
    half* const deviceX = static_cast<half*>(memory);
    half* const deviceY = deviceX + n;
    cudaMemcpy(deviceX, x.data(), n * sizeof(half), cudaMemcpyHostToDevice);
    cudaMemcpy(deviceY, y.data(), n * sizeof(half), cudaMemcpyHostToDevice);
    axpy<half><<<(n + 127) / 128, 128>>>(deviceX, deviceY, half(0.75f), n);
    cudaMemcpy(result.data(), deviceY, n * sizeof(half), cudaMemcpyDeviceToHost);
    int wrong = 0;
    for (int i = 0; i < n; ++i) {
        half const product = half(float(0.75 * double(float(x[i]))));
        half const expected = half(float(double(float(product)) + double(float(y[i]))));
        wrong += __half_as_ushort(expected) != __half_as_ushort(result[i]);
    }
    printf("half axpy wrong: %d\n", wrong);
}
