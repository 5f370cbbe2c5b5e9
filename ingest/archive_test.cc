#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "ingest/archive_reader.h"
#include "ingest/ingest.h"
#include "ingest/test_files.h"

namespace jianzhen::ingest {
namespace {

using core::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Writes small archives with libarchive.
class Packer {
 public:
  Packer(const std::filesystem::path& to, int (*format)(archive*),
         int (*filter)(archive*) = nullptr, const char* passphrase = nullptr)
      : writer_(archive_write_new()) {
    format(writer_);
    if (filter != nullptr) filter(writer_);
    if (passphrase != nullptr) {
      archive_write_set_options(writer_, "zip:encryption=aes256");
      archive_write_set_passphrase(writer_, passphrase);
    }
    archive_write_open_filename(writer_, to.c_str());
  }
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  ~Packer() {
    archive_write_close(writer_);
    archive_write_free(writer_);
  }

  Packer& file(const std::string& name, const std::string& content) {
    archive_entry* entry = make(name, AE_IFREG);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    return put(entry, content);
  }
  Packer& folder(const std::string& name) { return put(make(name, AE_IFDIR), {}); }
  Packer& device(const std::string& name) { return put(make(name, AE_IFCHR), {}); }
  Packer& symlink(const std::string& name, const std::string& target) {
    archive_entry* entry = make(name, AE_IFLNK);
    archive_entry_copy_symlink(entry, target.c_str());
    return put(entry, {});
  }
  Packer& hardlink(const std::string& name, const std::string& target) {
    archive_entry* entry = make(name, AE_IFREG);
    archive_entry_copy_hardlink(entry, target.c_str());
    return put(entry, {});
  }

 private:
  static archive_entry* make(const std::string& name, unsigned type) {
    archive_entry* entry = archive_entry_new();
    archive_entry_copy_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    return entry;
  }
  Packer& put(archive_entry* entry, const std::string& content) {
    archive_write_header(writer_, entry);
    if (!content.empty()) archive_write_data(writer_, content.data(), content.size());
    archive_entry_free(entry);
    return *this;
  }

  archive* writer_;
};

class Archives : public testing::Test {
 protected:
  struct Outcome {
    std::vector<Member> members;
    core::Result<void> result;

    std::vector<std::string> names() const {
      std::vector<std::string> all;
      for (const Member& member : members) all.push_back(member.name);
      return all;
    }
  };

  Outcome unpacked(const std::filesystem::path& file, const Limits& limits = {}, int depth = 1) {
    Outcome outcome;
    const auto type = detect(file).value();
    outcome.result = unpack(file, type, depth, limits, files_.folder("out"),
                            [&](Member member) { outcome.members.push_back(std::move(member)); });
    return outcome;
  }

  std::filesystem::path path(const std::string& name) { return files_.path(name); }

  TestFiles files_;
};

TEST_F(Archives, every_member_comes_with_its_bytes) {
  Packer(path("a.zip"), archive_write_set_format_zip)
      .folder("d")
      .file("d/1.txt", "one")
      .file("2.txt", "");
  const auto outcome = unpacked(path("a.zip"));
  ASSERT_TRUE(outcome.result);
  ASSERT_THAT(outcome.names(), ElementsAre("d/1.txt", "2.txt"));
  EXPECT_EQ(contents_of(outcome.members[0].file), "one");
  EXPECT_EQ(outcome.members[1].bytes, 0U);
}

TEST_F(Archives, gbk_names_are_read_and_their_bytes_kept) {
  const std::string raw = "\xD6\xA4\xC3\xF7.pdf";
  Packer(path("a.zip"), archive_write_set_format_zip).file(raw, "x");
  const auto outcome = unpacked(path("a.zip"));
  ASSERT_THAT(outcome.names(), ElementsAre("证明.pdf"));
  EXPECT_EQ(outcome.members[0].raw_name, raw);
}

TEST_F(Archives, two_members_of_one_name_are_both_kept) {
  Packer(path("a.zip"), archive_write_set_format_zip).file("a", "first").file("a", "second");
  const auto outcome = unpacked(path("a.zip"));
  ASSERT_EQ(outcome.members.size(), 2U);
  EXPECT_EQ(contents_of(outcome.members[0].file), "first");
  EXPECT_EQ(contents_of(outcome.members[1].file), "second");
  EXPECT_EQ(outcome.members[1].name, "a (2)");
  EXPECT_EQ(outcome.members[1].same_name_as, "a");
}

TEST_F(Archives, seven_zip_and_tars_are_read_by_their_bytes) {
  const Utf8Locale utf8;
  Packer(path("a"), archive_write_set_format_7zip).file("证明/1.txt", "one");
  Packer(path("b"), archive_write_set_format_pax_restricted, archive_write_add_filter_gzip)
      .file("1", "x");
  Packer(path("c"), archive_write_set_format_ustar, archive_write_add_filter_xz).file("1", "x");
  Packer(path("d"), archive_write_set_format_gnutar).file("1", "x");
  EXPECT_THAT(unpacked(path("a")).names(), ElementsAre("证明/1.txt"));
  for (const char* name : {"b", "c", "d"}) {
    EXPECT_THAT(unpacked(path(name)).names(), ElementsAre("1")) << name;
  }
}

TEST_F(Archives, links_and_devices_make_an_archive_unsafe_and_cost_no_other_member) {
  Packer(path("a.tar"), archive_write_set_format_ustar)
      .symlink("sly", "/etc/passwd")
      .hardlink("hard", "good")
      .device("null")
      .file("good", "x");
  const auto outcome = unpacked(path("a.tar"));
  EXPECT_THAT(outcome.names(), ElementsAre("good"));
  ASSERT_FALSE(outcome.result);
  EXPECT_EQ(outcome.result.error().code, ErrorCode::unsafe);
  EXPECT_THAT(outcome.result.error().message.zh, HasSubstr("sly、hard、null"));
}

TEST_F(Archives, paths_out_of_the_folder_are_refused) {
  for (const char* name : {"../../evil", "/abs", "in/..\\..\\evil"}) {
    Packer(path("a.zip"), archive_write_set_format_zip).file(name, "x");
    const auto outcome = unpacked(path("a.zip"));
    EXPECT_THAT(outcome.members, IsEmpty()) << name;
    ASSERT_FALSE(outcome.result) << name;
    EXPECT_EQ(outcome.result.error().code, ErrorCode::unsafe) << name;
  }
}

TEST_F(Archives, litter_of_operating_systems_is_left_out) {
  Packer(path("a.zip"), archive_write_set_format_zip).file("__MACOSX/._a", "x").file("a", "x");
  EXPECT_THAT(unpacked(path("a.zip")).names(), ElementsAre("a"));
}

TEST_F(Archives, a_bomb_is_stopped_by_its_ratio) {
  Packer(path("a.zip"), archive_write_set_format_zip).file("zeros", std::string(40 << 20, '\0'));
  const auto outcome = unpacked(path("a.zip"));
  ASSERT_FALSE(outcome.result);
  EXPECT_EQ(outcome.result.error().code, ErrorCode::unsafe);
}

TEST_F(Archives, a_bomb_is_stopped_by_its_size) {
  Packer(path("a.zip"), archive_write_set_format_zip)
      .file("1", std::string(2 << 20, 'x'))
      .file("2", "x");
  Limits limits;
  limits.max_unpacked_bytes = 1 << 20;
  EXPECT_EQ(unpacked(path("a.zip"), limits).result.error().code, ErrorCode::unsafe);
}

TEST_F(Archives, too_many_members_are_unsafe_and_none_is_read) {
  {
    Packer packer(path("a.zip"), archive_write_set_format_zip);
    for (int i = 0; i < 12; ++i) packer.file(std::to_string(i), "x");
  }
  Limits limits;
  limits.max_archive_entries = 10;
  const auto outcome = unpacked(path("a.zip"), limits);
  EXPECT_EQ(outcome.result.error().code, ErrorCode::unsafe);
  EXPECT_THAT(outcome.members, IsEmpty());
}

TEST_F(Archives, nesting_beyond_the_limit_is_unsafe) {
  Packer(path("a.zip"), archive_write_set_format_zip).file("a", "x");
  EXPECT_EQ(unpacked(path("a.zip"), {}, 4).result.error().code, ErrorCode::unsafe);
}

TEST_F(Archives, an_encrypted_zip_says_so) {
  Packer(path("a.zip"), archive_write_set_format_zip, nullptr, "secret").file("a", "some content");
  EXPECT_EQ(unpacked(path("a.zip")).result.error().code, ErrorCode::encrypted);
}

TEST_F(Archives, a_damaged_member_keeps_those_before_it) {
  Packer(path("a.zip"), archive_write_set_format_zip)
      .file("good", "x")
      .file("bad", std::string(random_bytes(100'000)));
  std::string bytes = contents_of(path("a.zip"));
  for (std::size_t i = 1000; i < 50'000; ++i) bytes[i] = static_cast<char>(~bytes[i]);
  const auto outcome = unpacked(files_.write("b.zip", bytes));
  EXPECT_THAT(outcome.names(), ElementsAre("good"));
  ASSERT_FALSE(outcome.result);
  EXPECT_EQ(outcome.result.error().code, ErrorCode::corrupt);
  EXPECT_THAT(outcome.result.error().message.zh, HasSubstr("bad"));
}

TEST_F(Archives, nothing_compressed_is_no_archive) {
  const std::string empty("\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0", 20);
  const auto outcome = unpacked(files_.write("a.gz", empty));
  ASSERT_FALSE(outcome.result);
  EXPECT_EQ(outcome.result.error().code, ErrorCode::corrupt);
}

TEST_F(Archives, half_a_zip_is_corrupt) {
  Packer(path("a.zip"), archive_write_set_format_zip).file("a", random_bytes(100'000));
  const std::string bytes = contents_of(path("a.zip"));
  const auto outcome = unpacked(files_.write("b.zip", bytes.substr(0, bytes.size() / 2)));
  ASSERT_FALSE(outcome.result);
  EXPECT_EQ(outcome.result.error().code, ErrorCode::corrupt);
}

TEST_F(Archives, a_gzip_within_a_gzip_is_one_member_not_a_loop) {
  Packer(path("a.gz"), archive_write_set_format_raw, archive_write_add_filter_gzip)
      .file("x", "inner");
  Packer(path("b.gz"), archive_write_set_format_raw, archive_write_add_filter_gzip)
      .file("x", contents_of(path("a.gz")));
  const auto outcome = unpacked(path("b.gz"));
  ASSERT_EQ(outcome.members.size(), 1U);
  EXPECT_EQ(contents_of(outcome.members[0].file), contents_of(path("a.gz")));
}

}  // namespace
}  // namespace jianzhen::ingest
