#include "api/http/message.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace jianzhen::http {
namespace {

constexpr std::array<std::string_view, 7> kMethods = {"GET",   "HEAD",   "POST",   "PUT",
                                                      "PATCH", "DELETE", "OPTIONS"};

}  // namespace

std::string_view word(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

std::optional<Method> method_of(std::string_view word) {
  const auto found = std::find(kMethods.begin(), kMethods.end(), word);
  if (found == kMethods.end()) return std::nullopt;
  return static_cast<Method>(found - kMethods.begin());
}

const std::string* find(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return &value;
  }
  return nullptr;
}

const std::string& Request::parameter(std::string_view name) const {
  static const std::string kNone;
  const auto found = parameters.find(name);
  return found == parameters.end() ? kNone : found->second;
}

std::optional<std::string> Request::query_value(std::string_view name) const {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

core::Lang lang_of(const Request& request) {
  return request.query_value("lang") == "en" ? core::Lang::en : core::Lang::zh;
}

core::Result<FileBody> FileBody::open(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int error = errno;
    return core::fail(error == ENOENT ? core::ErrorCode::not_found : core::ErrorCode::unreadable,
                      {"无法打开所请求的文件。", "The requested file cannot be opened."},
                      std::strerror(error));
  }
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return core::fail(core::ErrorCode::unreadable,
                      {"所请求的不是普通文件。", "What was requested is not a plain file."});
  }
  return FileBody(descriptor, static_cast<std::uint64_t>(status.st_size));
}

FileBody::FileBody(FileBody&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), at_(other.at_), length_(other.length_) {}

FileBody& FileBody::operator=(FileBody&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  at_ = other.at_;
  length_ = other.length_;
  return *this;
}

FileBody::~FileBody() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void FileBody::narrow(std::uint64_t offset, std::uint64_t length) {
  at_ += std::min(offset, length_);
  length_ = std::min(length, length_ - std::min(offset, length_));
}

core::Result<std::size_t> FileBody::read(std::span<char> into) {
  const std::size_t wanted = std::min<std::uint64_t>(into.size(), length_);
  if (wanted == 0) return 0;
  const ssize_t got = ::pread(descriptor_, into.data(), wanted, static_cast<off_t>(at_));
  if (got <= 0) {
    return core::fail(core::ErrorCode::unreadable,
                      {"读取文件时出错。", "The file could not be read."},
                      got == 0 ? "the file became shorter" : std::strerror(errno));
  }
  at_ += static_cast<std::uint64_t>(got);
  length_ -= static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

void Response::set(std::string_view name, std::string value) {
  for (auto& [key, old] : headers) {
    if (key == name) {
      old = std::move(value);
      return;
    }
  }
  headers.emplace_back(name, std::move(value));
}

Response text(int status, std::string_view media_type, std::string body) {
  Response response;
  response.status = status;
  response.set("content-type", std::string(media_type));
  response.body = std::move(body);
  return response;
}

Response json(int status, std::string body) {
  return text(status, "application/json", std::move(body));
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace jianzhen::http
