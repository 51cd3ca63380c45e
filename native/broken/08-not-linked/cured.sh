# Run with CXX, CXXFLAGS, KERNEL, LIBRARY_DIR and OUTPUT set.
set -e
cd "$(dirname "$0")"
$CXX $CXXFLAGS -shared -o "$OUTPUT" plugin.cpp "$KERNEL" -L"$LIBRARY_DIR" -lworkbook_cudart \
    -l:libnvinfer.so.10 -Wl,-rpath,"$LIBRARY_DIR"
