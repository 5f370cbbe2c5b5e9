#pragma once

// The structure of an e-mail (RFC 5322, 2045–2047, 2231): parts as views into its bytes, and what
// their headers say in UTF-8. Total: every sequence of bytes is a message of some kind.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace jianzhen::ingest {

struct MimePart {
  std::string media_type = "text/plain";
  std::string charset;
  std::string file_name;    // decoded; empty where there is none
  std::string subject;      // decoded
  bool attached = false;    // Content-Disposition: attachment
  std::string encoding;     // of its content: "base64" …
  std::string_view header;  // as they stand in the message
  std::string_view content;
  std::vector<MimePart> parts;  // of a multipart
  bool whole = true;            // false: it has more parts, or deeper ones, than are followed

  // Free of its transfer encoding.
  std::string decoded() const;
};

// `message` must outlive the result.
MimePart parse_message(std::string_view message);

// The value of one header field, unfolded and decoded; empty where there is none.
std::string header_field(std::string_view header, std::string_view name);

// Whether this is the beginning of an e-mail: header fields that only e-mails have.
bool looks_like_mail(std::string_view head);

}  // namespace jianzhen::ingest
