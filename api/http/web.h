#pragma once

// The web page, compiled in (api/web/dist), and what stands in for it where it was not built.

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "api/http/message.h"

namespace jianzhen::http {

// A file of the web page; `gzipped` is empty where compressing gains nothing.
struct Asset {
  std::string_view path;  // "assets/index-abc.js"
  std::string_view bytes;
  std::string_view gzipped;
};

// What the build found in api/web/dist; nothing where it was not there.
std::span<const Asset> compiled_in();

// Immutable; thread-safe.
class Web {
 public:
  explicit Web(std::span<const Asset> assets);

  // GET of a path below "/" (without the slash). A path without a file is a view of the page, which
  // finds its way by itself; one below assets/ or api/ is not.
  Response get(const Request& request, std::string_view path) const;

 private:
  struct Entry {
    Asset asset;
    std::string etag;
  };
  std::map<std::string_view, Entry> entries_;
};

}  // namespace jianzhen::http
