#include "api/resumable_uploads.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "store/hash.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;

std::string sha256_of(std::string_view text) {
  auto sum = store::Checksum::in("sha256").value();
  sum.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  return sum.finish();
}

// Over a folder of its own; what was recorded is remembered here, over "restarts".
class Resumable : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("uploads" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    start();
  }
  void TearDown() override {
    uploads_.reset();
    fs::remove_all(folder_);
  }

  void start() {
    uploads_.reset();
    blobs_.emplace(store::Blobs::open(folder_ / "blobs").value());
    ResumableUploads::Hooks hooks;
    hooks.may_come = [](const std::string& entry, const std::string&) -> core::Result<void> {
      if (entry == "E1") return {};
      return core::fail(ErrorCode::not_found, {"无", "none"});
    };
    hooks.record = [this](const UploadPlan& plan,
                          const store::HashedFile& file) -> core::Result<store::StoredMaterial> {
      if (refuses_) return core::fail(ErrorCode::no_space, {"满", "full"});
      ++recorded_;
      material_.id = 7;
      material_.path = plan.path;
      material_.sha256 = file.sha256;
      material_.bytes = file.bytes;
      return material_;
    };
    hooks.material = [this](std::int64_t) { return material_; };
    uploads_ = ResumableUploads::open(folder_ / "uploads", *blobs_, hooks).value();
  }

  std::string begun(std::uint64_t length, bool partial = false) {
    UploadPlan plan{length, partial ? "" : "E1", partial ? "" : "1.txt", "", partial, {}};
    return uploads_->create(plan).value().id;
  }
  core::Result<UploadState> sent(const std::string& id, std::uint64_t offset, std::string_view text,
                                 std::optional<ResumableUploads::Expected> expected = {}) {
    auto writer = uploads_->go_on(id, offset, expected);
    if (!writer) return core::fail(writer.error());
    if (auto written = writer->write(text); !written) return core::fail(written.error());
    return writer->finish();
  }
  std::uint64_t offset(const std::string& id) { return uploads_->state(id).value().offset; }
  std::string stored() {
    std::ifstream in(blobs_->path(material_.sha256).value(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path folder_;
  std::optional<store::Blobs> blobs_;
  std::unique_ptr<ResumableUploads> uploads_;
  store::StoredMaterial material_;
  int recorded_ = 0;
  bool refuses_ = false;
};

TEST_F(Resumable, pieces_become_one_material) {
  const std::string id = begun(10);
  EXPECT_FALSE(sent(id, 0, "hello").value().material);
  EXPECT_EQ(sent(id, 5, "world").value().material->id, 7);
  EXPECT_EQ(stored(), "helloworld");
}

TEST_F(Resumable, a_file_of_no_bytes_is_a_material_at_once) {
  EXPECT_TRUE(uploads_->state(begun(0)).value().material);
}

TEST_F(Resumable, what_came_before_a_cut_stays) {
  const std::string id = begun(10);
  { EXPECT_TRUE(uploads_->go_on(id, 0, {})->write(std::string_view("hel"))); }
  EXPECT_EQ(offset(id), 3U);
  EXPECT_TRUE(sent(id, 3, "loworld").value().material);
  EXPECT_EQ(stored(), "helloworld");
}

TEST_F(Resumable, a_restart_loses_and_doubles_nothing) {
  const std::string id = begun(10);
  { EXPECT_TRUE(uploads_->go_on(id, 0, {})->write(std::string_view("hello"))); }
  start();
  EXPECT_EQ(offset(id), 5U);
  EXPECT_TRUE(sent(id, 5, "world").value().material);
  EXPECT_EQ(stored(), "helloworld");
}

TEST_F(Resumable, bytes_at_another_place_are_refused) {
  const std::string id = begun(10);
  ASSERT_TRUE(sent(id, 0, "hello"));
  EXPECT_EQ(sent(id, 0, "hello").error().code, ErrorCode::conflict);
  EXPECT_EQ(sent(id, 6, "orld").error().code, ErrorCode::conflict);
  EXPECT_EQ(offset(id), 5U);
}

TEST_F(Resumable, more_than_was_said_is_refused) {
  const std::string id = begun(3);
  EXPECT_EQ(sent(id, 0, "hello").error().code, ErrorCode::usage);
  EXPECT_EQ(offset(id), 0U);
}

TEST_F(Resumable, who_comes_later_cuts_off_who_still_writes) {
  const std::string id = begun(10);
  auto old = uploads_->go_on(id, 0, {}).value();
  ASSERT_TRUE(old.write(std::string_view("hel")));
  EXPECT_EQ(offset(id), 3U);
  EXPECT_EQ(old.write(std::string_view("lo")).error().code, ErrorCode::conflict);
  EXPECT_EQ(offset(id), 3U);
}

TEST_F(Resumable, a_piece_of_another_sum_does_not_count) {
  const std::string id = begun(10);
  ASSERT_TRUE(sent(id, 0, "hello", {{"sha256", sha256_of("hello")}}));
  EXPECT_EQ(sent(id, 5, "w0rld", {{"sha256", sha256_of("world")}}).error().code,
            ErrorCode::corrupt);
  EXPECT_EQ(offset(id), 5U);
  EXPECT_TRUE(sent(id, 5, "world", {{"sha256", sha256_of("world")}}).value().material);
  EXPECT_EQ(stored(), "helloworld");
}

TEST_F(Resumable, a_piece_that_is_cut_before_its_sum_does_not_count) {
  const std::string id = begun(10);
  {
    auto writer = uploads_->go_on(id, 0, {{"sha256", sha256_of("hello")}});
    ASSERT_TRUE(writer->write(std::string_view("hel")));
  }
  EXPECT_EQ(offset(id), 0U);
}

TEST_F(Resumable, a_piece_that_a_crash_cuts_before_its_sum_does_not_count) {
  const std::string id = begun(10);
  ASSERT_TRUE(sent(id, 0, "he"));
  // As a killed service leaves it: bytes, and the mark of where those begin that need their sum.
  std::ofstream(folder_ / "uploads" / (id + ".bytes"), std::ios::app) << "xxx";
  std::ofstream(folder_ / "uploads" / (id + ".held")) << 2;
  start();
  EXPECT_EQ(offset(id), 2U);
}

TEST_F(Resumable, what_had_come_as_a_whole_becomes_a_material_after_a_restart) {
  const std::string id = begun(5);
  { EXPECT_TRUE(uploads_->go_on(id, 0, {})->write(std::string_view("hello"))); }
  start();
  EXPECT_EQ(recorded_, 1);
  EXPECT_EQ(stored(), "hello");
}

TEST_F(Resumable, what_could_not_be_recorded_is_recorded_when_it_is_asked_for_again) {
  const std::string id = begun(5);
  refuses_ = true;
  EXPECT_EQ(sent(id, 0, "hello").error().code, ErrorCode::no_space);
  start();
  refuses_ = false;
  EXPECT_EQ(uploads_->state(id).value().material->id, 7);
  EXPECT_EQ(stored(), "hello");
}

TEST_F(Resumable, parts_are_joined_in_their_order) {
  const std::string one = begun(5, true);
  const std::string two = begun(5, true);
  ASSERT_TRUE(sent(two, 0, "world"));
  ASSERT_TRUE(sent(one, 0, "hello"));
  EXPECT_EQ(recorded_, 0);
  const auto whole = uploads_->join({0, "E1", "1.txt", "", false, {one, two}});
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->material);
  EXPECT_EQ(stored(), "helloworld");
}

TEST_F(Resumable, a_part_that_is_not_whole_is_not_joined) {
  const std::string one = begun(5, true);
  ASSERT_TRUE(sent(one, 0, "hel"));
  EXPECT_EQ(uploads_->join({0, "E1", "1.txt", "", false, {one}}).error().code, ErrorCode::conflict);
}

TEST_F(Resumable, one_that_was_given_up_is_gone) {
  const std::string id = begun(5);
  auto writer = uploads_->go_on(id, 0, {}).value();
  ASSERT_TRUE(uploads_->remove(id));
  EXPECT_EQ(writer.write(std::string_view("x")).error().code, ErrorCode::conflict);
  EXPECT_EQ(uploads_->state(id).error().code, ErrorCode::not_found);
  EXPECT_TRUE(fs::is_empty(folder_ / "uploads"));
}

TEST_F(Resumable, one_that_nobody_goes_on_with_expires) {
  const std::string id = begun(5);
  fs::last_write_time(folder_ / "uploads" / (id + ".bytes"),
                      fs::file_time_type::clock::now() - std::chrono::hours(25));
  start();
  EXPECT_EQ(uploads_->state(id).error().code, ErrorCode::not_found);
}

TEST_F(Resumable, nothing_begins_for_an_entry_that_is_not_there) {
  EXPECT_EQ(uploads_->create({5, "E2", "1.txt", "", false, {}}).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace jianzhen::api
