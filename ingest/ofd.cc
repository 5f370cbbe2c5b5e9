// OFD (GB/T 33190-2016) → pages: words with boxes, and a picture where more than words stands.

#include <algorithm>
#include <cmath>

#include "ingest/failures.h"
#include "ingest/formats.h"
#include "ingest/ofd_document.h"
#include "ingest/ofd_draw.h"
#include "ingest/ofd_signature.h"
#include "ingest/ofd_stamp.h"
#include "ingest/ofd_text.h"
#include "ingest/text_lines.h"
#include "ingest/text_trust.h"

namespace jianzhen::ingest {
namespace {

using core::ObservationKind;
using core::Result;

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kMmPerInch = 25.4;
// A picture smaller than this share of the page is a bullet or a rule, with nothing to read.
constexpr double kWorthALook = 0.003;

// The share of the page under one picture.
double share_of(const OfdObject& object, const core::Box& area) {
  const core::Box box = object.matrix.around_unit_square();
  return core::intersected(box, area).area() / area.area();
}

// A page of one of the file's documents; `number` is its number in the file.
Result<RawPage> read_page(OfdDocument& document, int own, int number, const Limits& limits,
                          PageSink& sink) {
  const auto area = document.area(own);
  if (!area) return core::fail(area.error());
  const auto objects = document.objects(own);
  if (!objects) return core::fail(objects.error());
  if (!objects->whole) sink.observed({ObservationKind::truncated, number, "size limit"});
  std::vector<Word> words;
  double under_pictures = 0;
  bool needs_eyes = false;
  for (const OfdObject& object : objects->all) {
    if (object.kind == OfdObject::Kind::text)
      std::ranges::move(words_of(object, *area), std::back_inserter(words));
    if (object.kind != OfdObject::Kind::picture) continue;
    const double share = share_of(object, *area);
    under_pictures = std::min(1.0, under_pictures + share);
    needs_eyes = needs_eyes || share >= kWorthALook;
  }
  needs_eyes = needs_eyes || !stamps_on(document, own).empty();
  RawPage raw;
  core::Page& page = raw.page;
  page.number = number;
  const double width = area->width() * kPointsPerMm;
  const double height = area->height() * kPointsPerMm;
  page.width = static_cast<int>(std::lround(width));
  page.height = static_cast<int>(std::lround(height));
  TextLayer layer = lay_out(words, width, height);
  page.lines = std::move(layer.lines);
  const TextVerdict verdict = judge(page.lines, {under_pictures, 0});
  if (verdict.trusted) {
    page.source = core::PageSource::text_layer;
    page.confidence = 1;
    page.turn = layer.turn;
    if (!verdict.part_is_missing && !needs_eyes) return raw;
    page.source = core::PageSource::both;
  } else {
    page.lines.clear();
    if (!verdict.reason.empty()) {
      sink.observed({ObservationKind::text_layer_rejected, number, verdict.reason});
    }
  }
  auto picture = draw(document, own, limits.ocr_dpi, limits);
  if (!picture) return core::fail(picture.error());
  page.width = picture->width;
  page.height = picture->height;
  raw.picture = std::move(*picture);
  return raw;
}

// The documents of one file in a row.
class OfdReader {
 public:
  OfdReader(const Reading& reading, OfdDocument::File file)
      : reading_(reading), file_(std::move(file)) {}

  Result<void> run() {
    DocumentInfo info{reading_.type.media_type, 0, {}};
    for (OfdDocument& document : file_.documents) {
      info.page_count += document.page_count();
      std::ranges::move(ofd_signatures(document), std::back_inserter(info.observations));
    }
    reading_.sink.info(info);
    if (info.page_count > reading_.limits.max_pages) truncated(0, "page limit");
    if (!file_.whole) truncated(0, "documents within the file");
    int number = 0;
    int unreadable = 0;
    for (OfdDocument& document : file_.documents) {
      for (int own = 1; own <= document.page_count(); ++own) {
        if (++number > reading_.limits.max_pages) return {};
        if (!reading_.begins(number)) continue;
        auto raw = read_page(document, own, number, reading_.limits, reading_.sink);
        if (!raw) {
          if (raw.error().code == core::ErrorCode::unsafe) return core::fail(raw.error());
          truncated(number, raw.error().detail);
          if (++unreadable == info.page_count) return core::fail(raw.error());
          continue;
        }
        if (!reading_.sink.page(std::move(*raw))) return {};
      }
    }
    return {};
  }

 private:
  void truncated(int page, const std::string& detail) {
    reading_.sink.observed({ObservationKind::truncated, page, detail});
  }

  const Reading& reading_;
  OfdDocument::File file_;
};

}  // namespace

Result<void> read_ofd(const Reading& reading) {
  auto file = OfdDocument::open(reading.file, reading.limits);
  if (!file) return core::fail(file.error());
  return OfdReader(reading, std::move(*file)).run();
}

Result<core::Picture> render_ofd(const Rendering& rendering) {
  auto file = OfdDocument::open(rendering.file, rendering.limits);
  if (!file) return core::fail(file.error());
  int own = rendering.page;
  for (OfdDocument& document : file->documents) {
    if (own > document.page_count()) {
      own -= document.page_count();
      continue;
    }
    if (own < 1) break;
    const auto area = document.area(own);
    if (!area) return core::fail(area.error());
    return draw(document, own, rendering.width * kMmPerInch / area->width(), rendering.limits);
  }
  return no_such_page(rendering.page);
}

}  // namespace jianzhen::ingest
