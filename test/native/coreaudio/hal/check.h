// Tests in a program. In: bodies with names, conditions. Out: `ok NAME` or what did not hold and where, a line each.
// Invariant: each begins with an empty HAL, must leave nothing behind, and has asked for whatever it misused.
#pragma once

#include <functional>
#include <string>
#include <vector>

struct Test {
  const char* name;
  void (*body)();
};
std::vector<Test>& tests();
void failed(const char* file, int line, const std::string& what);

struct Registered {
  Registered(const char* name, void (*body)()) { tests().push_back({name, body}); }
};

#define JOINED(a, b) a##b
#define NAMED(a, b) JOINED(a, b)
#define TEST(name) \
  static void NAMED(body, __LINE__)(); \
  static const Registered NAMED(registered, __LINE__)(name, NAMED(body, __LINE__)); \
  static void NAMED(body, __LINE__)()
#define CHECK(condition) \
  do { \
    if (!(condition)) failed(__FILE__, __LINE__, #condition); \
  } while (false)
#define CHECK_NEAR(value, expected, bound) \
  do { \
    const double is = (value); \
    if (!(is >= (expected) - (bound) && is <= (expected) + (bound))) failed(__FILE__, __LINE__, #value " is " + std::to_string(is)); \
  } while (false)
