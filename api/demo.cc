#include "api/demo.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <regex>

#include "api/folder.h"
#include "store/files.h"
#include "store/secrets.h"
#include "verify/csv.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

constexpr std::size_t kPasswordLength = 16;  // 96 bits
constexpr store::Seconds kDay = 24 * 3600;

struct Person {
  const char* name;
  const char* title;
  Role role;
};

// A veto takes two verifiers. The administrator first: so it is asked of a service's first account.
constexpr std::array kPeople = {Person{"admin", "演示赛程组", Role::administrator},
                                Person{"verifier1", "核查员甲（演示）", Role::verifier},
                                Person{"verifier2", "核查员乙（演示）", Role::verifier},
                                Person{"judge", "评审专家（演示）", Role::judge},
                                Person{"supervisor", "监督组（演示）", Role::supervisor}};

std::string day_of(store::Seconds when) {
  const std::chrono::sys_days day{std::chrono::days{when / kDay}};
  const std::chrono::year_month_day date{day};
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

tl::unexpected<core::Error> no_samples(const fs::path& samples) {
  return fail(ErrorCode::not_found, {"在 " + samples.string() + " 没有找到示例。",
                                     "There are no samples in " + samples.string() + "."});
}

Result<std::vector<fs::path>> submissions_in(const fs::path& samples) {
  std::vector<fs::path> folders;
  std::error_code failed;
  for (const auto& item : fs::directory_iterator(samples, failed)) {
    if (fs::exists(item.path() / "entry.json")) folders.push_back(item.path());
  }
  if (folders.empty()) return no_samples(samples);
  std::ranges::sort(folders);
  return folders;
}

Result<void> take_file(Service& service, const std::string& entry, const fs::path& root,
                       const Source& source) {
  auto upload = service.begin_upload(entry, source.path, true);
  if (!upload) return fail(upload.error());
  auto sent = store::for_each_piece(root / source.path, [&](std::span<const std::uint8_t> piece) {
    return upload->write({reinterpret_cast<const char*>(piece.data()), piece.size()});
  });
  if (!sent) return sent;
  const auto taken = upload->commit();
  return taken ? Result<void>() : fail(taken.error());
}

Result<core::Entry> take_entry(Service& service, const fs::path& folder) {
  const auto submission = open_folder(folder, std::nullopt);
  if (!submission) return fail(submission.error());
  const auto made = service.create(core::entry_json(submission->entry));
  if (!made) return fail(made.error());
  for (const Source& source : submission->files) {
    if (auto taken = take_file(service, made->entry.id, folder, source); !taken) {
      return fail(taken.error());
    }
  }
  return made->entry;
}

Result<void> add_account(Service& service, const Person& person, std::set<std::string> entries,
                         std::vector<DemoAccount>& made) {
  DemoAccount shown{person.name, person.title, person.role,
                    store::new_secret().substr(0, kPasswordLength)};
  store::Account account;
  account.name = shown.name;
  account.title = shown.title;
  account.role = word(person.role);
  account.entries = std::move(entries);
  if (person.role == Role::verifier || person.role == Role::judge) account.tracks = {"*"};
  const auto added = service.accounts().add(account, local_principal(), shown.password);
  if (!added) return fail(added.error());
  made.push_back(std::move(shown));
  return {};
}

Result<void> make_finalists(Service& service, const std::vector<core::Entry>& entries) {
  std::string table = "项目编号\n";
  for (const core::Entry& entry : entries) table += entry.id + "\n";
  const auto plan = service.import(ImportKind::finalists, table, true, local_principal());
  return plan ? Result<void>() : fail(plan.error());
}

Result<void> submit(Service& service, const std::string& id) {
  const auto state = service.entry(id);
  if (!state) return fail(state.error());
  const auto submitted = service.submit(id, content_digest(*state), local_principal());
  return submitted ? Result<void>() : fail(submitted.error());
}

Result<void> is_empty(Service& service) {
  const auto entries = service.entries();
  if (!entries) return fail(entries.error());
  const auto in_use = service.accounts().in_use();
  if (!in_use) return fail(in_use.error());
  if (entries->empty() && !*in_use) return {};
  return fail(ErrorCode::conflict,
              {"数据目录里已有项目或账号；演示只装入新的数据目录。",
               "The data folder has entries or accounts; a demo fills a new one only."});
}

}  // namespace

Result<std::string> demo_contest(const fs::path& samples, store::Seconds now) {
  constexpr store::Seconds kBefore = 7 * kDay;
  constexpr store::Seconds kAfter = 30 * kDay;
  const auto text = verify::read_whole_file(samples / "contests" / "liaoning-2024.yaml");
  if (!text) return fail(text.error());
  static const std::regex kRegistration("(id: registration[^\\n]*)from: [0-9-]+, to: [0-9-]+");
  return std::regex_replace(*text, kRegistration,
                            "$1from: " + day_of(now - kBefore) + ", to: " + day_of(now + kAfter));
}

Result<std::vector<DemoAccount>> fill_demo(Service& service, const fs::path& samples) {
  if (auto empty = is_empty(service); !empty) return fail(empty.error());
  const auto folders = submissions_in(samples);
  if (!folders) return fail(folders.error());
  std::vector<core::Entry> entries;
  for (const fs::path& folder : *folders) {
    auto entry = take_entry(service, folder);
    if (!entry) return fail(entry.error());
    entries.push_back(std::move(*entry));
  }
  if (auto made = make_finalists(service, entries); !made) return fail(made.error());
  if (auto done = submit(service, entries.front().id); !done) return fail(done.error());
  std::vector<DemoAccount> accounts;
  for (const Person& person : kPeople) {
    if (auto added = add_account(service, person, {}, accounts); !added) return fail(added.error());
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string name = "unit" + std::to_string(i + 1);
    const Person person{name.c_str(), entries[i].applicant.name.c_str(), Role::submitter};
    if (auto added = add_account(service, person, {entries[i].id}, accounts); !added) {
      return fail(added.error());
    }
  }
  return accounts;
}

}  // namespace jianzhen::api
