#pragma once

// The name of an archive's member: which encoding it is in, and whether it stays inside.

#include <map>
#include <string>
#include <string_view>

namespace jianzhen::ingest {

// UTF-8 where the bytes are well-formed UTF-8, GB18030 else; '\\' (Windows tools) becomes '/',
// control characters become U+FFFD. Decoding comes first: 0x5C is also the second byte of many
// GB18030 characters.
std::string decoded_name(std::string_view raw);

// True where the name, taken as a path, would leave the folder it is unpacked into: absolute, with
// a drive letter, or with a ".." part. Also where it is empty.
bool leaves_its_folder(std::string_view name);

// Keeps the names of one container's members apart: equal after Unicode normalisation (NFC) is
// equal for people and for most file systems. A name longer than any file system allows is cut.
class MemberNames {
 public:
  struct Taken {
    std::string name;   // the one given where it is new (and not cut); else "1 (2).pdf"
    std::string first;  // where it is not: how the first member of this name was written
  };
  Taken take(const std::string& given);

 private:
  struct First {
    std::string written;
    int next = 2;  // number for the next one of this name
  };
  std::map<std::string, First> taken_;  // by their normalised form
};

// What operating systems leave beside the files, and nobody submits: __MACOSX/…/._*, .DS_Store,
// Thumbs.db, desktop.ini. Another file in such a folder is a file.
bool is_system_litter(std::string_view name);

}  // namespace jianzhen::ingest
