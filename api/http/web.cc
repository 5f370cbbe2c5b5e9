#include "api/http/web.h"

#include <array>
#include <cstdint>

#include "api/http/conditional.h"
#include "api/http/problem.h"
#include "store/hash.h"

namespace jianzhen::http {
namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kHashed = "assets/";  // names there change with their bytes

struct MediaType {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array kMediaTypes = {
    MediaType{".html", "text/html; charset=utf-8"},
    MediaType{".js", "text/javascript; charset=utf-8"},
    MediaType{".mjs", "text/javascript; charset=utf-8"},
    MediaType{".css", "text/css; charset=utf-8"},
    MediaType{".json", "application/json"},
    MediaType{".webmanifest", "application/manifest+json"},
    MediaType{".svg", "image/svg+xml"},
    MediaType{".png", "image/png"},
    MediaType{".ico", "image/x-icon"},
    MediaType{".woff2", "font/woff2"},
    MediaType{".wasm", "application/wasm"},
    MediaType{".txt", "text/plain; charset=utf-8"},
};

constexpr std::string_view kNotBuilt =
    "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>鉴真</title>"
    "<h1>鉴真</h1><p>服务已经启动，接口在 <a href=\"/api/v1/openapi.json\">/api/v1</a>。"
    "网页还没有编译进来：运行 <code>./setup.sh</code> 后重新启动。</p>"
    "<p lang=\"en\">The service runs, its API is under /api/v1. The web page was not built in: run "
    "<code>./setup.sh</code> and start it again.</p></html>\n";

std::string_view type_of(std::string_view path) {
  for (const MediaType& type : kMediaTypes) {
    if (path.ends_with(type.ending)) return type.type;
  }
  return "application/octet-stream";
}

std::string etag_of(std::string_view bytes) {
  return "\"" + store::sha256_of(bytes).hex().substr(0, 32) + "\"";
}

bool takes_gzip(const Request& request) {
  const std::string* accepted = request.header("accept-encoding");
  return accepted != nullptr && accepted->find("gzip") != std::string::npos &&
         accepted->find("gzip;q=0") == std::string::npos;
}

}  // namespace

Web::Web(std::span<const Asset> assets) {
  for (const Asset& asset : assets) entries_[asset.path] = {asset, etag_of(asset.bytes)};
}

Response Web::get(const Request& request, std::string_view path) const {
  auto found = entries_.find(path.empty() ? kIndex : path);
  if (found == entries_.end() && (path.starts_with(kHashed) || path.starts_with("api/"))) {
    return problem(Refusal::unknown_address);
  }
  if (found == entries_.end()) found = entries_.find(kIndex);
  if (found == entries_.end()) return text(200, type_of(kIndex), std::string(kNotBuilt));
  const auto& [asset, etag] = found->second;
  Response response;
  response.set("etag", etag);
  response.set("vary", "accept-encoding");
  response.set("cache-control", asset.path.starts_with(kHashed)
                                    ? "public, max-age=31536000, immutable"
                                    : "no-cache");
  if (none_match_fails(request, etag)) {
    response.status = 304;
    return response;
  }
  response.set("content-type", std::string(type_of(asset.path)));
  const bool small = !asset.gzipped.empty() && takes_gzip(request);
  if (small) response.set("content-encoding", "gzip");
  response.body = StaticBytes{small ? asset.gzipped : asset.bytes};
  return response;
}

}  // namespace jianzhen::http
