#include "ingest/attachments.h"

#include <array>
#include <cerrno>
#include <fstream>

#include "ingest/failures.h"

namespace jianzhen::ingest {
namespace {

struct Source {
  std::string_view media_type;
  core::Result<void> (*give)(const std::filesystem::path&, AttachmentWriter&);
};
constexpr std::array kSources = {
    Source{"application/pdf", pdf_attachments},
    Source{"message/rfc822", mail_attachments},
};

// The last part of a path: an attachment's name is for people, wherever it was taken from.
std::string plain_name(std::string_view raw, int number) {
  std::string name = decoded_name(raw);
  name.erase(0, name.find_last_of('/') + 1);
  constexpr std::size_t kLongest = 1000;
  const bool odd = name.empty() || name == "." || name == ".." || name.size() > kLongest;
  return odd ? "附件" + std::to_string(number) : name;
}

tl::unexpected<core::Error> nested_too_deep(int depth) {
  return core::fail(
      core::ErrorCode::unsafe,
      {"附件嵌套层数过多，没有取出。", "The attachment is nested too deep; it was not taken out."},
      "depth " + std::to_string(depth));
}

tl::unexpected<core::Error> too_much() {
  return core::fail(core::ErrorCode::unsafe,
                    {"附件过多或过大，没有全部取出。",
                     "There are too many attachments, or they are too large; not all were taken."},
                    "attachments over the limit");
}

}  // namespace

Member AttachmentWriter::next(std::string_view name) {
  Member member;
  member.raw_name = name;
  // Mail programs name every pasted picture alike: that is no clash worth telling.
  member.name = names_.take(plain_name(name, ++count_)).name;
  return member;
}

void AttachmentWriter::refuse(std::string_view name, core::Error why) {
  Member member = next(name);
  member.error = std::move(why);
  give_(std::move(member));
}

void AttachmentWriter::refuse(std::string_view name) { refuse(name, too_much().value()); }

bool AttachmentWriter::add(std::string_view name, std::string_view bytes) {
  if (count_ >= limits_.max_archive_entries || bytes.size() > bytes_left()) {
    refuse(name);
    return false;
  }
  if (depth_ > limits_.max_archive_depth) {
    refuse(name, nested_too_deep(depth_).value());
    return true;
  }
  Member member = next(name);
  bytes_ += bytes.size();
  member.bytes = bytes.size();
  const std::filesystem::path file = scratch_ / ("attachment-" + std::to_string(count_));
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (out) {
    member.file = file;
  } else {
    member.error = system_failure(errno, "write " + file.string()).value();
  }
  const bool written = !member.error;
  give_(std::move(member));
  return written;
}

core::Result<void> attachments(const std::filesystem::path& file, const FileType& type, int depth,
                               const Limits& limits, const std::filesystem::path& scratch,
                               const std::function<void(Member)>& member) {
  for (const Source& source : kSources) {
    if (source.media_type != type.media_type) continue;
    AttachmentWriter writer(limits, depth, scratch, member);
    try {
      return source.give(file, writer);
    } catch (const std::exception& exception) {
      return caught(exception, "attachments");
    }
  }
  return {};
}

}  // namespace jianzhen::ingest
