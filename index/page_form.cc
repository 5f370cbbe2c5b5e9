#include "index/page_form.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/id_number.h"

namespace jianzhen::index {

using nlohmann::json;

namespace {

constexpr double kSteps = 65535;

std::uint16_t step_of(double fraction) {
  return static_cast<std::uint16_t>(std::lround(std::clamp(fraction, 0.0, 1.0) * kSteps));
}

void put(std::vector<std::uint8_t>& bytes, double fraction) {
  const std::uint16_t step = step_of(fraction);
  bytes.push_back(static_cast<std::uint8_t>(step >> 8));
  bytes.push_back(static_cast<std::uint8_t>(step & 0xff));
}

double fraction_at(const std::vector<std::uint8_t>& bytes, std::size_t index) {
  return (bytes.at(2 * index) * 256 + bytes.at(2 * index + 1)) / kSteps;
}

// Text, direction, and as two bytes each the four sides of the box and the edges.
json line_form(const core::Line& line) {
  std::vector<std::uint8_t> places;
  for (const double side : {line.box.left, line.box.top, line.box.right, line.box.bottom}) {
    put(places, side);
  }
  for (const float edge : line.edges) put(places, edge);
  return {line.text, line.vertical, json::binary(std::move(places))};
}

core::Line line_of(const json& form) {
  core::Line line;
  line.text = form.at(0);
  line.vertical = form.at(1);
  const std::vector<std::uint8_t>& places = form.at(2).get_binary();
  line.box = {fraction_at(places, 0), fraction_at(places, 1), fraction_at(places, 2),
              fraction_at(places, 3)};
  for (std::size_t i = 4; i < places.size() / 2; ++i) {
    line.edges.push_back(static_cast<float>(fraction_at(places, i)));
  }
  return line;
}

}  // namespace

std::string page_form(const IndexedPage& page) {
  json lines = json::array();
  for (const core::Line& line : page.lines) lines.push_back(line_form(line));
  const json form = {page.entry, page.material, page.number, page.time ? json(*page.time) : json(),
                     std::move(lines)};
  std::string bytes;
  json::to_cbor(form, bytes);
  return bytes;
}

std::optional<IndexedPage> page_of(std::string_view bytes) {
  try {
    const json form = json::from_cbor(bytes.begin(), bytes.end());
    IndexedPage page;
    page.entry = form.at(0);
    page.material = form.at(1);
    page.number = form.at(2);
    if (!form.at(3).is_null()) page.time = form.at(3).get<double>();
    for (const json& line : form.at(4)) page.lines.push_back(line_of(line));
    return page;
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

std::vector<core::Line> searched_lines(const core::Page& page) {
  // Nobody is found by an identity number, nor shown one.
  const core::Page shown = core::with_id_numbers_masked(page);
  std::vector<core::Line> lines = shown.lines;
  const auto add = [&](const std::string& text, const core::Box& box) {
    if (text.empty()) return;
    lines.emplace_back();  // a seal does not go on where the text ends
    lines.push_back({.text = text, .box = box});
  };
  for (const core::Seal& seal : page.seals) {
    add(seal.text, seal.box);
    add(seal.number, seal.box);
  }
  for (const core::Code& code : shown.codes) add(code.text, code.box);
  return lines;
}

}  // namespace jianzhen::index
