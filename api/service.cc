#include "api/service.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "api/entry_number.h"
#include "api/named_type.h"
#include "api/service_state.h"

namespace jianzhen::api {
namespace {

using core::ErrorCode;
using core::fail;
using core::Result;
using store::StoredMaterial;

constexpr std::size_t kMaxPath = 1024;  // bytes
// Widths that pictures are drawn in; a wish is rounded up, so that few pictures serve all wishes.
constexpr std::array kWidths = {160, 320, 640, 960, 1280, 1920, 3000};

tl::unexpected<core::Error> no_such_material() {
  return fail(ErrorCode::not_found,
              {"该项目中没有这份材料，可能已被替换或移除。",
               "The entry has no such material; it may have been replaced or taken out."});
}

Result<void> check_path(std::string_view path) {
  bool good = !path.empty() && path.size() <= kMaxPath && is_plain_text(path);
  for (std::string_view rest = path; good; rest.remove_prefix(rest.find('/') + 1)) {
    const std::string_view segment = rest.substr(0, rest.find('/'));
    good = !segment.empty() && segment != "." && segment != "..";
    if (rest.find('/') == std::string_view::npos) break;
  }
  if (good) return {};
  return fail(
      ErrorCode::usage,
      {"文件路径不合规：不能以斜杠开头，不能含有“..”、空的目录名或控制字符，最长 1024 字节。",
       "The path is not allowed: no leading slash, no \"..\", no empty folder name, no "
       "control character, at most 1,024 bytes."});
}

// Of the material, its members, and theirs.
std::vector<std::string> paths_of(const StoredMaterial& root,
                                  const std::vector<StoredMaterial>& all) {
  std::vector<std::string> paths{root.path};
  std::vector<std::int64_t> archives{root.id};
  for (std::size_t i = 0; i < archives.size(); ++i) {
    for (const StoredMaterial& one : all) {
      if (one.parent != archives[i]) continue;
      paths.push_back(one.path);
      archives.push_back(one.id);
    }
  }
  return paths;
}

// "<contest>-0007" after "<contest>-0006".
std::string next_number(const std::string& contest, const std::vector<core::Entry>& entries) {
  const std::string prefix = contest + "-";
  int highest = 0;
  for (const core::Entry& entry : entries) {
    if (!entry.id.starts_with(prefix)) continue;
    int number = 0;
    const char* end = entry.id.data() + entry.id.size();
    const auto [at, error] = std::from_chars(entry.id.data() + prefix.size(), end, number);
    if (error == std::errc() && at == end) highest = std::max(highest, number);
  }
  std::string digits = std::to_string(highest + 1);
  digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
  return prefix + digits;
}

}  // namespace

Result<std::unique_ptr<Service>> Service::open(ServiceOptions options, Rules rules,
                                               std::unique_ptr<FileReader> reader) {
  const DataFolder folder{options.data};
  auto blobs = store::Blobs::open(folder.blobs());
  if (!blobs) return fail(blobs.error());
  const std::string database = options.db.empty() ? folder.catalogue() : options.db;
  auto catalogue = store::Catalogue::open(database);
  if (!catalogue) return fail(catalogue.error());
  const auto key = store::SealKey::load_or_make(folder.key());
  if (!key) return fail(key.error());
  auto accounts = store::Accounts::open(database, *key);
  if (!accounts) return fail(accounts.error());
  auto replays = store::Replays::open(database);
  if (!replays) return fail(replays.error());
  auto reviews = store::Reviews::open(database);
  if (!reviews) return fail(reviews.error());
  auto results = store::Results::open(database);
  if (!results) return fail(results.error());
  auto notes = store::Notes::open(database);
  if (!notes) return fail(notes.error());
  auto hooks = store::Webhooks::open(database);
  if (!hooks) return fail(hooks.error());
  auto mails = store::Mails::open(database);
  if (!mails) return fail(mails.error());
  auto writer = index::Writer::open(folder.index());
  if (!writer) return fail(writer.error());
  auto pictures = PictureCache::open(folder.root / "pictures", options.max_picture_bytes);
  if (!pictures) return fail(pictures.error());
  const unsigned workers = options.workers;
  auto state = std::make_unique<State>(std::move(options), std::move(rules), std::move(reader),
                                       std::move(*catalogue), std::move(*accounts),
                                       std::move(*blobs), std::move(*writer), std::move(*pictures));
  state->replays = std::move(*replays);
  state->results = std::move(*results);
  state->notebook = std::make_unique<Notebook>(*state->catalogue, std::move(*notes));
  const ServiceOptions& chosen = state->options;
  state->webhooks = std::make_unique<WebhookCourier>(WebhookCourier::Parts{
      *state->catalogue, std::move(*hooks), chosen.outgoing, chosen.clock, chosen.log, *key});
  if (chosen.outgoing) state->webhooks->start();
  if (chosen.outgoing && chosen.provider) {
    state->provider =
        std::make_unique<IdentityProvider>(*chosen.provider, chosen.outgoing, chosen.clock);
  }
  state->mails = std::make_unique<MailCourier>(MailCourier::Parts{
      *state->catalogue, state->accounts, std::move(*mails), chosen.mail, chosen.sender,
      chosen.origin, state->rules.contest.title, chosen.clock, chosen.log, *key});
  if (auto started = state->mails->start(); !started) return fail(started.error());
  if (auto started = state->checks.start(); !started) return fail(started.error());
  if (auto started = state->files.start(workers); !started) return fail(started.error());
  std::unique_ptr<Service> service(new Service(std::move(state)));
  service->open_desk(std::move(*reviews));
  State& s = *service->state_;
  auto uploads = ResumableUploads::open(folder.uploads(), s.blobs, s.upload_hooks());
  if (!uploads) return fail(uploads.error());
  s.uploads = std::move(*uploads);
  return service;
}

Service::Service(std::unique_ptr<State> state) : state_(std::move(state)) {}

Service::~Service() { stop(); }

void Service::stop() {
  state_->webhooks->stop();
  state_->mails->stop();
  state_->files.stop();
  state_->checks.stop();
}

const verify::Contest& Service::contest() const { return state_->rules.contest; }

Metrics& Service::metrics() { return state_->metrics; }

store::Replays& Service::replays() { return *state_->replays; }

store::Seconds Service::now() const { return state_->options.clock(); }

AccountDesk& Service::accounts() { return state_->accounts; }

IdentityProvider* Service::provider() { return state_->provider.get(); }

ResumableUploads& Service::uploads() { return *state_->uploads; }

Result<ingest::FirstLook> Service::first_look(const std::string& upload) {
  const auto begun = state_->uploads->first_bytes(upload);
  if (!begun) return fail(begun.error());
  auto look = state_->reader->first_look(begun->file);
  if (look && look->trouble) look->trouble = as_named(std::move(*look->trouble), begun->path);
  return look;
}

ReviewDesk& Service::desk() { return *state_->desk; }

WebhookCourier& Service::webhooks() { return *state_->webhooks; }

MailCourier& Service::mails() { return *state_->mails; }

Notebook& Service::notebook() { return *state_->notebook; }

void Service::open_desk(std::unique_ptr<store::Reviews> reviews) {
  State& s = *state_;
  s.desk = std::make_unique<ReviewDesk>(
      ReviewDesk::Parts{
          *s.catalogue, *s.reader, s.rules, s.notices,
          [this](const std::string& entry, std::int64_t material, int page, int width) {
            return page_image(entry, material, page, width);
          },
          [this](const std::string& entry, std::int64_t material) -> Result<std::filesystem::path> {
            auto found = original(entry, material);
            if (!found) return fail(found.error());
            return std::move(found->file);
          }},
      std::move(reviews));
}

Result<EntryState> Service::State::state_of(core::Entry entry) {
  EntryState state;
  // The event's number first: who listens from there hears of all that the rest does not know yet.
  const auto last = catalogue->last_event(entry.id);
  if (!last) return fail(last.error());
  state.last_event = *last;
  auto materials = catalogue->materials(entry.id);
  if (!materials) return fail(materials.error());
  state.materials = std::move(*materials);
  auto report = catalogue->report(entry.id);
  if (!report) return fail(report.error());
  state.report = std::move(*report);
  auto submission = catalogue->submission(entry.id);
  if (!submission) return fail(submission.error());
  state.submission = std::move(*submission);
  state.entry = std::move(entry);
  return state;
}

Result<EntryState> Service::create(std::string_view form_json, const Principal& by) {
  const std::lock_guard lock(state_->writes);
  const auto known = state_->catalogue->entries();
  if (!known) return fail(known.error());
  const std::string next = next_number(state_->rules.contest.id, *known);
  auto entry = core::parse_entry(form_json, next);
  if (!entry) return fail(entry.error());
  if (by.reach_of(Action::entry_create) == Reach::own) entry->id = next;
  if (auto good = check_entry_number(entry->id); !good) return fail(good.error());
  if (std::any_of(known->begin(), known->end(), [&](const auto& e) { return e.id == entry->id; })) {
    return fail(ErrorCode::conflict,
                {"编号“" + entry->id + "”已被使用。", "The number \"" + entry->id + "\" is taken."},
                {}, "entry.json");
  }
  if (auto put = state_->catalogue->put_entry(*entry, by.actor); !put) return fail(put.error());
  if (by.reach_of(Action::entry_create) == Reach::own) {
    if (auto given = state_->accounts.give(by, entry->id); !given) return fail(given.error());
  }
  state_->checks.request(entry->id);
  state_->notices.changed(entry->id);
  return state_->state_of(std::move(*entry));
}

Result<EntryState> Service::replace(const std::string& id, std::string_view form_json,
                                    const Principal& by) {
  const std::lock_guard lock(state_->writes);
  const auto old = state_->catalogue->entry(id);
  if (!old) return fail(old.error());
  auto entry = core::parse_entry(form_json, id);
  if (!entry) return fail(entry.error());
  if (entry->id != id) {
    return fail(ErrorCode::usage,
                {"表单中的编号与地址中的编号不一致。",
                 "The number in the form is not the one in the address."},
                {}, "entry.json");
  }
  for (core::Representative& person : entry->representatives) {
    const auto same =
        std::find_if(old->representatives.begin(), old->representatives.end(),
                     [&](const core::Representative& known) { return known.name == person.name; });
    if (person.id_number.empty() && same != old->representatives.end()) {
      person.id_number = same->id_number;
    }
  }
  if (auto may = state_->may_change_team(*old, *entry, by); !may) return fail(may.error());
  if (auto put = state_->catalogue->put_entry(*entry, by.actor); !put) return fail(put.error());
  state_->checks.request(id);
  state_->notices.changed(id);
  return state_->state_of(std::move(*entry));
}

struct Service::Upload::State {
  Service::State& service;
  store::BlobWriter writer;
  std::string entry;
  std::string path;
  bool only_new = false;
  Principal by;
  std::uint64_t bytes = 0;
};

Service::Upload::Upload(std::unique_ptr<State> state) : state_(std::move(state)) {}
Service::Upload::~Upload() = default;
Service::Upload::Upload(Upload&&) noexcept = default;

Result<void> Service::Upload::write(std::span<const char> bytes) {
  state_->bytes += bytes.size();
  return state_->writer.write({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

Result<StoredMaterial> Service::Upload::commit() {
  // Its last byte may come after registration closed.
  if (auto may = state_->service.permit(state_->by, Action::file_add, state_->entry); !may) {
    return fail(may.error());
  }
  auto hashed = state_->writer.commit();
  if (!hashed) return fail(hashed.error());
  StoredMaterial material;
  material.entry = state_->entry;
  material.path = state_->path;
  material.sha256 = hashed->sha256;
  material.bytes = hashed->bytes;
  return state_->service.receive(material, state_->only_new, state_->by.actor);
}

Result<StoredMaterial> Service::State::receive(const StoredMaterial& material, bool only_new,
                                               const std::string& actor) {
  auto recorded = record(material, only_new, actor);
  if (!recorded) return fail(recorded.error());
  if (recorded->state != store::MaterialState::done) {  // the same bytes once more
    files.submit(*recorded, FileQueue::Clock::now());
  }
  notices.changed(recorded->entry);
  return recorded;
}

Result<void> Service::State::may_come(const std::string& entry, const std::string& path) {
  const auto known = catalogue->entry(entry);
  if (!known) return fail(known.error());
  return check_path(path);
}

ResumableUploads::Hooks Service::State::upload_hooks() {
  return {
      [this](const std::string& entry, const std::string& path) { return may_come(entry, path); },
      [this](const UploadPlan& plan, const store::HashedFile& file) -> Result<StoredMaterial> {
        if (!plan.late) {
          if (const auto open = takes_files(plan.entry); !open) return fail(open.error());
        }
        StoredMaterial material;
        material.entry = plan.entry;
        material.path = plan.path;
        material.sha256 = file.sha256;
        material.bytes = file.bytes;
        return receive(material, false, plan.actor);
      },
      [this](std::int64_t id) { return catalogue->material(id); }};
}

namespace {

tl::unexpected<core::Error> already_there(const std::string& path) {
  return fail(ErrorCode::conflict,
              {"“" + path + "”已有文件。", "There is a file at " + path + "."});
}

}  // namespace

Result<Service::Upload> Service::begin_upload(const std::string& entry, const std::string& path,
                                              bool only_new, const Principal& by) {
  if (auto may = state_->may_come(entry, path); !may) return fail(may.error());
  if (only_new) {
    const auto materials = state_->catalogue->materials(entry);
    if (!materials) return fail(materials.error());
    if (std::any_of(materials->begin(), materials->end(),
                    [&](const auto& one) { return one.path == path; })) {
      return already_there(path);
    }
  }
  auto writer = state_->blobs.begin();
  if (!writer) return fail(writer.error());
  return Upload(std::unique_ptr<Upload::State>(
      new Upload::State{*state_, std::move(*writer), entry, path, only_new, by}));
}

Result<StoredMaterial> Service::State::record(const StoredMaterial& material, bool only_new,
                                              const std::string& actor) {
  const std::lock_guard lock(writes);
  const auto all = catalogue->materials(material.entry);
  if (!all) return fail(all.error());
  const auto old = std::find_if(all->begin(), all->end(),
                                [&](const auto& one) { return one.path == material.path; });
  if (old != all->end() && only_new) return already_there(material.path);
  auto recorded = catalogue->add_material(material, actor);
  if (recorded && old != all->end() && recorded->id != old->id) {
    // The list is right already; what the index still holds of an old archive's members is no hit.
    if (auto gone = files.forget(material.entry, paths_of(*old, *all)); !gone) {
      options.log(gone.error());
    }
  }
  return recorded;
}

Result<void> Service::remove(const std::string& entry, std::int64_t id, const Principal& by) {
  const std::lock_guard lock(state_->writes);
  const auto root = state_->listed(entry, id);
  if (!root) return fail(root.error());
  const auto all = state_->catalogue->materials(entry);
  if (!all) return fail(all.error());
  if (auto gone = state_->catalogue->remove_material(id, by.actor); !gone) return gone;
  state_->checks.request(entry);
  state_->notices.changed(entry);
  return state_->files.forget(entry, paths_of(*root, *all));
}

Result<StoredMaterial> Service::State::listed(const std::string& entry, std::int64_t id) {
  auto material = catalogue->material(id);
  if (material && material->entry != entry) return no_such_material();
  return material;
}

Result<PagesSoFar> Service::pages(const std::string& entry, std::int64_t id) {
  const auto material = state_->listed(entry, id);
  if (!material) return fail(material.error());
  PagesSoFar so_far;
  if (auto kept = state_->reader->kept(material->sha256)) {
    so_far.page_count = kept->document.page_count;
    so_far.video = std::move(kept->document.video);
    so_far.observations = std::move(kept->document.observations);
    so_far.pages = std::move(kept->document.pages);
  } else {
    so_far.page_count = material->pages_total;
    so_far.pages = state_->reader->kept_pages(material->sha256);
  }
  std::sort(so_far.pages.begin(), so_far.pages.end(),
            [](const core::Page& a, const core::Page& b) { return a.number < b.number; });
  return so_far;
}

Result<core::Page> Service::page(const std::string& entry, std::int64_t id, int number) {
  auto so_far = pages(entry, id);
  if (!so_far) return fail(so_far.error());
  for (core::Page& page : so_far->pages) {
    if (page.number == number) return std::move(page);
  }
  return fail(ErrorCode::not_found, {"没有这一页，或者还没有读到。",
                                     "There is no such page, or it has not been read yet."});
}

Result<Original> Service::original(const std::string& entry, std::int64_t id) {
  auto material = state_->listed(entry, id);
  if (!material) return fail(material.error());
  auto file = state_->blobs.path(material->sha256);
  if (!file) return fail(file.error());
  return Original{std::move(*file), std::move(*material)};
}

Result<std::string> Service::page_image(const std::string& entry, std::int64_t id, int number,
                                        int width) {
  const auto original = this->original(entry, id);
  if (!original) return fail(original.error());
  const auto wide_enough = std::lower_bound(kWidths.begin(), kWidths.end(), width);
  const int drawn = wide_enough == kWidths.end() ? kWidths.back() : *wide_enough;
  const core::Digest& sha256 = original->material.sha256;
  const std::string name =
      sha256.hex() + "-" + std::to_string(number) + "-" + std::to_string(drawn) + ".jpg";
  return state_->pictures->get(name, [&]() -> Result<std::vector<std::uint8_t>> {
    std::optional<double> time;
    // Of a video the page is a frame; where it was not read yet, a page is what it is.
    if (const auto page = this->page(entry, id, number)) time = page->time;
    return state_->reader->page_image(original->file, sha256, number, time, drawn);
  });
}

Result<std::string> Service::poster_strip(const std::string& entry, std::int64_t id) {
  constexpr int kMoments = 12;
  constexpr int kWidth = 160;
  const auto original = this->original(entry, id);
  if (!original) return fail(original.error());
  const core::Digest& sha256 = original->material.sha256;
  return state_->pictures->get(sha256.hex() + "-strip.jpg", [&] {
    return state_->reader->poster_strip(original->file, sha256, kMoments, kWidth);
  });
}

Result<Original> Service::film(const std::string& entry, std::int64_t id) {
  auto original = this->original(entry, id);
  if (!original || !original->material.media_type.starts_with("video/")) return original;
  auto copy = state_->reader->film(original->file, original->material.sha256);
  if (!copy) return fail(copy.error());
  if (*copy) {
    original->file = std::move(**copy);
    original->material.media_type = "video/mp4";
  }
  return original;
}

Result<void> Service::unlock(const std::string& entry, std::int64_t id, const std::string& password,
                             const Principal& by) {
  if (auto may = permit(by, Action::entry_change, entry); !may) return may;
  const auto material = state_->listed(entry, id);
  if (!material) return fail(material.error());
  const auto kept = state_->reader->kept(material->sha256);
  const bool locked = kept && kept->error && kept->error->code == ErrorCode::encrypted;
  if (!locked || !state_->files.submit(*material, std::nullopt, password)) {
    return fail(ErrorCode::conflict, {"这份材料没有加密，或者正在识读。",
                                      "The material is not locked, or is being read."});
  }
  return {};
}

Result<std::vector<store::Event>> Service::events(const std::string& entry, std::int64_t after,
                                                  int limit) {
  return state_->catalogue->events(entry, after, limit);
}

std::unique_ptr<Notices::Watcher> Service::watch(const std::string& entry,
                                                 std::function<void()> wake) {
  return state_->notices.watch(entry, std::move(wake));
}

std::map<std::string, std::optional<core::Error>> Service::parts() {
  std::map<std::string, std::optional<core::Error>> parts;
  const auto events = state_->catalogue->last_event("");
  parts["catalogue"] = events ? std::nullopt : std::optional(events.error());
  parts["blobs"] = std::nullopt;
  if (::access(DataFolder{state_->options.data}.blobs().c_str(), W_OK | X_OK) != 0) {
    parts["blobs"] = core::Error{ErrorCode::unreadable,
                                 {"原件目录不可写。", "The folder of originals cannot be written."},
                                 {},
                                 "store"};
  }
  const auto index = state_->search_index();
  parts["index"] = index ? std::nullopt : std::optional(index.error());
  parts["reader"] = state_->reader->trouble();
  return parts;
}

const std::vector<SandboxLayer>& Service::sandbox() const { return state_->reader->sandbox(); }

}  // namespace jianzhen::api
