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

Result<RawPage> read_page(OfdDocument& document, int number, const Limits& limits, PageSink& sink) {
  const auto area = document.area(number);
  if (!area) return core::fail(area.error());
  const auto objects = document.objects(number);
  if (!objects) return core::fail(objects.error());
  std::vector<Word> words;
  double under_pictures = 0;
  bool needs_eyes = false;
  for (const OfdObject& object : *objects) {
    if (object.kind == OfdObject::Kind::text)
      std::ranges::move(words_of(object, *area), std::back_inserter(words));
    if (object.kind != OfdObject::Kind::picture) continue;
    const double share = share_of(object, *area);
    under_pictures = std::min(1.0, under_pictures + share);
    needs_eyes = needs_eyes || share >= kWorthALook;
  }
  needs_eyes = needs_eyes || !stamps_on(document, number).empty();
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
  auto picture = draw(document, number, limits.ocr_dpi, limits);
  if (!picture) return core::fail(picture.error());
  page.width = picture->width;
  page.height = picture->height;
  raw.picture = std::move(*picture);
  return raw;
}

}  // namespace

Result<void> read_ofd(const Reading& reading) {
  auto document = OfdDocument::open(reading.file, reading.limits);
  if (!document) return core::fail(document.error());
  const int count = document->page_count();
  reading.sink.info({reading.type.media_type, count, ofd_signatures(*document)});
  if (count > reading.limits.max_pages) {
    reading.sink.observed({ObservationKind::truncated, 0, "page limit"});
  }
  int unreadable = 0;
  for (int number = 1; number <= std::min(count, reading.limits.max_pages); ++number) {
    if (!reading.begins(number)) continue;
    auto raw = read_page(*document, number, reading.limits, reading.sink);
    if (!raw) {
      if (raw.error().code == core::ErrorCode::unsafe) return core::fail(raw.error());
      reading.sink.observed({ObservationKind::truncated, number, raw.error().detail});
      if (++unreadable == count) return core::fail(raw.error());
      continue;
    }
    if (!reading.sink.page(std::move(*raw))) return {};
  }
  return {};
}

Result<core::Picture> render_ofd(const Rendering& rendering) {
  auto document = OfdDocument::open(rendering.file, rendering.limits);
  if (!document) return core::fail(document.error());
  if (rendering.page < 1 || rendering.page > document->page_count()) {
    return no_such_page(rendering.page);
  }
  const auto area = document->area(rendering.page);
  if (!area) return core::fail(area.error());
  return draw(*document, rendering.page, rendering.width * kMmPerInch / area->width(),
              rendering.limits);
}

}  // namespace jianzhen::ingest
