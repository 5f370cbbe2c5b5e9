#include "api/settings.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <variant>

namespace jianzhen::api {
namespace {

using core::ErrorCode;
using core::Result;
using ingest::Limits;

using Member = std::variant<int Limits::*, std::uint64_t Limits::*, double Limits::*>;

struct Key {
  std::string_view name;
  Member member;
  double least;
  double most;
};

constexpr double kTebibyte = 1099511627776.0;
constexpr std::array kLimits = {
    Key{"max_archive_depth", &Limits::max_archive_depth, 1, 10},
    Key{"max_archive_entries", &Limits::max_archive_entries, 1, 10'000},  // a list of the protocol
    Key{"max_unpacked_bytes", &Limits::max_unpacked_bytes, 1, kTebibyte},
    Key{"max_unpack_ratio", &Limits::max_unpack_ratio, 1, 1e6},
    Key{"max_pixels", &Limits::max_pixels, 1e5, 1e9},
    Key{"max_pages", &Limits::max_pages, 1, 100'000},
    Key{"ocr_dpi", &Limits::ocr_dpi, 72, 600},
    Key{"max_frames_per_minute", &Limits::max_frames_per_minute, 1, 600},
};

tl::unexpected<core::Error> wrong(const std::filesystem::path& file, const toml::source_region& at,
                                  const core::Bilingual& what) {
  const std::string line = std::to_string(at.begin.line);
  return core::fail(ErrorCode::usage,
                    {file.string() + " 第 " + line + " 行：" + what.zh,
                     file.string() + ", line " + line + ": " + what.en},
                    {}, file.string());
}

Result<void> take_limit(const std::filesystem::path& file, const Key& key, const toml::node& node,
                        Limits& limits) {
  const auto value = node.value<double>();
  const bool whole = node.is_integer() || std::holds_alternative<double Limits::*>(key.member);
  if (!value || !whole || *value < key.least || *value > key.most) {
    std::ostringstream range;
    range << std::fixed;
    range.precision(0);
    range << key.least << " – " << key.most;
    return wrong(file, node.source(),
                 {std::string(key.name) + " 应为 " + range.str() + " 之间的数。",
                  std::string(key.name) + " is a number between " + range.str() + "."});
  }
  std::visit(
      [&](auto member) {
        using Value = std::remove_reference_t<decltype(limits.*member)>;
        limits.*member = static_cast<Value>(*value);
      },
      key.member);
  return {};
}

Result<void> take_limits(const std::filesystem::path& file, const toml::table& table,
                         Limits& limits) {
  for (const auto& [name, node] : table) {
    const auto* key = std::ranges::find(kLimits, name.str(), &Key::name);
    if (key == kLimits.end()) {
      return wrong(file, name.source(),
                   {"没有 " + std::string(name.str()) + " 这一项。",
                    "there is no key " + std::string(name.str()) + "."});
    }
    if (auto taken = take_limit(file, *key, node, limits); !taken) return taken;
  }
  return {};
}

}  // namespace

Result<Settings> load_settings(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    return core::fail(ErrorCode::unreadable,
                      {"无法读取设置文件 " + file.string() + "。",
                       "Cannot read the settings " + file.string() + "."},
                      {}, file.string());
  }
  try {
    const toml::table parsed = toml::parse(text.str(), file.string());
    Settings settings;
    for (const auto& [name, node] : parsed) {
      if (name.str() != "limits" || !node.is_table()) {
        return wrong(file, name.source(),
                     {"没有 " + std::string(name.str()) + " 这一节。",
                      "there is no section " + std::string(name.str()) + "."});
      }
      if (auto taken = take_limits(file, *node.as_table(), settings.limits); !taken) {
        return core::fail(taken.error());
      }
    }
    return settings;
  } catch (const toml::parse_error& error) {
    const std::string what(error.description());
    return wrong(file, error.source(), {"格式不对：" + what, what});
  }
}

std::string limits_toml(const Limits& limits) {
  std::ostringstream text;
  text << "[limits]\n";
  for (const Key& key : kLimits) {
    text << key.name << " = ";
    std::visit([&](auto member) { text << limits.*member; }, key.member);
    text << "\n";
  }
  return text.str();
}

}  // namespace jianzhen::api
