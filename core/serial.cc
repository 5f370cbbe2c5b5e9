#include "core/serial.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/text.h"

namespace jianzhen::core {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxLines = 20'000;  // a page; a dense A3 table has some 2,000
constexpr std::size_t kMaxPages = 100'000;
constexpr std::size_t kMaxText = 1 << 20;  // bytes of one line

constexpr std::array<std::string_view, 4> kSources = {"none", "text_layer", "ocr", "both"};
constexpr std::array<std::string_view, 13> kObservations = {"active_content",
                                                            "external_link",
                                                            "attachment",
                                                            "owner_restricted",
                                                            "signature_valid",
                                                            "signature_changed_after",
                                                            "signature_invalid",
                                                            "text_layer_rejected",
                                                            "truncated",
                                                            "unplayable",
                                                            "signature_unchecked",
                                                            "name_clash",
                                                            "unseen"};

constexpr std::array<std::string_view, 3> kStretches = {"black", "frozen", "silent"};

std::string_view word(ObservationKind kind) {
  return kObservations[static_cast<std::size_t>(kind)];
}

json form(const Box& box) { return {box.left, box.top, box.right, box.bottom}; }

json form(const Line& line) {
  json j = {{"t", line.text}, {"b", form(line.box)}, {"c", line.confidence}};
  if (line.doubtful) j["d"] = true;
  if (line.vertical) j["v"] = true;
  if (!line.edges.empty()) j["e"] = line.edges;
  if (!line.unsure.empty()) j["u"] = line.unsure;
  return j;
}

json form(const Page& page) {
  json j = {{"version", kDocumentVersion},
            {"number", page.number},
            {"width", page.width},
            {"height", page.height},
            {"source", kSources[static_cast<std::size_t>(page.source)]},
            {"confidence", page.confidence},
            {"lines", json::array()}};
  if (page.turn != 0) j["turn"] = page.turn;
  if (page.time) j["time"] = *page.time;
  if (page.until) j["until"] = *page.until;
  for (const Line& line : page.lines) j["lines"].push_back(form(line));
  for (const Seal& seal : page.seals) {
    j["seals"].push_back({{"t", seal.text}, {"b", form(seal.box)}, {"c", seal.confidence}});
    if (!seal.number.empty()) j["seals"].back()["n"] = seal.number;
  }
  for (const Code& code : page.codes) {
    j["codes"].push_back({{"f", code.format}, {"t", code.text}, {"b", form(code.box)}});
  }
  for (const Figure& figure : page.figures) {
    j["figures"].push_back({{"b", form(figure.box)}, {"h", figure.hash}});
  }
  if (page.quality) {
    const Page::Quality& q = *page.quality;
    j["quality"] = {{"text_height", q.text_height},
                    {"contrast", q.contrast},
                    {"sharpness", q.sharpness},
                    {"ink", q.ink},
                    {"readable", q.readable}};
  }
  return j;
}

json form(const Video& video) {
  json j = {{"duration", video.duration},       {"width", video.width},
            {"height", video.height},           {"picture_codec", video.picture_codec},
            {"sound_codec", video.sound_codec}, {"stretches", json::array()}};
  for (const Video::Stretch& one : video.stretches) {
    j["stretches"].push_back({{"kind", kStretches[static_cast<std::size_t>(one.kind)]},
                              {"from", one.from},
                              {"until", one.until}});
  }
  return j;
}

// Thrown inside this file only: what() says which field is wrong.
struct Malformed {
  std::string field;
};

void demand(bool holds, const char* field) {
  if (!holds) throw Malformed{field};
}

double number(const json& value, const char* field) {
  demand(value.is_number(), field);
  const double x = value.get<double>();
  demand(std::isfinite(x), field);
  return x;
}

std::string text(const json& value, const char* field) {
  demand(value.is_string(), field);
  const auto& s = value.get_ref<const std::string&>();
  demand(s.size() <= kMaxText && is_utf8(s), field);
  return s;
}

Box box(const json& value) {
  demand(value.is_array() && value.size() == 4, "box");
  return clamped({number(value[0], "box"), number(value[1], "box"), number(value[2], "box"),
                  number(value[3], "box")});
}

const json& list(const json& object, const char* key, std::size_t most) {
  static const json kEmpty = json::array();
  const auto it = object.find(key);
  if (it == object.end()) return kEmpty;
  demand(it->is_array() && it->size() <= most, key);
  return *it;
}

// Indices below `end`, each once.
std::vector<std::uint32_t> rising(const json& object, const char* key, std::size_t end) {
  std::vector<std::uint32_t> indices;
  for (const json& value : list(object, key, end)) {
    demand(value.is_number_unsigned() && value.get<std::uint64_t>() < end, key);
    const auto index = value.get<std::uint32_t>();
    demand(indices.empty() || indices.back() < index, key);
    indices.push_back(index);
  }
  return indices;
}

Line line(const json& j) {
  demand(j.is_object(), "line");
  Line result;
  result.text = text(j.at("t"), "text");
  result.box = box(j.at("b"));
  result.confidence = std::clamp(number(j.at("c"), "confidence"), 0.0, 1.0);
  result.doubtful = j.value("d", false);
  result.vertical = j.value("v", false);
  for (const json& edge : list(j, "e", kMaxText)) {
    result.edges.push_back(static_cast<float>(std::clamp(number(edge, "edge"), 0.0, 1.0)));
  }
  demand(std::is_sorted(result.edges.begin(), result.edges.end()) ||
             std::is_sorted(result.edges.rbegin(), result.edges.rend()),
         "edge");
  result.unsure = rising(j, "u", code_point_count(result.text));
  return result;
}

template <std::size_t N>
std::size_t index_in(const std::array<std::string_view, N>& words, const json& value,
                     const char* field) {
  demand(value.is_string(), field);
  const auto it = std::find(words.begin(), words.end(), value.get_ref<const std::string&>());
  demand(it != words.end(), field);
  return static_cast<std::size_t>(it - words.begin());
}

int whole(const json& value, const char* field, int most) {
  demand(value.is_number_integer(), field);
  const auto n = value.get<std::int64_t>();
  demand(n >= 0 && n <= most, field);
  return static_cast<int>(n);
}

Figure figure(const json& j) {
  Figure result;
  result.box = box(j.at("b"));
  const json& hash = j.at("h");
  demand(hash.is_array() && hash.size() == result.hash.size(), "hash");
  for (std::size_t i = 0; i < result.hash.size(); ++i) {
    demand(hash[i].is_number_unsigned(), "hash");
    result.hash.at(i) = hash[i].get<std::uint64_t>();
  }
  return result;
}

Page page(const json& j) {
  demand(j.is_object() && j.at("version") == kDocumentVersion, "version");
  Page result;
  result.number = whole(j.at("number"), "number", kMaxPages);
  result.width = whole(j.at("width"), "width", 1 << 20);
  result.height = whole(j.at("height"), "height", 1 << 20);
  result.source = static_cast<PageSource>(index_in(kSources, j.at("source"), "source"));
  result.confidence = std::clamp(number(j.at("confidence"), "confidence"), 0.0, 1.0);
  if (j.contains("turn")) {
    result.turn = whole(j["turn"], "turn", 270);
    demand(result.turn % 90 == 0, "turn");
  }
  if (j.contains("time")) result.time = number(j["time"], "time");
  if (j.contains("until")) result.until = number(j["until"], "until");
  for (const json& one : list(j, "lines", kMaxLines)) result.lines.push_back(line(one));
  for (const json& s : list(j, "seals", kMaxLines)) {
    result.seals.push_back({text(s.at("t"), "seal"), box(s.at("b")),
                            number(s.at("c"), "confidence"),
                            s.contains("n") ? text(s["n"], "seal") : std::string()});
  }
  for (const json& c : list(j, "codes", kMaxLines)) {
    result.codes.push_back({text(c.at("f"), "format"), text(c.at("t"), "code"), box(c.at("b"))});
  }
  for (const json& f : list(j, "figures", kMaxLines)) result.figures.push_back(figure(f));
  if (j.contains("quality")) {
    const json& q = j["quality"];
    result.quality =
        Page::Quality{number(q.at("text_height"), "quality"), number(q.at("contrast"), "quality"),
                      number(q.at("sharpness"), "quality"), number(q.at("ink"), "quality"),
                      q.at("readable").get<bool>()};
  }
  return result;
}

Video video(const json& j) {
  demand(j.is_object(), "video");
  Video result;
  result.duration = number(j.at("duration"), "duration");
  result.width = whole(j.at("width"), "width", 1 << 20);
  result.height = whole(j.at("height"), "height", 1 << 20);
  result.picture_codec = text(j.at("picture_codec"), "codec");
  result.sound_codec = text(j.at("sound_codec"), "codec");
  for (const json& one : list(j, "stretches", kMaxLines)) {
    result.stretches.push_back(
        {static_cast<Video::Stretch::Kind>(index_in(kStretches, one.at("kind"), "stretch")),
         number(one.at("from"), "from"), number(one.at("until"), "until")});
  }
  return result;
}

template <typename T, typename Make>
Result<T> decoded(std::span<const std::uint8_t> cbor, Make make) {
  const auto wrong = [](std::string detail) {
    return fail(ErrorCode::corrupt, {"识读结果的格式不对。", "The reader's answer is malformed."},
                std::move(detail));
  };
  try {
    return make(json::from_cbor(cbor.begin(), cbor.end()));
  } catch (const Malformed& m) {
    return wrong("field " + m.field);
  } catch (const json::exception& e) {
    return wrong(e.what());
  }
}

}  // namespace

std::vector<std::uint8_t> encode(const Page& page) { return json::to_cbor(form(page)); }

std::vector<std::uint8_t> encode(const Document& document) {
  json j = {{"version", kDocumentVersion},
            {"media_type", document.media_type},
            {"page_count", document.page_count},
            {"pages", json::array()},
            {"observations", json::array()}};
  for (const Page& page : document.pages) j["pages"].push_back(form(page));
  for (const Observation& seen : document.observations) {
    j["observations"].push_back(
        {{"kind", word(seen.kind)}, {"page", seen.page}, {"detail", seen.detail}});
  }
  if (document.video) j["video"] = form(*document.video);
  return json::to_cbor(j);
}

std::vector<std::uint8_t> encode(const Error& error) {
  return json::to_cbor({{"version", kDocumentVersion},
                        {"code", kind_of(error.code).word},
                        {"zh", error.message.zh},
                        {"en", error.message.en},
                        {"detail", error.detail},
                        {"source", error.source}});
}

Result<Page> decode_page(std::span<const std::uint8_t> cbor) {
  return decoded<Page>(cbor, [](const json& j) { return page(j); });
}

Result<Document> decode_document(std::span<const std::uint8_t> cbor) {
  return decoded<Document>(cbor, [](const json& j) {
    demand(j.is_object() && j.at("version") == kDocumentVersion, "version");
    Document document;
    document.media_type = text(j.at("media_type"), "media_type");
    document.page_count = whole(j.at("page_count"), "page_count", kMaxPages);
    for (const json& one : list(j, "pages", kMaxPages)) document.pages.push_back(page(one));
    for (const json& seen : list(j, "observations", kMaxLines)) {
      document.observations.push_back(
          {static_cast<ObservationKind>(index_in(kObservations, seen.at("kind"), "kind")),
           whole(seen.at("page"), "page", kMaxPages), text(seen.at("detail"), "detail")});
    }
    if (j.contains("video")) document.video = video(j["video"]);
    return document;
  });
}

Result<Error> decode_error(std::span<const std::uint8_t> cbor) {
  return decoded<Error>(cbor, [](const json& j) {
    demand(j.is_object() && j.at("version") == kDocumentVersion, "version");
    return Error{error_code_of(text(j.at("code"), "code")),
                 {text(j.at("zh"), "zh"), text(j.at("en"), "en")},
                 text(j.at("detail"), "detail"),
                 text(j.at("source"), "source")};
  });
}

std::string page_json(const Page& page) {
  using ordered = nlohmann::ordered_json;
  const auto place = [](const Box& b) {
    const auto rounded = [](double x) { return std::round(x * 1e4) / 1e4; };
    return ordered{rounded(b.left), rounded(b.top), rounded(b.right), rounded(b.bottom)};
  };
  const auto share = [](double x) { return std::round(x * 1e3) / 1e3; };
  ordered j = {{"number", page.number},
               {"width", page.width},
               {"height", page.height},
               {"source", kSources[static_cast<std::size_t>(page.source)]},
               {"confidence", share(page.confidence)}};
  if (page.time) j["time"] = *page.time;
  if (page.until) j["until"] = *page.until;
  j["lines"] = ordered::array();
  j["seals"] = ordered::array();
  j["codes"] = ordered::array();
  for (const Line& line : page.lines) {
    j["lines"].push_back({{"text", line.text},
                          {"box", place(line.box)},
                          {"confidence", share(line.confidence)},
                          {"doubtful", line.doubtful}});
  }
  for (const Seal& seal : page.seals) {
    j["seals"].push_back(
        {{"text", seal.text}, {"box", place(seal.box)}, {"confidence", share(seal.confidence)}});
    if (!seal.number.empty()) j["seals"].back()["number"] = seal.number;
  }
  for (const Code& code : page.codes) {
    j["codes"].push_back({{"format", code.format}, {"text", code.text}, {"box", place(code.box)}});
  }
  return j.dump(-1, ' ', false, ordered::error_handler_t::replace);
}

std::string video_json(const Video& video) {
  return form(video).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string observations_json(const std::vector<Observation>& observations) {
  using ordered = nlohmann::ordered_json;
  ordered list = ordered::array();
  for (const Observation& seen : observations) {
    ordered one = {{"kind", word(seen.kind)}};
    if (seen.page > 0) one["page"] = seen.page;
    if (!seen.detail.empty()) one["detail"] = seen.detail;
    list.push_back(std::move(one));
  }
  return list.dump(-1, ' ', false, ordered::error_handler_t::replace);
}

}  // namespace jianzhen::core
