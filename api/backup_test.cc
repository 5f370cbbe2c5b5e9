#include "api/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "api/data_folder.h"
#include "api/keep.h"
#include "index/index.h"
#include "store/fsck.h"
#include "store/readings.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A data folder with two entries' papers, kept as `check --keep` does.
class BackupTest : public testing::Test {
 protected:
  BackupTest() {
    std::string name = (fs::temp_directory_path() / "jianzhen-backup-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    scratch_ = name;
    keep("LN-1", "营业执照.jpg", "沈阳示例科技有限公司 营业执照");
    keep("LN-2", "审计报告.pdf", "大连示例数据有限公司 审计报告");
    auto readings = store::Readings::open(cache()).value();
    EXPECT_TRUE(readings->put_page({{}, "reader"}, {}));
  }
  ~BackupTest() override { fs::remove_all(scratch_); }

  fs::path data() const { return scratch_ / "data"; }
  fs::path cache() const { return scratch_ / "cache"; }
  fs::path kept() const { return scratch_ / "backup"; }
  fs::path restored() const { return scratch_ / "restored"; }

  void keep(const std::string& id, const std::string& path, const std::string& words) {
    core::Entry entry;
    entry.id = id;
    entry.applicant.name = "沈阳示例科技有限公司";
    const fs::path file = scratch_ / "file";
    std::ofstream(file, std::ios::binary) << words;
    auto keeper = Keeper::open(data()).value();
    ASSERT_TRUE(keeper->keep_bytes(file));
    ReadMaterial read;
    read.path = path;
    read.sha256 = store::hash_file(file)->sha256;
    read.bytes = words.size();
    read.document.pages.emplace_back();
    read.document.pages.front().number = 1;
    read.document.pages.front().lines.push_back({.text = words, .box = {0.1, 0.1, 0.9, 0.2}});
    ASSERT_TRUE(keeper->keep(entry, {path, file, {}}, {read}));
    ASSERT_TRUE(keeper->finish());
  }

  core::Result<BackupReport> back_up(const fs::path& to, const fs::path& earlier = {}) {
    return make_backup({data(), DataFolder{data()}.catalogue(), cache(), earlier, "jianzhen test"},
                       to, [](std::size_t, std::size_t) {}, {});
  }
  core::Result<BackupReport> verify() {
    return verify_backup(kept(), [](std::size_t, std::size_t) {}, {});
  }
  core::Result<BackupReport> restore() {
    return restore_backup(kept(), restored(), scratch_ / "new cache",
                          [](std::size_t, std::size_t) {}, {});
  }

  static fs::path blob_of(const fs::path& blobs, const std::string& words) {
    const std::string hex = store::sha256_of(words).hex();
    return blobs / hex.substr(0, 2) / hex;
  }
  fs::path licence_in(const fs::path& blobs) const {
    return blob_of(blobs, "沈阳示例科技有限公司 营业执照");
  }

  static void flip_a_bit(const fs::path& file) {
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
    bytes.seekg(middle);
    const char byte = static_cast<char>(bytes.get() ^ 1);
    bytes.seekp(middle);
    bytes.put(byte);
  }

  static std::vector<std::string> told(const core::Result<BackupReport>& report) {
    std::vector<std::string> faults;
    for (const core::Bilingual& fault : report.value().faults) faults.push_back(fault.en);
    return faults;
  }

  fs::path scratch_;
};

TEST_F(BackupTest, a_restored_folder_holds_what_the_first_one_held) {
  const auto made = back_up(kept());
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->whole());
  EXPECT_EQ(made->entries, 2);
  EXPECT_EQ(made->files, 2U);
  EXPECT_THAT(told(verify()), IsEmpty());
  ASSERT_TRUE(restore());

  auto before = store::Catalogue::open(DataFolder{data()}.catalogue()).value();
  auto after = store::Catalogue::open(DataFolder{restored()}.catalogue()).value();
  EXPECT_EQ(after->entries().value(), before->entries().value());
  EXPECT_EQ(after->last_event("").value(), before->last_event("").value());
  EXPECT_EQ(after->materials("LN-1").value().at(0).path, "营业执照.jpg");
  const auto blobs = store::Blobs::open(DataFolder{restored()}.blobs()).value();
  EXPECT_THAT(store::fsck(blobs, *after).value().faults, IsEmpty());
  auto search = index::Reader::open(DataFolder{restored()}.index()).value();
  EXPECT_EQ(search->search({"审计报告"}).value().hits.size(), 1U);
  EXPECT_EQ(store::Readings::open(scratch_ / "new cache").value()->pages({{}, "reader"}).size(),
            1U);
}

TEST_F(BackupTest, the_backup_is_as_of_one_moment) {
  ASSERT_TRUE(back_up(kept()));
  keep("LN-3", "合同.pdf", "后来的合同");
  ASSERT_TRUE(restore());
  auto after = store::Catalogue::open(DataFolder{restored()}.catalogue()).value();
  EXPECT_EQ(after->entries().value().size(), 2U);
}

TEST_F(BackupTest, a_flipped_bit_of_a_file_is_found_and_the_file_named) {
  ASSERT_TRUE(back_up(kept()));
  flip_a_bit(licence_in(kept() / "data/blobs"));
  EXPECT_THAT(told(verify()), ElementsAre(HasSubstr("Altered: LN-1/营业执照.jpg")));
}

TEST_F(BackupTest, a_flipped_bit_of_the_catalogue_is_found) {
  ASSERT_TRUE(back_up(kept()));
  flip_a_bit(kept() / "data/catalogue.sqlite");
  EXPECT_EQ(verify().error().code, core::ErrorCode::unreadable);
  EXPECT_FALSE(restore());
  EXPECT_FALSE(fs::exists(restored()) && !fs::is_empty(restored()));
}

TEST_F(BackupTest, a_flipped_bit_anywhere_is_found) {
  ASSERT_TRUE(back_up(kept()));
  std::vector<fs::path> files;
  for (const auto& one : fs::recursive_directory_iterator(kept())) {
    if (one.is_regular_file() && one.file_size() > 0) files.push_back(one.path());
  }
  ASSERT_GT(files.size(), 6U);
  for (const fs::path& file : files) {
    flip_a_bit(file);
    const auto report = verify();
    EXPECT_FALSE(report && report->whole()) << file;
    flip_a_bit(file);  // back again
  }
  EXPECT_TRUE(verify()->whole());
}

TEST_F(BackupTest, a_file_that_was_taken_away_and_one_that_was_put_in_are_told) {
  ASSERT_TRUE(back_up(kept()));
  fs::remove(licence_in(kept() / "data/blobs"));
  std::ofstream(kept() / "data/blobs/stranger") << "?";
  EXPECT_THAT(told(verify()), ElementsAre(HasSubstr("Missing or unreadable: LN-1/营业执照.jpg"),
                                          HasSubstr("Not in the manifest: blobs/stranger")));
}

TEST_F(BackupTest, what_was_altered_before_is_left_out_and_told_each_time) {
  flip_a_bit(licence_in(DataFolder{data()}.blobs()));
  const auto made = back_up(kept());
  EXPECT_THAT(told(made), ElementsAre("Altered: LN-1/营业执照.jpg."));
  EXPECT_THAT(told(verify()), ElementsAre(HasSubstr("when it was backed up: LN-1/营业执照.jpg")));
  EXPECT_THAT(told(restore()), ElementsAre(HasSubstr("when it was backed up: LN-1/营业执照.jpg")));
  EXPECT_TRUE(fs::exists(restored() / "catalogue.sqlite"));  // all the rest is there
}

TEST_F(BackupTest, a_damaged_file_of_the_backup_is_not_put_in_place) {
  ASSERT_TRUE(back_up(kept()));
  flip_a_bit(licence_in(kept() / "data/blobs"));
  EXPECT_THAT(told(restore()), ElementsAre(HasSubstr("Altered: LN-1/营业执照.jpg")));
  EXPECT_FALSE(fs::exists(licence_in(DataFolder{restored()}.blobs())));
}

TEST_F(BackupTest, nothing_is_restored_over_a_folder_that_holds_something) {
  ASSERT_TRUE(back_up(kept()));
  fs::create_directory(restored());
  std::ofstream(restored() / "theirs") << "ours";
  EXPECT_EQ(restore().error().code, core::ErrorCode::usage);
  EXPECT_EQ(std::distance(fs::directory_iterator(restored()), {}), 1);
}

TEST_F(BackupTest, a_folder_that_is_there_is_not_backed_up_to) {
  fs::create_directory(kept());
  EXPECT_EQ(back_up(kept()).error().code, core::ErrorCode::usage);
}

TEST_F(BackupTest, an_interrupted_backup_or_restore_leaves_nothing) {
  std::stop_source stop;
  const auto at_once = [&](std::size_t, std::size_t) { stop.request_stop(); };
  const auto made =
      make_backup({data(), DataFolder{data()}.catalogue(), cache(), {}, "jianzhen test"}, kept(),
                  at_once, stop.get_token());
  EXPECT_EQ(made.error().code, core::ErrorCode::interrupted);
  for (const auto& one : fs::directory_iterator(scratch_)) {
    EXPECT_EQ(one.path().filename().string().find("backup"), std::string::npos) << one.path();
  }
  ASSERT_TRUE(back_up(kept()));
  EXPECT_EQ(restore_backup(kept(), restored(), scratch_ / "new cache", at_once, stop.get_token())
                .error()
                .code,
            core::ErrorCode::interrupted);
  EXPECT_TRUE(fs::is_empty(restored()));
}

TEST_F(BackupTest, files_of_an_earlier_backup_take_no_room_again) {
  const fs::path earlier = scratch_ / "earlier";
  ASSERT_TRUE(back_up(earlier));
  keep("LN-3", "合同.pdf", "后来的合同");
  ASSERT_TRUE(back_up(kept(), earlier));
  EXPECT_THAT(told(verify()), IsEmpty());
  struct stat status {};
  ASSERT_EQ(::stat(licence_in(kept() / "data/blobs").c_str(), &status), 0);
  EXPECT_EQ(status.st_nlink, 2U);
  fs::remove_all(earlier);
  EXPECT_THAT(told(verify()), IsEmpty());
}

TEST_F(BackupTest, a_catalogue_in_postgresql_is_not_ours_to_back_up) {
  const auto made = make_backup({data(), "postgresql://host/db", cache(), {}, "jianzhen test"},
                                kept(), [](std::size_t, std::size_t) {}, {});
  EXPECT_THAT(made.error().message.en, HasSubstr("pg_dump"));
}

}  // namespace
}  // namespace jianzhen::api
