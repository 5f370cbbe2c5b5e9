#include "api/folder.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "core/text.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

// What operating systems leave in folders; nobody submitted it.
bool is_litter(const fs::path& file) {
  static constexpr std::array kLitter = {".DS_Store", "Thumbs.db", "desktop.ini"};
  const std::string name = file.filename().string();
  return name.starts_with("._") || name.starts_with("~$") ||
         std::find(kLitter.begin(), kLitter.end(), name) != kLitter.end();
}

// A name in another encoding is shown as well as can be; the bytes on disk stay what they are.
std::string shown_path(const fs::path& file, const fs::path& folder) {
  const std::string path = file.lexically_relative(folder).generic_string();
  return core::is_utf8(path) ? path : core::to_utf8(core::to_utf32(path));
}

core::Material refused_link(std::string path) {
  core::Material material;
  material.error = core::Error{
      ErrorCode::unsafe,
      {"“" + path + "”是链接或特殊文件，没有打开。请放入文件本身。",
       "\"" + path +
           "\" is a link or a special file and was not opened. Put the file itself there."},
      "not a regular file",
      path};
  material.path = std::move(path);
  material.kind = "other";
  return material;
}

Result<core::Entry> read_entry(const fs::path& folder,
                               const std::optional<ApplicantOption>& applicant) {
  const std::string id = fs::absolute(folder).lexically_normal().filename().string();
  const fs::path form = folder / "entry.json";
  core::Entry entry;
  if (fs::exists(form)) {
    std::ifstream in(form, std::ios::binary);
    const std::string json{std::istreambuf_iterator<char>(in), {}};
    if (!in) {
      return fail(ErrorCode::unreadable,
                  {"无法读取 " + form.string() + "，请检查权限。",
                   "Cannot read " + form.string() + ": check its permissions."},
                  {}, form.string());
    }
    // With --applicant, a form that only lacks the name is still a form.
    auto parsed = core::parse_entry(json, id);
    if (!parsed && !(applicant && parsed.error().code == ErrorCode::usage)) {
      core::Error error = parsed.error();
      error.source = form.string();
      return fail(error);
    }
    if (parsed) entry = std::move(*parsed);
  } else if (!applicant) {
    return fail(ErrorCode::usage,
                {folder.string() + " 里没有 entry.json。请补上，或用 --applicant 指定参赛单位。",
                 folder.string() + " has no entry.json. Add it, or pass --applicant."},
                {}, folder.string());
  }
  if (entry.id.empty()) entry.id = id;
  if (applicant) {
    entry.applicant.name = applicant->name;
    if (!applicant->uscc.empty()) entry.applicant.uscc = applicant->uscc;
  }
  return entry;
}

}  // namespace

Result<SubmissionFolder> open_folder(const fs::path& folder,
                                     const std::optional<ApplicantOption>& applicant) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    return fail(ErrorCode::not_found,
                {"找不到文件夹 " + folder.string() + "，请检查路径。",
                 "No such folder: " + folder.string() + ". Check the path."},
                failed.message(), folder.string());
  }
  auto entry = read_entry(folder, applicant);
  if (!entry) return fail(entry.error());
  SubmissionFolder submission;
  submission.entry = std::move(*entry);
  fs::recursive_directory_iterator walk(folder, failed);
  for (; !failed && walk != fs::recursive_directory_iterator(); walk.increment(failed)) {
    const fs::path& file = walk->path();
    const fs::file_status status = walk->symlink_status();
    if (fs::is_directory(status) || is_litter(file) || file == folder / "entry.json") continue;
    std::string path = shown_path(file, folder);
    if (fs::is_regular_file(status)) {
      submission.files.push_back({std::move(path), file});
    } else {
      submission.refused.push_back(refused_link(std::move(path)));
    }
  }
  if (failed) {
    return fail(ErrorCode::unreadable,
                {"无法读取文件夹 " + folder.string() + "：请检查权限。",
                 "Cannot read the folder " + folder.string() + ": check its permissions."},
                failed.message(), folder.string());
  }
  std::sort(submission.files.begin(), submission.files.end(),
            [](const Source& a, const Source& b) { return a.path < b.path; });
  return submission;
}

}  // namespace jianzhen::api
