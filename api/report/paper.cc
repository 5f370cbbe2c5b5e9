#include "api/report/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "api/reader/jpeg.h"
#include "core/text.h"

namespace jianzhen::api {
namespace {

// GB/T 704, A4; the margins of GB/T 9704 where a dense paper can bear them.
constexpr double kShort = 595.28;
constexpr double kLong = 841.89;
constexpr double kLeft = 79.4;  // 28 mm
constexpr double kRight = 73.7;
constexpr double kTop = 79.4;
constexpr double kBottom = 79.4;
constexpr double kFooterDrop = 44;  // below the text's end
constexpr double kPitch = 1.55;     // of lines, in sizes
constexpr double kBaseline = 1.13;  // from a line's top, in sizes
constexpr double kLabelWidth = 74;
constexpr double kCellSize = 9.5;
constexpr double kCellPad = 3.5;
constexpr double kTallestCell = 200;  // points: a row always fits a page

constexpr const char* kFamilies[] = {
    "FangSong,仿宋,FangSong_GB2312,STFangsong,Noto Serif CJK SC,serif",
    "SimHei,黑体,STHeiti,Noto Sans CJK SC,sans-serif", "Noto Sans Mono CJK SC,monospace"};

struct Free {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoContext* context) const { g_object_unref(context); }
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(PangoLayoutIter* at) const { pango_layout_iter_free(at); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

// What Pango takes: UTF-8 without zero bytes, and nothing that steers.
std::string clean(std::string_view utf8) {
  std::u32string text = core::to_utf32(utf8);
  for (char32_t& c : text) {
    const bool control = c < U' ' && c != U'\n';
    const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    if (control || c == 0x7F || turns) c = U' ';
  }
  return core::to_utf8(text);
}

// A cell may say a few things below each other; what has more lines than that runs on.
std::string few_lines(std::string text) {
  int breaks = 3;
  for (char& c : text) {
    if (c == '\n' && breaks-- <= 0) c = ' ';
  }
  return text;
}

void use(cairo_t* cairo, const Ink& ink) {
  cairo_set_source_rgb(cairo, ink.red, ink.green, ink.blue);
}

}  // namespace

struct Paper::State {
  State(const PaperSettings& wanted, int all)
      : settings(wanted),
        total(all),
        width(wanted.landscape ? kLong : kShort),
        height(wanted.landscape ? kShort : kLong),
        surface(cairo_pdf_surface_create_for_stream(append, &bytes, width, height)),
        cairo(cairo_create(surface.get())),
        context(pango_cairo_create_context(cairo.get())) {
    cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE,
                                   clean(settings.title).c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "鉴真 Jianzhen");
    // Where none is said Cairo takes the clock.
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   settings.created.c_str());
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context.get(), 72);  // so that a size is in points
    pango_context_set_language(context.get(), pango_language_from_string("zh-cn"));
  }

  double text_width() const { return width - kLeft - kRight; }
  double bottom() const { return height - kBottom; }

  void turn_page() {
    put_footer();
    cairo_show_page(cairo.get());
    ++page;
    y = kTop;
  }

  void room(double needed) {
    if (y + needed > bottom() && y > kTop) turn_page();
  }

  Owned<PangoLayout> laid_out(std::string_view utf8, const TextStyle& style, double wide) const {
    Owned<PangoLayout> layout(pango_layout_new(context.get()));
    const Owned<PangoFontDescription> font(
        pango_font_description_from_string(kFamilies[static_cast<std::size_t>(style.face)]));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(wide * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout.get(), FALSE);
    if (style.centred) pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
    pango_layout_set_indent(layout.get(),
                            static_cast<int>(style.first_line * style.size * PANGO_SCALE));
    if (style.face == Face::mono) {
      // A hash goes on over lines as it is: a hyphen would be taken for a part of it.
      const Owned<PangoAttrList> attributes(pango_attr_list_new());
      pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
      pango_layout_set_attributes(layout.get(), attributes.get());
    }
    const std::string text = clean(utf8);
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    return layout;
  }

  // Lines from `top` on, each at its pitch; `before` is asked for room ahead of each.
  template <typename Before>
  double put(PangoLayout* layout, double x, double top, const TextStyle& style, Before before) {
    const Owned<PangoLayoutIter> at(pango_layout_get_iter(layout));
    do {
      before(top);
      PangoRectangle place;
      pango_layout_iter_get_line_extents(at.get(), nullptr, &place);
      use(cairo.get(), style.ink);
      cairo_move_to(cairo.get(), x + static_cast<double>(place.x) / PANGO_SCALE,
                    top + kBaseline * style.size);
      pango_cairo_show_layout_line(cairo.get(), pango_layout_iter_get_line_readonly(at.get()));
      top += kPitch * style.size;
    } while (pango_layout_iter_next_line(at.get()) != FALSE);
    return top;
  }

  // Flows over the pages.
  void flow(PangoLayout* layout, double x, const TextStyle& style) {
    y = put(layout, x, y, style, [&](double& top) {
      y = top;
      room(kPitch * style.size);
      top = y;
    });
  }

  void rule(double at, double left, double right, double thickness = 0.5) {
    use(cairo.get(), kRuleInk);
    cairo_set_line_width(cairo.get(), thickness);
    cairo_move_to(cairo.get(), left, at);
    cairo_line_to(cairo.get(), right, at);
    cairo_stroke(cairo.get());
  }

  void put_footer() {
    if (!settings.footer) return;
    const TextStyle style{.size = 9, .face = Face::song, .ink = kFaintInk, .centred = true};
    const auto layout = laid_out(settings.footer(page, std::max(total, page)), style, text_width());
    put(layout.get(), kLeft, bottom() + kFooterDrop - 14, style, [](double&) {});
  }

  double put_row(std::span<const Column> columns, const std::vector<Cell>& cells, bool head);
  void draw(const Crop& crop, const JpegFrame& frame, double x, double wide, double tall);

  PaperSettings settings;
  int total;
  int page = 1;
  double width;
  double height;
  double y = kTop;
  std::string bytes;
  Owned<cairo_surface_t> surface;
  Owned<cairo_t> cairo;
  Owned<PangoContext> context;
};

Paper::Paper(const PaperSettings& settings, int pages)
    : state_(std::make_unique<State>(settings, pages)) {}
Paper::~Paper() = default;

void Paper::text(std::string_view utf8, const TextStyle& style) {
  const auto layout = state_->laid_out(utf8, style, state_->text_width());
  state_->flow(layout.get(), kLeft, style);
  state_->y += style.space_after;
}

void Paper::heading(std::string_view utf8, const Ink& bar, double followed_by) {
  constexpr double kBar = 4;
  const TextStyle style{.size = 12.5, .face = Face::hei, .bold = false};
  const auto layout = state_->laid_out(utf8, style, state_->text_width() - 3 * kBar);
  const double tall = kPitch * style.size * pango_layout_get_line_count(layout.get());
  keep_together(tall + followed_by);
  use(state_->cairo.get(), bar);
  cairo_rectangle(state_->cairo.get(), kLeft, state_->y + 2, kBar, tall - 4);
  cairo_fill(state_->cairo.get());
  state_->flow(layout.get(), kLeft + 3 * kBar, style);
  state_->y += 3;
}

void Paper::fields(std::span<const Field> fields) {
  State& s = *state_;
  for (const Field& field : fields) {
    if (field.text.empty()) continue;
    TextStyle label = field.style;
    label.face = Face::hei;
    label.ink = kFaintInk;
    label.size = std::min(label.size, 10.5);
    s.room(kPitch * field.style.size);
    const auto name = s.laid_out(field.label, label, kLabelWidth - 8);
    s.put(name.get(), kLeft, s.y + (field.style.size - label.size), label, [](double&) {});
    const auto words = s.laid_out(field.text, field.style, s.text_width() - kLabelWidth);
    s.flow(words.get(), kLeft + kLabelWidth, field.style);
    s.y += 1.5;
  }
  s.y += 4;
}

// Draws the row at y and gives its height; -1, and nothing drawn, where the page has no room.
double Paper::State::put_row(std::span<const Column> columns, const std::vector<Cell>& cells,
                             bool head) {
  double all = 0;
  for (const Column& column : columns) all += column.share;
  std::vector<Owned<PangoLayout>> layouts;
  std::vector<TextStyle> styles;
  double tall = 0;
  for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
    const double wide = text_width() * columns[i].share / all - 2 * kCellPad;
    const Face face = head ? Face::hei : columns[i].face;
    styles.push_back({.size = face == Face::mono ? kCellSize - 2 : kCellSize,
                      .face = face,
                      .ink = cells[i].ink,
                      .centred = columns[i].centred});
    layouts.push_back(laid_out(few_lines(cells[i].text), styles[i], wide));
    pango_layout_set_height(layouts[i].get(), static_cast<int>(kTallestCell * PANGO_SCALE));
    pango_layout_set_ellipsize(layouts[i].get(), PANGO_ELLIPSIZE_END);
    tall = std::max(tall, kPitch * styles[i].size * pango_layout_get_line_count(layouts[i].get()));
  }
  tall += 2 * kCellPad;
  if (y + tall > bottom()) return -1;
  if (head) {
    cairo_set_source_rgb(cairo.get(), 0.953, 0.945, 0.925);
    cairo_rectangle(cairo.get(), kLeft, y, text_width(), tall);
    cairo_fill(cairo.get());
  }
  double x = kLeft;
  for (std::size_t i = 0; i < layouts.size(); ++i) {
    put(layouts[i].get(), x + kCellPad, y + kCellPad, styles[i], [](double&) {});
    x += text_width() * columns[i].share / all;
  }
  rule(y, kLeft, kLeft + text_width());
  rule(y + tall, kLeft, kLeft + text_width());
  y += tall;
  return tall;
}

void Paper::table(std::span<const Column> columns, std::span<const std::vector<Cell>> rows) {
  State& s = *state_;
  std::vector<Cell> titles;
  for (const Column& column : columns) titles.push_back({column.title, kFaintInk});
  keep_together(70);
  s.put_row(columns, titles, true);
  for (const std::vector<Cell>& row : rows) {
    if (s.put_row(columns, row, false) >= 0) continue;
    s.turn_page();
    s.put_row(columns, titles, true);
    s.put_row(columns, row, false);
  }
  s.y += 8;
}

bool Paper::picture(const Crop& crop) {
  if (!crop.jpeg) return false;
  const auto frame = read_jpeg_frame(
      {reinterpret_cast<const std::uint8_t*>(crop.jpeg->data()), crop.jpeg->size()});
  if (!frame || (frame->components != 1 && frame->components != 3)) return false;
  const double seen_width = crop.window.width() * frame->width;
  const double seen_height = crop.window.height() * frame->height;
  if (seen_width < 1 || seen_height < 1) return false;
  double wide = state_->text_width();
  double tall = wide * seen_height / seen_width;
  if (tall > crop.most_height) {
    tall = crop.most_height;
    wide = tall * seen_width / seen_height;
  }
  state_->room(tall + 6);
  state_->draw(crop, *frame, kLeft + (state_->text_width() - wide) / 2, wide, tall);
  state_->y += tall + 10;
  return true;
}

void Paper::State::draw(const Crop& crop, const JpegFrame& frame, double x, double wide,
                        double tall) {
  const double scale = wide / (crop.window.width() * frame.width);
  const auto release = [](void* data) {
    delete static_cast<std::shared_ptr<const std::string>*>(data);
  };
  const Owned<cairo_surface_t> image(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, frame.width, frame.height));
  auto* held = new std::shared_ptr<const std::string>(crop.jpeg);
  if (cairo_surface_set_mime_data(image.get(), CAIRO_MIME_TYPE_JPEG,
                                  reinterpret_cast<const unsigned char*>(crop.jpeg->data()),
                                  crop.jpeg->size(), release, held) != CAIRO_STATUS_SUCCESS) {
    release(held);
    throw std::runtime_error("no memory for a picture");
  }
  auto* id = new std::string(crop.id);
  if (cairo_surface_set_mime_data(
          image.get(), CAIRO_MIME_TYPE_UNIQUE_ID,
          reinterpret_cast<const unsigned char*>(id->data()), id->size(),
          [](void* data) { delete static_cast<std::string*>(data); }, id) != CAIRO_STATUS_SUCCESS) {
    delete id;
    throw std::runtime_error("no memory for a picture");
  }
  cairo_t* c = cairo.get();
  cairo_save(c);
  cairo_rectangle(c, x, y, wide, tall);
  cairo_clip(c);
  cairo_translate(c, x - crop.window.left * frame.width * scale,
                  y - crop.window.top * frame.height * scale);
  cairo_scale(c, scale, scale);
  cairo_set_source_surface(c, image.get(), 0, 0);
  cairo_paint(c);
  cairo_set_line_width(c, 1.4 / scale);
  for (const core::Box& box : crop.boxes) {
    constexpr double kBreath = 2;  // points between the words and the line around them
    use(c, crop.ink);
    cairo_rectangle(c, box.left * frame.width - kBreath / scale,
                    box.top * frame.height - kBreath / scale,
                    box.width() * frame.width + 2 * kBreath / scale,
                    box.height() * frame.height + 2 * kBreath / scale);
    cairo_stroke(c);
  }
  cairo_restore(c);
  use(c, kRuleInk);
  cairo_set_line_width(c, 0.5);
  cairo_rectangle(c, x, y, wide, tall);
  cairo_stroke(c);
}

void Paper::code(const QrCode& code, double module) {
  const double quiet = kQuietModules * module;
  const double side = code.side * module;
  state_->room(side + 2 * quiet);
  cairo_t* c = state_->cairo.get();
  const double x = kLeft + (state_->text_width() - side) / 2;
  const double y = state_->y + quiet;
  use(c, {0, 0, 0});
  for (int row = 0; row < code.side; ++row) {
    for (int from = 0; from < code.side; ++from) {
      int to = from;
      while (to < code.side && code.at(row, to)) ++to;
      if (to > from) {
        cairo_rectangle(c, x + from * module, y + row * module, (to - from) * module, module);
      }
      from = std::max(from, to);
    }
  }
  cairo_fill(c);
  state_->y += side + 2 * quiet;
}

void Paper::gap(double height) { state_->y += height; }

void Paper::keep_together(double height) { state_->room(height); }

int Paper::pages() const { return state_->page; }

std::string Paper::finish() {
  state_->put_footer();
  cairo_show_page(state_->cairo.get());
  cairo_surface_finish(state_->surface.get());
  if (cairo_surface_status(state_->surface.get()) != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(cairo_status_to_string(cairo_surface_status(state_->surface.get())));
  }
  return std::move(state_->bytes);
}

std::string paper_pdf(const PaperSettings& settings, const std::function<void(Paper&)>& write) {
  Paper draft(settings, 0);
  write(draft);
  Paper paper(settings, draft.pages());
  write(paper);
  return paper.finish();
}

}  // namespace jianzhen::api
