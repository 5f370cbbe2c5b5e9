// E-mail: its header fields and body as text, its attachments as members.

#include <array>
#include <string>

#include "ingest/attachments.h"
#include "ingest/failures.h"
#include "ingest/formats.h"
#include "ingest/html_text.h"
#include "ingest/mime.h"
#include "ingest/text_encoding.h"
#include "ingest/text_file.h"

namespace jianzhen::ingest {
namespace {

constexpr std::size_t kBytes = std::size_t{256} << 20;  // of one message, held in memory

struct Field {
  std::string_view name;
  std::string_view shown;
};
constexpr std::array kFields = {Field{"from", "发件人："}, Field{"to", "收件人："},
                                Field{"cc", "抄送："}, Field{"date", "日期："},
                                Field{"subject", "主题："}};

bool is_body(const MimePart& part) {
  return part.parts.empty() && !part.attached && part.file_name.empty() &&
         (part.media_type == "text/plain" || part.media_type == "text/html");
}

std::string body_text(const MimePart& part) {
  const std::string bytes = part.decoded();
  return part.media_type == "text/html" ? html_text(bytes, part.charset)
                                        : from_charset(bytes, part.charset);
}

void collect_body(const MimePart& part, std::string& text) {
  if (is_body(part)) {
    text += body_text(part);
    if (!text.ends_with('\n')) text += '\n';
  }
  for (const MimePart& one : part.parts) {
    const std::size_t before = text.size();
    collect_body(one, text);
    // One content in several forms, the plainest first (RFC 2046, 5.1.4).
    if (part.media_type == "multipart/alternative" && text.size() > before) return;
  }
}

// What is neither a body nor a box of other parts is a file.
bool give_files(const MimePart& part, AttachmentWriter& writer) {
  for (const MimePart& one : part.parts) {
    if (!give_files(one, writer)) return false;
  }
  if (!part.whole) writer.refuse(part.file_name);
  if (!part.parts.empty() || part.media_type.starts_with("multipart/") || is_body(part)) {
    return true;
  }
  std::string name = part.file_name;
  if (name.empty() && part.media_type == "message/rfc822") {
    const MimePart inner = parse_message(part.content);
    if (!inner.subject.empty()) name = inner.subject + ".eml";
  }
  for (char& c : name) {
    if (c == '/' && part.file_name.empty()) c = '_';
  }
  return writer.add(name, part.decoded());
}

}  // namespace

core::Result<void> read_mail(const Reading& reading) {
  bool cut = false;
  const auto bytes = text_bytes(reading.file, kBytes, cut);
  if (!bytes) return core::fail(bytes.error());
  const MimePart message = parse_message(*bytes);
  std::string text;
  for (const Field& field : kFields) {
    const std::string value = header_field(message.header, field.name);
    if (!value.empty()) text += std::string(field.shown) + value + '\n';
  }
  text += '\n';
  collect_body(message, text);
  return give_text(reading, text, cut);
}

core::Result<void> mail_attachments(const std::filesystem::path& file, AttachmentWriter& writer) {
  bool cut = false;
  const auto bytes = text_bytes(file, kBytes, cut);
  if (!bytes) return core::fail(bytes.error());
  give_files(parse_message(*bytes), writer);
  return {};
}

}  // namespace jianzhen::ingest
