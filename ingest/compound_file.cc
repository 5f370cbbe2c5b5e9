#include "ingest/compound_file.h"

#include <array>
#include <cstring>
#include <fstream>
#include <span>
#include <string_view>

namespace jianzhen::ingest {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::array<std::uint8_t, 8> kMagic = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
constexpr std::size_t kHeaderBytes = 512;
constexpr std::size_t kEntryBytes = 128;
constexpr std::size_t kDirectorySectors = 256;  // thousands of streams; a loop ends here too
constexpr std::uint64_t kMiniStreamLimit = 4096;

std::uint16_t u16(std::span<const std::uint8_t> b, std::size_t at) {
  return at + 2 <= b.size() ? static_cast<std::uint16_t>(b[at] | b[at + 1] << 8) : 0;
}

std::uint32_t u32(std::span<const std::uint8_t> b, std::size_t at) {
  return u16(b, at) | static_cast<std::uint32_t>(u16(b, at + 2)) << 16;
}

class Sectors {
 public:
  explicit Sectors(const std::filesystem::path& file) : in_(file, std::ios::binary) {
    header_ = at(0, kHeaderBytes);
    const std::uint16_t shift = u16(header_, 30);
    size_ = shift == 12 ? 4096 : 512;
  }

  bool valid() const {
    return header_.size() == kHeaderBytes &&
           std::equal(kMagic.begin(), kMagic.end(), header_.begin());
  }

  std::uint32_t directory() const { return u32(header_, 48); }
  std::uint64_t size() const { return size_; }

  Bytes sector(std::uint32_t number) { return at((std::uint64_t{number} + 1) * size_, size_); }

  // The next sector of a chain, by the table of the first 109 FAT sectors (7 MB of file at least:
  // a directory lies near the front, and beyond it we give up rather than guess).
  std::optional<std::uint32_t> next(std::uint32_t number) {
    const std::uint64_t per_sector = size_ / 4;
    const std::uint64_t slot = number / per_sector;
    if (slot >= 109) return std::nullopt;
    const Bytes fat = sector(u32(header_, 76 + static_cast<std::size_t>(slot) * 4));
    if (fat.size() < size_) return std::nullopt;
    return u32(fat, static_cast<std::size_t>(number % per_sector) * 4);
  }

 private:
  Bytes at(std::uint64_t offset, std::uint64_t count) {
    Bytes bytes(count);
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(offset));
    in_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(in_.gcount()));
    return bytes;
  }

  std::ifstream in_;
  Bytes header_;
  std::uint64_t size_ = 512;
};

CompoundStream stream_of(std::span<const std::uint8_t> entry) {
  CompoundStream stream;
  const std::size_t name_bytes = u16(entry, 64);
  for (std::size_t i = 0; i + 3 < name_bytes && i < 62; i += 2) {
    const std::uint16_t unit = u16(entry, i);
    stream.name += unit >= 0x20 && unit < 0x7F ? static_cast<char>(unit) : '?';
  }
  stream.first_sector = u32(entry, 116);
  stream.size = u32(entry, 120);
  return stream;
}

// The first sector of a stream. Small streams live in the mini stream: not followed, empty.
Bytes first_bytes(Sectors& sectors, const CompoundStream* stream) {
  if (stream == nullptr || stream->size < kMiniStreamLimit) return {};
  return sectors.sector(stream->first_sector);
}

bool word_is_locked(const Bytes& fib) { return (u16(fib, 10) & 0x0100) != 0; }

// Records of BIFF8: type, length, body. FilePass follows BOF at once, if it is there.
bool workbook_is_locked(const Bytes& records) {
  constexpr std::uint16_t kFilePass = 0x002F;
  std::size_t at = 0;
  for (int i = 0; i < 8 && at + 4 <= records.size(); ++i) {
    if (u16(records, at) == kFilePass) return true;
    at += 4 + std::size_t{u16(records, at + 2)};
  }
  return false;
}

}  // namespace

const CompoundStream* CompoundFile::find(std::string_view name) const {
  for (const CompoundStream& stream : streams) {
    if (stream.name == name) return &stream;
  }
  return nullptr;
}

std::optional<CompoundFile> look_into_compound(const std::filesystem::path& file) {
  Sectors sectors(file);
  if (!sectors.valid()) return std::nullopt;
  CompoundFile found;
  std::uint32_t number = sectors.directory();
  for (std::size_t i = 0; i < kDirectorySectors; ++i) {
    const Bytes sector = sectors.sector(number);
    for (std::size_t at = 0; at + kEntryBytes <= sector.size(); at += kEntryBytes) {
      const std::span entry(sector.data() + at, kEntryBytes);
      if (entry[66] != 0) found.streams.push_back(stream_of(entry));
    }
    const auto next = sectors.next(number);
    constexpr std::uint32_t kLastSector = 0xFFFFFFFA;
    if (!next || *next >= kLastSector || sector.empty()) break;
    number = *next;
  }
  if (found.streams.empty()) return std::nullopt;
  return found;
}

bool needs_password(const std::filesystem::path& file, const CompoundFile& compound) {
  if (compound.find("EncryptedPackage") != nullptr) return true;
  if (compound.find("EncryptedSummary") != nullptr) return true;  // .ppt, MS-PPT 2.3.7
  Sectors sectors(file);
  if (word_is_locked(first_bytes(sectors, compound.find("WordDocument")))) return true;
  const CompoundStream* workbook = compound.find("Workbook");
  if (workbook == nullptr) workbook = compound.find("Book");
  return workbook_is_locked(first_bytes(sectors, workbook));
}

}  // namespace jianzhen::ingest
