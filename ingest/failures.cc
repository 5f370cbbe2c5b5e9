#include "ingest/failures.h"

#include <cerrno>
#include <cstring>
#include <new>

namespace jianzhen::ingest {

using core::ErrorCode;
using core::fail;

tl::unexpected<core::Error> corrupt(std::string detail) {
  return fail(
      ErrorCode::corrupt,
      {"文件已损坏或不完整，无法打开。", "The file is damaged or incomplete and cannot be opened."},
      std::move(detail));
}

tl::unexpected<core::Error> encrypted(std::string detail) {
  return fail(ErrorCode::encrypted,
              {"文件设有打开密码，无法读取内容。",
               "The file needs a password to open; its content cannot be read."},
              std::move(detail));
}

tl::unexpected<core::Error> empty_file(std::string detail) {
  return fail(ErrorCode::empty, {"文件没有任何内容。", "The file has no content at all."},
              std::move(detail));
}

tl::unexpected<core::Error> unsupported(const std::string& media_type) {
  return fail(ErrorCode::unsupported,
              {"暂不支持读取此类文件（" + media_type + "）。",
               "Files of this kind (" + media_type + ") cannot be read yet."},
              media_type);
}

tl::unexpected<core::Error> too_many_pixels(double width, double height) {
  const std::string size = std::to_string(static_cast<long long>(width)) + "×" +
                           std::to_string(static_cast<long long>(height));
  return fail(ErrorCode::unsafe,
              {"图片过大（" + size + " 像素），为安全起见没有打开；请降低分辨率后重新提交。",
               "The picture is too large (" + size +
                   " pixels) and was not opened; submit it at a lower resolution."},
              size);
}

tl::unexpected<core::Error> system_failure(int error, const std::string& what) {
  const std::string detail = what + ": " + std::strerror(error);
  if (error == ENOSPC || error == EDQUOT) {
    return fail(ErrorCode::no_space, {"磁盘空间不足。", "The disk is full."}, detail);
  }
  return fail(ErrorCode::unreadable,
              {"无法读写文件，请检查权限和磁盘。",
               "The file cannot be read or written; check its permissions and the disk."},
              detail);
}

tl::unexpected<core::Error> caught(const std::exception& exception, const std::string& where) {
  const std::string detail = where + ": " + exception.what();
  if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr) {
    return fail(ErrorCode::memory,
                {"读取所需内存超过限制。", "Reading needs more memory than is allowed."}, detail);
  }
  return corrupt(detail);
}

}  // namespace jianzhen::ingest
