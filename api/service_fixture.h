#pragma once

// A service over a data folder of its own, with a reader that reads what the test wrote: a file's
// bytes are its words, a line "picture:N" a picture known as N, a file that begins with "zip:" is
// an archive of the lines after it, and one that begins with "!" fails as the word after it says.
// For tests only.

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "api/service.h"
#include "store/hash.h"

namespace jianzhen::api {

// What was read is kept beyond the reader, as the cache on disk is.
struct KeptReadings {
  std::mutex mutex;
  std::map<core::Digest, store::KeptReading> readings;
};

class WordsReader : public FileReader {
 public:
  explicit WordsReader(KeptReadings& kept) : kept_(kept) {}

  // Holds every reading back until it is let go, or the service stops.
  void hold() { held_ = true; }
  void hold_films() { films_held_ = true; }
  void let_go() {
    held_ = films_held_ = false;
    wake_.notify_all();
  }
  int readings() const { return count_; }

  core::Result<std::vector<ReadMaterial>> read(const Source& source, const ReadHooks& hooks,
                                               std::stop_token stop) override {
    {
      std::unique_lock lock(kept_.mutex);
      ++count_;
      wake_.wait(lock, stop,
                 [&] { return !held_ && !(films_held_ && source.path.ends_with(".mp4")); });
    }
    if (stop.stop_requested()) {
      return core::fail(core::ErrorCode::interrupted, {"中断", "interrupted"});
    }
    std::ostringstream bytes;
    bytes << std::ifstream(source.file, std::ios::binary).rdbuf();
    return read_words(source, bytes.str(), hooks);
  }

  bool has(const core::Digest& sha256) override {
    const std::lock_guard lock(kept_.mutex);
    return kept_.readings.contains(sha256);
  }
  std::optional<store::KeptReading> kept(const core::Digest& sha256) override {
    const std::lock_guard lock(kept_.mutex);
    const auto found = kept_.readings.find(sha256);
    if (found == kept_.readings.end()) return std::nullopt;
    return found->second;
  }
  std::vector<core::Page> kept_pages(const core::Digest&) override { return {}; }
  core::Result<std::vector<std::uint8_t>> page_image(const std::filesystem::path&,
                                                     const core::Digest&, int page,
                                                     std::optional<double>, int width) override {
    const std::string drawn = "page " + std::to_string(page) + " at " + std::to_string(width);
    return std::vector<std::uint8_t>(drawn.begin(), drawn.end());
  }
  core::Result<std::vector<std::uint8_t>> poster_strip(const std::filesystem::path&,
                                                       const core::Digest&, int moments,
                                                       int) override {
    const std::string drawn = std::to_string(moments) + " moments";
    return std::vector<std::uint8_t>(drawn.begin(), drawn.end());
  }
  core::Result<std::optional<std::filesystem::path>> film(const std::filesystem::path&,
                                                          const core::Digest&) override {
    return std::nullopt;
  }
  core::Result<ingest::FirstLook> first_look(const std::filesystem::path& file) override {
    std::string word;
    std::ifstream(file, std::ios::binary) >> word;
    ingest::FirstLook look{"text/plain", 1, {}};
    if (word.starts_with("!")) {
      look.trouble =
          core::Error{core::error_code_of(word.substr(1)), {"读不了", "cannot be read"}, {}, {}};
    }
    return look;
  }
  // A workbook's cells are what stands after "PK" in it.
  core::Result<std::string> table(const std::filesystem::path& file) override {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return bytes.str().substr(2);
  }
  std::optional<core::Error> trouble() override { return std::nullopt; }
  const std::vector<SandboxLayer>& sandbox() override { return sandbox_; }

 private:
  std::vector<SandboxLayer> sandbox_ = {{"few_calls", false, "Function not implemented"}};

  core::Result<std::vector<ReadMaterial>> read_words(const Source& source, const std::string& words,
                                                     const ReadHooks& hooks) {
    const auto hashed = store::hash_file(source.file);
    store::KeptReading reading;
    std::vector<ReadMaterial> members;
    if (words.starts_with("zip:")) {
      reading.is_archive = true;
      std::istringstream lines(words.substr(4));
      for (std::string line; std::getline(lines, line);) {
        auto member = read_member(source, line, hooks);
        if (!member) return core::fail(member.error());
        members.insert(members.end(), member->begin(), member->end());
      }
    } else if (words.starts_with("!")) {
      const auto code = core::error_code_of(words.substr(1));
      if (code == core::ErrorCode::encrypted && source.password == "right") {
        return read_words(source, "unlocked", hooks);
      }
      reading.error = core::Error{code, {"读不了", "cannot be read"}, {}, source.path};
    } else {
      core::Page page;
      page.number = 1;
      page.source = core::PageSource::text_layer;
      std::istringstream rows(words);
      double top = 0.1;
      for (std::string row; std::getline(rows, row); top += 0.02) {
        const core::Box box{0.1, top, 0.9, top + 0.015};
        static constexpr std::string_view kPicture = "picture:";
        if (row.starts_with(kPicture)) {
          const std::uint64_t known = std::stoull(row.substr(kPicture.size()), nullptr, 16);
          page.figures.push_back({box, {known, ~known, known, ~known}});
        } else {
          page.lines.push_back({row, box});
        }
      }
      reading.document = {"text/plain", 1, {page}, {}};
      if (hooks.progress) hooks.progress(source.path, 1, 1);
    }
    const bool lasting = !reading.error || reading.error->code != core::ErrorCode::timeout;
    if (lasting) {
      const std::lock_guard lock(kept_.mutex);
      kept_.readings[hashed->sha256] = reading;
    }
    if (reading.is_archive) return members;
    return std::vector{ReadMaterial{source.path, hashed->sha256, hashed->bytes, reading.document,
                                    reading.error, false}};
  }

  // "name=words"
  core::Result<std::vector<ReadMaterial>> read_member(const Source& archive,
                                                      const std::string& line,
                                                      const ReadHooks& hooks) {
    const std::string name = line.substr(0, line.find('='));
    const std::filesystem::path file =
        testing::TempDir() + "jianzhen_member_" + std::to_string(::getpid());
    std::ofstream(file) << line.substr(line.find('=') + 1);
    const Source member{archive.path + "/" + name, file};
    if (auto kept = hooks.member_bytes(member.path, file); !kept) return core::fail(kept.error());
    return read_words(member, line.substr(line.find('=') + 1), hooks);
  }

  KeptReadings& kept_;
  std::condition_variable_any wake_;
  std::atomic<bool> held_ = false;
  std::atomic<bool> films_held_ = false;
  std::atomic<int> count_ = 0;
};

class ServiceFixture : public testing::Test {
 protected:
  void SetUp() override { start(); }
  void TearDown() override {
    service_.reset();
    std::filesystem::remove_all(data_);
  }

  void start(bool held = false) {
    auto reader = std::make_unique<WordsReader>(kept_);
    reader_ = reader.get();
    if (held) reader->hold();
    ServiceOptions options = options_;
    options.data = data_;
    options.clock = [this] { return now_; };
    options.log = [this](const core::Error& error) {
      // A material that was replaced or taken out while it waited is nobody's fault.
      if (error.code == core::ErrorCode::not_found) return;
      if (troubled_) {
        ++troubles_;
        return;
      }
      ADD_FAILURE() << error.message.en << " " << error.detail;
    };
    auto rules = load_rules({});
    ASSERT_TRUE(rules);
    auto service = Service::open(std::move(options), std::move(*rules), std::move(reader));
    ASSERT_TRUE(service) << service.error().message.en << service.error().detail;
    service_ = std::move(*service);
  }
  // As after a power cut: nothing of the old service is left but its data.
  void restart() {
    service_.reset();
    start();
  }

  std::string create(const std::string& id) {
    const auto state = service_->create(R"({"entry":")" + id +
                                        R"(","applicant":{"name":"沈阳示例科技有限公司"}})");
    EXPECT_TRUE(state) << state.error().message.en;
    return id;
  }

  store::StoredMaterial upload(const std::string& entry, const std::string& path,
                               std::string_view bytes) {
    auto upload = service_->begin_upload(entry, path, false);
    EXPECT_TRUE(upload) << upload.error().message.en;
    EXPECT_TRUE(upload->write(bytes));
    auto material = upload->commit();
    EXPECT_TRUE(material) << material.error().message.en;
    return *material;
  }

  // Waits until every file of the entry came to its end and a check knows all that happened.
  EntryState settled(const std::string& entry) {
    for (int i = 0; i < 1000; ++i) {
      auto state = service_->entry(entry);
      if (state && at_rest(*state)) return std::move(*state);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "the entry never came to rest";
    return {};
  }

  bool at_rest(const EntryState& state) {
    std::map<std::int64_t, std::string> last;  // of each material
    std::int64_t before = 0;                   // the last event but one
    const auto events = service_->events(state.entry.id, 0, 1000);
    for (const store::Event& event : *events) {
      const auto data = nlohmann::json::parse(event.data_json, nullptr, false);
      if (data.contains("material")) last[data["material"].get<std::int64_t>()] = event.type;
      if (&event != &events->back()) before = event.seq;
    }
    for (const store::StoredMaterial& material : state.materials) {
      const std::string& type = last[material.id];
      if (type != "material.done" && type != "material.failed") return false;
    }
    const store::Event& newest = events->back();
    if (newest.seq != state.last_event) return false;  // the state was taken before it
    return newest.type == "entry.checked" &&
           nlohmann::json::parse(newest.data_json)["after"] == before;
  }

  std::vector<std::string> event_types(const std::string& entry) {
    std::vector<std::string> types;
    const auto events = service_->events(entry, 0, 1000);
    for (const store::Event& event : *events) types.push_back(event.type);
    return types;
  }

  std::filesystem::path data_ =
      testing::TempDir() + "jianzhen_service_" + std::to_string(::getpid());
  // While registration of the built-in contest is open.
  store::Seconds now_ = 1'720'000'000;
  std::atomic<bool> troubled_ = false;  // the test made trouble: what is logged is counted
  std::atomic<int> troubles_ = 0;
  ServiceOptions options_;  // what a test wants to be otherwise
  KeptReadings kept_;
  WordsReader* reader_ = nullptr;  // of the service
  std::unique_ptr<Service> service_;
};

}  // namespace jianzhen::api
