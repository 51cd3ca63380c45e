# Run with CXX, CXXFLAGS, KERNEL, LIBRARY_DIR and OUTPUT set. libstate.so holds what several plugin libraries share.
set -e
cd "$(dirname "$0")"
FOLDER="$(dirname "$OUTPUT")"
SOURCES="plugin.cpp"
$CXX $CXXFLAGS -shared -o "$FOLDER/libstate.so" state.cpp
$CXX $CXXFLAGS -shared -o "$OUTPUT" $SOURCES "$KERNEL" -L"$FOLDER" -Wl,--no-as-needed -lstate \
    -L"$LIBRARY_DIR" -lworkbook_cudart -l:libnvinfer.so.10 -Wl,-rpath,"$FOLDER:$LIBRARY_DIR"
