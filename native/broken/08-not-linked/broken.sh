# Run with CXX, CXXFLAGS, KERNEL, LIBRARY_DIR and OUTPUT set.
set -e
cd "$(dirname "$0")"
$CXX $CXXFLAGS -shared -o "$OUTPUT" plugin.cpp "$KERNEL" -L"$LIBRARY_DIR" -lworkbook_cudart \
    -Wl,-rpath,"$LIBRARY_DIR"
