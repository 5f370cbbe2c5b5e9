#include "api/named_type.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

namespace jianzhen::api {
namespace {

constexpr std::array<std::string_view, 35> kReadable = {
    ".pdf",  ".ofd",  ".jpg",  ".jpeg", ".png",  ".tif",  ".tiff", ".bmp", ".gif",
    ".webp", ".heic", ".heif", ".doc",  ".docx", ".xls",  ".xlsx", ".ppt", ".pptx",
    ".wps",  ".et",   ".dps",  ".rtf",  ".odt",  ".ods",  ".odp",  ".zip", ".7z",
    ".rar",  ".tar",  ".mp4",  ".mov",  ".mkv",  ".webm", ".avi",  ".flv"};

std::string lowered(std::string path) {
  std::ranges::transform(path, path.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return path;
}

constexpr std::array<std::string_view, 16> kLong = {".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi",
                                                    ".flv", ".wmv", ".mpg", ".zip", ".7z",   ".rar",
                                                    ".tar", ".tgz", ".gz",  ".zst"};

// A phone's photograph is below it, a scan of ten pages seldom.
constexpr std::uint64_t kShort = std::uint64_t{4} << 20;  // bytes

// As libmagic names programs.
bool is_program(std::string_view media_type) {
  static constexpr std::array<std::string_view, 4> kPrograms = {"executable", "dosexec",
                                                                "sharedlib", "mach-binary"};
  return std::ranges::any_of(
      kPrograms, [&](std::string_view one) { return media_type.find(one) != media_type.npos; });
}

}  // namespace

core::Error as_named(core::Error error, const std::string& path) {
  if (error.code != core::ErrorCode::unsupported || is_program(error.detail)) return error;
  const std::string ending = std::filesystem::path(lowered(path)).extension().string();
  if (std::ranges::find(kReadable, ending) == kReadable.end()) return error;
  const std::string is = error.detail.empty() ? "" : "（" + error.detail + "）";
  const std::string is_en = error.detail.empty() ? "" : " (" + error.detail + ")";
  error.code = core::ErrorCode::corrupt;
  error.message = {
      "文件名以 " + ending + " 结尾，内容却不是这种格式" + is + "。",
      "Its name ends in " + ending + ", but its content is something else" + is_en + "."};
  return error;
}

bool may_read_long(const std::string& path, std::uint64_t bytes) {
  const std::string name = lowered(path);
  return bytes > kShort || std::ranges::any_of(kLong, [&](std::string_view ending) {
           return name.ends_with(ending);
         });
}

}  // namespace jianzhen::api
