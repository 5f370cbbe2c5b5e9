#include "ingest/page_content.h"

#include <algorithm>
#include <array>
#include <limits>

#include "ingest/content_tokens.h"

namespace jianzhen::ingest {
namespace {

using core::Box;

constexpr int kFormDepth = 8;
constexpr std::size_t kStates = 64;      // of q/Q
constexpr std::size_t kPictures = 2000;  // a page of more is a mosaic; the sum is known by then
constexpr std::size_t kFormsFollowed = 500;
constexpr double kSealPoints = 40;  // 14 mm: the smallest seal, a person's, is 15 mm

struct Point {
  double x = 0;
  double y = 0;
};

struct Paint {
  bool red = false;

  void rgb(double r, double g, double b) { red = r > 0.5 && r - std::max(g, b) > 0.3; }
  void cmyk(double c, double m, double y, double k) {
    rgb((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k));
  }
  void components(const ContentTokens& t) {
    red = false;
    if (t.number_count() == 3) rgb(t.number(2), t.number(1), t.number(0));
    if (t.number_count() == 4) cmyk(t.number(3), t.number(2), t.number(1), t.number(0));
  }
};

struct State {
  Matrix matrix;
  Paint fill;
  Paint stroke;
  bool invisible_text = false;
};

class Path {
 public:
  void add(Point p, const Matrix& m) {
    const double x = p.x * m.a + p.y * m.c + m.e;
    const double y = p.x * m.b + p.y * m.d + m.f;
    left_ = std::min(left_, x);
    right_ = std::max(right_, x);
    low_ = std::min(low_, y);
    high_ = std::max(high_, y);
  }
  void bend() { curved_ = true; }
  bool may_be_a_seal() const {
    return curved_ && right_ - left_ >= kSealPoints && high_ - low_ >= kSealPoints;
  }
  void clear() { *this = Path(); }

 private:
  static constexpr double kFar = std::numeric_limits<double>::max();
  bool curved_ = false;
  double left_ = kFar, right_ = -kFar, low_ = kFar, high_ = -kFar;
};

class Scanner {
 public:
  Scanner(const LookUp& look_up, Painted& painted) : look_up_(look_up), painted_(painted) {}

  void scan(std::string_view content, std::size_t resources, const State& start, int depth) {
    ContentTokens tokens(content);
    State now = start;
    std::vector<State> saved;
    Path path;
    for (auto op = tokens.next_operator(); !op.empty(); op = tokens.next_operator()) {
      if (op == "q") {
        if (saved.size() < kStates) saved.push_back(now);
      } else if (op == "Q") {
        if (!saved.empty()) {
          now = saved.back();
          saved.pop_back();
        }
      } else if (op == "cm") {
        now.matrix = Matrix{tokens.number(5), tokens.number(4), tokens.number(3),
                            tokens.number(2), tokens.number(1), tokens.number(0)}
                         .then(now.matrix);
      } else if (op == "Do") {
        draw(tokens.name(), resources, now, depth);
      } else if (op == "ID") {
        add_picture({}, now.matrix);
        tokens.skip_inline_data();
      } else if (!follow_colour(op, tokens, now) && !follow_text(op, tokens, now)) {
        follow_path(op, tokens, now, path);
      }
    }
  }

 private:
  static bool follow_colour(std::string_view op, const ContentTokens& t, State& now) {
    if (op == "rg" || op == "k" || op == "sc" || op == "scn") {
      now.fill.components(t);
    } else if (op == "RG" || op == "K" || op == "SC" || op == "SCN") {
      now.stroke.components(t);
    } else if (op == "g" || op == "cs") {
      now.fill.red = false;
    } else if (op == "G" || op == "CS") {
      now.stroke.red = false;
    } else {
      return false;
    }
    return true;
  }

  bool follow_text(std::string_view op, const ContentTokens& t, State& now) {
    if (op == "Tr") {
      now.invisible_text = t.number(0) == 3;
    } else if (op == "Tj" || op == "TJ" || op == "'" || op == "\"") {
      ++painted_.text_shown;
      if (now.invisible_text) {
        ++painted_.text_invisible;
      } else {
        painted_.covered = true;
      }
    } else {
      return false;
    }
    return true;
  }

  void follow_path(std::string_view op, const ContentTokens& t, const State& now, Path& path) {
    const auto point = [&](std::size_t from_end) {
      path.add({t.number(from_end + 1), t.number(from_end)}, now.matrix);
    };
    if (op == "m" || op == "l") {
      point(0);
    } else if (op == "c" || op == "v" || op == "y") {
      path.bend();
      point(0);
    } else if (op == "n") {
      path.clear();
    } else if (op == "sh") {
      painted_.covered = true;
    } else if (paints(op)) {
      painted_.covered = true;
      const bool fills = op != "S" && op != "s";
      const bool strokes = op != "f" && op != "F" && op != "f*";
      const bool red = (fills && now.fill.red) || (strokes && now.stroke.red);
      if (red && path.may_be_a_seal()) painted_.red_shape = true;
      path.clear();
    }
  }

  static bool paints(std::string_view op) {
    constexpr std::array<std::string_view, 9> kPainting = {"f", "F",  "f*", "B", "B*",
                                                           "b", "b*", "S",  "s"};
    return std::ranges::find(kPainting, op) != kPainting.end();
  }

  void add_picture(PaintedPicture picture, const Matrix& matrix) {
    if (painted_.pictures.size() >= kPictures) {
      painted_.complete = false;
      return;
    }
    picture.box = matrix.around_unit_square();
    picture.upright = matrix.a > 0 && matrix.d > 0 && matrix.b == 0 && matrix.c == 0;
    painted_.covered = false;
    painted_.pictures.push_back(picture);
  }

  void draw(std::string_view name, std::size_t resources, const State& now, int depth) {
    const NamedObject object = look_up_(resources, name);
    if (object.kind == NamedObject::Kind::picture) add_picture(object.picture, now.matrix);
    if (object.kind != NamedObject::Kind::form) return;
    if (depth >= kFormDepth || ++forms_ > kFormsFollowed) {
      painted_.complete = false;
      return;
    }
    State inside = now;
    inside.matrix = object.matrix.then(now.matrix);
    scan(object.content, object.resources, inside, depth + 1);
  }

  const LookUp& look_up_;
  Painted& painted_;
  std::size_t forms_ = 0;
};

}  // namespace

Matrix Matrix::then(const Matrix& n) const {
  return {.a = a * n.a + b * n.c,
          .b = a * n.b + b * n.d,
          .c = c * n.a + d * n.c,
          .d = c * n.b + d * n.d,
          .e = e * n.a + f * n.c + n.e,
          .f = e * n.b + f * n.d + n.f};
}

Box Matrix::around_unit_square() const {
  const auto [left, right] = std::minmax({e, e + a, e + c, e + a + c});
  const auto [low, high] = std::minmax({f, f + b, f + d, f + b + d});
  return {left, low, right, high};
}

void scan_content(std::string_view content, std::size_t resources, const Matrix& matrix,
                  const LookUp& look_up, Painted& painted) {
  State start;
  start.matrix = matrix;
  Scanner(look_up, painted).scan(content, resources, start, 0);
}

}  // namespace jianzhen::ingest
