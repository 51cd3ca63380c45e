# Names that libclamp.so needs and nobody has: ldd looks them all up, as a fresh program that opens it would.
root="${WORKBOOK:-../..}"
if LD_LIBRARY_PATH="$root/build/Release" ldd -r libclamp.so 2>&1 | grep 'undefined symbol'; then
    exit 1
fi
