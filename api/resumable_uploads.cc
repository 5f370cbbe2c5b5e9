#include "api/resumable_uploads.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>

#include "store/files.h"
#include "store/hash.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;
using store::Fd;

constexpr std::time_t kKept = std::time_t{24} * 3600;  // seconds after the last byte

tl::unexpected<core::Error> no_such_upload() {
  return fail(ErrorCode::not_found,
              {"没有这个上传任务，可能已过期或已取消；请重新上传。",
               "There is no such upload; it may have expired or been ended. Send it anew."});
}

tl::unexpected<core::Error> not_at(std::uint64_t offset) {
  return fail(ErrorCode::conflict,
              {"续传位置不对：已收到 " + std::to_string(offset) + " 字节。",
               "The upload does not go on there: " + std::to_string(offset) + " bytes have come."});
}

tl::unexpected<core::Error> cut_off() {
  return fail(ErrorCode::conflict,
              {"同一上传任务已由另一个请求接续。", "Another request goes on with this upload."});
}

tl::unexpected<core::Error> longer_than_said() {
  return fail(ErrorCode::usage, {"内容比声明的长度更长，没有保存多出的部分。",
                                 "The content is longer than was said; the rest was not kept."});
}

tl::unexpected<core::Error> another_sum() {
  return fail(ErrorCode::corrupt, {"这一段数据的校验和不符，已丢弃；请重新发送。",
                                   "The checksum of this piece is another one; it was dropped. "
                                   "Send it again."});
}

tl::unexpected<core::Error> part_missing(const std::string& part) {
  return fail(ErrorCode::conflict,
              {"分段 " + part + " 还没有传完，或者不是分段上传。",
               "Part " + part + " has not come to its end, or is no partial upload."});
}

std::string new_id() {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::random_device random;
  std::string id;
  for (int i = 0; i < 32; ++i) id += kHex[random() % kHex.size()];
  return id;
}

Result<void> write_at(const Fd& fd, const fs::path& file, std::span<const char> bytes,
                      std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(store::cannot_write(file, errno));
    bytes = bytes.subspan(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
  return {};
}

// Whole or not at all, also over a power cut.
Result<void> write_file(const fs::path& file, const std::string& content) {
  const fs::path fresh = file.string() + ".new";
  {
    const Fd fd(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640));
    if (!fd) return fail(store::cannot_write(fresh, errno));
    if (auto done = write_at(fd, fresh, content, 0); !done) return done;
    if (::fsync(fd.get()) != 0) return fail(store::cannot_write(fresh, errno));
  }
  if (::rename(fresh.c_str(), file.c_str()) != 0) return fail(store::cannot_write(file, errno));
  return store::sync_folder(file.parent_path());
}

std::span<const std::uint8_t> as_bytes(std::span<const char> text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

// One upload in this run of the service.
struct ResumableUploads::Live {
  std::mutex mutex;  // over all that follows
  std::string id;
  fs::path stem;  // of its files
  UploadPlan plan;
  std::optional<core::Digest> sha256;  // known: all has come
  std::int64_t material = 0;
  std::uint64_t offset = 0;
  std::optional<store::Hasher> hasher;  // of the first `offset` bytes; made anew after a restart
  Fd fd;
  std::uint64_t turn = 0;  // of the request that may write
  bool removed = false;
  std::time_t touched = std::time(nullptr);
  // While bytes come that count only with their sum: where they begin, and the hash up to there.
  std::optional<std::uint64_t> held_from;
  std::optional<store::Hasher> held_hasher;

  fs::path bytes_file() const { return stem.string() + ".bytes"; }
  fs::path plan_file() const { return stem.string() + ".json"; }
  fs::path held_file() const { return stem.string() + ".held"; }

  Result<void> save() const;
  Result<void> open_bytes();
  Result<void> hash_what_is_there();
  Result<void> append(std::span<const char> bytes);
  Result<void> hold();
  Result<void> settle();
  Result<void> drop_held();
  Result<void> sync();
  void forget();
};

Result<void> ResumableUploads::Live::save() const {
  const nlohmann::json form = {{"version", 1},
                               {"length", plan.length},
                               {"entry", plan.entry},
                               {"path", plan.path},
                               {"metadata", plan.metadata},
                               {"partial", plan.partial},
                               {"parts", plan.parts},
                               {"actor", plan.actor},
                               {"late", plan.late},
                               {"sha256", sha256 ? sha256->hex() : ""},
                               {"material", material}};
  return write_file(plan_file(), form.dump(2));
}

Result<void> ResumableUploads::Live::open_bytes() {
  fd = Fd(::open(bytes_file().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
  if (!fd) return fail(store::cannot_write(bytes_file(), errno));
  return {};
}

Result<void> ResumableUploads::Live::hash_what_is_there() {
  if (hasher || plan.partial) return {};
  store::Hasher fresh;
  auto read = store::for_each_piece(bytes_file(), [&](auto piece) -> Result<void> {
    fresh.update(piece);
    return {};
  });
  if (!read) return read;
  hasher = std::move(fresh);
  return {};
}

Result<void> ResumableUploads::Live::append(std::span<const char> bytes) {
  if (bytes.size() > plan.length - offset) return longer_than_said();
  if (auto written = write_at(fd, bytes_file(), bytes, offset); !written) {
    // A piece that came in part is none: the next request sends it again.
    if (::ftruncate(fd.get(), static_cast<off_t>(offset)) != 0) hasher.reset();
    return written;
  }
  if (hasher) hasher->update(as_bytes(bytes));
  offset += bytes.size();
  touched = std::time(nullptr);
  return {};
}

// From here on bytes count only when they are settled, whoever dies.
Result<void> ResumableUploads::Live::hold() {
  if (auto written = write_file(held_file(), std::to_string(offset)); !written) return written;
  held_from = offset;
  held_hasher.reset();
  if (hasher) held_hasher = hasher->copy();
  return {};
}

Result<void> ResumableUploads::Live::settle() {
  if (auto synced = sync(); !synced) return synced;
  if (!held_from) return {};
  if (::unlink(held_file().c_str()) != 0) return fail(store::cannot_write(held_file(), errno));
  held_from.reset();
  return store::sync_folder(stem.parent_path());
}

Result<void> ResumableUploads::Live::drop_held() {
  if (!held_from) return {};
  if (::ftruncate(fd.get(), static_cast<off_t>(*held_from)) != 0) {
    return fail(store::cannot_write(bytes_file(), errno));
  }
  offset = *held_from;
  hasher = std::move(held_hasher);
  held_hasher.reset();
  return settle();
}

Result<void> ResumableUploads::Live::sync() {
  if (fd && ::fdatasync(fd.get()) != 0) return fail(store::cannot_write(bytes_file(), errno));
  return {};
}

void ResumableUploads::Live::forget() {
  removed = true;
  // The plan last: what has none is swept up at the next start.
  for (const fs::path& file : {plan_file(), held_file(), bytes_file()}) ::unlink(file.c_str());
}

struct ResumableUploads::State {
  fs::path folder;
  store::Blobs blobs;
  Hooks hooks;
  std::mutex mutex;  // over the map; never taken while one upload's is held
  // Shared with the writers: an upload may be removed under one.
  std::map<std::string, std::shared_ptr<Live>> live;

  std::shared_ptr<Live> find(const std::string& id) {
    const std::lock_guard lock(mutex);
    const auto found = live.find(id);
    return found == live.end() ? nullptr : found->second;
  }
  Result<std::shared_ptr<Live>> begin(UploadPlan plan);
  void keep(const std::shared_ptr<Live>& upload) {
    const std::lock_guard lock(mutex);
    live.emplace(upload->id, upload);
  }
  void sweep();
  Result<void> load(const fs::path& plan_file);
  Result<void> complete(Live& upload);
  Result<UploadState> state_of(const Live& upload);
};

Result<std::shared_ptr<ResumableUploads::Live>> ResumableUploads::State::begin(UploadPlan plan) {
  auto upload = std::make_shared<Live>();
  upload->id = new_id();
  upload->stem = folder / upload->id;
  upload->plan = std::move(plan);
  if (auto opened = upload->open_bytes(); !opened) return fail(opened.error());
  if (!upload->plan.partial) upload->hasher.emplace();
  return upload;
}

// What nobody has gone on with for a day is taken away.
void ResumableUploads::State::sweep() {
  const std::time_t now = std::time(nullptr);
  std::vector<std::shared_ptr<Live>> all;
  {
    const std::lock_guard lock(mutex);
    for (const auto& [id, upload] : live) all.push_back(upload);
  }
  for (const auto& upload : all) {
    const std::lock_guard own(upload->mutex);
    if (now - upload->touched > kKept) upload->forget();
  }
  const std::lock_guard lock(mutex);
  std::erase_if(live, [](const auto& one) { return one.second->removed; });
}

Result<void> ResumableUploads::State::load(const fs::path& plan_file) {
  const auto upload = std::make_shared<Live>();
  upload->id = plan_file.stem().string();
  upload->stem = folder / upload->id;
  try {
    std::ifstream in(plan_file);
    const auto form = nlohmann::json::parse(in);
    upload->plan = {form.at("length"),
                    form.at("entry"),
                    form.at("path"),
                    form.at("metadata"),
                    form.at("partial"),
                    form.at("parts"),
                    form.value("actor", std::string()),
                    form.value("late", true)};
    upload->sha256 = core::Digest::from_hex(form.at("sha256").get<std::string>());
    upload->material = form.at("material");
  } catch (const nlohmann::json::exception& e) {
    return fail(ErrorCode::corrupt,
                {"上传任务的记录已损坏。", "The record of an upload is damaged."}, e.what(),
                plan_file.string());
  }
  upload->offset = upload->plan.length;
  if (!upload->sha256 || fs::exists(upload->bytes_file())) {
    if (auto opened = upload->open_bytes(); !opened) return opened;
    struct stat status {};
    if (::fstat(upload->fd.get(), &status) != 0) {
      return fail(store::cannot_read(upload->bytes_file(), errno));
    }
    upload->offset = static_cast<std::uint64_t>(status.st_size);
    upload->touched = status.st_mtime;
    if (std::uint64_t from = 0; std::ifstream(upload->held_file()) >> from) {
      upload->held_from = std::min(from, upload->offset);
      if (auto dropped = upload->drop_held(); !dropped) return dropped;
    }
  }
  keep(upload);
  return {};
}

// Where all has come: the bytes become a blob, and the blob a material. Every step can be taken
// again after any interruption.
Result<void> ResumableUploads::State::complete(Live& upload) {
  if (upload.plan.partial || upload.material != 0 || upload.offset != upload.plan.length) return {};
  if (!upload.sha256) {
    if (auto hashed = upload.hash_what_is_there(); !hashed) return hashed;
    upload.sha256 = upload.hasher->copy().finish();
    if (auto saved = upload.save(); !saved) return saved;
  }
  if (fs::exists(upload.bytes_file())) {
    if (auto kept = blobs.adopt(upload.bytes_file(), *upload.sha256); !kept) return kept;
    upload.fd = Fd();
  }
  const auto material = hooks.record(upload.plan, {*upload.sha256, upload.plan.length});
  if (!material) return fail(material.error());
  upload.material = material->id;
  return upload.save();
}

Result<UploadState> ResumableUploads::State::state_of(const Live& upload) {
  UploadState state{upload.id, upload.plan, upload.offset, upload.touched + kKept, std::nullopt};
  if (upload.material == 0) return state;
  auto material = hooks.material(upload.material);
  if (!material) return fail(material.error());
  state.material = std::move(*material);
  return state;
}

Result<std::unique_ptr<ResumableUploads>> ResumableUploads::open(fs::path folder,
                                                                 const store::Blobs& blobs,
                                                                 Hooks hooks) {
  if (auto made = store::make_folder(folder); !made) return fail(made.error());
  std::unique_ptr<State> state(new State{std::move(folder), blobs, std::move(hooks), {}, {}});
  std::vector<fs::path> strays;
  std::error_code error;
  for (const fs::directory_entry& one : fs::directory_iterator(state->folder, error)) {
    if (one.path().extension() != ".json") {
      strays.push_back(one.path());
    } else if (auto loaded = state->load(one.path()); !loaded) {
      return fail(loaded.error());
    }
  }
  if (error) return fail(store::cannot_read(state->folder, error.value()));
  for (const fs::path& stray : strays) {
    if (!state->find(stray.stem().string())) fs::remove(stray, error);
  }
  state->sweep();
  for (const auto& [id, upload] : state->live) {
    // What cannot be ended now (its entry is gone, say) is told to who asks for it.
    const std::lock_guard own(upload->mutex);
    (void)state->complete(*upload);
  }
  return std::unique_ptr<ResumableUploads>(new ResumableUploads(std::move(state)));
}

ResumableUploads::ResumableUploads(std::unique_ptr<State> state) : state_(std::move(state)) {}
ResumableUploads::~ResumableUploads() = default;

Result<UploadState> ResumableUploads::create(UploadPlan plan) {
  if (!plan.partial) {
    if (auto may = state_->hooks.may_come(plan.entry, plan.path); !may) return fail(may.error());
  }
  state_->sweep();
  auto upload = state_->begin(std::move(plan));
  if (!upload) return fail(upload.error());
  Live& fresh = **upload;
  if (auto saved = fresh.save(); !saved) return fail(saved.error());
  state_->keep(*upload);
  const std::lock_guard own(fresh.mutex);
  if (auto done = state_->complete(fresh); !done) return fail(done.error());  // of no bytes at all
  return state_->state_of(fresh);
}

Result<UploadState> ResumableUploads::join(UploadPlan plan) {
  if (auto may = state_->hooks.may_come(plan.entry, plan.path); !may) return fail(may.error());
  std::vector<std::shared_ptr<Live>> parts;
  plan.length = 0;
  for (const std::string& id : plan.parts) {
    auto part = state_->find(id);
    if (!part) return no_such_upload();
    const std::lock_guard own(part->mutex);
    if (part->plan.actor != plan.actor) return no_such_upload();
    if (!part->plan.partial || part->offset != part->plan.length) return part_missing(id);
    plan.length += part->plan.length;
    parts.push_back(std::move(part));
  }
  auto upload = state_->begin(std::move(plan));
  if (!upload) return fail(upload.error());
  Live& whole = **upload;
  const std::lock_guard own(whole.mutex);
  for (const auto& part : parts) {
    const auto copied = store::for_each_piece(part->bytes_file(), [&](auto piece) {
      return whole.append({reinterpret_cast<const char*>(piece.data()), piece.size()});
    });
    if (!copied) {
      whole.forget();
      return fail(copied.error());
    }
  }
  if (auto synced = whole.sync(); !synced) return fail(synced.error());
  if (auto saved = whole.save(); !saved) return fail(saved.error());
  state_->keep(*upload);
  if (auto done = state_->complete(whole); !done) return fail(done.error());
  return state_->state_of(whole);
}

Result<void> ResumableUploads::belongs_to(const std::string& id, const std::string& actor) const {
  const auto upload = state_->find(id);
  if (!upload) return no_such_upload();
  const std::lock_guard lock(upload->mutex);
  if (upload->plan.actor != actor) return no_such_upload();
  return {};
}

Result<UploadState> ResumableUploads::state(const std::string& id) {
  const auto upload = state_->find(id);
  if (!upload) return no_such_upload();
  const std::lock_guard own(upload->mutex);
  if (upload->removed) return no_such_upload();
  ++upload->turn;
  if (auto dropped = upload->drop_held(); !dropped) return fail(dropped.error());
  if (auto synced = upload->sync(); !synced) return fail(synced.error());
  if (auto done = state_->complete(*upload); !done) return fail(done.error());
  return state_->state_of(*upload);
}

Result<void> ResumableUploads::remove(const std::string& id) {
  std::shared_ptr<Live> upload;
  {
    const std::lock_guard lock(state_->mutex);
    const auto found = state_->live.find(id);
    if (found == state_->live.end()) return no_such_upload();
    upload = std::move(found->second);
    state_->live.erase(found);
  }
  const std::lock_guard own(upload->mutex);
  upload->forget();
  return store::sync_folder(state_->folder);
}

struct ResumableUploads::Writer::State {
  ResumableUploads::State& uploads;
  std::shared_ptr<Live> upload;  // which may be removed under it
  std::uint64_t turn = 0;
  std::optional<store::Checksum> sum;
  std::string expected;
  bool finished = false;

  // Call with the upload's mutex held.
  bool has_turn() const { return !upload->removed && upload->turn == turn; }

  ~State() {
    if (finished || !sum) return;
    const std::lock_guard own(upload->mutex);
    if (has_turn()) (void)upload->drop_held();  // what fails here is done at the next request
  }
};

ResumableUploads::Writer::Writer(std::unique_ptr<State> state) : state_(std::move(state)) {}
ResumableUploads::Writer::~Writer() = default;
ResumableUploads::Writer::Writer(Writer&&) noexcept = default;

Result<void> ResumableUploads::Writer::write(std::span<const char> bytes) {
  const std::lock_guard own(state_->upload->mutex);
  if (!state_->has_turn()) return cut_off();
  if (state_->sum) state_->sum->update(as_bytes(bytes));
  return state_->upload->append(bytes);
}

Result<UploadState> ResumableUploads::Writer::finish() {
  Live& upload = *state_->upload;
  const std::lock_guard own(upload.mutex);
  if (!state_->has_turn()) return cut_off();
  state_->finished = true;
  if (state_->sum && state_->sum->finish() != state_->expected) {
    if (auto dropped = upload.drop_held(); !dropped) return fail(dropped.error());
    return another_sum();
  }
  if (auto settled = upload.settle(); !settled) return fail(settled.error());
  if (auto done = state_->uploads.complete(upload); !done) return fail(done.error());
  return state_->uploads.state_of(upload);
}

Result<ResumableUploads::FirstBytes> ResumableUploads::first_bytes(const std::string& id) const {
  constexpr std::uint64_t kEnough = 64 << 10;
  const auto upload = state_->find(id);
  if (!upload) return no_such_upload();
  const std::lock_guard own(upload->mutex);
  if (upload->removed) return no_such_upload();
  if (upload->plan.partial || upload->offset < kEnough || upload->sha256) {
    return fail(ErrorCode::conflict,
                {"尚不能从开头判断这个文件：收到的内容还太少，或者已经全部收到。",
                 "The beginning tells nothing: too little has come, or all has."});
  }
  return FirstBytes{upload->bytes_file(), upload->plan.path};
}

Result<ResumableUploads::Writer> ResumableUploads::go_on(const std::string& id,
                                                         std::uint64_t offset,
                                                         const std::optional<Expected>& expected) {
  const auto upload = state_->find(id);
  if (!upload) return no_such_upload();
  std::optional<store::Checksum> sum;
  if (expected) {
    sum = store::Checksum::in(expected->algorithm);
    if (!sum) {
      return fail(ErrorCode::usage,
                  {"不支持这种校验和算法。", "Checksums in this algorithm are not supported."});
    }
  }
  auto writer = std::unique_ptr<Writer::State>(new Writer::State{
      *state_, upload, 0, std::move(sum), expected ? expected->sum : std::string(), true});
  const std::lock_guard own(upload->mutex);
  if (upload->removed) return no_such_upload();
  if (auto dropped = upload->drop_held(); !dropped) return fail(dropped.error());
  if (offset != upload->offset) return not_at(upload->offset);
  writer->turn = ++upload->turn;
  if (upload->offset < upload->plan.length) {
    if (auto hashed = upload->hash_what_is_there(); !hashed) return fail(hashed.error());
    if (expected) {
      if (auto held = upload->hold(); !held) return fail(held.error());
    }
  }
  writer->finished = false;
  return Writer(std::move(writer));
}

}  // namespace jianzhen::api
