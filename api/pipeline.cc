#include "api/pipeline.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>
#include <tuple>

#include "api/make_room.h"
#include "api/named_type.h"
#include "api/reader/file_reading.h"
#include "api/reader/frame_votes.h"
#include "api/reader/page_retries.h"
#include "store/hash.h"
#include "store/readings.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

// Small files and pictures gain nothing from being read in stripes; a long scan does.
constexpr std::uintmax_t kStripedFrom = 300'000;  // bytes of a PDF
// … but pages of black and white alone, coded for that (ISO 32000-1, 7.4.6 and 7.4.7), are small
// themselves.
constexpr std::uintmax_t kBitonalFrom = 40'000;

bool worth_stripes(const fs::path& file, std::uint64_t bytes) {
  if (bytes < kBitonalFrom) return false;
  std::ifstream in(file, std::ios::binary);
  std::array<char, 5> head{};
  in.read(head.data(), head.size());
  if (std::string_view(head.data(), head.size()) != "%PDF-") return false;
  if (bytes >= kStripedFrom) return true;
  const std::string rest{std::istreambuf_iterator<char>(in), {}};
  return rest.find("/JBIG2Decode") != std::string::npos ||
         rest.find("/CCITTFaxDecode") != std::string::npos;
}

tl::unexpected<core::Error> interrupted() {
  return fail(ErrorCode::interrupted,
              {"处理被中断，已读完的页面都已保存。", "Interrupted; every page read is kept."});
}

}  // namespace

bool shares_its_name(const core::Document& archive, const std::string& path,
                     const std::string& member) {
  return std::ranges::any_of(archive.observations, [&](const core::Observation& seen) {
    return seen.kind == core::ObservationKind::name_clash && member == path + "/" + seen.detail;
  });
}

PipelineOptions default_pipeline_options() {
  PipelineOptions options;
  const fs::path here = fs::read_symlink("/proc/self/exe").parent_path();
  const fs::path installed =
      here / "../lib/jianzhen";  // as packaging/ puts it; else a build folder
  const bool is_installed = fs::exists(installed);
  options.reader.executable = (is_installed ? installed : here) / "jianzhen-reader";
  const char* models = std::getenv("JIANZHEN_MODELS");
  options.reader.models = models != nullptr ? fs::path(models)
                          : is_installed    ? installed / "models"
                                            : here / "../../models";
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  options.cache = cache != nullptr  ? fs::path(cache) / "jianzhen"
                  : home != nullptr ? fs::path(home) / ".cache/jianzhen"
                                    : fs::temp_directory_path() / "jianzhen";
  options.readers = std::max(1U, std::thread::hardware_concurrency());
  return options;
}

// The queue of work before the warm readers, and the files on their way through it.
class Pipeline::Impl {
 public:
  Impl(PipelineOptions options, std::unique_ptr<store::Readings> readings)
      : options_(std::move(options)),
        version_(reader_version(options_.reader.models, options_.limits)),
        readings_(std::move(readings)) {
    options_.readers = std::max(1U, options_.readers);
    for (unsigned i = 0; i < options_.readers; ++i) {
      workers_.emplace_back(
          [this](const std::stop_token& stop) { serve(stop, tasks_, Takes::all); });
    }
    if (options_.spare_reader) {
      workers_.emplace_back(
          [this](const std::stop_token& stop) { serve(stop, tasks_, Takes::short_tasks); });
    }
  }

  ~Impl() {
    for (std::jthread& worker : workers_) worker.request_stop();
    doorkeeper_.request_stop();
    wake_.notify_all();
  }

  Result<std::vector<std::vector<ReadMaterial>>> read_all(std::span<const Source> sources,
                                                          const ReadHooks& hooks,
                                                          std::stop_token stop) {
    Batch batch{hooks, std::move(stop)};
    std::vector<std::unique_ptr<FileJob>> roots;
    for (const Source& source : sources) {
      roots.push_back(std::make_unique<FileJob>());
      roots.back()->source = source;
      std::error_code none;  // a file that is not there is said when its turn comes
      roots.back()->is_long = may_read_long(source.path, fs::file_size(source.file, none));
    }
    for (const auto& root : roots) submit(batch, *root);
    {
      std::unique_lock lock(batch.mutex);
      batch.done.wait(lock, [&] { return batch.pending == 0; });
    }
    if (batch.was_interrupted) return interrupted();
    std::vector<std::vector<ReadMaterial>> results;
    for (const auto& root : roots) {
      results.emplace_back();
      root->collect(results.back());
    }
    return results;
  }

  bool has(const core::Digest& sha256) { return readings_->has({sha256, version_}); }

  std::optional<store::KeptReading> kept(const core::Digest& sha256) {
    return readings_->find({sha256, version_});
  }

  std::vector<core::Page> kept_pages(const core::Digest& sha256) {
    return readings_->pages({sha256, version_});
  }

  Result<std::optional<fs::path>> film(const fs::path& file, const core::Digest& sha256,
                                       const std::stop_token& stop) {
    const fs::path kept = options_.cache / "films" / (sha256.hex() + ".mp4");
    std::error_code none;
    if (!fs::exists(kept, none)) {
      const auto made = make_film(file, kept, stop);
      if (!made) return fail(made.error());
    }
    fs::last_write_time(kept, fs::file_time_type::clock::now(), none);
    // An empty one says that the file needs no copy.
    return fs::file_size(kept, none) > 0 && !none ? std::optional(kept) : std::nullopt;
  }

  // `request` says which picture and how large.
  Result<std::vector<std::uint8_t>> page_image(const fs::path& file, const core::Digest& sha256,
                                               ReaderRequest request, const std::stop_token& stop) {
    return made_of(file, converted_path(sha256), std::move(request), stop);
  }

  Result<std::string> table(const fs::path& file, const std::stop_token& stop) {
    ReaderRequest request;
    request.task = ReaderTask::table;
    const auto csv = made_of(file, {}, std::move(request), stop);
    if (!csv) return fail(csv.error());
    return std::string(csv->begin(), csv->end());
  }

  // By a reader of its own: whoever waits here waits for no other file.
  Result<ingest::FirstLook> first_look(const fs::path& file, const std::stop_token& stop) {
    std::promise<Result<ingest::FirstLook>> seen;
    {
      const std::scoped_lock lock(mutex_);
      if (!doorkeeper_.joinable()) {
        doorkeeper_ =
            std::jthread([this](const std::stop_token& end) { serve(end, looks_, Takes::all); });
      }
      looks_.push_back({[&](ReaderProcess& reader) {
        const Scratch scratch(options_.cache);
        ReaderRequest request;
        request.task = ReaderTask::look;
        request.file = file;
        request.scratch = scratch.folder();
        request.limits = options_.limits;
        seen.set_value(ask_for_look(reader, request, stop));
      }});
    }
    wake_.notify_all();
    return seen.get_future().get();
  }

  std::optional<core::Error> cache_trouble() {
    const std::scoped_lock lock(mutex_);
    return cache_trouble_;
  }

 private:
  // One call of read_all().
  struct Batch {
    const ReadHooks& hooks;
    std::stop_token stop;
    std::mutex mutex;
    std::condition_variable done;
    std::size_t pending = 0;  // tasks queued or running
    bool was_interrupted = false;
  };

  struct FileJob {
    Source source;
    int depth = 1;         // of the archive it would be
    bool is_long = false;  // it, or the submitted file it belongs to
    // Shared by all members of one archive: the folder goes when the last of them is read.
    std::shared_ptr<Scratch> home;
    ReadMaterial result;
    std::vector<std::unique_ptr<FileJob>> members;
    std::vector<store::KeptMember> kept_members;
    std::mutex mutex;  // over result.document and the members while stripes run
    int stripes_left = 1;
    // What the submitted file has unpacked to so far, archives within it included: one limit for
    // all, however they are nested.
    struct Unpacked {
      std::atomic<std::uint64_t> bytes = 0;
      std::atomic<int> entries = 0;
    };
    Unpacked own_unpacked;
    Unpacked* unpacked = &own_unpacked;  // the submitted file's

    void collect(std::vector<ReadMaterial>& into) {
      if (result.error) result.error = as_named(std::move(*result.error), result.path);
      for (const auto& member : members) {
        if (shares_its_name(result.document, result.path, member->result.path)) {
          member->result.document.observations.push_back(
              {core::ObservationKind::name_clash, 0, member->result.path});
        }
      }
      if (!result.is_archive || result.error) into.push_back(std::move(result));
      for (const auto& member : members) member->collect(into);
    }
  };

  enum class Urgency { in_turn, somebody_waits };
  enum class Takes { all, short_tasks };
  struct Task {
    std::function<void(ReaderProcess&)> work;
    bool is_long = false;
  };

  void push(Task task, Urgency urgency) {
    {
      const std::scoped_lock lock(mutex_);
      urgency == Urgency::somebody_waits ? tasks_.push_front(std::move(task))
                                         : tasks_.push_back(std::move(task));
    }
    wake_.notify_all();
  }

  void serve(const std::stop_token& stop, std::deque<Task>& tasks, Takes takes) {
    ReaderProcess reader(options_.reader);
    const auto is_ours = [&](const Task& task) { return takes == Takes::all || !task.is_long; };
    while (true) {
      Task task;
      {
        std::unique_lock lock(mutex_);
        auto chosen = tasks.end();
        const auto found = [&] {
          chosen = std::ranges::find_if(tasks, is_ours);
          return chosen != tasks.end();
        };
        if (!wake_.wait(lock, stop, found)) return;
        task = std::move(*chosen);
        tasks.erase(chosen);
      }
      task.work(reader);
    }
  }

  // Counts the work in, so that the batch is over only when all it led to is.
  void enqueue(Batch& batch, Urgency urgency, Task task) {
    {
      const std::scoped_lock lock(batch.mutex);
      ++batch.pending;
    }
    push({[&batch, work = std::move(task.work)](ReaderProcess& reader) {
            if (!batch.stop.stop_requested()) work(reader);
            const std::scoped_lock lock(batch.mutex);
            if (batch.stop.stop_requested()) batch.was_interrupted = true;
            if (--batch.pending == 0) batch.done.notify_all();
          },
          task.is_long},
         urgency);
  }

  void submit(Batch& batch, FileJob& job) {
    // Members before the next file: what was unpacked is soon gone again.
    enqueue(
        batch, job.home ? Urgency::somebody_waits : Urgency::in_turn,
        {[this, &batch, &job](ReaderProcess& reader) { begin(batch, job, reader); }, job.is_long});
  }

  void begin(Batch& batch, FileJob& job, ReaderProcess& reader) {
    job.result.path = job.source.path;
    const auto hashed = store::hash_file(job.source.file);
    if (!hashed) {
      job.result.error = hashed.error();
      return;
    }
    job.result.sha256 = hashed->sha256;
    job.result.bytes = hashed->bytes;
    const store::ReadingKey key{hashed->sha256, version_};
    if (auto kept = readings_->find(key);
        kept && !opens_anew(job, *kept) && take_kept(batch, job, *kept)) {
      return;
    }

    const std::vector<core::Page> pages = readings_->pages(key);
    job.result.document.pages = pages;
    std::vector<int> skip;
    skip.reserve(pages.size());
    for (const core::Page& page : pages) skip.push_back(page.number);
    const int stripes =
        worth_stripes(job.source.file, hashed->bytes) ? static_cast<int>(options_.readers) : 1;
    job.stripes_left = stripes;
    for (int stripe = 1; stripe < stripes; ++stripe) {
      // Before other files: the pages of one document should come together.
      enqueue(batch, Urgency::somebody_waits,
              {[=, this, &batch, &job](ReaderProcess& other) {
                 read_stripe(batch, job, stripe, stripes, skip, other);
               },
               job.is_long});
    }
    read_stripe(batch, job, 0, stripes, skip, reader);
  }

  static bool opens_anew(const FileJob& job, const store::KeptReading& kept) {
    return !job.source.password.empty() && kept.error && kept.error->code == ErrorCode::encrypted;
  }

  // False where bytes are needed that the cache does not have.
  bool take_kept(Batch& batch, FileJob& job, store::KeptReading& kept) {
    if (!kept.members.empty() && batch.hooks.member_bytes) return false;
    // An archive may hold itself: beyond this the reader judges how deep it is nested.
    constexpr int kKeptDepth = 3;
    if (kept.is_archive && job.depth > kKeptDepth) return false;
    for (const store::KeptMember& member : kept.members) {
      // Refused where it stood deep within others; here it may be taken.
      if (job.depth == 1 && member.error && member.error->code == ErrorCode::unsafe) return false;
      if (!member.error && !readings_->find({member.sha256, version_})) return false;
    }
    job.result.document = std::move(kept.document);
    job.result.error = kept.error;
    job.result.is_archive = kept.is_archive;
    for (const store::KeptMember& member : kept.members) {
      auto below = std::make_unique<FileJob>();
      below->result.path = job.source.path + "/" + member.name;
      below->source.path = below->result.path;
      below->depth = job.depth + 1;
      below->result.sha256 = member.sha256;
      below->result.bytes = member.bytes;
      below->result.error = member.error;
      if (!member.error) {
        auto reading = readings_->find({member.sha256, version_});
        if (!take_kept(batch, *below, *reading)) {
          job.members.clear();
          return false;
        }
      }
      job.members.push_back(std::move(below));
    }
    if (batch.hooks.progress) {
      const int pages = job.result.document.page_count;
      batch.hooks.progress(job.source.path, pages, pages);
    }
    return true;
  }

  void read_stripe(Batch& batch, FileJob& job, int stripe, int stripes, std::vector<int> skip,
                   ReaderProcess& reader) {
    const auto scratch = std::make_shared<Scratch>(options_.cache);
    ReaderRequest request;
    request.file = job.source.file;
    request.scratch = scratch->folder();
    request.depth = job.depth;
    request.password = job.source.password;
    request.limits = limits_left(*job.unpacked);
    request.stripe = stripe;
    request.stripes = stripes;
    request.skip = std::move(skip);
    request.unhurried = options_.spare_reader && job.is_long;
    const store::ReadingKey key{job.result.sha256, version_};
    FileReading reading(scratch->folder(), converted_path(job.result.sha256));
    reading.on_page = [&](core::Page page) -> Result<void> {
      note(readings_->put_page(key, page));
      const std::scoped_lock lock(job.mutex);
      job.result.document.pages.push_back(std::move(page));
      if (batch.hooks.progress) {
        batch.hooks.progress(job.source.path, static_cast<int>(job.result.document.pages.size()),
                             std::max(job.result.document.page_count, reading.header().page_count));
      }
      return {};
    };
    const auto take = [&](const Frame& frame) { return reading.take(frame); };
    PageRetries retries;
    Result<void> done = reader.ask(request, take, batch.stop);
    while (retries.again(done, reading, request)) done = reader.ask(request, take, batch.stop);
    finish_stripe(batch, job, reading, done, scratch);
  }

  ingest::Limits limits_left(const FileJob::Unpacked& unpacked) const {
    ingest::Limits left = options_.limits;
    left.max_unpacked_bytes -= std::min<std::uint64_t>(unpacked.bytes, left.max_unpacked_bytes);
    left.max_archive_entries -= std::min<int>(unpacked.entries, left.max_archive_entries);
    return left;
  }

  void finish_stripe(Batch& batch, FileJob& job, FileReading& reading, const Result<void>& done,
                     const std::shared_ptr<Scratch>& scratch) {
    const std::scoped_lock lock(job.mutex);
    core::Document& document = job.result.document;
    document.media_type = reading.header().media_type;  // every stripe sees the same file …
    document.page_count = reading.header().page_count;
    for (const core::Observation& seen : reading.header().observations) {  // … and its own pages
      auto& known = document.observations;
      if (std::find(known.begin(), known.end(), seen) == known.end()) known.push_back(seen);
    }
    if (reading.header().video) document.video = reading.header().video;
    job.result.is_archive = reading.is_archive();
    // What the reader says of the file counts before what the kernel says of the reader.
    if (reading.error()) job.result.error = reading.error();
    if (!done && !job.result.error) job.result.error = done.error();
    // Before the file counts as read: one stripe brings the members.
    begin_members(batch, job, reading, scratch);
    if (--job.stripes_left > 0) return;
    if (job.result.error && job.result.error->code == ErrorCode::interrupted) return;
    std::sort(document.pages.begin(), document.pages.end(),
              [](const core::Page& a, const core::Page& b) { return a.number < b.number; });
    // The same bytes give the same report, whichever stripe ended first.
    std::stable_sort(document.observations.begin(), document.observations.end(),
                     [](const core::Observation& a, const core::Observation& b) {
                       return std::tie(a.page, a.kind, a.detail) <
                              std::tie(b.page, b.kind, b.detail);
                     });
    document.page_count = std::max(document.page_count, static_cast<int>(document.pages.size()));
    if (document.video) vote(job);
    keep(job);
  }

  void begin_members(Batch& batch, FileJob& job, FileReading& reading,
                     const std::shared_ptr<Scratch>& scratch) {
    for (MemberFrame& member : reading.members()) {
      auto below = std::make_unique<FileJob>();
      below->source = {job.source.path + "/" + member.name, scratch->folder() / member.file};
      below->depth = job.depth + 1;
      below->home = scratch;
      below->is_long = true;
      below->unpacked = job.unpacked;
      below->result.path = below->source.path;
      below->result.error = member.error;
      if (!member.error) {
        if (auto hashed = store::hash_file(below->source.file)) {
          below->result.sha256 = hashed->sha256;
          below->result.bytes = hashed->bytes;
          job.unpacked->bytes += hashed->bytes;
        }
        ++job.unpacked->entries;
        if (batch.hooks.member_bytes) {
          auto told = batch.hooks.member_bytes(below->source.path, below->source.file);
          if (!told) below->result.error = told.error();
        }
      }
      job.kept_members.push_back(
          {member.name, member.raw_name, below->result.sha256, below->result.bytes, member.error});
      if (!below->result.error) submit(batch, *below);
      job.members.push_back(std::move(below));
    }
  }

  void vote(FileJob& job) {
    std::vector<core::Page>& frames = job.result.document.pages;
    const std::vector<int> changed = vote_over_frames(frames);
    for (const core::Page& frame : frames) {
      if (!std::ranges::binary_search(changed, frame.number)) continue;
      note(readings_->put_page({job.result.sha256, version_}, frame));
    }
  }

  void keep(const FileJob& job) {
    const auto& error = job.result.error;
    // What a better day may bring (time, memory, a missing model) is tried again next time.
    static constexpr std::array kLasting = {ErrorCode::encrypted, ErrorCode::corrupt,
                                            ErrorCode::unsafe, ErrorCode::unsupported,
                                            ErrorCode::empty};
    if (error && std::find(kLasting.begin(), kLasting.end(), error->code) == kLasting.end()) return;
    // Nested too deep here, the same bytes may stand elsewhere by themselves.
    if (error && error->code == ErrorCode::unsafe && job.depth > 1) return;
    store::KeptReading reading;
    reading.document = job.result.document;
    reading.document.pages.clear();
    reading.is_archive = job.result.is_archive;
    reading.members = job.kept_members;
    reading.error = error;
    note(readings_->finish({job.result.sha256, version_}, reading));
  }

  // A cache that cannot be written costs time at the next run, nothing else: told, not fatal.
  void note(const Result<void>& kept) {
    if (kept) return;
    const std::scoped_lock lock(mutex_);
    if (!cache_trouble_) cache_trouble_ = kept.error();
  }

  Result<std::vector<std::uint8_t>> ask_for_made(ReaderProcess& reader,
                                                 const ReaderRequest& request, const fs::path& kept,
                                                 const std::stop_token& stop) {
    FileReading reading(request.scratch, kept);
    const Result<void> done = reader.ask(
        request, [&](const Frame& frame) { return reading.take(frame); }, stop);
    if (reading.error()) return fail(*reading.error());
    if (!done) return fail(done.error());
    return reading.made();
  }

  Result<ingest::FirstLook> ask_for_look(ReaderProcess& reader, const ReaderRequest& request,
                                         const std::stop_token& stop) {
    FileReading reading(request.scratch, {});
    const Result<void> done = reader.ask(
        request, [&](const Frame& frame) { return reading.take(frame); }, stop);
    if (!done) return fail(done.error());
    const core::Document& header = reading.header();
    // Without a type nothing was seen.
    if (header.media_type.empty() && reading.error()) return fail(*reading.error());
    return ingest::FirstLook{header.media_type, header.page_count, reading.error()};
  }

  // What the child answers with. `kept`: where what it leaves in its scratch goes, and what is read
  // instead of the file where it is there already.
  Result<std::vector<std::uint8_t>> made_of(const fs::path& file, const fs::path& kept,
                                            ReaderRequest request, const std::stop_token& stop) {
    request.limits = options_.limits;
    std::promise<Result<std::vector<std::uint8_t>>> made;
    push({[&](ReaderProcess& reader) {
            const Scratch scratch(options_.cache);
            request.file = fs::exists(kept) ? kept : file;
            request.scratch = scratch.folder();
            made.set_value(ask_for_made(reader, request, kept, stop));
          },
          request.task == ReaderTask::film},
         Urgency::somebody_waits);
    return made.get_future().get();
  }

  Result<void> make_film(const fs::path& file, const fs::path& kept, const std::stop_token& stop) {
    constexpr std::uint64_t kMostFilms = std::uint64_t{8} << 30;  // bytes
    make_room(kept.parent_path(), kMostFilms);
    ReaderRequest request;
    request.task = ReaderTask::film;
    const auto made = made_of(file, kept, std::move(request), stop);
    if (!made && made.error().code == ErrorCode::interrupted) return fail(made.error());
    std::error_code none;
    if (!fs::exists(kept, none)) std::ofstream(kept, std::ios::binary).flush();
    return {};
  }

  fs::path converted_path(const core::Digest& sha256) const {
    return options_.cache / "converted" / (sha256.hex() + ".pdf");
  }

  PipelineOptions options_;
  std::string version_;
  std::unique_ptr<store::Readings> readings_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Task> tasks_;
  std::deque<Task> looks_;
  std::optional<core::Error> cache_trouble_;
  std::vector<std::jthread> workers_;  // last: they use all the rest
  std::jthread doorkeeper_;            // from the first look on
};

Result<std::unique_ptr<Pipeline>> Pipeline::open(PipelineOptions options) {
  if (auto ready = prepare_cache(options.cache); !ready) return fail(ready.error());
  auto readings = store::Readings::open(options.cache);
  if (!readings) return fail(readings.error());
  return std::unique_ptr<Pipeline>(
      new Pipeline(std::make_unique<Impl>(std::move(options), std::move(*readings))));
}

Pipeline::Pipeline(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Pipeline::~Pipeline() = default;

Result<std::vector<ReadMaterial>> Pipeline::read(const Source& source, const ReadHooks& hooks,
                                                 std::stop_token stop) {
  auto all = impl_->read_all(std::span(&source, 1), hooks, std::move(stop));
  if (!all) return fail(all.error());
  return std::move(all->front());
}

Result<std::vector<std::vector<ReadMaterial>>> Pipeline::read_all(std::span<const Source> sources,
                                                                  const ReadHooks& hooks,
                                                                  std::stop_token stop) {
  return impl_->read_all(sources, hooks, std::move(stop));
}

bool Pipeline::has(const core::Digest& sha256) const { return impl_->has(sha256); }

Result<ingest::FirstLook> Pipeline::first_look(const fs::path& file, const std::stop_token& stop) {
  return impl_->first_look(file, stop);
}

std::optional<store::KeptReading> Pipeline::kept(const core::Digest& sha256) const {
  return impl_->kept(sha256);
}

std::vector<core::Page> Pipeline::kept_pages(const core::Digest& sha256) const {
  return impl_->kept_pages(sha256);
}

Result<std::vector<std::uint8_t>> Pipeline::page_image(const fs::path& file,
                                                       const core::Digest& sha256, int page,
                                                       std::optional<double> time, int width,
                                                       const std::stop_token& stop) {
  ReaderRequest request;
  request.task = ReaderTask::image;
  request.page = page;
  request.time = time;
  request.width = width;
  return impl_->page_image(file, sha256, std::move(request), stop);
}

Result<std::vector<std::uint8_t>> Pipeline::page_picture(const fs::path& file,
                                                         const core::Digest& sha256,
                                                         const core::Page& page,
                                                         const std::stop_token& stop) {
  constexpr int kPointsPerInch = 72;
  constexpr int kDpi = 200;  // what scans are commonly made at
  ReaderRequest request;
  request.task = ReaderTask::image;
  request.page = page.number;
  request.time = page.time;
  request.width =
      page.source == core::PageSource::text_layer ? page.width * kDpi / kPointsPerInch : page.width;
  request.stored = true;
  return impl_->page_image(file, sha256, std::move(request), stop);
}

Result<std::vector<std::uint8_t>> Pipeline::poster_strip(const std::filesystem::path& file,
                                                         const core::Digest& sha256, int moments,
                                                         int width, const std::stop_token& stop) {
  ReaderRequest request;
  request.task = ReaderTask::strip;
  request.moments = moments;
  request.width = width;
  return impl_->page_image(file, sha256, std::move(request), stop);
}

Result<std::optional<fs::path>> Pipeline::film(const fs::path& file, const core::Digest& sha256,
                                               const std::stop_token& stop) {
  return impl_->film(file, sha256, stop);
}

Result<std::string> Pipeline::table(const fs::path& file, const std::stop_token& stop) {
  return impl_->table(file, stop);
}

std::optional<core::Error> Pipeline::cache_trouble() const { return impl_->cache_trouble(); }

}  // namespace jianzhen::api
