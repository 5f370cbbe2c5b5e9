#pragma once

// For .cc files that use qpdf: decoded bytes of a stream, bounded. Include qpdf_lint.h before it.

#include <qpdf/Pipeline.hh>
#include <stdexcept>
#include <string>

namespace jianzhen::ingest {

struct TooMuch : std::runtime_error {
  TooMuch() : std::runtime_error("content over its limit") {}
};

// Collects decoded bytes and stops the decoders before it, however small their input was, by
// throwing TooMuch. qpdf may catch that on the way and warn: ask is_over() afterwards.
class Collected : public Pipeline {
 public:
  Collected(std::string& out, std::size_t& left)
      : Pipeline("content", nullptr), out_(out), left_(left) {}

  void write(unsigned char const* data, std::size_t size) override {
    if (size > left_) {
      over_ = true;
      throw TooMuch();
    }
    left_ -= size;
    out_.append(reinterpret_cast<const char*>(data), size);
  }
  void finish() override {}
  bool is_over() const { return over_; }

 private:
  std::string& out_;
  std::size_t& left_;
  bool over_ = false;
};

}  // namespace jianzhen::ingest
