#pragma once

//! Marks what leaves a shared library of ours; everything else is hidden by -fvisibility=hidden.
#define WORKBOOK_EXPORT __attribute__((visibility("default")))
