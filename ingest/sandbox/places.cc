#include "ingest/sandbox/places.h"

#include <array>

namespace jianzhen::ingest {
namespace {

constexpr std::array kOfLibraries = {
    "/lib",  // shared libraries and iconv's tables; links into /usr on most machines
    "/lib64",
    "/usr/lib",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/usr/share/poppler",  // CMaps of Chinese fonts
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fontconfig",
    "/etc/fonts",
    "/var/cache/fontconfig",
    "/usr/share/misc",  // libmagic
    "/usr/share/file",
    "/etc/magic",
    "/usr/share/locale",
    "/etc/locale.alias",
    "/usr/share/i18n",
    "/usr/share/icu",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
};

constexpr std::array kOfOffice = {
    "/etc/libreoffice",   "/usr/share/libreoffice", "/usr/share/liblangtag",
    "/usr/share/mime",    "/usr/share/hunspell",    "/usr/share/hyphen",
    "/usr/share/mythes",  "/var/lib/libreoffice",   "/var/spool/libreoffice",
    "/etc/nsswitch.conf", "/etc/papersize",
};

constexpr std::array kPrograms = {"/lib", "/lib64", "/usr/lib"};  // the loader among them

void add(std::vector<std::filesystem::path>& to, const auto& paths) {
  to.insert(to.end(), paths.begin(), paths.end());
}

}  // namespace

Places reader_places(const std::filesystem::path& file, const std::filesystem::path& scratch,
                     const std::filesystem::path& models) {
  Places places;
  add(places.readable, kOfLibraries);
  places.readable.push_back(file);
  places.readable.push_back(models);
  places.writable.push_back(scratch);
  return places;
}

Places office_places(const std::filesystem::path& file, const std::filesystem::path& scratch) {
  Places places;
  add(places.readable, kOfLibraries);
  add(places.readable, kOfOffice);
  add(places.executable, kPrograms);
  places.readable.push_back(file);
  places.writable.push_back(scratch);
  return places;
}

}  // namespace jianzhen::ingest
