// Does not compile: the error is in line 7. Launches and parameters span lines.
// clang-format off
__global__ void k(int* p,
                  int n) {
    p[threadIdx.x] =
        n +
        undeclared;
}
void f(int* p) {
    k<<<1,
        2>>>(
        p, 3);
}
