#include "ingest/ofd_draw.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/text.h"
#include "ingest/failures.h"
#include "ingest/ofd_font.h"
#include "ingest/ofd_stamp.h"
#include "ingest/ofd_text.h"
#include "ingest/picture_header.h"
#include "ingest/picture_limits.h"
#include "ingest/pixels.h"

namespace jianzhen::ingest {
namespace {

using core::Result;
using pugi::xml_node;

constexpr double kMmPerInch = 25.4;
constexpr double kLineWidth = 0.353;  // of a PathObject that says none (GB/T 33190-2016, 9.1)

struct CairoCloser {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Cairo = std::unique_ptr<cairo_t, CairoCloser>;
using Surface = std::unique_ptr<cairo_surface_t, CairoCloser>;

// A seal's own picture is not sealed again.
enum class Stamps { with, without };

Result<core::Picture> draw_page(OfdDocument& document, int page, double dpi, const Limits& limits,
                                Stamps stamps);

struct Colour {
  double red = 0, green = 0, blue = 0, alpha = 1;
};

// By the number of its components: grey, RGB, CMYK. Patterns and shadings are drawn in grey.
std::optional<Colour> colour_of(const xml_node& node) {
  if (!node) return std::nullopt;
  const double alpha = std::clamp(node.attribute("Alpha").as_double(255) / 255, 0.0, 1.0);
  const auto v = numbers(node.attribute("Value").value());
  const auto part = [&](std::size_t i) { return std::clamp(v[i] / 255, 0.0, 1.0); };
  if (v.size() == 1) return Colour{part(0), part(0), part(0), alpha};
  if (v.size() == 3) return Colour{part(0), part(1), part(2), alpha};
  if (v.size() == 4) {
    const double light = 1 - part(3);
    return Colour{(1 - part(0)) * light, (1 - part(1)) * light, (1 - part(2)) * light, alpha};
  }
  const bool plain = node.first_child().empty();
  return plain ? Colour{.alpha = alpha} : Colour{0.75, 0.75, 0.75, alpha};
}

void apply(cairo_t* cairo, const Matrix& m) {
  cairo_matrix_t matrix;
  cairo_matrix_init(&matrix, m.a, m.b, m.c, m.d, m.e, m.f);
  // A matrix without an inverse would end all drawing.
  const double determinant = m.a * m.d - m.b * m.c;
  if (std::isfinite(determinant) && std::abs(determinant) > 1e-12) cairo_transform(cairo, &matrix);
}

// AbbreviatedData (9.1, table 36): letters, each followed by its numbers.
class PathReader {
 public:
  explicit PathReader(std::string_view data) : data_(data) {}

  void trace(cairo_t* cairo) {
    while (!data_.empty()) {
      const std::size_t letter = data_.find_first_of("SMLQBAC");
      if (letter == std::string_view::npos) return;
      const char what = data_[letter];
      data_.remove_prefix(letter + 1);
      const std::size_t next = std::min(data_.find_first_of("SMLQBAC"), data_.size());
      const auto v = numbers(data_.substr(0, next));
      data_.remove_prefix(next);
      step(cairo, what, v);
    }
  }

 private:
  static void step(cairo_t* cairo, char what, const std::vector<double>& v) {
    double x = 0;
    double y = 0;
    if (cairo_has_current_point(cairo) != 0) cairo_get_current_point(cairo, &x, &y);
    if ((what == 'M' || what == 'S') && v.size() >= 2) cairo_move_to(cairo, v[0], v[1]);
    if (what == 'L' && v.size() >= 2) cairo_line_to(cairo, v[0], v[1]);
    if (what == 'B' && v.size() >= 6) cairo_curve_to(cairo, v[0], v[1], v[2], v[3], v[4], v[5]);
    if (what == 'Q' && v.size() >= 4) {
      cairo_curve_to(cairo, x + 2.0 / 3 * (v[0] - x), y + 2.0 / 3 * (v[1] - y),
                     v[2] + 2.0 / 3 * (v[0] - v[2]), v[3] + 2.0 / 3 * (v[1] - v[3]), v[2], v[3]);
    }
    if (what == 'A' && v.size() >= 7) arc(cairo, {x, y}, v);
    if (what == 'C') cairo_close_path(cairo);
  }

  struct Point {
    double x = 0, y = 0;
  };

  // The end-point form of an arc → its centre (as SVG 1.1, appendix F.6.5).
  static void arc(cairo_t* cairo, Point from, const std::vector<double>& v) {
    const Point to{v[5], v[6]};
    double rx = std::abs(v[0]);
    double ry = std::abs(v[1]);
    if (rx <= 0 || ry <= 0) {
      cairo_line_to(cairo, to.x, to.y);
      return;
    }
    const double turn = v[2] * M_PI / 180;
    const double dx = (from.x - to.x) / 2;
    const double dy = (from.y - to.y) / 2;
    const Point p{std::cos(turn) * dx + std::sin(turn) * dy,
                  -std::sin(turn) * dx + std::cos(turn) * dy};
    const double too_far = p.x * p.x / (rx * rx) + p.y * p.y / (ry * ry);
    if (too_far > 1) {
      rx *= std::sqrt(too_far);
      ry *= std::sqrt(too_far);
    }
    const double share = rx * rx * p.y * p.y + ry * ry * p.x * p.x;
    const double rest = std::max(0.0, rx * rx * ry * ry - share);
    const bool large = v[3] != 0;
    const bool clockwise = v[4] != 0;
    const double k = (share > 0 ? std::sqrt(rest / share) : 0) * (large == clockwise ? -1 : 1);
    const Point c{k * rx * p.y / ry, -k * ry * p.x / rx};
    const double begin = std::atan2((p.y - c.y) / ry, (p.x - c.x) / rx);
    const double end = std::atan2((-p.y - c.y) / ry, (-p.x - c.x) / rx);
    cairo_save(cairo);
    cairo_translate(cairo, std::cos(turn) * c.x - std::sin(turn) * c.y + (from.x + to.x) / 2,
                    std::sin(turn) * c.x + std::cos(turn) * c.y + (from.y + to.y) / 2);
    cairo_rotate(cairo, turn);
    cairo_scale(cairo, rx, ry);
    clockwise ? cairo_arc(cairo, 0, 0, 1, begin, end)
              : cairo_arc_negative(cairo, 0, 0, 1, begin, end);
    cairo_restore(cairo);
  }

  std::string_view data_;
};

class Painter {
 public:
  Painter(OfdDocument& document, cairo_t* cairo, const Limits& limits)
      : document_(document), cairo_(cairo), limits_(limits), fonts_(document) {}

  void paint(const OfdObject& object) {
    if (!object.node.attribute("Visible").as_bool(true)) return;
    cairo_save(cairo_);
    cairo_new_path(cairo_);
    apply(cairo_, object.matrix);
    if (object.kind == OfdObject::Kind::text) text(object);
    if (object.kind == OfdObject::Kind::path) path(object);
    if (object.kind == OfdObject::Kind::picture) picture(object);
    cairo_restore(cairo_);
  }

  // On the paper, as ink: what is under it shows through.
  void stamp(const OfdStamp& stamp) {
    cairo_save(cairo_);
    cairo_translate(cairo_, stamp.place.left, stamp.place.top);
    cairo_scale(cairo_, stamp.place.width(), stamp.place.height());
    cairo_set_operator(cairo_, CAIRO_OPERATOR_MULTIPLY);
    cv::Mat image = decoded(stamp.picture);
    if (image.empty()) image = drawn(stamp.picture);
    fill_unit_square(image);
    cairo_restore(cairo_);
  }

 private:
  // The object's own, else that of the parameters it or its layer names.
  xml_node inherited(const OfdObject& object, std::string_view element) const {
    if (const xml_node own = child(object.node, element)) return own;
    for (const xml_node& who : {object.node, object.node.parent()}) {
      xml_node from = document_.draw_parameters(who.attribute("DrawParam").value());
      for (int chain = 0; from && chain < 8; ++chain) {
        if (const xml_node found = child(from, element)) return found;
        from = document_.draw_parameters(from.attribute("Relative").value());
      }
    }
    return {};
  }

  void use(const Colour& c, const OfdObject& object) {
    const double alpha = std::clamp(object.node.attribute("Alpha").as_double(255) / 255, 0.0, 1.0);
    cairo_set_source_rgba(cairo_, c.red, c.green, c.blue, c.alpha * alpha);
  }

  void text(const OfdObject& object) {
    const std::string font = object.node.attribute("Font").value();
    cairo_set_font_size(cairo_, font_size_of(object));
    use(colour_of(inherited(object, "FillColor")).value_or(Colour{}), object);
    for (const OfdText& text : texts_of(object)) {
      for (std::size_t i = 0; i < text.text.size(); ++i) {
        if (!show_embedded(font, text, i)) show_by_the_system(object, font, text, i);
      }
    }
  }

  // False where the file brings no glyph for the character.
  bool show_embedded(const std::string& font, const OfdText& text, std::size_t at) {
    cairo_font_face_t* face = fonts_.face(font);
    if (face == nullptr) return false;
    const unsigned long index = fonts_.glyph(font, text.text[at], text.glyphs[at]);
    if (index == 0) return false;
    cairo_set_font_face(cairo_, face);
    const cairo_glyph_t glyph{index, text.x[at], text.y[at]};
    cairo_show_glyphs(cairo_, &glyph, 1);
    return true;
  }

  void show_by_the_system(const OfdObject& object, const std::string& id, const OfdText& text,
                          std::size_t at) {
    const std::string_view font = document_.font_name(id);
    const bool serif = font.find("宋") != std::string_view::npos ||
                       font.find("Song") != std::string_view::npos ||
                       font.find("Sun") != std::string_view::npos || font.empty();
    const bool bold = object.node.attribute("Weight").as_int(400) >= 600;
    cairo_select_font_face(cairo_, serif ? "Noto Serif CJK SC" : "Noto Sans CJK SC",
                           CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_move_to(cairo_, text.x[at], text.y[at]);
    cairo_show_text(cairo_, core::to_utf8(text.text.substr(at, 1)).c_str());
  }

  void path(const OfdObject& object) {
    PathReader(child_text(object.node, "AbbreviatedData")).trace(cairo_);
    const bool even_odd = std::string_view(object.node.attribute("Rule").value()) == "Even-Odd";
    cairo_set_fill_rule(cairo_, even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
    if (object.node.attribute("Fill").as_bool(false)) {
      // Without a colour a filled path is transparent (9.1).
      if (const auto colour = colour_of(inherited(object, "FillColor"))) {
        use(*colour, object);
        cairo_fill_preserve(cairo_);
      }
    }
    if (object.node.attribute("Stroke").as_bool(true)) {
      use(colour_of(inherited(object, "StrokeColor")).value_or(Colour{}), object);
      const double width = object.node.attribute("LineWidth").as_double(kLineWidth);
      cairo_set_line_width(cairo_, std::isfinite(width) && width >= 0 ? width : kLineWidth);
      cairo_stroke_preserve(cairo_);
    }
    cairo_new_path(cairo_);
  }

  void picture(const OfdObject& object) {
    const auto bytes = document_.picture(object.node.attribute("ResourceID").value());
    if (!bytes || bytes->empty()) return;
    fill_unit_square(decoded(*bytes));
  }

  // A seal that is an OFD file of its own; drawn large enough for any screen.
  cv::Mat drawn(std::string_view bytes) const {
    auto seal = OfdDocument::open(bytes, limits_);
    if (!seal) return {};
    constexpr double kDpi = 300;
    const auto picture = draw_page(*seal, 1, kDpi, limits_, Stamps::without);
    if (!picture) return {};
    cv::Mat bgra;
    cv::cvtColor(view_of(*picture), bgra, cv::COLOR_BGR2BGRA);
    return bgra;
  }

  // The unit square of the coordinates in use (10).
  void fill_unit_square(const cv::Mat& image) {
    if (image.empty()) return;
    const Surface surface(cairo_image_surface_create_for_data(
        image.data, CAIRO_FORMAT_ARGB32, image.cols, image.rows, static_cast<int>(image.step)));
    cairo_scale(cairo_, 1.0 / image.cols, 1.0 / image.rows);
    cairo_set_source_surface(cairo_, surface.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo_), CAIRO_FILTER_GOOD);
    cairo_paint(cairo_);
    cairo_set_source_rgb(cairo_, 0, 0, 0);  // lets go of the surface before its pixels are gone
  }

  // Premultiplied BGRA; empty where it is no picture, or one that is too large.
  cv::Mat decoded(std::string_view bytes) const {
    const std::span data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    bool fits = false;
    for (const char* type : {"image/png", "image/jpeg", "image/bmp"}) {
      const auto header = read_picture_header(data, type);
      if (header) fits = double(header->width) * header->height <= decodable_pixels(limits_);
      if (header) break;
    }
    if (!fits) return {};
    const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8UC1,
                      const_cast<std::uint8_t*>(data.data()));
    cv::Mat image = cv::imdecode(raw, cv::IMREAD_UNCHANGED);
    if (image.empty()) return {};
    if (image.depth() == CV_16U) image.convertTo(image, CV_8U, 1.0 / 257);
    if (image.channels() == 1) cv::cvtColor(image, image, cv::COLOR_GRAY2BGRA);
    if (image.channels() == 3) cv::cvtColor(image, image, cv::COLOR_BGR2BGRA);
    if (image.depth() != CV_8U || image.channels() != 4) return {};
    cv::Mat premultiplied;
    cv::cvtColor(image, premultiplied, cv::COLOR_RGBA2mRGBA);
    return premultiplied;
  }

  OfdDocument& document_;
  cairo_t* cairo_;
  const Limits& limits_;
  OfdFonts fonts_;
};

Result<core::Picture> draw_page(OfdDocument& document, int page, double dpi, const Limits& limits,
                                Stamps stamps) {
  const auto area = document.area(page);
  if (!area) return core::fail(area.error());
  const auto objects = document.objects(page);
  if (!objects) return core::fail(objects.error());
  const double wanted = dpi / kMmPerInch;
  const double scale = std::min(wanted, std::sqrt(limits.max_pixels / area->area()));
  const int width = std::max(1, static_cast<int>(std::lround(area->width() * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(area->height() * scale)));
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  const Cairo cairo(cairo_create(surface.get()));
  if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) return corrupt("the page cannot be drawn");
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  cairo_scale(cairo.get(), scale, scale);
  cairo_translate(cairo.get(), -area->left, -area->top);
  Painter painter(document, cairo.get(), limits);
  for (const OfdObject& object : objects->all) painter.paint(object);
  if (stamps == Stamps::with) {
    for (const OfdStamp& stamp : stamps_on(document, page)) painter.stamp(stamp);
  }
  cairo_surface_flush(surface.get());
  const cv::Mat pixels(height, width, CV_8UC4, cairo_image_surface_get_data(surface.get()),
                       static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get())));
  cv::Mat bgr;
  cv::cvtColor(pixels, bgr, cv::COLOR_BGRA2BGR);
  return picture_of(bgr, scale * kMmPerInch);
}

}  // namespace

Result<core::Picture> draw(OfdDocument& document, int page, double dpi, const Limits& limits) {
  return draw_page(document, page, dpi, limits, Stamps::with);
}

}  // namespace jianzhen::ingest
