#pragma once

// clang 14, whose clang-tidy reads our sources, refuses qpdf's JSON.hh (a vector of a type not yet
// complete, which C++20 allows and g++ builds). We use none of it: clang alone, and only in files
// that include this before qpdf, sees an empty class in its place.

#ifdef __clang__
#define JSON_HH
class JSON {
 public:
  class Reactor {};
};
#endif
