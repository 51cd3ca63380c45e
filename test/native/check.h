#pragma once

//! A test harness of one header: TEST cases, CHECK conditions, one executable a file. Exit status 1 where a
//! check failed.

#include <cstdio>
#include <exception>
#include <sstream>
#include <string>
#include <vector>

namespace check {

struct Case {
    char const* name;
    void (*run)();
};

inline std::vector<Case>& cases() {
    static std::vector<Case> list;
    return list;
}

inline int& failures() {
    static int count = 0;
    return count;
}

struct Registrar {
    Registrar(char const* name, void (*run)()) { cases().push_back({name, run}); }
};

inline void fail(char const* file, int line, std::string const& message) {
    ++failures();
    std::printf("%s:%d: %s\n", file, line, message.c_str());
}

template <class Actual, class Expected>
void equal(char const* file, int line, char const* text, Actual const& actual, Expected const& expected) {
    if (!(actual == expected)) {
        std::ostringstream message;
        message << text << " is " << actual << ", expected " << expected;
        fail(file, line, message.str());
    }
}

inline int main() {
    int failedCases = 0;
    for (Case const& test : cases()) {
        int const before = failures();
        try {
            test.run();
        } catch (std::exception const& error) {
            fail(test.name, 0, std::string("threw ") + error.what());
        }
        bool const ok = failures() == before;
        failedCases += ok ? 0 : 1;
        std::printf("%s %s\n", ok ? "ok    " : "FAILED", test.name);
    }
    std::printf("%d passed, %d failed\n", static_cast<int>(cases().size()) - failedCases, failedCases);
    return failedCases == 0 ? 0 : 1;
}

} // namespace check

#define CHECK_CONCATENATE_(a, b) a##b
#define CHECK_CONCATENATE(a, b) CHECK_CONCATENATE_(a, b)
#define TEST(name)                                                                                           \
    static void CHECK_CONCATENATE(test, __LINE__)();                                                         \
    static check::Registrar const CHECK_CONCATENATE(registrar, __LINE__)(name,                               \
                                                                         CHECK_CONCATENATE(test, __LINE__)); \
    static void CHECK_CONCATENATE(test, __LINE__)()
#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            check::fail(__FILE__, __LINE__, #condition);                                                     \
        }                                                                                                    \
    } while (false)
#define CHECK_EQUAL(actual, expected) check::equal(__FILE__, __LINE__, #actual, actual, expected)
#define CHECK_MAIN                                                                                           \
    int main() { return check::main(); }
