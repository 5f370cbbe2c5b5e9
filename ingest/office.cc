#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/archive_reader.h"
#include "ingest/compound_file.h"
#include "ingest/failures.h"
#include "ingest/ingest.h"
#include "ingest/office_package.h"

namespace jianzhen::ingest {
namespace {

using core::Result;
namespace fs = std::filesystem;

// soffice itself is a script around this; without the script there is one process to end.
constexpr const char* kProgram = "/usr/lib/libreoffice/program/soffice.bin";
constexpr const char* kVersion = "/usr/lib/libreoffice/program/versionrc";

// LibreOffice guesses by extension, and takes what it cannot open for a text: we know the type from
// the bytes, and name the filter that must take it.
struct Import {
  std::string_view media_type;
  std::string_view extension;
  std::string_view filter;
};
constexpr std::array kImports = {
    Import{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
           "MS Word 2007 XML"},
    Import{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
           "Calc MS Excel 2007 XML"},
    Import{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx",
           "Impress MS PowerPoint 2007 XML"},
    Import{"application/vnd.oasis.opendocument.text", "odt", "writer8"},
    Import{"application/vnd.oasis.opendocument.spreadsheet", "ods", "calc8"},
    Import{"application/vnd.oasis.opendocument.presentation", "odp", "impress8"},
    Import{"application/msword", "doc", "MS Word 97"},
    Import{"application/vnd.ms-excel", "xls", "MS Excel 97"},
    Import{"application/vnd.ms-powerpoint", "ppt", "MS PowerPoint 97"},
    Import{"text/rtf", "rtf", "Rich Text Format"},
};

// Nothing of a document runs, nothing outside it is fetched; its pictures keep their resolution and
// their pixels, for they are to be read.
constexpr std::string_view kProfile = R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Filter/PDF/Export"><prop oor:name="ReduceImageResolution" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Filter/PDF/Export"><prop oor:name="UseLosslessCompression" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
)";

// The others are compound files or plain text.
bool is_package(const FileType& type) {
  return type.media_type.starts_with("application/vnd.oasis.") ||
         type.media_type.starts_with("application/vnd.openxmlformats-");
}

bool is_locked_open_document(const fs::path& file) {
  const Utf8Locale utf8;
  const auto reader = open_archive(file, "application/zip");
  archive_entry* entry = nullptr;
  while (reader && archive_read_next_header(reader->get(), &entry) >= ARCHIVE_WARN) {
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || std::string_view(name) != "META-INF/manifest.xml") continue;
    std::string manifest(std::size_t{1} << 20, '\0');
    const auto got = archive_read_data(reader->get(), manifest.data(), manifest.size());
    manifest.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return manifest.find("encryption-data") != std::string::npos;
  }
  return false;
}

bool is_locked(const fs::path& file, const FileType& type) {
  if (type.media_type.starts_with("application/vnd.oasis.")) return is_locked_open_document(file);
  const auto compound = look_into_compound(file);
  return compound && needs_password(file, *compound);
}

// Of the installed LibreOffice; empty where it does not say.
std::string build_id() {
  constexpr std::string_view kKey = "buildid=";
  std::ifstream settings(kVersion);
  for (std::string line; std::getline(settings, line);) {
    if (line.starts_with(kKey)) return line.substr(kKey.size());
  }
  return {};
}

Result<void> write_file(const fs::path& file, std::string_view words) {
  std::ofstream out(file, std::ios::binary);
  out << words;
  out.close();
  if (!out) return system_failure(errno, "write " + file.string());
  return {};
}

// Warm: a profile that does not say which build of LibreOffice set it up has it look for extensions
// first, and ask to be started again.
Result<void> write_profile(const fs::path& profile) {
  std::error_code error;
  fs::create_directories(profile / "user" / "extensions", error);
  if (error) return system_failure(error.value(), "create " + profile.string());
  auto settings = write_file(profile / "user" / "registrymodifications.xcu", kProfile);
  if (!settings) return settings;
  return write_file(profile / "user" / "extensions" / "buildid", build_id());
}

// Child of fork: becomes LibreOffice or ends.
[[noreturn]] void become_office(const std::vector<std::string>& arguments, const fs::path& home) {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, stream);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  // Its parent may be killed with no word to it; the group then stays without a leader.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || chdir(home.c_str()) != 0) _exit(127);
  std::string home_is = "HOME=" + home.string();
  std::string lang = "LANG=C.UTF-8";
  std::string path = "PATH=/usr/bin:/bin";
  std::string plugin = "SAL_USE_VCLPLUGIN=svp";  // no display
  std::string temporary = "TMPDIR=" + home.string();
  std::array<char*, 6> environment = {home_is.data(), lang.data(),      path.data(),
                                      plugin.data(),  temporary.data(), nullptr};
  execve(argv[0], argv.data(), environment.data());
  _exit(127);
}

tl::unexpected<core::Error> too_slow(std::chrono::milliseconds patience) {
  return core::fail(core::ErrorCode::timeout,
                    {"Office 文档转换超过了时间限制，已停止；请另存为 PDF 后提交。",
                     "Converting the Office document took too long and was stopped; submit it as "
                     "a PDF."},
                    "LibreOffice over " + std::to_string(patience.count()) + " ms");
}

// Waits for the process, and ends it when it takes too long. Its exit status, or 128 + signal.
Result<int> status_of(pid_t pid, std::chrono::milliseconds patience) {
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  pollfd wait{.fd = pidfd, .events = POLLIN, .revents = 0};
  const bool ended = pidfd >= 0 && poll(&wait, 1, static_cast<int>(patience.count())) > 0;
  if (pidfd >= 0) close(pidfd);
  if (!ended) kill(pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended) return too_slow(patience);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Result<int> run_once(const std::vector<std::string>& arguments, const fs::path& home,
                     std::chrono::milliseconds patience) {
  constexpr int kNoSuchProgram = 127;
  const pid_t pid = fork();
  if (pid < 0) return system_failure(errno, "fork");
  if (pid == 0) become_office(arguments, home);
  auto status = status_of(pid, patience);
  if (status && *status == kNoSuchProgram) {
    return core::fail(core::ErrorCode::unsupported,
                      {"未安装 LibreOffice，无法读取 Office 文档。",
                       "LibreOffice is not installed; Office documents cannot be read."},
                      kProgram);
  }
  return status;
}

// A LibreOffice that does not know its profile sets it up, asks by its status to be started again,
// and ends.
Result<int> run_office(const std::vector<std::string>& arguments, const fs::path& home,
                       std::chrono::milliseconds patience) {
  constexpr int kStartAgain = 81;  // EXITHELPER_NORMAL_RESTART, desktop/source/app/exithelper.h
  auto status = run_once(arguments, home, patience);
  if (status && *status == kStartAgain) status = run_once(arguments, home, patience);
  return status;
}

}  // namespace

Result<fs::path> convert_to_pdf(const fs::path& file, const FileType& type, const fs::path& scratch,
                                std::chrono::milliseconds patience) {
  if (is_locked(file, type)) return encrypted("an Office document with a password");
  const auto* known = std::ranges::find(kImports, type.media_type, &Import::media_type);
  if (known == kImports.end()) return unsupported(type.media_type);
  if (is_package(type)) {
    if (auto plain = refuse_document_types(file); !plain) return core::fail(plain.error());
  }
  const fs::path profile = scratch / "office-profile";
  if (auto written = write_profile(profile); !written) return core::fail(written.error());
  const fs::path input = scratch / ("document." + std::string(known->extension));
  const fs::path output = scratch / "document.pdf";
  std::error_code error;
  fs::remove(output, error);
  fs::copy_file(file, input, fs::copy_options::overwrite_existing, error);
  if (error) return system_failure(error.value(), "copy " + file.string());
  const auto status =
      run_office({kProgram, "-env:UserInstallation=file://" + profile.string(),
                  // The socket by which it finds itself goes to its working folder: a name of any
                  // length, and nothing in a folder that others share.
                  "-env:OSL_SOCKET_PATH=.", "--headless", "--norestore", "--nologo", "--nodefault",
                  "--nolockcheck", "--infilter=" + std::string(known->filter), "--convert-to",
                  "pdf", "--outdir", scratch.string(), input.string()},
                 scratch, patience);
  fs::remove(input, error);
  if (!status) return core::fail(status.error());
  if (!fs::exists(output, error)) {
    return corrupt("LibreOffice made no PDF, status " + std::to_string(*status));
  }
  return output;
}

}  // namespace jianzhen::ingest
